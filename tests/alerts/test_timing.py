"""When subscribers are told: whatever clocks do, nothing waits for ever and no cut comes twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.timing import DAY, HOUR, Flow, awake, hold_of, is_quiet, last_cut, next_cut
from core.subscribers import WEEKDAYS, SubscriberSettings

ZONES = (
    "Africa/Casablanca",
    "Europe/Madrid",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "UTC",
)
RAMADAN = datetime(2024, 3, 10, 2, 0, tzinfo=UTC)
"""Casablanca goes back from 03:00 to 02:00, to UTC+0; on 14 April it goes forth again."""
RAMADAN_ENDS = datetime(2024, 4, 14, 2, 0, tzinfo=UTC)
QUIET_TIMES = st.tuples(st.integers(0, 1439), st.integers(0, 1439)).filter(lambda t: t[0] != t[1])
YEARS = (datetime(2023, 1, 1), datetime(2027, 12, 31))  # noqa: DTZ001 - hypothesis adds the zone

days = st.datetimes(*YEARS, timezones=st.just(UTC))
minutes = st.integers(-180, 180).map(lambda m: timedelta(minutes=m))
near_changes = st.builds(
    lambda change, shift: change + shift,
    st.sampled_from(
        (
            RAMADAN,
            RAMADAN_ENDS,
            datetime(2024, 3, 31, 1, tzinfo=UTC),
            datetime(2024, 10, 27, 1, tzinfo=UTC),
            datetime(2024, 4, 6, 15, tzinfo=UTC),
            datetime(2024, 10, 5, 15, 30, tzinfo=UTC),
        )
    ),
    minutes,
)
moments = st.one_of(days, near_changes)
times = st.integers(0, 1439).map(lambda m: f"{m // 60:02}:{m % 60:02}")


def subscriber(**choices: Any) -> SubscriberSettings:
    return SubscriberSettings(name="desk", email="desk@example.org", **choices)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


choosers = st.builds(
    lambda zone, digest, cut, day, quiet: subscriber(
        timezone=zone, digest=digest, digest_at=cut, digest_day=day, quiet_hours=quiet
    ),
    st.sampled_from(ZONES),
    st.sampled_from(("none", "daily", "weekly")),
    times,
    st.sampled_from(WEEKDAYS),
    st.one_of(
        st.none(),
        QUIET_TIMES.map(lambda t: f"{t[0] // 60:02}:{t[0] % 60:02}-{t[1] // 60:02}:{t[1] % 60:02}"),
    ),
)


@given(chosen=choosers, now=moments)
def test_every_alert_has_its_time_soon_and_outside_quiet_hours(
    chosen: SubscriberSettings, now: datetime
) -> None:
    hold = hold_of(chosen, now, Flow())
    until = hold.until if hold else now
    longest = {"none": DAY, "daily": 2 * DAY, "weekly": 8 * DAY}[chosen.digest]
    # A day may have 25 hours, and a clock change may skip the only minutes that are not quiet.
    assert now <= until <= now + longest + DAY
    assert not is_quiet(chosen, until)


@given(zone=st.sampled_from(ZONES), cut=times, now=moments)
def test_each_day_has_one_cut_even_when_the_clock_changes(
    zone: str, cut: str, now: datetime
) -> None:
    chosen = subscriber(timezone=zone, digest="daily", digest_at=cut)
    first = next_cut(chosen, now)
    second = next_cut(chosen, first)
    # Apia once had a day less, before these years; a day has 23 to 25 hours.
    assert DAY - HOUR <= second - first <= DAY + HOUR
    assert next_cut(chosen, second - timedelta(seconds=1)) == second


@given(chosen=choosers.filter(lambda s: s.digest != "none"), now=moments)
def test_the_last_cut_is_the_one_before_the_next(chosen: SubscriberSettings, now: datetime) -> None:
    last = last_cut(chosen, now)
    assert last <= now
    assert next_cut(chosen, last) == next_cut(chosen, now)
    assert next_cut(chosen, last - timedelta(seconds=1)) == last


@given(zone=st.sampled_from(ZONES), cut=times, day=st.sampled_from(WEEKDAYS), now=moments)
def test_each_week_has_one_cut_on_its_day(zone: str, cut: str, day: Any, now: datetime) -> None:
    chosen = subscriber(timezone=zone, digest="weekly", digest_at=cut, digest_day=day)
    first = next_cut(chosen, now)
    second = next_cut(chosen, first)
    assert now < first <= now + 7 * DAY + HOUR
    assert 7 * DAY - HOUR <= second - first <= 7 * DAY + HOUR


@pytest.mark.parametrize(
    ("now", "cut"),
    [
        ("2024-03-09T12:00", "2024-03-10T06:00"),  # the clock went back in the night: UTC+0
        ("2024-03-08T12:00", "2024-03-09T05:00"),
        ("2024-03-09T05:00", "2024-03-10T06:00"),
        ("2024-04-13T12:00", "2024-04-14T05:00"),
        ("2024-04-14T04:59:59", "2024-04-14T05:00"),
    ],
)
def test_the_cut_follows_the_clock_of_morocco(now: str, cut: str) -> None:
    chosen = subscriber(digest="daily", digest_at="06:00")
    assert next_cut(chosen, at(now)) == at(cut)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2024-01-30T20:59", "2024-01-30T20:59"),
        ("2024-01-30T21:00", "2024-01-31T06:00"),
        ("2024-01-31T05:59", "2024-01-31T06:00"),
        ("2024-01-31T06:00", "2024-01-31T06:00"),
        ("2024-03-09T22:00", "2024-03-10T07:00"),  # Ramadan begins in this night
        ("2024-04-13T22:30", "2024-04-14T06:00"),
    ],
)
def test_quiet_hours_follow_the_clock_of_morocco(now: str, until: str) -> None:
    assert awake(subscriber(quiet_hours="22:00-07:00"), at(now)) == at(until)


def test_quiet_hours_that_end_twice_end_at_the_second_time_for_what_comes_between() -> None:
    chosen = subscriber(quiet_hours="22:00-02:30")
    before, between = RAMADAN - HOUR, RAMADAN + timedelta(minutes=10)
    assert awake(chosen, before) == at("2024-03-10T01:30")
    assert awake(chosen, between) == at("2024-03-10T02:30")


def test_a_digest_whose_cut_falls_into_quiet_hours_comes_at_their_end() -> None:
    chosen = subscriber(digest="daily", digest_at="06:00", quiet_hours="22:00-08:00")
    hold = hold_of(chosen, at("2024-01-30T12:00"), Flow())
    assert hold is not None
    assert (hold.until, hold.reason) == (at("2024-01-31T07:00"), "digest")


def test_the_message_over_the_cap_waits_until_the_first_of_the_hour_is_an_hour_old() -> None:
    chosen, now = subscriber(per_hour=2), at("2024-01-30T12:00")
    sent = [now - timedelta(minutes=m) for m in (50, 20)]
    assert hold_of(chosen, now, Flow(recent=sent[:1])) is None
    hold = hold_of(chosen, now, Flow(recent=sent))
    assert hold is not None
    assert (hold.until, hold.reason) == (now + timedelta(minutes=10), "flood")


def test_what_comes_while_a_flood_is_held_joins_it() -> None:
    now = at("2024-01-30T12:00")
    hold = hold_of(subscriber(per_hour=2), now, Flow(flood_until=now + HOUR))
    assert hold is not None
    assert (hold.until, hold.reason) == (now + HOUR, "flood")


@given(ahead=st.timedeltas(timedelta(), timedelta(days=400)), now=days)
def test_a_clock_that_went_back_holds_nothing_for_more_than_an_hour(
    ahead: timedelta, now: datetime
) -> None:
    hold = hold_of(subscriber(per_hour=1), now, Flow(recent=[now + ahead]))
    assert hold is not None
    assert hold.until <= now + HOUR
