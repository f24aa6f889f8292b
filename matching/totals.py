"""Sums of several operations: "ninety cells" is a balance, "two cells" may be news."""

from __future__ import annotations

from collections.abc import Sequence

from matching.phrases import Hit
from matching.reading import Reading
from matching.slots.numbers import find_numbers

SEVERAL_CELLS = 4


def sum_of_cells(reading: Reading, stretches: Sequence[tuple[int, int]]) -> Hit | None:
    """Return the first number of cells that no one operation breaks up, as a balance's cue."""
    for first, last in stretches:
        for number in find_numbers(reading, first, last):
            cells = reading.cue("cells", number.last, min(number.last + 2, last))
            if cells and number.value >= SEVERAL_CELLS:
                return Hit("balance", None, number.first, cells.last)
    return None
