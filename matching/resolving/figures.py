"""Reads the quantities of a passage: 145 kilos are 145 in every language."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache

from matching.normalise import fold
from matching.resolving.goods import amounts
from matching.resolving.quantities import MOST_DIGITS
from matching.resolving.weights import load_weights

LEAST = 32
"""Smaller numbers are mostly days of a month, counts and ages, unless they are seized."""

YEARS = range(1990, 2051)


def figures_in(passage: str, seizures: Sequence[str], stated: Collection[int]) -> tuple[str, ...]:
    """Return the quantities, ascending, as digits; `stated` are the counts and ages among them."""
    large = {n for n in _numbers(passage) if n >= LEAST and n not in YEARS and n not in stated}
    return tuple(str(number) for number in sorted(large | amounts(seizures)))


def _numbers(text: str) -> Iterator[int]:
    """ "34.500", "34 500" and "34,5 mille" differ in their marks only; decimals are passed over."""
    for match in _pattern().finditer(fold(text).text):
        digits = re.sub(r"\D", "", match["digits"])
        if len(digits) <= MOST_DIGITS:
            yield int(digits) * _times(match["times"])


def _times(word: str | None) -> int:
    if word is None:
        return 1
    return 1_000 if word in load_weights().figures.thousands else 1_000_000


@cache
def _pattern() -> re.Pattern[str]:
    figures = load_weights().figures
    words = "|".join(map(re.escape, (*figures.thousands, *figures.millions)))
    return re.compile(
        rf"(?<![\d.,])(?P<digits>\d+(?:[.,\s]\d{{3}})*)(?![.,]?\d)(?:\s+(?P<times>{words})\b)?"
    )
