"""Old times told without a day: "two years ago", "in 2019", "last year", "in November 2021"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matching.reading import Reading
from matching.slots.dates import Candidate
from matching.slots.numbers import number_at

FORGOTTEN_DAYS = 12
"""Older than this an act is told again."""

AGO_REACH = 4
REACH = 9
"""Tokens between an act and the time that belongs to it."""

Time = tuple[int, bool]
"""The first token of a time expression, and whether it is old."""


def old_times(reading: Reading, first: int, last: int) -> Iterator[int]:
    """Yield the first token of each old time in [first, last) that names no day."""
    for hit in reading.cues("long ago", first, last):
        yield hit.first
    for hit in reading.cues("ago", first, last):
        if _days_ago(reading, hit.first, hit.last, first, last) > FORGOTTEN_DAYS:
            yield hit.first
    if reading.published is None:
        return
    for hit in reading.cues("in year", first, last):
        if hit.last < last and _is_past_year(reading, hit.last):
            yield hit.first


def _is_past_year(reading: Reading, at: int) -> bool:
    """Not this year's number, nor the last one's in January."""
    text = reading.tokens[at].text
    if not text.isdecimal() or len(text) != 4 or text[:2] not in ("19", "20"):
        return False
    assert reading.published
    return int(text) < reading.published.year - (reading.published.month == 1)


def _days_ago(reading: Reading, start: int, end: int, first: int, last: int) -> int:
    """ "Two years ago", "il y a deux ans", "قبل سنتين": the number and its unit beside the word."""
    for unit in reading.cues("time unit", max(first, start - AGO_REACH), min(last, end + AGO_REACH)):
        if unit.first < start and unit.last != start:
            continue
        return (number_at(reading, unit.first - 1, first) or 1) * int(unit.value)
    return 0


def tells_of_old(
    reading: Reading, sentences: Sequence[tuple[int, int]], dates: Sequence[Candidate]
) -> int | None:
    """Return the token of the old time that the first dated act of the sentences belongs to.

    None where the act has a fresh time as near, or no time at all.
    """
    for first, last in sentences:
        acts = [hit.first for hit in reading.cues("act", first, last)]
        times = [*_dated(reading, dates, first, last)]
        times += [(token, True) for token in old_times(reading, first, last)]
        near = [(abs(token - act), not old, token) for act in acts for token, old in times]
        if near:
            distance, fresh, token = min(near)
            return None if fresh or distance > REACH else token
    return None


def _dated(
    reading: Reading, dates: Sequence[Candidate], first: int, last: int
) -> Iterator[Time]:
    if reading.published is None:
        return
    for date in dates:
        if first <= date.first < last and date.anchored:
            yield date.first, (reading.published - date.day).days > FORGOTTEN_DAYS
