"""Totals that a report states: "which brings to seven the number of those held".

Called by tally.py, where the people told before add up to them.
"""

from __future__ import annotations

from collections.abc import Sequence

from matching.phrases import Hit
from matching.reading import Reading
from matching.slots.counted_up import Told, is_known
from matching.slots.heads import Heads
from matching.slots.numbers import find_numbers

RAISED_REACH = 7


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
