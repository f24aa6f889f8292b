"""How old the people held are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise

from core.assessments import Slot
from matching.reading import Reading
from matching.slots.numbers import Number, find_numbers

YOUNGEST, OLDEST = 10, 95
AGE_REACH = 14
AGE_NEAR = 5
AMONG_REACH = 8
EXTREME_BACK = 2
TENS = 10

Ages = Mapping[int, Number]
"""The numbers of a sentence that may be ages, by their first tokens."""


def find_ages(
    reading: Reading, stretches: Iterable[tuple[int, int]], held: int | None = None
) -> Slot[tuple[int, int]] | None:
    """Return the youngest and the oldest age of the first sentence that states ages.

    Where it states one and `held` people are more, the sentences behind it go on: one by one.
    """
    found: list[Number] = []
    for first, last in stretches:
        ages = _ages_in(reading, first, last)
        if not ages or _is_of_some(reading, first, ages[0].first):
            continue
        if found and _same_field(reading, found[0], ages[0]):
            found += [age for age in ages if age.first not in {n.first for n in found}]
        found = found or ages
        if len(found) > 1 or not held or held == 1:
            break
    if not found:
        return None
    values = [age.value for age in found]
    return _slot(reading, found, (min(values), max(values)))


def _slot(reading: Reading, found: list[Number], value: tuple[int, int]) -> Slot[tuple[int, int]]:
    """The words of the first sentence that states ages stand for all."""
    number = reading.sentence_of(found[0].first)
    beside = [age for age in found if reading.sentence_of(age.first) == number]
    text, span = reading.quote(beside[0].first, max(age.last for age in beside))
    return Slot(value=value, text=text, span=span)


def _same_field(reading: Reading, one: Number, other: Number) -> bool:
    in_title = [reading.sentence_of(number.first) < reading.body for number in (one, other)]
    return in_title[0] == in_title[1]


def fitting_ages(
    ages: Slot[tuple[int, int]] | None, count: Slot[int] | None
) -> Slot[tuple[int, int]] | None:
    """One age can't be that of several people ("the eldest is 51")."""
    alone = ages is not None and ages.value[0] == ages.value[1]
    return None if alone and count is not None and count.value > 1 else ages


def _ages_in(reading: Reading, first: int, last: int) -> list[Number]:
    ordinals = _ordinals(reading, first, last)
    inside = {token for number in ordinals for token in range(number.first, number.last)}
    numbers = [n for n in find_numbers(reading, first, last) if _is_age(reading, n)]
    ages = {n.first: n for n in (*ordinals, *(n for n in numbers if n.first not in inside))}
    behind = _after_age_words(reading, first, last, ages)
    before = _before_years(reading, first, last, ages)
    told = [n for n in ages.values() if _is_ordinal(reading, n) and _is_of_age(reading, n, last)]
    return sorted({*behind, *before, *told})


def _is_ordinal(reading: Reading, number: Number) -> bool:
    return reading.cue("ordinal", number.first, number.first + 1) is not None


def _is_of_age(reading: Reading, number: Number, last: int) -> bool:
    return reading.cue("age", number.last, min(number.last + 3, last)) is not None


def _is_age(reading: Reading, number: Number) -> bool:
    """In digits two of them."""
    text = reading.tokens[number.first].text
    return YOUNGEST <= number.value <= OLDEST and (not text.isdecimal() or len(text) == len("19"))


def _ordinals(reading: Reading, first: int, last: int) -> list[Number]:
    """ "في الثانية والعشرين": a unit and tens, counted as years."""
    hits = list(reading.cues("ordinal", first, last))
    pairs = pairwise(hits)
    return [
        Number(unit.first, tens.last, unit.value + tens.value)
        for unit, tens in pairs
        if unit.last == tens.first and unit.value < TENS <= tens.value
    ]


def _is_of_some(reading: Reading, first: int, at: int) -> bool:
    """ "Twelve people, among them two minors of 16 and 17": not everybody's ages."""
    for cue in reading.cues("among", max(first, at - AMONG_REACH), at):
        between = reading.folded.text[reading.tokens[cue.last - 1].end : reading.tokens[at].start]
        extreme = reading.cue("extreme", max(first, cue.first - EXTREME_BACK), cue.first)
        if (
            extreme is None
            and "," not in between
            and not reading.cue("age", cue.last, cue.last + 2)
        ):
            return True
    return False


def _after_age_words(reading: Reading, first: int, last: int, ages: Ages) -> list[Number]:
    """ "aged between 24 and 28": the numbers behind the first word of age, near each other.

    A second word of age right behind them goes on; "the oldest" does so wherever it stands ("the
    youngest, 21, is a student, while the oldest of the group is 37").
    """
    found: list[Number] = []
    told = [*reading.cues("age", first, last), *reading.cues("extreme", first, last)]
    for cue in sorted(told, key=lambda cue: cue.first):
        if not found and reading.cue("age", cue.first, cue.last) is None:
            continue
        extreme = reading.cue("extreme", cue.first, cue.last) is not None
        if found and cue.first - found[-1].last >= AGE_NEAR and not extreme:
            break
        found += [n for n in _numbers_behind(reading, cue.last, last, ages) if n not in found]
    return found


def _numbers_behind(reading: Reading, start: int, last: int, ages: Ages) -> list[Number]:
    found: list[Number] = []
    at = start
    while at < min(start + AGE_REACH, last):
        if at in ages:
            found.append(ages[at])
            at = ages[at].last
            continue
        if not _goes_on(reading, at) if found else at - start > AGE_NEAR:
            break
        at += 1
    return found


def _goes_on(reading: Reading, at: int) -> bool:
    return any(reading.cue(concept, at, at + 1) for concept in ("to", "years", "range"))


def _before_years(reading: Reading, first: int, last: int, ages: Ages) -> list[Number]:
    """ "(43 ans et 35 ans)", "de 28, 34 et 51 ans", unless it is a sentence or long ago."""
    found: list[Number] = []
    if reading.cue("trial", first, last):
        return found
    by_end = {number.last: number for number in ages.values()}
    for unit in reading.cues("years", first, last):
        end = unit.first
        listed: list[Number] = []
        while end > first and (end in by_end or reading.cue("to", end - 1, end)):
            if end in by_end:
                listed.append(by_end[end])
            end = by_end[end].first if end in by_end else end - 1
        if listed and not _is_a_time(reading, first, listed[-1].first, unit.last, last):
            found += listed
    return found


def _is_a_time(reading: Reading, first: int, start: int, end: int, last: int) -> bool:
    """ "Twenty years ago", "depuis vingt ans", "20 سنة على"."""
    before = (max(first, start - 4), start)
    after = (end - 1, min(end + 2, last))
    concepts = ("ago", "long ago", "balance")
    if any(reading.cue(concept, *where) for concept in concepts for where in (before, after)):
        return True
    next_to = (end - 1, min(end + 1, last))
    return any(reading.cue("background", *where) for where in (before, next_to))
