"""When a feed is asked again, and the daemon's clockwork that asks."""

from __future__ import annotations

import logging
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from core.errors import BalaghError
from core.settings import CrawlSettings

logger = logging.getLogger("balagh.schedule")

POLLS_PER_GAP = 4.0
"""So many polls fall between two entries of a feed: the mean delay is an eighth of its gap."""

POLLS_PER_WINDOW = 3.0
"""A document that reaches back two hours is asked for every forty minutes at the least, or entries
would leave it unseen."""

LONGEST_FRESHNESS = timedelta(minutes=15)
"""So long a Cache-Control, a ttl or the like is believed; many servers send an hour for all."""

LONGEST_RETRY = timedelta(days=1)
"""A feed is never given up: one that goes on failing is asked once a day."""

OFFLINE_RETRY = timedelta(minutes=1)

JITTER = 0.1
"""Intervals vary by this share, so that feeds polled at once drift apart."""

TICK_S = 1.0

PASSING = ("dns", "refused", "timeout", "http 5xx", "emptied")
"""Failures that an outage causes, ours or theirs; the others are the feed's own and stay."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a document and its server let one expect of the next poll.

    `window` is how far back the document reaches; `fresh` how long it stays the same; `pause` what
    Retry-After asks for; `skip_hours` are hours of the day, UTC, in which nothing is published.
    """

    window: timedelta | None = None
    fresh: timedelta = timedelta()
    pause: timedelta | None = None
    skip_hours: frozenset[int] = frozenset()


def next_poll(
    gap: timedelta, wish: Wish, now: datetime, crawl: CrawlSettings, rng: random.Random
) -> datetime:
    """Return when to ask again after an answer; `gap` is the typical time between two entries."""
    wait = max(gap / POLLS_PER_GAP, min(wish.fresh, LONGEST_FRESHNESS))
    if wish.window is not None:
        wait = min(wait, wish.window / POLLS_PER_WINDOW)
    wait = min(max(wait, crawl.interval_min), crawl.interval_max)
    asked = now + _varied(wait, rng, crawl.interval_min, crawl.interval_max)
    return _obeying(_past(asked, wish.skip_hours, now + crawl.interval_max), wish, now)


def retry_poll(
    failures: int,
    reason: str,
    wish: Wish,
    now: datetime,
    crawl: CrawlSettings,
    rng: random.Random,
) -> datetime:
    """Return when to ask again after a failure: ever later while it goes on.

    `failures` are those in a row before this one. What may be an outage, and ends with it, is asked
    for at the longest interval.
    """
    longest = crawl.interval_max if reason in PASSING else max(LONGEST_RETRY, crawl.interval_min)
    wait = min(crawl.interval_min * 2 ** min(failures, 20), longest)
    return _obeying(now + _varied(wait, rng, crawl.interval_min, longest), wish, now)


def offline_poll(now: datetime, crawl: CrawlSettings, rng: random.Random) -> datetime:
    """Return when to ask again while our own network is down."""
    wait = min(OFFLINE_RETRY, crawl.interval_max)
    return now + _varied(wait, rng, timedelta(), crawl.interval_max)


def _obeying(asked: datetime, wish: Wish, now: datetime) -> datetime:
    """Retry-After is obeyed, up to a day: a hostile one must not blind a feed for ever."""
    return asked if wish.pause is None else max(asked, now + min(wish.pause, LONGEST_RETRY))


def _past(asked: datetime, skipped: frozenset[int], latest: datetime) -> datetime:
    """Move a time out of the hours that a feed skips, not beyond the longest interval."""
    while asked.astimezone(UTC).hour in skipped and asked < latest:
        hour = asked.replace(minute=0, second=0, microsecond=0)
        asked = min(hour + timedelta(hours=1), latest)
    return asked


def _varied(wait: timedelta, rng: random.Random, least: timedelta, most: timedelta) -> timedelta:
    return min(max(wait * rng.uniform(1 - JITTER, 1 + JITTER), least), most)


class Ticks:
    """The daemon's repeated jobs. A job that fails is logged and runs again at its next tick."""

    def __init__(self) -> None:
        self._scheduler = AsyncIOScheduler(timezone="UTC")

    def every(self, seconds: float, job: Callable[[], Awaitable[object]]) -> None:
        """Run a coroutine function now and so often, never beside itself."""
        self._scheduler.add_job(
            _guarded,
            "interval",
            args=[job],
            seconds=seconds,
            next_run_time=datetime.now(UTC),
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
        )

    def start(self) -> None:
        """To be called in the running event loop."""
        self._scheduler.start()

    def stop(self) -> None:
        self._scheduler.shutdown(wait=False)


async def _guarded(job: Callable[[], Awaitable[object]]) -> None:
    try:
        await job()
    except BalaghError as error:
        logger.error("%s", error)
    except Exception:
        logger.exception("unexpected, in a tick; it runs again at the next")
