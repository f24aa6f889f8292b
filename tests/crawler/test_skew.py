"""Our clock against what the servers say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.skew import Skew

NOW = datetime(2024, 1, 30, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


def heard(*said: timedelta, age: str = "") -> timedelta:
    """Return how far our clock is ahead where each host says that it is so much earlier."""
    skew = Skew()
    for number, behind in enumerate(said):
        date = format_datetime(NOW - behind, usegmt=True)
        skew.heard(f"host-{number}", date, age, NOW)
    return skew.off


def test_a_clock_that_most_servers_contradict_is_wrong() -> None:
    assert heard(DAY, DAY, DAY + MINUTE) == DAY
    assert heard(-DAY, -DAY, -DAY, 0 * DAY) == -DAY
    assert heard(0 * DAY, MINUTE, -MINUTE) == timedelta()


def test_a_few_servers_or_old_pages_of_caches_prove_nothing() -> None:
    assert heard(DAY, DAY) == timedelta()
    assert heard(DAY, DAY, DAY, 0 * DAY, 0 * DAY, 0 * DAY) == timedelta()
    assert heard(DAY, 3 * DAY, 9 * DAY) == timedelta()
    assert heard(DAY, DAY, DAY, 0 * DAY, 0 * DAY) == timedelta()
    assert heard(DAY, DAY, DAY, age="86400") == timedelta()
    assert heard(DAY, DAY, DAY, age="9" * 5_000) == DAY


def test_what_caches_are_off_by_is_no_wrong_clock() -> None:
    assert heard(*3 * [9 * MINUTE]) == timedelta()


def test_a_date_without_a_zone_is_read() -> None:
    skew = Skew()
    for number in range(3):
        skew.heard(f"{number}", "Mon, 29 Jan 2024 12:00:00 -0000", "", NOW)

    assert skew.off == DAY


def test_hosts_without_end_are_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawler.skew.MOST_HOSTS", 4)

    assert heard(*4 * [DAY], *40 * [0 * DAY]) == DAY


def test_of_a_host_the_last_answer_counts() -> None:
    skew = Skew()
    for number in range(3):
        skew.heard(f"{number}", format_datetime(NOW - DAY, usegmt=True), "", NOW)
    for number in range(3):
        skew.heard(f"{number}", format_datetime(NOW, usegmt=True), "", NOW)

    assert skew.off == timedelta()


@given(st.text(max_size=40), st.text(max_size=12))
def test_no_header_breaks_it(date: str, age: str) -> None:
    skew = Skew()
    skew.heard("a", date, age, NOW)

    assert skew.off == timedelta()
