"""When a feed is asked again, and the daemon's clockwork that asks."""

from __future__ import annotations

import logging
import random
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from core.articles import FeedState
from core.errors import BalaghError
from core.settings import CrawlSettings

logger = logging.getLogger("balagh.schedule")

FIRST = timedelta(minutes=10)
"""The interval that learning starts from: most outlets publish a few times an hour."""

SHORTER = 0.6
LONGER = 1.4
LONGEST_RETRY = timedelta(days=1)
"""A feed is never given up: one that goes on failing is asked once a day."""

JITTER = 0.1
"""Intervals vary by this share, so that feeds polled at once drift apart."""

TICK_S = 1.0


PASSING = ("dns", "refused", "timeout", "http 5xx")
"""Failures that an outage causes, ours or theirs; the others are the feed's own and stay."""


def next_poll(
    state: FeedState, now: datetime, crawl: CrawlSettings, *, news: bool, rng: random.Random
) -> datetime:
    """Return when to ask again after an answer: sooner after news, later after none."""
    last = FIRST if state.interval_s is None else timedelta(seconds=state.interval_s)
    learned = last if state.interval_s is None else last * (SHORTER if news else LONGER)
    wait = min(max(learned, crawl.interval_min), crawl.interval_max)
    return now + _varied(wait, rng, crawl.interval_min, crawl.interval_max)


def retry_poll(
    state: FeedState, now: datetime, crawl: CrawlSettings, *, reason: str, rng: random.Random
) -> datetime:
    """Return when to ask again after a failure: ever later while it goes on.

    What may be our own network's fault, and ends with it, is asked for at the longest interval.
    """
    longest = crawl.interval_max if reason in PASSING else max(LONGEST_RETRY, crawl.interval_min)
    wait = min(crawl.interval_min * 2 ** min(state.failures, 20), longest)
    return now + _varied(wait, rng, crawl.interval_min, longest)


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
