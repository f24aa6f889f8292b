"""People who are told one by one, each with an age of his own, whatever they are called.

Called by people.py: most trades are in no lexicon, and "a tanner of 35 and a bookbinder of 22" are
two all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from matching.phrases import ARABIC, Hit
from matching.reading import Reading
from matching.slots.ages import ages_of_the_held, apart
from matching.slots.heads import Heads, has_and
from matching.slots.numbers import Number

ARTICLE_BACK = 6
"""Tokens between an article and the age: "a wholesale dealer in poultry, 35"."""

SINGULAR_BACK = 4
LIST_REACH = 4
"""Tokens between an age and the next one's article: "years old, as well as"."""


LEADING = ("an", "the one", "own")
NOBODY = ("cells", "case", "number", "digits", "others", "not_people")
"""What stands between an article and an age that is not the one's."""


def ones_by_age(reading: Reading, stretches: Iterable[tuple[int, int]]) -> Heads | None:
    """Return how many have an age of their own; the same age told again is the same person's."""
    ones = {one.value: one for stretch in stretches for one in _ones(reading, *stretch)}
    if not ones:
        return None
    tokens = sorted((one.first, one.last) for one in ones.values())
    return Heads(tokens[0][0], tokens[-1][1], len(ones))


def _ones(reading: Reading, first: int, last: int) -> Iterator[Number]:
    end = first
    for group in apart(reading, ages_of_the_held(reading, first, last)):
        of_one = len(group) == 1 and _is_ones(reading, group[0], end)
        if of_one and (end == first or _goes_on(reading, end, group[0])):
            yield group[0]
        end = group[-1].last


def _is_ones(reading: Reading, age: Number, first: int) -> bool:
    """Of one person, and not of the youngest of several."""
    if reading.cue("extreme", first, age.first):
        return False
    if _is_arabic(reading, age):
        near = (max(first, age.first - SINGULAR_BACK), age.first)
        return reading.cue("age of one", *near) is not None or _is_in_brackets(reading, age)
    one = _article(reading, first, age)
    return one is not None and not reading.any_cue(NOBODY, one.last, age.first)


def _goes_on(reading: Reading, end: int, age: Number) -> bool:
    """ "… and a tanner of 22", "…, 41 was taken in Nador": not "who had robbed a man of 61"."""
    if reading.any_cue(("held", "caught"), end, age.first):
        return True
    if _is_arabic(reading, age):
        start = max(end, age.first - SINGULAR_BACK)
        return any(has_and(reading, at, at) for at in range(start, age.first))
    one = _article(reading, end, age)
    if one is None or one.first - end > LIST_REACH:
        return False
    listed = reading.pauses_before(one.first)
    return listed or reading.cue("people and", end, one.first) is not None


def _article(reading: Reading, first: int, age: Number) -> Hit | None:
    """The last one before the age."""
    near = (max(first, age.first - ARTICLE_BACK), age.first)
    found = [hit for concept in LEADING for hit in reading.cues(concept, *near)]
    return max(found, key=lambda hit: hit.first, default=None)


def _is_arabic(reading: Reading, age: Number) -> bool:
    return reading.tokens[max(0, age.first - 1)].text >= ARABIC


def _is_in_brackets(reading: Reading, age: Number) -> bool:
    return reading.between(age.first, age.first).strip() == "("
