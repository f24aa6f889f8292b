"""Which feeds the operator is told of, and in what words; looked at once a minute."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from alerts.notices import FEEDS, Notice, Notices
from core.articles import Feed, FeedState
from core.clock import Clock, iso_instant
from core.durations import format_duration
from crawler.failures import BLOCKED
from crawler.health import SILENT, STALE, SUSPECTED
from crawler.outage import Outage
from crawler.routes import open_routes
from crawler.skew import Skew
from store.backlog import open_backfills
from store.coverage import ROLLED_OVER
from store.database import Database
from store.feeds import feed_states
from store.notices import StoredNotice, standing_notices

AFTER_POLLS = 3
"""So many polls in a row must fail: most failures are over at the next. It takes six minutes."""

REFUSED_AFTER = 2
"""A refusal is rarely a passing one."""

TOLD = (SUSPECTED, ROLLED_OVER, SILENT, STALE)

ROUTES_NAMED = 5

NETWORK = "network"
CLOCK = "clock"
AWAY_FOR = timedelta(minutes=3)
"""What is over sooner is only logged: a router that starts anew takes two minutes."""


class FeedTroubles:
    """Raises and ends the notices. `check` is to be called in the writer's thread."""

    def __init__(
        self, database: Database, notices: Notices, clock: Clock, outage: Outage, skew: Skew
    ) -> None:
        self._database = database
        self._notices = notices
        self._clock = clock
        self._outage = outage
        self._skew = skew

    def check(self) -> None:
        """Compare what stands with how the feeds are. Raises StoreError."""
        with self._database.read() as conn:
            states = feed_states(conn)
            standing = {notice.key: notice for notice in standing_notices(conn)}
            filling = {backfill.feed_id for backfill in open_backfills(conn, None)}
        self._look_at_network(standing.get(NETWORK))
        self._look_at_clock(standing.get(CLOCK))
        known = {key for key in standing if key.startswith(FEEDS)}
        looked_at = [state for state in states if not _may_be_mended(state, filling)]
        wrong = [notice for state in looked_at if (notice := trouble(state, states)) is not None]
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

    def _look_at_network(self, standing: StoredNotice | None) -> None:
        """What a former process told of stands until this one has heard from anywhere."""
        now, since = self._clock(), self._outage.since
        if since is not None and standing is None and now - since >= AWAY_FOR:
            with self._database.begin() as conn:
                self._notices.raise_notice(conn, _network_down(since), now)
        elif since is None and standing is not None and self._outage.heard:
            away = format_duration(now - standing.since)
            text = f"it is back after some {away}; what came meanwhile is caught up with"
            with self._database.begin() as conn:
                self._notices.end_notices(conn, [NETWORK], text, now)

    def _look_at_clock(self, standing: StoredNotice | None) -> None:
        off = self._skew.off
        if off and standing is None:
            with self._database.begin() as conn:
                self._notices.raise_notice(conn, _clock_wrong(off), self._clock())
        elif not off and standing is not None and self._outage.heard:
            with self._database.begin() as conn:
                self._notices.end_notices(conn, [CLOCK], "it is right again", self._clock())


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


def _network_down(since: datetime) -> Notice:
    text = (
        f"no feed answers since {iso_instant(since)}: Balagh is blind. Look at this computer's"
        " network, name server and clock; the feeds are asked every minute and caught up with"
    )
    return Notice(key=NETWORK, title="our own network seems to be down", text=text)


def _clock_wrong(off: timedelta) -> Notice:
    by = format_duration(off)
    way = f"{by} ahead of" if off > timedelta() else f"{by} behind"
    text = (
        f"it is {way} what the servers of the press say, and so are dates, digests and what counts"
        " as late. Set it right, and let it be kept right (timedatectl set-ntp true)"
    )
    return Notice(key=CLOCK, title="the clock of this computer is wrong", text=text)


def _may_be_mended(state: FeedState, filling: Collection[int]) -> bool:
    """Say whether what slipped out is being paged back to: it is told where that fails."""
    return state.health == ROLLED_OVER and state.id in filling


def _is_wrong(state: FeedState) -> bool:
    if state.failures:
        refused = state.health in (BLOCKED, "robots", SUSPECTED)
        return state.failures >= (REFUSED_AFTER if refused else AFTER_POLLS)
    return state.health in TOLD


def _key(feed: Feed) -> str:
    return f"{FEEDS}{feed.url}"
