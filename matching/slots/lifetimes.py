"""Ages told by the year of birth, or by the ten years that they are in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from matching.phrases import Hit
from matching.reading import Reading
from matching.slots.bystanders import is_anothers
from matching.slots.numbers import Number
from matching.tokens import ARTICLE

YOUNGEST, OLDEST = 14, 95
TENS = 10
WHO_REACH = 4
YOUNGEST_BORN = 15
"""A bureau that was born some ten years ago is not meant."""

BORN_REACH = 6
"""Tokens between "born" and the year: "on 12 January"."""

SAID_REACH = 5
"""Tokens between "says" and a neighbour "in her sixties"."""


def ages_by_birth(reading: Reading, first: int, last: int) -> list[Number]:
    """Return the ages of those whose year of birth is told; the month counts where it is told."""
    return [
        Number(born.first, year.last, age)
        for born in reading.cues("born", first, last)
        for year in _year_behind(reading, born, last)
        if (age := _age(reading, born.last, year)) is not None
    ]


def _year_behind(reading: Reading, born: Hit, last: int) -> Iterator[Number]:
    """The first number of four digits."""
    for at in range(born.last, min(born.last + BORN_REACH, last)):
        text = reading.tokens[at].text
        if text.isdecimal() and len(text) == len("1999"):
            yield Number(at, at + 1, int(text))
            return


def _age(reading: Reading, start: int, year: Number) -> int | None:
    if reading.published is None:
        return None
    month = reading.cue("month", start, year.first)
    later = month is not None and month.value > reading.published.month
    age = reading.published.year - year.value - later
    return age if YOUNGEST_BORN <= age <= OLDEST else None


def ages_by_decade(
    reading: Reading, stretches: Iterable[tuple[int, int]]
) -> list[tuple[Number, Number]]:
    """Return the first and the last age of each "in his thirties" of the first sentence with one.

    A neighbour or a witness who is quoted is not meant.
    """
    for first, last in stretches:
        told = [
            (Number(hit.first, hit.last, hit.value), Number(hit.first, hit.last, hit.value + 9))
            for hit in reading.cues("decade", first, last)
            if not reading.cue("said", max(first, hit.first - SAID_REACH), hit.first)
            and not is_anothers(reading, hit.first, first)
            and not _is_of_a_century(reading, hit, first)
        ]
        if told:
            return told
    return []


def _is_of_a_century(reading: Reading, hit: Hit, first: int) -> bool:
    """ "في الستينيات": the sixties, where nobody is told to be in his."""
    word = reading.tokens[hit.first].text
    if hit.last - hit.first > 1 or not (
        word.startswith(ARTICLE) and word.endswith(reading.affixes.plural)
    ):
        return False
    start = max(first, hit.first - WHO_REACH)
    return not reading.any_cue(("persons", "one person"), start, hit.first)
