"""Domain values become the contract's JSON."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from core.articles import Validators
from core.clock import MOROCCO, local_day, parse_instant
from core.jsonable import jsonable


def test_conventions() -> None:
    casablanca = datetime(2024, 1, 30, 1, 0, tzinfo=timezone(timedelta(hours=1)))
    assert jsonable(casablanca) == "2024-01-30T00:00:00Z"
    assert jsonable(date(2024, 1, 30)) == "2024-01-30"
    assert jsonable((1, None, frozenset({"b", "a"}))) == [1, None, ["a", "b"]]
    assert jsonable(Validators(etag="x")) == {"etag": "x", "last_modified": None}


def test_naive_times_are_moroccan_through_the_ramadan_change() -> None:
    winter, ramadan = parse_instant("2024-01-30T12:00:00"), parse_instant("2024-03-20T12:00:00")
    assert winter == datetime(2024, 1, 30, 11, 0, tzinfo=UTC)
    assert ramadan == datetime(2024, 3, 20, 12, 0, tzinfo=UTC)
    assert local_day(datetime(2024, 1, 30, 23, 30, tzinfo=UTC)) == date(2024, 1, 31)
    assert MOROCCO.key == "Africa/Casablanca"


@pytest.mark.parametrize(
    "text", ["0001-01-01", "9999-12-31T23:59:59-05:00", "2024-13-01", "2024-10"]
)
def test_what_is_no_usable_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"year|Invalid|month"):
        parse_instant(text)
