"""When a feed is asked again."""

from __future__ import annotations

import asyncio
import dataclasses
import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.articles import Feed, FeedState, Validators
from core.settings import CrawlSettings
from crawler.schedule import JITTER, Ticks, next_poll, retry_poll

NOW = datetime(2024, 1, 30, 12, 0, tzinfo=UTC)
CRAWL = CrawlSettings()


def feed_state(**known: Any) -> FeedState:
    state = FeedState(
        id=1,
        feed=Feed(name="x", url="https://x.example/feed", outlet="x"),
        validators=Validators(),
        body_hash=None,
        health="ok",
        since=None,
        last_poll=None,
        next_poll=None,
        interval_s=None,
        last_new=None,
        error=None,
        failures=0,
        sequence=0,
    )
    return dataclasses.replace(state, **known)


def _wait(state: FeedState, *, news: bool) -> timedelta:
    return next_poll(state, NOW, CRAWL, news=news, rng=random.Random(7)) - NOW


def test_news_shorten_the_interval_and_silence_lengthens_it() -> None:
    state = feed_state(interval_s=600.0)

    assert _wait(state, news=True) < timedelta(minutes=8) < timedelta(minutes=12)
    assert _wait(state, news=False) > timedelta(minutes=12)


@pytest.mark.parametrize("news", [True, False])
def test_the_interval_stays_within_the_settings(news: bool) -> None:
    state = feed_state(interval_s=600.0)
    for _ in range(40):
        wait = _wait(state, news=news)
        state = feed_state(interval_s=wait.total_seconds())

    bound = CRAWL.interval_min if news else CRAWL.interval_max
    assert CRAWL.interval_min <= wait <= CRAWL.interval_max
    assert abs(wait - bound) <= JITTER * bound


def _retries(reason: str) -> list[timedelta]:
    return [
        retry_poll(feed_state(failures=n), NOW, CRAWL, reason=reason, rng=random.Random(n)) - NOW
        for n in range(60)
    ]


def test_an_outage_does_not_leave_feeds_alone_for_hours() -> None:
    waits = _retries("dns")
    assert waits[3] > 4 * waits[0]
    assert max(waits) <= CRAWL.interval_max


def test_a_failing_feed_is_asked_ever_later_and_never_given_up() -> None:
    waits = _retries("http 4xx")

    assert waits[0] < timedelta(minutes=3)
    assert waits[3] > 4 * waits[0]
    assert all(wait <= timedelta(days=1) for wait in waits)
    assert waits[-1] >= timedelta(hours=21)


def test_feeds_polled_together_drift_apart() -> None:
    rng = random.Random(1)
    state = feed_state(interval_s=600.0)

    times = {next_poll(state, NOW, CRAWL, news=False, rng=rng) for _ in range(20)}

    assert len(times) == 20


def test_a_tick_that_breaks_is_said_and_runs_again(caplog: pytest.LogCaptureFixture) -> None:
    async def work() -> None:
        again = asyncio.Event()
        runs: list[int] = []

        async def breaks() -> None:
            runs.append(1)
            if len(runs) == 1:
                raise ZeroDivisionError("in a tick")
            again.set()

        ticks = Ticks()
        ticks.every(0.02, breaks)
        ticks.start()
        await asyncio.wait_for(again.wait(), 5)
        ticks.stop()

    asyncio.run(work())

    assert "in a tick" in caplog.text
    assert not [r for r in caplog.records if r.name.startswith(("apscheduler", "asyncio"))]
