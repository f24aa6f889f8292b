"""How many people are held."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from core.assessments import Slot
from matching.reading import Reading
from matching.slots.heads import Heads, chains, numbered, one_word, several, singles, with_kin
from matching.slots.times import Time, is_another_day

NTH_REACH = 2
GONE_BACK = 8
"""Tokens between a newcomer and that he is sought: "a warrant was issued against a third man"."""


def find_count(
    reading: Reading,
    stretches: Iterable[tuple[int, int]],
    ages: Slot[tuple[int, int]] | None = None,
    times: Sequence[Time] = (),
) -> Slot[int] | None:
    """Return the number of people held, from the first sentence that states one.

    A newcomer ("a third man was arrested") is one. Without a number two nouns joined by "and" are
    two people; one age alone, or one noun, is one person's. People of another day, by `times`,
    count only where no others are told.
    """
    listed = list(stretches)
    return (
        _newcomer(reading, listed, times)
        or _stated(reading, listed, times)
        or _of_age(ages, listed, times)
        or _stated(reading, listed, ())
        or _unnumbered(reading, listed, ages)
    )


def _newcomer(
    reading: Reading, stretches: Sequence[tuple[int, int]], times: Sequence[Time]
) -> Slot[int] | None:
    """In the title, or before the text counts several people that are not known yet."""
    title = [s for s in stretches if reading.sentence_of(s[0]) < reading.body]
    total = any(_counts_several(reading, first, last, times) for first, last in title)
    for first, last in [*title, *stretches]:
        if _counts_several(reading, first, last, times):
            if (first, last) in title:
                continue
            return None
        found = _nth(reading, first, last, plain=not total)
        if found and reading.cue("act", first, last):
            return _slot(reading, found)
    return None


def _nth(reading: Reading, first: int, last: int, plain: bool) -> Heads | None:
    """ "Another suspect", "une cinquième parente", "شخصا سادسا": one that joins those known.

    A plain ordinal may be the last of those that the title counts.
    """
    for hit in reading.cues("newcomer", first, last):
        if reading.cue("gone", max(first, hit.first - GONE_BACK), min(hit.last + 2, last)):
            continue
        return Heads(hit.first, hit.last, 1)
    for hit in reading.cues("nth", first, last) if plain else ():
        beside = (max(first, hit.first - 1), min(hit.last + NTH_REACH, last))
        person = reading.cue("persons", *beside) or reading.cue("one person", *beside)
        if person and not reading.cue("gone", hit.last, last):
            return Heads(min(hit.first, person.first), max(hit.last, person.last), 1)
    return None


def _counts_several(reading: Reading, first: int, last: int, times: Sequence[Time]) -> bool:
    return any(
        heads.value > 1
        and not _is_known(reading, heads, first)
        and not is_another_day(heads.first, heads.last, (first, last), times)
        for heads in numbered(reading, first, last)
    )


def _is_known(reading: Reading, heads: Heads, first: int) -> bool:
    """ "The five", "les quatre femmes": told of before."""
    arabic = reading.tokens[heads.first].text.startswith("ال")
    return arabic or reading.cue("the", max(first, heads.first - 1), heads.first) is not None


def _stated(
    reading: Reading, stretches: Sequence[tuple[int, int]], times: Sequence[Time]
) -> Slot[int] | None:
    """The first number; one of the other field, title or text, may tell the total.

    Where the text begins with "three of them were arrested", the rest were not.
    """
    body = [s for s in stretches if reading.sentence_of(s[0]) >= reading.body]
    first = next((heads for s in body for heads in _counts_in(reading, s, times)), None)
    if first and first.of_them:
        return _slot(reading, first)
    by_field: dict[str, Slot[int]] = {}
    for stretch in stretches:
        counted = _counts_in(reading, stretch, times)
        heads = several(counted) or next(iter(counted), None)
        if heads:
            slot = _slot(reading, heads)
            by_field.setdefault(slot.span.field, slot)
    if not by_field:
        return None
    found = next(iter(by_field.values()))
    other = next((slot for slot in by_field.values() if slot is not found), None)
    return other if other and _is_total(other, found) else found


def _of_age(
    ages: Slot[tuple[int, int]] | None,
    stretches: Sequence[tuple[int, int]],
    times: Sequence[Time],
) -> Slot[int] | None:
    """Where all people counted are another day's, the one whose age is told is today's."""
    if not times or not ages or ages.value[0] != ages.value[1]:
        return None
    return Slot(value=1, text=ages.text, span=ages.span)


def _unnumbered(
    reading: Reading,
    stretches: Sequence[tuple[int, int]],
    ages: Slot[tuple[int, int]] | None,
) -> Slot[int] | None:
    told = [s for s in stretches if reading.cue("act", *s) or reading.cue("custody", *s)]
    found = [
        with_kin(reading, chain, first)
        for first, last in told
        for chain in chains(singles(reading, first, last), reading)
    ]
    pair = next((chain for chain in found if chain.value > 1), None)
    if pair:
        return _slot(reading, pair)
    if ages and ages.value[0] == ages.value[1]:
        return Slot(value=1, text=ages.text, span=ages.span)
    return _slot(reading, found[0]) if found else None


def _slot(reading: Reading, heads: Heads) -> Slot[int]:
    text, span = reading.quote(heads.first, heads.last)
    return Slot(value=heads.value, text=text, span=span)


def _is_total(slot: Slot[int], known: Slot[int]) -> bool:
    """Title and text may tell a part and the total; a single person in the title is no part."""
    return slot.value > known.value and (slot.span.field == "title" or known.value > 1)


def _counts_in(reading: Reading, stretch: tuple[int, int], times: Sequence[Time]) -> list[Heads]:
    first, last = stretch
    counted = [
        heads
        for heads in (*numbered(reading, first, last), *one_word(reading, first, last))
        if not is_another_day(heads.first, heads.last, stretch, times)
    ]
    if not counted:
        return []
    taken = {token for heads in counted for token in range(heads.first, heads.last)}
    alone = [heads for heads in singles(reading, first, last) if heads.first not in taken]
    return [c for c in chains(sorted([*counted, *alone]), reading) if not c.single]
