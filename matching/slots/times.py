"""The times of a passage, and whether words of it are told of another day than the operation's."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from matching.reading import Reading
from matching.slots.bygone import is_lone_month, old_times
from matching.slots.dates import Candidate
from matching.slots.occasions import is_spoken

TIME_REACH = 10
LEAD_REACH, LONE_REACH = 6, 24
"""Tokens of a sentence that the only time in it leads, and as far as a place of it may be."""

COMMA = 3
NIGHT_DAYS = 1
"""Days between two times of one operation: "on Tuesday evening in Fez, on Wednesday in Taza"."""

NAME_BACK = 5
HAD_BACK = 6
"""Tokens between "had been" and its day."""

RECENT_DAYS = 5
"""An operation of the last days is not last week's."""

FOILED_BACK = 24
"""Tokens between "foiled a plot" and "after arresting": what was arrested foiled it."""


class Time(NamedTuple):
    """The tokens [first, last) of a time, or of "no link to"; `other`: not the operation's.

    `onward`: of what stands behind it only, as "after the arrest of".
    """

    first: int
    last: int
    other: bool
    onward: bool = False


def find_times(
    reading: Reading,
    stretches: Sequence[tuple[int, int]],
    dates: Sequence[Candidate],
    chosen: Candidate | None,
    of_cases: Collection[int] = (),
    *,
    later: bool = False,
) -> list[Time]:
    """Return the times of the stretches; `chosen` of the dates is the operation's.

    `of_cases` are tokens of cases that are told as known: in later news their days are others,
    however near.
    """
    own = [d for d in dates if chosen is not None and d.day == chosen.day]
    told = [
        Time(
            d.first,
            d.last,
            chosen is not None
            and d not in own
            and (
                (later and (d.first in of_cases or d.day < chosen.day))
                or not _is_beside(reading, d, chosen)
                or _is_set_apart(reading, d)
            ),
        )
        for d in dates
        if d.anchored and (d in own or _was_before(d, chosen) or not is_spoken(reading, d.first))
    ]
    for stretch in stretches:
        told += (Time(at, at + 1, True) for at in old_times(reading, *stretch))
        told += (*_former(reading, stretch), *_long_apart(reading, stretch))
        told += (
            Time(h.first, h.last, True, onward=True) for h in reading.cues("unrelated", *stretch)
        )
        told += (Time(hit.first, hit.last, True) for hit in reading.cues("another time", *stretch))
        if chosen is not None and chosen.exact:
            told += _vague(reading, stretch, chosen)
    return [time for time in told if not _is_in_name(reading, time)]


def _was_before(day: Candidate, chosen: Candidate | None) -> bool:
    """What was told on a day before the operation's is told of another."""
    return chosen is not None and day.exact and chosen.exact and day.day < chosen.day


def _is_in_name(reading: Reading, time: Time) -> bool:
    """ "Roquetas de Mar" tells no month."""
    names = reading.cues("place", max(0, time.first - NAME_BACK), time.first)
    return any(name.last > time.first for name in names)


def _is_beside(reading: Reading, date: Candidate, chosen: Candidate) -> bool:
    """An operation goes on for a night, or is told on its second day; not so what "had" been."""
    near = date.exact and chosen.exact and abs((date.day - chosen.day).days) <= NIGHT_DAYS
    before = (max(0, date.first - HAD_BACK), date.first)
    return near and reading.cue("earlier", *before) is None


def _is_set_apart(reading: Reading, date: Candidate) -> bool:
    """ "No link to the man held the day before in Fez"."""
    start = reading.sentences[reading.sentence_of(date.first)].first
    return bool(reading.cues("unrelated", start, date.first))


def _former(reading: Reading, stretch: tuple[int, int]) -> Iterator[Time]:
    """ "Days after the arrest of", not "foiled a plot after the arrest of"."""
    for hit in reading.cues("aftermath", *stretch):
        before = (max(stretch[0], hit.first - FOILED_BACK), hit.first)
        if reading.cue("time unit", hit.first, hit.last) or not reading.cue("foils", *before):
            yield Time(hit.first, hit.last, True, onward=True)


def _long_apart(reading: Reading, stretch: tuple[int, int]) -> Iterator[Time]:
    """ "Weeks after a cell was broken up in Safi", "unloaded in Casablanca ten days before"."""
    for hit in reading.cues("weeks after", *stretch):
        yield Time(hit.first, hit.last, True, onward=True)
    for hit in reading.cues("days before", *stretch):
        yield Time(hit.first, hit.last, True)


def _vague(reading: Reading, stretch: tuple[int, int], chosen: Candidate) -> Iterator[Time]:
    """ "Last week", "in December", where the operation is of these days.

    Not beside a referral: who is brought to court was arrested before.
    """
    for hit in reading.cues("month", *stretch):
        if hit.value != chosen.day.month and is_lone_month(reading, hit, stretch):
            yield Time(hit.first, hit.last, True)
    recent = reading.published and (reading.published - chosen.day).days <= RECENT_DAYS
    if recent and not reading.cue("refer", *stretch):
        for hit in reading.cues("last_week", *stretch):
            yield Time(hit.first, hit.last, True)


def is_another_day(
    reading: Reading,
    first: int,
    last: int,
    stretch: tuple[int, int],
    times: Sequence[Time],
    *,
    of_place: bool = False,
) -> bool:
    """The time in the sentence `stretch` that is next to tokens [first, last) is not its own.

    One behind a comma is farther: "after arresting two in Fez, police on Monday"; one behind
    "where" is of something else: "in Fez, where he had settled a year ago"; so is, for a place, "in
    Fez, of the cell that was broken up a day earlier" and "in Fez, three of which were on Friday".
    """
    if reading.cue("first ones", max(stretch[0], first - 1), last + 1):
        return True
    if of_place and any(
        not _turns_to_news(reading, hit.last, first)
        for hit in reading.cues("unrelated", stretch[0], first)
    ):
        return True
    near = [
        (_distance(reading, first, last, time), time.other)
        for time in times
        if stretch[0] <= time.first < stretch[1]
        and not _is_of_else(reading, last, time, of_place=of_place)
        and not _ends_clause(reading, time, first)
        and not (time.onward and _turns_to_news(reading, time.last, first))
    ]
    distance, other = min(near, default=(TIME_REACH, False))
    leads = any(
        time.other and not time.onward and time.last <= min(first, stretch[0] + LEAD_REACH)
        for time in times
        if stretch[0] <= time.first
    )
    alone = of_place and leads and all(told for _, told in near)
    return other and distance < (LONE_REACH if alone else TIME_REACH)


def _turns_to_news(reading: Reading, start: int, end: int) -> bool:
    """ "A day after the arrests in Fez, police raided": behind the comma the day's own news."""
    if start >= end:
        return False
    text, tokens = reading.folded.text, reading.tokens
    for at in range(start, end):
        gap = text[tokens[at - 1].end : tokens[at].start]
        if any(mark in gap for mark in (",", ":", "..", ";")):
            return reading.cue("act", at, end) is not None
    return False


def _ends_clause(reading: Reading, time: Time, at: int) -> bool:
    """ "Who had been kidnapped on Monday, and arrested five": the day is of what stands before."""
    behind = reading.cue("people and", time.last, time.last + 1) if time.last < at else None
    if behind is None or "," not in reading.between(time.last, time.last):
        return False
    return reading.cue("act", behind.last, min(behind.last + 1, at)) is not None


def _is_of_else(reading: Reading, last: int, time: Time, *, of_place: bool) -> bool:
    """The time stands behind token `last`, and not with what is told before it."""
    if time.first < last:
        return False
    if time.onward or reading.cue("where", last, time.first):
        return True
    which = reading.cue("which", last, time.first) if of_place else None
    if which is None:
        return False
    set_off = "," in reading.between(last, which.first)
    return set_off or reading.cue("act", which.last, time.first) is not None


def _distance(reading: Reading, first: int, last: int, time: Time) -> int:
    """In tokens; a comma is as far as some more."""
    start, end = (time.last, first) if time.last <= first else (last, time.first)
    if start >= end:
        return max(first - time.last, time.first - last)
    tokens, text = reading.tokens, reading.folded.text
    return end - start + COMMA * ("," in text[tokens[start - 1].end : tokens[end].start])
