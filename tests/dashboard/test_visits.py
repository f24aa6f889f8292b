"""What is new since somebody was last here."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.visits import FIRST, PAUSE, visit_of

NOW = datetime(2024, 1, 30, 8, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_to_a_stranger_the_last_day_is_new() -> None:
    visit = visit_of(None, NOW)
    assert (visit.since, visit.known) == (NOW - FIRST, False)


def test_a_visit_goes_on_until_its_visitor_pauses() -> None:
    first = visit_of(None, NOW)
    again = visit_of(first.cookie, NOW + PAUSE)
    assert again.since == first.since
    later = visit_of(again.cookie, NOW + 2 * PAUSE + timedelta(seconds=1))
    assert (later.since, later.known) == (NOW + PAUSE, True)


def test_who_comes_in_the_morning_sees_what_the_night_brought() -> None:
    evening = visit_of(None, NOW - 14 * HOUR)
    morning = visit_of(evening.cookie, NOW)
    assert morning.since == NOW - 14 * HOUR


@pytest.mark.parametrize(
    "cookie", ["", "1", "x.y", "1.2", "-1.5", "99999999999.99999999999", "٣.٤", ".", "1.", "2.1"]
)
def test_a_cookie_that_can_not_be_is_that_of_a_stranger(cookie: str) -> None:
    assert not visit_of(cookie, NOW).known


def test_a_cookie_from_the_future_is_that_of_a_stranger() -> None:
    assert not visit_of(visit_of(None, NOW + HOUR).cookie, NOW).known


@given(st.text(max_size=30))
def test_nothing_in_a_cookie_breaks_a_visit(cookie: str) -> None:
    assert visit_of(cookie, NOW).since <= NOW
