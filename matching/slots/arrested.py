"""Whom an arrest is told of, whatever they are called: "Trois soudeurs ont été arrêtés"."""

from __future__ import annotations

from matching.phrases import Hit
from matching.reading import Reading
from matching.slots.numbers import find_numbers
from matching.tokens import ARTICLE

SUBJECT_REACH = 20
"""Tokens between a number and the arrest: what they are, how old, where they are from."""

OBJECT_REACH = 14
"""Tokens between an arrest and a number behind it: by whom, where and when."""

MOST_TOLD = 30
"""More people than this are called people, suspects or the like."""

CUSTODY_REACH = 6
UNIT_REACH = 3
YOUNGEST = 14


def arrest_behind(reading: Reading, start: int, end: int, last: int) -> Hit | None:
    """Return the arrest of several that the number at tokens [start, end) is the subject of."""
    caught = reading.cue("caught", end, min(end + SUBJECT_REACH, last))
    if caught is None or reading.cue("seize", end, caught.first):
        return None
    return None if _other_numbers(reading, end, caught.first) else caught


def is_told_arrested(reading: Reading, start: int, end: int, stretch: tuple[int, int]) -> bool:
    """The number is the subject or the object of an arrest, and no place, time, year or goods.

    "The second and twentieth" year of somebody's life ends in a number, too.
    """
    first, last = stretch
    if reading.cue("posed", start, end) or _is_somewhere(reading, first, start):
        return False
    if arrest_behind(reading, start, end, last) or _are_in_custody(reading, start, end, last):
        return True
    held = reading.cues("held", max(first, start - OBJECT_REACH), start)
    few = [
        n
        for n in find_numbers(reading, start, end)
        if n.value <= MOST_TOLD and not reading.cue("ordinal", max(first, n.first - 1), n.first)
    ]
    return bool(few) and any(
        not reading.cue("seize", hit.last, start)
        and not _other_numbers(reading, hit.last, start)
        and not _is_of_one(reading, hit.last, start)
        for hit in held[-1:]
    )


def _is_of_one(reading: Reading, first: int, start: int) -> bool:
    """ "Arrested a 19-year-old for making two devices", "arrêtée avec 94 ovules"."""
    if any(hit.last == start for hit in reading.cues("along with", max(first, start - 3), start)):
        return True
    ages = [n for n in find_numbers(reading, first, start) if n.value >= YOUNGEST]
    aged = len(ages) == 1 and reading.cue("years", ages[0].last, ages[0].last + 1)
    return bool(aged) and reading.cue("people and", start - 1, start) is None


def _are_in_custody(reading: Reading, start: int, end: int, last: int) -> bool:
    """ "The four stay in custody", "the four were planning": no noun behind the number."""
    arabic = reading.tokens[start].text.startswith(ARTICLE)
    definite = arabic or reading.cue("the", start - 1, start) is not None
    near = end, min(end + CUSTODY_REACH, last)
    return definite and reading.any_cue(("custody", "accused", "brought"), *near)


def _is_somewhere(reading: Reading, first: int, start: int) -> bool:
    """ "In three cafés"; the Spanish "a tres" is whom and not where."""
    before = reading.cues("inside", max(first, start - 2), start)
    return any(hit.last == start and reading.tokens[hit.first].text != "a" for hit in before)


def _other_numbers(reading: Reading, start: int, end: int) -> bool:
    """Numbers that are neither ages nor days."""
    aged = reading.any_cue(("age", "years", "extreme"), start, end)
    return any(
        not (aged and n.value >= YOUNGEST) and not reading.cue("month", n.last, n.last + UNIT_REACH)
        for n in find_numbers(reading, start, end)
    )
