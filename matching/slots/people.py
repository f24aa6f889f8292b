"""How many people are held, and how old they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from core.assessments import Slot
from matching.reading import Reading

MOST_HELD = 150
YOUNGEST, OLDEST = 10, 95
AGE_REACH = 14
AGE_NEAR = 5
AMONG_REACH = 8


def find_ages(
    reading: Reading, stretches: Iterable[tuple[int, int]]
) -> Slot[tuple[int, int]] | None:
    """Return the youngest and the oldest age of the first sentence that states ages."""
    for first, last in stretches:
        found = sorted(
            {*_after_age_words(reading, first, last), *_before_years(reading, first, last)}
        )
        if found and not _is_of_some(reading, first, found[0]):
            ages = [int(reading.tokens[at].text) for at in found]
            text, span = reading.quote(found[0], found[-1] + 1)
            return Slot(value=(min(ages), max(ages)), text=text, span=span)
    return None


def fitting_ages(
    ages: Slot[tuple[int, int]] | None, count: Slot[int] | None
) -> Slot[tuple[int, int]] | None:
    """One age can't be that of several people ("the eldest is 51")."""
    alone = ages is not None and ages.value[0] == ages.value[1]
    return None if alone and count is not None and count.value > 1 else ages


def _is_of_some(reading: Reading, first: int, at: int) -> bool:
    """ "Twelve people, among them two minors of 16 and 17": not everybody's ages."""
    for cue in reading.cues("among", max(first, at - AMONG_REACH), at):
        between = reading.folded.text[reading.tokens[cue.last - 1].end : reading.tokens[at].start]
        if "," not in between and not reading.cue("age", cue.last, cue.last + 2):
            return True
    return False


def _is_age(reading: Reading, at: int) -> bool:
    text = reading.tokens[at].text
    return len(text) == 2 and text.isdecimal() and YOUNGEST <= int(text) <= OLDEST


def _after_age_words(reading: Reading, first: int, last: int) -> list[int]:
    """ "aged between 24 and 28": the numbers behind the first word of age, near each other.

    A second word of age right behind them goes on ("the youngest is 21 and the oldest 37").
    """
    found: list[int] = []
    for cue in reading.cues("age", first, last):
        if found and cue.first - found[-1] > AGE_NEAR:
            break
        found += [at for at in _numbers_behind(reading, cue.last, last) if at not in found]
    return found


def _numbers_behind(reading: Reading, start: int, last: int) -> list[int]:
    found: list[int] = []
    for at in range(start, min(start + AGE_REACH, last)):
        if _is_age(reading, at):
            found.append(at)
        elif not _goes_on(reading, at) if found else at - start > AGE_NEAR:
            break
    return found


def _goes_on(reading: Reading, at: int) -> bool:
    return any(reading.cue(concept, at, at + 1) for concept in ("to", "years", "range"))


def _before_years(reading: Reading, first: int, last: int) -> list[int]:
    """ "(43 ans et 35 ans)", "de 28, 34 et 51 ans", unless it is a sentence."""
    found: list[int] = []
    if reading.cue("trial", first, last):
        return found
    for unit in reading.cues("years", first, last):
        at = unit.first - 1
        while at >= first and (_is_age(reading, at) or reading.cue("to", at, at + 1)):
            if _is_age(reading, at):
                found.append(at)
            at -= 1
    return sorted(found)


def find_count(
    reading: Reading,
    stretches: Iterable[tuple[int, int]],
    ages: Slot[tuple[int, int]] | None = None,
) -> Slot[int] | None:
    """Return the number of people held, from the first sentence that states one.

    One age alone is one person's.
    """
    by_field: dict[str, Slot[int]] = {}
    for first, last in stretches:
        slot = _count_in(reading, first, last)
        if slot:
            by_field.setdefault(slot.span.field, slot)
    if not by_field and ages and ages.value[0] == ages.value[1]:
        return Slot(value=1, text=ages.text, span=ages.span)
    found = next(iter(by_field.values()), None)
    other = next((slot for slot in by_field.values() if slot is not found), None)
    return other if found and other and _is_total(other, found) else found


def _is_total(slot: Slot[int], known: Slot[int]) -> bool:
    """Title and text may tell a part and the total; a single person in the title is no part."""
    return slot.value > known.value and (slot.span.field == "title" or known.value > 1)


def _count_in(reading: Reading, first: int, last: int) -> Slot[int] | None:
    found = sorted([*_numbered(reading, first, last), *_in_one_word(reading, first, last)])
    read = next((r for r in found if r[2] > 1), next(iter(found), None))
    if read is None:
        return None
    text, span = reading.quote(read[0], read[1])
    return Slot(value=read[2], text=text, span=span)


_Read = tuple[int, int, int]
"""The tokens [first, last) and the number."""


def _in_one_word(reading: Reading, first: int, last: int) -> Iterator[_Read]:
    for hit in reading.cues("head count", first, last):
        yield hit.first, hit.last, hit.value


def _numbered(reading: Reading, first: int, last: int) -> Iterator[_Read]:
    """Numbers beside a noun for people, or behind "composed of" or "arrest of"."""
    for start, end, value in _numbers(reading, first, last):
        if not 1 <= value <= MOST_HELD or _counts_something_else(reading, start, end, last):
            continue
        noun = reading.cue("persons", end, min(end + 3, last))
        if noun or (start == first and _is_spelt_out(reading, start, last)):
            yield start, noun.last if noun else end, value
        elif _is_behind(reading, first, start):
            yield start, end, value


def _is_spelt_out(reading: Reading, start: int, last: int) -> bool:
    """ "Five traders were arrested": a number in words that begins a sentence about an act."""
    in_words = not reading.tokens[start].text.isdecimal()
    return in_words and reading.cue("act", start, last) is not None


def _is_behind(reading: Reading, first: int, start: int) -> bool:
    """ "Composed of four", "the arrest of four", "the suspects, all four" (الموقوفون الأربعة)."""
    near = max(first, start - 4)
    composed = [hit for hit in reading.cues("composed", near, start) if hit.last - hit.first > 1]
    held = [*composed, *reading.cues("held", near, start)]
    if any(0 <= start - hit.last <= 1 for hit in held):
        return True
    definite = reading.tokens[start].text.startswith("ال")
    return definite and reading.cue("persons", near, start) is not None


def _counts_something_else(reading: Reading, start: int, end: int, last: int) -> bool:
    if _is_age(reading, start) and reading.cue("age", max(0, start - AGE_NEAR), start):
        return True
    upto = min(end + 2, last)
    others = ("not_people", "years", "month", "seizure units")
    return any(reading.cue(concept, end, upto) for concept in others)


def _numbers(reading: Reading, first: int, last: int) -> Iterator[_Read]:
    for hit in reading.cues("number", first, last):
        # The English verb "seize" is the French sixteen: a number follows it.
        if not reading.cue("number", hit.last, min(hit.last + 1, last)):
            yield hit.first, hit.last, hit.value
    for at in range(first, last):
        text = reading.tokens[at].text
        if len(text) <= 2 and text.isdecimal():
            yield at, at + 1, int(text)
