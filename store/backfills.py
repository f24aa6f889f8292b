"""Pages of a backfill, each written down in one transaction with the entries that it brought."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from core.articles import Entry, PendingEntry, PollRecord
from core.backfills import Backfill
from store.coverage import mark_filled, mark_unfilled
from store.entries import add_entries, everything
from store.feeds import feed_state
from store.schema import backfills, entries
from store.types import bounded_key

_ALL = datetime.max.replace(tzinfo=UTC)


def record_page(
    conn: Connection, after: Backfill, offered: Sequence[Entry], *, at: datetime
) -> list[PendingEntry]:
    """Write down a page of a backfill and return what of it is new, now pending.

    `after` is the backfill as it stands once the page was read. What is known stays as it is: older
    pages say it in other words. Entries without a date are quiet, and all of a quiet backfill's.
    """
    state = feed_state(conn, after.feed_id)
    new = _unknown(conn, after.feed_id, offered)
    record = PollRecord(
        feed_id=state.id,
        polled=at,
        next_poll=at,
        outcome="changed",
        entries=tuple(new),
        quiet_before=_ALL if after.quiet else datetime.min.replace(tzinfo=UTC),
    )
    pending, _ = add_entries(conn, state, record, everything)
    _update(conn, after, len(pending))
    return pending


def _unknown(conn: Connection, feed_id: int, offered: Sequence[Entry]) -> list[Entry]:
    """Leave out what is known by its identity, its address or its page."""

    def known(column: sa.Column[Any], values: Iterable[str]) -> set[str]:
        query = sa.select(column).where(entries.c.feed_id == feed_id, column.in_(list(values)))
        return set(conn.scalars(query))

    identities = known(entries.c.identity, (bounded_key(entry.identity) for entry in offered))
    urls = known(entries.c.url, (entry.url for entry in offered))
    pages = known(entries.c.page, (entry.page for entry in offered if entry.page))
    return [
        entry
        for entry in offered
        if bounded_key(entry.identity) not in identities
        and entry.url not in urls
        and entry.page not in pages
    ]


def _update(conn: Connection, after: Backfill, new: int) -> None:
    """Keep what was learned, unless the backfill took another time in meanwhile."""
    values: dict[str, Any] = dataclasses.asdict(after)
    values |= {"ahead": list(after.ahead), "found": backfills.c.found + new}
    same = (backfills.c.id == after.id, backfills.c.until == after.until)
    written = conn.execute(
        sa.update(backfills).where(*same, backfills.c.state == "open").values(values)
    )
    if not written.rowcount or after.quiet:
        return
    if after.state == "done":
        mark_filled(conn, after.feed_id, after.since, after.until)
    elif after.state == "ended":
        reason = f"rolled over; {after.problem}"
        mark_unfilled(conn, after.feed_id, after.since, after.until, reason)
