"""Totals that a report states: "which brings to seven the number of those held".

Called by tally.py, where the people told before add up to them, and by signs.py, behind earlier
news.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from core.assessments import Slot
from matching.phrases import Hit
from matching.reading import Reading
from matching.slots.ages import ages_in
from matching.slots.bygone import old_times
from matching.slots.counted_up import Told, is_known
from matching.slots.heads import Heads
from matching.slots.numbers import Number, find_numbers

RAISED_REACH = 7
TOTAL_REACH = 12
"""Tokens between "rises" and the total: "the number of suspects held in this case to"."""

PEOPLE_BACK = 6
PEOPLE_REACH = 8
MOST_HELD = 40
"""A larger total is a balance's."""

OF_HELD = ("persons", "caught", "detainee", "custody", "held", "of those held")
NOT_HELD = ("not_people", "balance", "cells", "operations", "freed", "gone", "let go", "years")


def stated_total(
    reading: Reading, told: Sequence[Told], stretches: Sequence[tuple[int, int]]
) -> Heads | None:
    """ "Which brings to seven the arrests", where those told before are seven."""
    for first, last in stretches:
        for hit in (
            () if reading.sentence_of(first) < reading.body else reading.cues("raises", first, last)
        ):
            upto = min(hit.last + RAISED_REACH, last)
            for number in find_numbers(reading, hit.last, upto):
                parts = [h for t in told for h in t.counted if _is_part_of(reading, t, h, hit)]
                values = [h.value for h in parts]
                if len(values) > 1 and number.value in (sum(values), max(max(values), 2) + 1):
                    return Heads(number.first, number.last, number.value)
    return None


def _is_part_of(reading: Reading, told: Told, heads: Heads, raises: Hit) -> bool:
    before = heads.last <= raises.first and reading.sentence_of(told.first) >= reading.body
    return before and (heads.value == 1 or not is_known(reading, heads, told.first))


def with_those_before(
    reading: Reading, stretches: Iterable[tuple[int, int]], newcomers: Slot[int] | None
) -> Slot[int] | None:
    """Return the number that those held have come to, where a report tells of its newcomers too.

    Of several newcomers only where it calls the number a total: they are a report's own news.
    """
    for first, last in stretches if newcomers else ():
        for hit in reading.cues("raises", first, last):
            number = _number_behind(reading, hit, last)
            if number is None or not _tells_of_held(reading, hit, number, first, last):
                continue
            if newcomers and _is_raised_from(reading, hit, number, newcomers.value):
                text, span = reading.quote(number.first, number.last)
                return Slot(value=number.value, text=text, span=span)
    return newcomers


def _is_raised_from(reading: Reading, raises: Hit, number: Number, newcomers: int) -> bool:
    if not newcomers < number.value <= MOST_HELD:
        return False
    called = reading.any_cue(("total", "sum"), raises.first, raises.last + 2)
    return newcomers == 1 or number.value == newcomers + 1 or called


def _number_behind(reading: Reading, raises: Hit, last: int) -> Number | None:
    """ "To six", "from five to six"."""
    found = list(_numbers_behind(reading, raises, last))
    ranged = len(found) > 1 and reading.cue("to", found[0].last, found[1].first) is not None
    return found[ranged] if found else None


def _numbers_behind(reading: Reading, raises: Hit, last: int) -> Iterator[Number]:
    sentence = reading.sentences[reading.sentence_of(raises.first)]
    ages = {age.first for age in ages_in(reading, sentence.first, sentence.last)}
    for number in find_numbers(reading, raises.last, min(raises.last + TOTAL_REACH, last)):
        if number.first not in ages:
            yield number


def _tells_of_held(reading: Reading, raises: Hit, number: Number, first: int, last: int) -> bool:
    """Of people, and of nothing else between the verb and the number or right behind it."""
    around = (max(first, raises.first - PEOPLE_BACK), min(number.last + PEOPLE_REACH, last))
    named = (raises.first, min(number.last + 2, last))
    if reading.any_cue(NOT_HELD, *named) or any(old_times(reading, *named)):
        return False
    return reading.any_cue(OF_HELD, *around)
