from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from alerts.backoff import next_attempt
from core.settings import DeliverySettings

NOW = datetime(2024, 1, 30, 12, 0, tzinfo=UTC)
SCHEDULE = DeliverySettings().schedule
JITTER = 0.2
chances = st.floats(0, 1)


def wait(attempts: int, chance: float, retry_after: timedelta | None = None) -> timedelta:
    due = next_attempt(SCHEDULE, JITTER, attempts, NOW, retry_after, lambda: chance)
    assert due is not None
    return due - NOW


@given(attempts=st.integers(0, len(SCHEDULE) - 1), chance=chances)
def test_every_wait_stays_within_its_jitter(attempts: int, chance: float) -> None:
    planned = SCHEDULE[attempts]
    assert planned * 0.8 - timedelta(microseconds=1) <= wait(attempts, chance) <= planned * 1.2


@given(attempts=st.integers(0, len(SCHEDULE) - 2), chance=chances)
def test_waits_grow_at_equal_luck(attempts: int, chance: float) -> None:
    assert wait(attempts, chance) < wait(attempts + 1, chance)


@given(
    attempts=st.integers(0, len(SCHEDULE) - 1),
    chance=chances,
    seconds=st.integers(0, 86_400),
)
def test_a_receiver_is_never_called_before_the_time_it_asked_for(
    attempts: int, chance: float, seconds: int
) -> None:
    asked = timedelta(seconds=seconds)
    assert wait(attempts, chance, asked) == max(asked, wait(attempts, chance))


def test_jitter_spreads_both_ways() -> None:
    assert wait(2, 0.0) < SCHEDULE[2] < wait(2, 1.0)


def test_the_schedule_ends_after_its_last_wait() -> None:
    assert next_attempt(SCHEDULE, JITTER, len(SCHEDULE), NOW, None, lambda: 0.5) is None
