"""How many people are held."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from core.assessments import Slot
from matching.reading import Reading
from matching.slots.numbers import find_numbers

MOST_HELD = 150
AGE_NEAR = 5
SUBSET_REACH = 3
CHAIN_REACH = 14
PAIR_REACH = 5


class _Read(NamedTuple):
    """People counted at tokens [first, last); `single` where only a noun says that it is one."""

    first: int
    last: int
    value: int
    single: bool = False


def find_count(
    reading: Reading,
    stretches: Iterable[tuple[int, int]],
    ages: Slot[tuple[int, int]] | None = None,
) -> Slot[int] | None:
    """Return the number of people held, from the first sentence that states one.

    A newcomer ("a third man was arrested") is one. Without a number two nouns joined by "and" are
    two people; one age alone, or one noun, is one person's.
    """
    listed = list(stretches)
    newcomer = _newcomer(reading, listed)
    if newcomer:
        return newcomer
    by_field: dict[str, Slot[int]] = {}
    for first, last in listed:
        slot = _count_in(reading, first, last)
        if slot:
            by_field.setdefault(slot.span.field, slot)
    if not by_field:
        return _unnumbered(reading, listed, ages)
    found = next(iter(by_field.values()))
    other = next((slot for slot in by_field.values() if slot is not found), None)
    return other if other and _is_total(other, found) else found


def _newcomer(reading: Reading, stretches: Sequence[tuple[int, int]]) -> Slot[int] | None:
    """In the title, or before the text counts several people."""
    title = [s for s in stretches if reading.sentence_of(s[0]) < reading.body]
    for first, last in [*title, *stretches]:
        if _counts_several(reading, first, last):
            if (first, last) in title:
                continue
            return None
        hit = reading.cue("newcomer", first, last)
        if hit and reading.cue("act", first, last):
            return _slot(reading, _Read(hit.first, hit.last, 1))
    return None


def _counts_several(reading: Reading, first: int, last: int) -> bool:
    return any(read.value > 1 for read in _numbered(reading, first, last))


def _unnumbered(
    reading: Reading,
    stretches: Sequence[tuple[int, int]],
    ages: Slot[tuple[int, int]] | None,
) -> Slot[int] | None:
    told = [s for s in stretches if reading.cue("act", *s) or reading.cue("custody", *s)]
    chains = [
        chain for first, last in told for chain in _chains(_singles(reading, first, last), reading)
    ]
    pair = next((chain for chain in chains if chain.value > 1), None)
    if pair:
        return _slot(reading, pair)
    if ages and ages.value[0] == ages.value[1]:
        return Slot(value=1, text=ages.text, span=ages.span)
    return _slot(reading, chains[0]) if chains else None


def _slot(reading: Reading, read: _Read) -> Slot[int]:
    text, span = reading.quote(read.first, read.last)
    return Slot(value=read.value, text=text, span=span)


def _is_total(slot: Slot[int], known: Slot[int]) -> bool:
    """Title and text may tell a part and the total; a single person in the title is no part."""
    return slot.value > known.value and (slot.span.field == "title" or known.value > 1)


def _count_in(reading: Reading, first: int, last: int) -> Slot[int] | None:
    numbered = [*_numbered(reading, first, last), *_in_one_word(reading, first, last)]
    if not numbered:
        return None
    taken = {token for read in numbered for token in range(read.first, read.last)}
    singles = [r for r in _singles(reading, first, last) if r.first not in taken]
    chains = [c for c in _chains(sorted([*numbered, *singles]), reading) if not c.single]
    read = next((chain for chain in chains if chain.value > 1), chains[0])
    return _slot(reading, read)


def _chains(reads: Sequence[_Read], reading: Reading) -> list[_Read]:
    """Add up what "and" joins: "two men in Nador and three in Spain", "a man and his wife"."""
    chains: list[_Read] = []
    for read in reads:
        before = chains[-1] if chains else None
        if before and _joins(reading, before, read):
            both = before.single and read.single
            chains[-1] = _Read(before.first, read.last, before.value + read.value, both)
        elif not before or read.first >= before.last:
            chains.append(read)
    return chains


def _joins(reading: Reading, one: _Read, other: _Read) -> bool:
    """ "And" stands right before the other, and neither goods nor a word for a part between."""
    reach = PAIR_REACH if other.single else CHAIN_REACH
    if not 0 <= other.first - one.last <= reach:
        return False
    between = (one.last, other.first)
    if any(reading.cue(concept, *between) for concept in ("seize", "among", "age")):
        return False
    others = reading.cue("others", max(one.last, other.first - 1), other.last + 1)
    start = other.first - (2 if other.single else 1)
    return others is not None or _has_and(reading, max(one.last, start), other.first)


def _has_and(reading: Reading, start: int, first: int) -> bool:
    text = reading.tokens[first].text
    arabic = text[0] == "و" and text not in ("واحد", "واحده", "والد", "والده")
    return arabic or reading.cue("people and", start, first) is not None


def _in_one_word(reading: Reading, first: int, last: int) -> Iterator[_Read]:
    for hit in reading.cues("head count", first, last):
        if not _is_part(reading, first, hit.first, hit.last, last):
            yield _Read(hit.first, hit.last, hit.value)


def _singles(reading: Reading, first: int, last: int) -> list[_Read]:
    return [_Read(hit.first, hit.last, 1, True) for hit in reading.cues("one person", first, last)]


def _numbered(reading: Reading, first: int, last: int) -> Iterator[_Read]:
    """Numbers beside a noun for people, or behind "composed of" or "arrest of"."""
    counted = False
    for start, end, value in sorted(find_numbers(reading, first, last)):
        if not 1 <= value <= MOST_HELD or _counts_something_else(reading, start, end, last):
            continue
        noun = reading.cue("persons", end, min(end + 3, last))
        upto = noun.last if noun else end
        named = noun or (start == first and _is_spelt_out(reading, start, last))
        elsewhere = counted and _are_more(reading, start, end, last)
        behind = elsewhere or _is_behind(reading, first, start)
        if (named or behind) and not _is_part(reading, first, start, upto, last):
            counted = True
            yield _Read(start, upto, value)


def _is_part(reading: Reading, first: int, start: int, end: int, last: int) -> bool:
    """ "Among them two women", "three of them": not all that are held."""
    among = reading.cues("among", max(first, start - SUBSET_REACH), start)
    if any(start - cue.last <= 1 for cue in among):
        return True
    upto = min(end + 1, last)
    return any(hit.first <= end for hit in reading.cues("of them", start + 1, upto))


def _are_more(reading: Reading, start: int, end: int, last: int) -> bool:
    """ "… and three in Spain", "… two others", "… otros dos": behind people that are counted."""
    upto = min(end + 1, last)
    before = reading.cue("others", start - 1, start)
    return bool(before or any(reading.cue(concept, end, upto) for concept in ("at", "others")))


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
    in_digits = reading.tokens[start].text.isdecimal()
    if in_digits and reading.cue("age", max(0, start - AGE_NEAR), start):
        return True
    upto = min(end + 2, last)
    others = ("not_people", "years", "month", "seizure units", "time unit")
    return any(reading.cue(concept, end, upto) for concept in others)
