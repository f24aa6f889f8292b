"""Which feeds the operator is told of, and in what words; looked at once a minute."""

from __future__ import annotations

from collections.abc import Sequence

from alerts.notices import FEEDS, Notice, Notices
from core.articles import Feed, FeedState
from core.clock import Clock
from crawler.failures import BLOCKED
from crawler.health import ROLLED_OVER, SILENT, STALE, SUSPECTED
from crawler.routes import open_routes
from store.database import Database
from store.feeds import feed_states
from store.notices import standing_notices

AFTER_POLLS = 3
"""So many polls in a row must fail: most failures are over at the next. It takes six minutes."""

REFUSED_AFTER = 2
"""A refusal is rarely a passing one."""

TOLD = (SUSPECTED, ROLLED_OVER, SILENT, STALE)

ROUTES_NAMED = 5


class FeedTroubles:
    """Raises and ends the notices. `check` is to be called in the writer's thread."""

    def __init__(self, database: Database, notices: Notices, clock: Clock) -> None:
        self._database = database
        self._notices = notices
        self._clock = clock

    def check(self) -> None:
        """Compare what stands with how the feeds are. Raises StoreError."""
        with self._database.read() as conn:
            states = feed_states(conn)
            known = {n.key for n in standing_notices(conn) if n.key.startswith(FEEDS)}
        wrong = [notice for state in states if (notice := trouble(state, states)) is not None]
        now = {notice.key for notice in wrong}
        polled = {_key(state.feed) for state in states}
        if now == known:
            return
        with self._database.begin() as conn:
            at = self._clock()
            self._notices.raise_notices(conn, wrong, at)
            over = sorted(known - now)
            well = [key for key in over if key in polled]
            gone = [key for key in over if key not in polled]
            self._notices.end_notices(conn, well, "it is seen again", at)
            self._notices.end_notices(conn, gone, "the settings name it no more", at)


def trouble(state: FeedState, states: Sequence[FeedState]) -> Notice | None:
    """Return what is wrong with a feed, with the open routes to its news; None where nothing is."""
    if not _is_wrong(state):
        return None
    text = state.error or state.health
    routes = open_routes(state, states)[:ROUTES_NAMED]
    if state.failures and routes:
        named = ", ".join(route.feed.name for route in routes)
        text = f"{text}; the same news is open at {named}"
    return Notice(key=_key(state.feed), title=f"feed {state.feed.name}: {state.health}", text=text)


def _is_wrong(state: FeedState) -> bool:
    if state.failures:
        refused = state.health in (BLOCKED, "robots")
        return state.failures >= (REFUSED_AFTER if refused else AFTER_POLLS)
    return state.health in TOLD


def _key(feed: Feed) -> str:
    return f"{FEEDS}{feed.url}"
