"""Durations as people write and read them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.durations import format_duration, parse_duration


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("90s", 90), ("5m", 300), ("2h", 7200), ("3d", 259200), ("1h30m", 5400), ("0.5s", 0.5)],
)
def test_reads_each_unit(text: str, seconds: float) -> None:
    assert parse_duration(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["", "5", "m", "5 minutes", "-5m", "5m!", "m5"])
def test_refuses_what_has_no_clear_unit(text: str) -> None:
    with pytest.raises(ValueError, match="is not a duration"):
        parse_duration(text)


@given(st.integers(min_value=0, max_value=400 * 86400))
def test_what_is_written_reads_as_at_most_an_hour_less_than_it_was(seconds: int) -> None:
    value = timedelta(seconds=seconds)
    read = parse_duration(format_duration(value))
    assert timedelta() <= value - read < timedelta(hours=1)
