"""Whether everything was seen: how the outlets were watched in the last day, for the first page.

Reading thousands of feeds takes longer than the page itself, so what was seen is kept for a while.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from core.alerts import DeliveryState
from core.articles import FeedState, Spell
from core.clock import MOROCCO
from core.coverage import Extent, OutletCoverage, Stretch, cover_outlets, standstills
from store.coverage import list_spells
from store.database import Database
from store.feeds import feed_states
from store.sendings import count_deliveries

LOOKED_BACK = timedelta(days=1)
STALE_S = 10.0
"""A look takes 20 ms at 300 feeds, 200 ms at 3,000."""

EXTENTS: tuple[Extent, ...] = ("whole", "late", "part", "holes", "none")
MARKED_HOURS = 6
NAMED = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortfall:
    """An outlet of which not everything was seen, with the reasons as health words."""

    outlet: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """The day from `since` to `until`.

    `verdict`: all was seen, all though some late, not all, or no feed was polled.
    `dark` are times in which nothing was watched; `bars` the same in hundredths of the drawing
    (start, width), `ticks` hours of the Moroccan day. `named` are the first of each group of which
    something is missing.
    """

    since: datetime
    until: datetime
    verdict: Literal["seen", "seen_late", "not_seen", "unwatched"]
    numbers: Mapping[Extent, int]
    named: Mapping[Extent, tuple[Shortfall, ...]]
    dark: tuple[Stretch, ...]
    bars: tuple[tuple[float, float], ...]
    ticks: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a look saw: feeds and those that answer, the last poll (UTC), deliveries by state."""

    feeds: int
    answering: int
    last_poll: datetime | None
    deliveries: Mapping[DeliveryState, int]
    watch: Watch


class Lookout:
    """Looks at the feeds when it is asked, at most every STALE_S. Threads may share it."""

    def __init__(self, database: Database, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._database = database
        self._monotonic = monotonic
        self._looking = threading.Lock()
        self._until = float("-inf")
        self._seen: Seen | None = None

    def seen(self, now: datetime) -> Seen:
        """Return what is seen now. Raises StoreError."""
        with self._looking:
            if self._seen is None or self._monotonic() >= self._until:
                self._seen = self._look(now)
                self._until = self._monotonic() + STALE_S
            return self._seen

    def _look(self, now: datetime) -> Seen:
        with self._database.read() as conn:
            states = feed_states(conn)
            spells = list_spells(conn, since=now - LOOKED_BACK)
            counted = count_deliveries(conn)
        return Seen(
            feeds=len(states),
            answering=sum(state.health == "ok" for state in states),
            last_poll=max((s.last_poll for s in states if s.last_poll), default=None),
            deliveries=counted,
            watch=watch_of(states, spells, now),
        )


def watch_of(states: Sequence[FeedState], spells: Sequence[Spell], now: datetime) -> Watch:
    """Sum up the day before `now`; `spells` are all that reach into it."""
    since = now - LOOKED_BACK
    outlets = cover_outlets(states, spells, since=since, until=now)
    groups = {extent: [o for o in outlets if o.extent == extent] for extent in EXTENTS}
    dark = standstills(states, spells, since=since, until=now)
    return Watch(
        since=since,
        until=now,
        verdict=_verdict(groups, outlets),
        numbers={extent: len(group) for extent, group in groups.items() if group},
        named={
            extent: tuple(map(_shortfall, groups[extent][:NAMED]))
            for extent in ("part", "holes", "none")
        },
        dark=tuple(dark),
        bars=tuple((_place(s.started, since), _width(s)) for s in dark),
        ticks=tuple(_ticks(since, now)),
    )


def _verdict(
    groups: Mapping[Extent, Sequence[OutletCoverage]], outlets: Sequence[OutletCoverage]
) -> Literal["seen", "seen_late", "not_seen", "unwatched"]:
    if len(groups["none"]) == len(outlets):
        return "unwatched"
    if groups["part"] or groups["holes"] or groups["none"]:
        return "not_seen"
    return "seen_late" if groups["late"] else "seen"


def _shortfall(outlet: OutletCoverage) -> Shortfall:
    reasons = dict.fromkeys(gap.reason.partition(";")[0] for gap in outlet.gaps if gap.reason)
    return Shortfall(outlet=outlet.outlet, reasons=tuple(reasons))


def _place(at: datetime, since: datetime) -> float:
    return round(100 * ((at - since) / LOOKED_BACK), 2)


def _width(stretch: Stretch) -> float:
    return round(100 * ((stretch.ended - stretch.started) / LOOKED_BACK), 2)


def _ticks(since: datetime, now: datetime) -> list[tuple[float, str]]:
    hour = since.astimezone(MOROCCO).replace(minute=0, second=0, microsecond=0)
    hours = (hour + timedelta(hours=n) for n in range(1, 25))
    return [
        (_place(at, since), f"{at:%H:%M}")
        for at in hours
        if at.hour % MARKED_HOURS == 0 and at <= now
    ]
