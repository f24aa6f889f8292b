"""How often a feed publishes, as it is learned."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from core.articles import Cadence
from crawler.cadence import PRIOR, explained_silence, first_cadence, observe, typical_gap

NOW = datetime(2024, 1, 30, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def _minutes(cadence: Cadence) -> float:
    return typical_gap(cadence) / MINUTE


def test_the_first_document_tells_how_often_a_feed_publishes() -> None:
    every_quarter = [NOW - n * 15 * MINUTE for n in range(60)]

    assert _minutes(first_cadence(every_quarter, NOW)) == pytest.approx(15, rel=0.1)


def test_a_feed_of_which_nothing_is_known_has_a_usual_gap() -> None:
    assert typical_gap(first_cadence([], NOW)) == PRIOR
    assert typical_gap(Cadence()) == PRIOR


def test_old_and_future_dates_of_a_first_document_teach_nothing() -> None:
    frozen = [NOW - timedelta(days=400 + n) for n in range(30)]
    ahead = [NOW + timedelta(days=n + 1) for n in range(30)]

    assert first_cadence([*frozen, *ahead], NOW) == first_cadence([], NOW)


def test_a_feed_that_changes_its_pace_is_learned_anew() -> None:
    cadence = first_cadence([NOW - n * HOUR for n in range(100)], NOW)
    for _ in range(24 * 6 * 4):
        cadence = observe(cadence, 1, 10 * MINUTE)
    busy = _minutes(cadence)
    for _ in range(20):
        cadence = observe(cadence, 1, timedelta(days=1))

    assert busy == pytest.approx(15, abs=5)
    assert _minutes(cadence) > 10 * 60


def test_a_pause_of_the_daemon_counts_what_came_meanwhile() -> None:
    cadence = observe(Cadence(30, 30 * 3600.0), 48, timedelta(days=2))

    assert _minutes(cadence) == pytest.approx(60, rel=0.05)


def test_a_clock_that_was_set_back_teaches_nothing() -> None:
    known = Cadence(5, 3600.0)

    assert observe(known, 0, -MINUTE) == known
    assert observe(known, 0, -timedelta(days=20_000)) == known


def test_a_busy_feed_may_sleep_at_night() -> None:
    busy = Cadence(1000, 1000 * 60.0)

    assert explained_silence(busy, 14, timedelta(hours=18)) == timedelta(hours=18)
    assert explained_silence(Cadence(9, 10 * 86400.0), 14, timedelta(hours=18)) > timedelta(days=10)
