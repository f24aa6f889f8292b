"""Sums of several operations: "ninety cells" is a balance, "two cells" may be news; so are "fifteen
operations", and "the arrest of 425 people".
"""

from __future__ import annotations

from collections.abc import Sequence

from matching.phrases import Hit
from matching.reading import Reading
from matching.slots.numbers import find_numbers

SEVERAL_CELLS = 4
MANY_PEOPLE = 100
"""More than one day's operations arrest, as labelled articles tell them."""

ARREST_REACH = 6
"""Tokens between "arrest" and the number: "led to the arrest, in 2024 alone, of"."""


def sum_of_cells(reading: Reading, stretches: Sequence[tuple[int, int]]) -> Hit | None:
    """Return the first number of cells that no one operation breaks up, or of operations, as a
    balance's cue.
    """
    for first, last in stretches:
        for number in find_numbers(reading, first, last):
            beside = number.last, min(number.last + 2, last)
            cells = reading.cue("cells", *beside) or reading.cue("operations", *beside)
            if cells and number.value >= SEVERAL_CELLS:
                return Hit("balance", None, number.first, cells.last)
            people = reading.cue("persons", *beside)
            arrested = reading.cue("act", max(first, number.first - ARREST_REACH), number.first)
            if people and arrested and number.value >= MANY_PEOPLE:
                return Hit("balance", None, number.first, people.last)
    return None
