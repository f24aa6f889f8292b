"""A backfill: paging back through what a feed has dropped, page by page, as the store keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Route = Literal["", "pages", "posts", "sitemap", "listing"]
"""How older entries are reached: the feed's own older pages, WordPress's list of posts, sitemaps,
the pages that list the outlet's articles; "" before the first page."""

BackfillState = Literal["open", "done", "ended"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Backfill:
    """One feed's backfill; instants are UTC.

    What was published from `since` on is wanted; `until` is the poll that found the gap, or the
    time of the command. `quiet`: stored and judged without alerting. `state`: "done" (it reached
    back to `since`), "ended" (it could not, and `problem` says why). `ahead` are the addresses to
    ask next, in their order. `last_page` tells whether the same page comes again. `pages` were
    read, `found` entries were new, `reached` is how far back it came. `tries` failed since the
    last page; it goes on at `due`.
    """

    id: int
    feed_id: int
    since: datetime
    until: datetime
    quiet: bool
    state: BackfillState
    route: Route
    ahead: tuple[str, ...]
    last_page: str
    pages: int
    found: int
    reached: datetime | None
    tries: int
    due: datetime
    problem: str | None
