"""What a server's headers ask for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.freshness import asked_pause, fresh_for

NOW = datetime(2024, 1, 30, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 5 ", 5),
        ("Tue, 30 Jan 2024 12:10:00 GMT", 600),
        ("Tue, 30 Jan 2024 11:10:00 GMT", 0),
        ("Tue, 30 Jan 2024 12:10:00", 600),
    ],
)
def test_retry_after_is_seconds_or_a_date(value: str, seconds: int) -> None:
    assert asked_pause({"Retry-After": value}, NOW) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "value",
    ["", "-5", "soon", "1e9", "9" * 40, "30 Febtember", "Mon, 01 Jan 99999999999 00:00:00 GMT"],
)
def test_what_is_no_pause_asks_for_none(value: str) -> None:
    assert asked_pause({"Retry-After": value}, NOW) is None


@given(st.text(max_size=60))
def test_any_header_is_read_or_passed_over(value: str) -> None:
    headers = {"Retry-After": value, "Cache-Control": value, "Age": value}
    pause = asked_pause(headers, NOW)

    assert pause is None or pause >= timedelta()
    assert fresh_for(headers) >= timedelta()


@pytest.mark.parametrize(
    ("control", "age", "seconds"),
    [
        ("max-age=600", "", 600),
        ("public, max-age=600", "100", 500),
        ('public,Max-Age="600"', "900", 0),
        ("no-store", "", 0),
        ("s-maxage=900", "", 0),
        ("x-max-age=900", "", 0),
        ("", "20", 0),
    ],
)
def test_a_cache_answers_the_same_for_the_rest_of_max_age(
    control: str, age: str, seconds: int
) -> None:
    headers = {"Cache-Control": control, "Age": age}

    assert fresh_for(headers) == timedelta(seconds=seconds)
