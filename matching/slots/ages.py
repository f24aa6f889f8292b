"""How old the people held are."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from core.assessments import Slot, Span
from matching.phrases import AND, Hit
from matching.reading import Reading, once
from matching.slots.around import is_of
from matching.slots.bare_ages import (
    Ages,
    beside_others,
    between_commas,
    has_only_years,
    is_behind_somebody,
    is_so_old,
    joined,
    of_somebody,
)
from matching.slots.bystanders import (
    is_anothers,
    is_freed,
    is_fugitives,
    is_relatives,
    is_witness,
    tells_of_flight,
)
from matching.slots.lifetimes import OLDEST, TENS, YOUNGEST, ages_by_birth, ages_by_decade
from matching.slots.long_ago import is_a_time
from matching.slots.numbers import Number, find_numbers

AGE_REACH = 14
AGE_NEAR = 5
AMONG_REACH = 8
EXTREME_BACK = 2
NOT_YET_BACK = 4
RANGE_BACK = 5
EACH_REACH = 2
WRONGED_REACH = 3
BESIDE_WORDS = 2
SEVERAL = 2
CHILD_BACK = 2
MONTH_REACH = 3
NOT_HELD = (is_anothers, is_relatives, is_witness, is_fugitives, is_freed)
OFFICIAL_BACK = 6
"""Tokens between an official or an officer and his age."""

SUSPECTS = ("one person", "persons", "head count", "kin", "nth", "they", "others", "extreme")
TAKEN = ("held", "caught", "act", "custody", "age of one")
LAST_BACK = 4
OF_ALL_REACH = 6
"""Characters between "both aged" and the age."""


def find_ages(
    reading: Reading, stretches: Iterable[tuple[int, int]], held: int | None = None
) -> Slot[tuple[int, int]] | None:
    """Return the youngest and the oldest age of the first sentence that states ages.

    Where it states fewer than `held` people have, the sentences behind it go on: one by one. Of
    one person held only his own is.
    "In his thirties" counts where no sentence states any.
    """
    found: list[Number] = []
    listed = list(stretches)
    for at, (first, last) in enumerate(listed):
        ages = ages_of_the_held(reading, first, last)
        if not ages or _is_of_some(reading, first, ages[0].first):
            continue
        freed = _is_freed(reading, ages[0]) or _tells_freeing(reading, first, last)
        if freed and any(ages_in(reading, *s) for s in listed[at + 1 :]):
            continue
        if found and _is_officials(reading, ages[0].first, first):
            continue
        if len(found) >= SEVERAL and not _tells_of_them(reading, first, last):
            continue
        if held == 1:
            ages = _of_one(reading, ages)
        if found and _same_field(reading, found[0], ages[0]):
            found += [age for age in ages if age.first not in {n.first for n in found}]
        found = found or [*ages]
        if not held or held == 1 or _tells_all(reading, found, held, first):
            break
    found = found or [age for both in ages_by_decade(reading, listed) for age in both]
    if not found:
        return None
    values = [age.value for age in found]
    return _slot(reading, found, (min(values), max(values)))


def _is_officials(reading: Reading, at: int, first: int) -> bool:
    """ "The minister, 62,", nobody who is held standing nearer before the age at token `at`."""
    start = max(first, at - OFFICIAL_BACK)
    officials = [hit.first for hit in reading.cues("officials", start, at)]
    told = [hit.first for c in (*SUSPECTS, "held") for hit in reading.cues(c, start, at)]
    return bool(officials) and max(officials) >= max(told, default=-1)


def _tells_of_them(reading: Reading, first: int, last: int) -> bool:
    """Whether a sentence behind two ages goes on with those held."""
    return reading.any_cue((*SUSPECTS, *TAKEN), first, last)


def _tells_all(reading: Reading, found: Sequence[Number], held: int, first: int) -> bool:
    """As many ages as people, or all between two; not "his followers, from 18 to 24 years old"."""
    if len(found) < SEVERAL:
        return False
    if len(found) >= held or len(found) > SEVERAL:
        return True
    one, other = found
    joined = reading.tokens[other.first].text[0] == AND or any(
        reading.cue("people and", at, at + 1) for at in range(one.last, other.first)
    )
    ranged = reading.cue("between", max(first, one.first - 1), one.first) is not None
    extreme = reading.cue("extreme", first, reading.sentences[reading.sentence_of(first)].last)
    of_some = reading.any_cue(("own", "others"), first, first + 1)
    return (ranged or not joined or extreme is not None) and not of_some


@once
def ages_of_the_held(reading: Reading, first: int, last: int) -> Sequence[Number]:
    """Return the ages of a sentence that are not a victim's, a witness's or a fugitive's."""
    ages = ages_in(reading, first, last)
    if not ages or tells_of_flight(reading, first, last):
        return []
    held = [age for age in ages if not any(of(reading, age.first, first) for of in NOT_HELD)]
    return [a for a in held if a is held[0] or not _is_of_some(reading, held[0].last, a.first)]


def _of_one(reading: Reading, ages: Sequence[Number]) -> Sequence[Number]:
    """ "A man of 37, close to a cell of six aged 19 to 33": the age that stands for itself."""
    groups = apart(reading, ages)
    return next((group for group in groups if len(group) == 1), groups[0])


def apart(reading: Reading, ages: Sequence[Number]) -> list[list[Number]]:
    """Group ages: those between which only "and", "to" and "years" stand belong together."""
    groups: list[list[Number]] = []
    for age in ages:
        between = range(groups[-1][-1].last, age.first) if groups else ()
        if groups and all(_goes_on(reading, at) for at in between):
            groups[-1].append(age)
        else:
            groups.append([age])
    return groups


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
    reading: Reading, ages: Slot[tuple[int, int]] | None, count: Slot[int] | None
) -> Slot[tuple[int, int]] | None:
    """One age is that of several people right behind them only ("two students of 24")."""
    if ages is None or count is None or count.value == 1 or ages.value[0] != ages.value[1]:
        return ages
    if _is_of_last(reading, ages):
        return None
    start = 0 if ages.span.field == "title" else reading.title_length + 1
    between = reading.raw[start + count.span.end : start + ages.span.start].split()
    beside = count.span.field == ages.span.field and count.span.end < ages.span.start
    fits = (beside and len(between) <= BESIDE_WORDS) or _is_of_all(reading, ages)
    return ages if fits else None


def _is_of_last(reading: Reading, ages: Slot[tuple[int, int]]) -> bool:
    """ "Six men and a boy of 17": the last one's."""
    at = _token_at(reading, ages.span)
    ones = reading.cues("an", max(0, at - LAST_BACK), at)
    told = (hit for one in ones for hit in reading.cues("head count", one.first, one.last + 1))
    joined_ones = any(reading.cue("people and", one.first - 1, one.first) for one in ones)
    return joined_ones and all(hit.value == 1 for hit in told)


def _token_at(reading: Reading, span: Span) -> int:
    """Return the token with which a span begins."""
    start = span.start + (0 if span.field == "title" else reading.title_length + 1)

    def end(at: int) -> int:
        token = reading.tokens[at]
        return reading.folded.original(token.start, token.end)[1]

    return bisect_right(range(len(reading.tokens)), start, key=end)


def _is_of_all(reading: Reading, ages: Slot[tuple[int, int]]) -> bool:
    """ "عمرهما عشرون سنة", "both aged 20"."""
    ends = (reading.quote(hit.first, hit.last)[1] for hit in reading.hits.get("of all ages", ()))
    return any(
        span.field == ages.span.field and 0 <= ages.span.start - span.end <= OF_ALL_REACH
        for span in ends
    )


@once
def ages_in(reading: Reading, first: int, last: int) -> Sequence[Number]:
    """Return the numbers of a sentence that are ages."""
    ordinals = _ordinals(reading, first, last)
    inside = {token for number in ordinals for token in range(number.first, number.last)}
    numbers = [n for n in find_numbers(reading, first, last) if _is_age(reading, n)]
    ages = {n.first: n for n in (*ordinals, *(n for n in numbers if n.first not in inside))}
    if not ages and not reading.cues("born", first, last):
        return []  # as in most sentences
    behind = _after_age_words(reading, first, last, ages)
    before = _before_years(reading, first, last, ages)
    told = [n for n in ages.values() if _is_ordinal(reading, n) and _is_of_age(reading, n, last)]
    told += [n for n in ages.values() if _is_year_of(reading, n.last, last)]
    told += [n for n in ages.values() if any(joined(reading, n, year) for year in told)]
    bare = [
        *between_commas(reading, first, last, ages),
        *of_somebody(reading, ages),
        *is_so_old(reading, ages, first),
    ]
    found = {*behind, *before, *told, *bare, *ages_by_birth(reading, first, last)}
    both = found | beside_others(reading, found, ages)
    return sorted(n for n in both if not _is_childs(reading, n, first))


def _is_childs(reading: Reading, number: Number, first: int) -> bool:
    """ "Three children of 5, 8 and 11": a number below joins it."""
    for below in reading.cues("digits", max(first, number.first - CHILD_BACK), number.first):
        between = range(below.last, number.first)
        if below.value < YOUNGEST and all(reading.cue("to", at, at + 1) for at in between):
            return True
    return False


def _is_ordinal(reading: Reading, number: Number) -> bool:
    return reading.cue("ordinal", number.first, number.first + 1) is not None


def _is_of_age(reading: Reading, number: Number, last: int) -> bool:
    dated = reading.cue("month", number.last, number.last + MONTH_REACH) is not None
    in_year = reading.cue("in year of age", number.first - 1, number.first) is not None
    if number.value >= YOUNGEST and in_year and not dated:
        return True
    counted = reading.cue("persons", number.last, min(number.last + 1, last))
    return counted is None and bool(reading.cue("age", number.last, min(number.last + 3, last)))


def _is_year_of(reading: Reading, end: int, last: int) -> bool:
    """ "في الـ39 من عمره"."""
    of = end + 1 < last and is_of(reading, end)
    return of and reading.cue("age", end + 1, end + 2) is not None


def _is_age(reading: Reading, number: Number) -> bool:
    """In digits two of them; "not yet 18" is none."""
    text = reading.tokens[number.first].text
    if reading.cue("not yet", max(0, number.first - NOT_YET_BACK), number.first):
        return False
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
    for cue in (
        *reading.cues("among", max(first, at - AMONG_REACH), at),
        *_counted_of_them(reading, max(first, at - AMONG_REACH), at),
    ):
        between = reading.folded.text[reading.tokens[cue.last - 1].end : reading.tokens[at].start]
        extreme = reading.cue("extreme", max(first, cue.first - EXTREME_BACK), cue.first)
        if (
            extreme is None
            and "," not in between
            and not reading.cue("age", cue.last, cue.last + 2)
        ):
            return True
    return False


def _counted_of_them(reading: Reading, first: int, last: int) -> Iterator[Hit]:
    """ "Six of them"."""
    for cue in reading.cues("of them", first, last):
        if reading.any_cue(("number", "digits"), cue.first - 1, cue.first):
            yield cue


def _is_freed(reading: Reading, age: Number) -> bool:
    """ "The boy of 17, kidnapped on Friday": nobody who is held."""
    return reading.cue("wronged", age.last, age.last + WRONGED_REACH) is not None


def _tells_freeing(reading: Reading, first: int, last: int) -> bool:
    """ "A trader of 55 was freed", and nobody was arrested in the same sentence."""
    freed = reading.cue("freed", first, last) is not None
    return freed and not reading.any_cue(("held", "caught"), first, last)


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
        behind = _numbers_behind(reading, cue.last, last, ages)
        if behind and reading.cue("has", cue.first, cue.last) and not _in_years(reading, behind):
            if not has_only_years(reading, cue, behind[0]):
                continue  # "He has a gun and 30 cartridges"
            behind = behind[:1]
        found += [n for n in behind if n not in found]
    return found


def _in_years(reading: Reading, numbers: Sequence[Number]) -> bool:
    return reading.cue("years", numbers[0].last, numbers[-1].last + 1) is not None


def _numbers_behind(reading: Reading, start: int, last: int, ages: Ages) -> list[Number]:
    found: list[Number] = []
    at = start
    while at < min(start + AGE_REACH, last):
        if at in ages and not (found and _begins_a_time(reading, ages[at], start, last)):
            found.append(ages[at])
            at = ages[at].last
            continue
        if not _goes_on(reading, at) if found else at - start > AGE_NEAR:
            break
        at += 1
    return found


def _begins_a_time(reading: Reading, number: Number, first: int, last: int) -> bool:
    """ "Aged 23, ten years after …"."""
    if reading.cue("to", number.first - 1, number.first):
        return False
    unit = reading.cue("years", number.last, min(number.last + 1, last))
    return unit is not None and is_a_time(reading, first, number.first, unit.last, last)


def _goes_on(reading: Reading, at: int) -> bool:
    return reading.any_cue(("to", "years", "range"), at, at + 1)


def _before_years(reading: Reading, first: int, last: int, ages: Ages) -> list[Number]:
    """ "(43 ans et 35 ans)", "de 28, 34 et 51 ans", unless it is a sentence or long ago."""
    found: list[Number] = []
    trial = reading.cue("trial", first, last)
    by_end = {number.last: number for number in ages.values()}
    units = [*reading.cues("years", first, last), *_behind_range(reading, first, last)]
    for unit in units:
        end = unit.first
        listed: list[Number] = []
        while end > first and (end in by_end or reading.cue("to", end - 1, end)):
            if end in by_end:
                listed.append(by_end[end])
            end = by_end[end].first if end in by_end else end - 1
        aged = unit.last - unit.first > 1  # "years old"
        if trial and unit.first > trial.first:
            continue  # "sentenced to 20 years"
        aged = aged or bool(listed and is_behind_somebody(reading, listed[-1]))
        aged = aged or bool(listed and _are_each_s(reading, listed[-1], unit, first))
        if listed and (aged or not is_a_time(reading, first, listed[-1].first, unit.last, last)):
            found += listed
    return found


def _are_each_s(reading: Reading, number: Number, unit: Hit, first: int) -> bool:
    """ "Twenty-two years for one of them" at the start; not "hace 20 años, uno de ellos …"."""
    each = reading.cue("each", unit.last, unit.last + EACH_REACH)
    return each is not None and number.first == first


def _behind_range(reading: Reading, first: int, last: int) -> Iterator[Hit]:
    """ "Between 22 and 36 years": plain years are mostly a time's."""
    for unit in reading.cues("plain years", first, last):
        if reading.cue("range", max(first, unit.first - RANGE_BACK), unit.first):
            yield unit
