"""When a feed is asked again."""

from __future__ import annotations

import asyncio
import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.settings import CrawlSettings
from crawler.schedule import JITTER, Ticks, Wish, next_poll, offline_poll, retry_poll

NOW = datetime(2024, 1, 30, 12, 0, tzinfo=UTC)
CRAWL = CrawlSettings()
MINUTES = timedelta(minutes=1)


def _wait(gap: timedelta, **wish: Any) -> timedelta:
    return next_poll(gap, Wish(**wish), NOW, CRAWL, random.Random(7)) - NOW


def _about(wait: timedelta) -> Any:
    return pytest.approx(wait.total_seconds(), rel=JITTER)


@pytest.mark.parametrize(
    ("gap", "minutes"), [(1, 2), (20, 5), (60, 15), (4 * 60, 60), (7 * 24 * 60, 60)]
)
def test_a_feed_is_asked_a_few_times_between_two_entries(gap: int, minutes: int) -> None:
    wait = _wait(gap * MINUTES)

    assert wait.total_seconds() == _about(minutes * MINUTES)
    assert CRAWL.interval_min <= wait <= CRAWL.interval_max


def test_a_short_window_is_asked_for_before_it_has_moved_on() -> None:
    assert _wait(240 * MINUTES, window=30 * MINUTES).total_seconds() == _about(10 * MINUTES)


@pytest.mark.parametrize(("fresh", "minutes"), [(0, 5), (8, 8), (60, 15), (10**6, 15)])
def test_a_cache_is_not_asked_while_it_answers_the_same_up_to_a_bound(
    fresh: int, minutes: int
) -> None:
    assert _wait(20 * MINUTES, fresh=fresh * MINUTES).total_seconds() == _about(minutes * MINUTES)


@pytest.mark.parametrize(("pause", "least"), [(3, 5), (90, 90), (10**6, 24 * 60)])
def test_retry_after_is_obeyed_up_to_a_day(pause: int, least: int) -> None:
    for wait in (
        _wait(20 * MINUTES, pause=pause * MINUTES),
        _retry(0, "http 4xx", pause=max(pause, 5) * MINUTES),
    ):
        assert 0.9 * least * MINUTES <= wait <= 1.1 * least * MINUTES


def test_hours_that_a_feed_skips_are_left_out() -> None:
    noon_skipped = _wait(180 * MINUTES, skip_hours=frozenset({12}))
    whole_day = _wait(180 * MINUTES, skip_hours=frozenset(range(24)))

    assert noon_skipped == 60 * MINUTES
    assert whole_day == CRAWL.interval_max


def _retry(failures: int, reason: str, **wish: Any) -> timedelta:
    rng = random.Random(failures)
    return retry_poll(failures, reason, Wish(**wish), NOW, CRAWL, rng) - NOW


def test_an_outage_does_not_leave_feeds_alone_for_hours() -> None:
    waits = [_retry(n, "dns") for n in range(60)]

    assert waits[3] > 4 * waits[0]
    assert max(waits) <= CRAWL.interval_max


def test_a_failing_feed_is_asked_ever_later_and_never_given_up() -> None:
    waits = [_retry(n, "http 4xx") for n in range(60)]

    assert waits[0] < timedelta(minutes=3)
    assert waits[3] > 4 * waits[0]
    assert all(wait <= timedelta(days=1) for wait in waits)
    assert waits[-1] >= timedelta(hours=21)


def test_while_our_own_network_is_down_feeds_are_asked_again_soon() -> None:
    wait = offline_poll(NOW, CRAWL, random.Random(1)) - NOW

    assert 0.9 * MINUTES <= wait <= 1.1 * MINUTES


def test_feeds_polled_together_drift_apart() -> None:
    rng = random.Random(1)

    times = {next_poll(20 * MINUTES, Wish(), NOW, CRAWL, rng) for _ in range(20)}

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
