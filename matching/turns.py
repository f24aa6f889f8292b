"""Finds where an article turns from one operation to the next; passages end there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matching.reading import Reading
from matching.slots.ages import find_ages
from matching.told import WHO

SAID_FIRST = 2
"""Sentences of the text, behind the title, that say what all of it is about."""


def turns_elsewhere(reading: Reading, cores: Sequence[int]) -> Iterator[int]:
    """Yield the agency's sentences with which another operation begins.

    "In another case, the bureau arrested …"; under "two raids", or behind "the same day … also",
    a sentence with people and places of its own.
    """
    several = _tells_several(reading)
    for core in cores:
        first, last = _tokens(reading, core)
        if not reading.cue("act", first, last):
            continue
        if reading.cue("besides", first, last) or (
            core > reading.body
            and not reading.cue("more", first, last)
            and _is_apart(reading, core, several=several)
        ):
            yield core


def _tells_several(reading: Reading) -> bool:
    opening = reading.sentences[: reading.body + SAID_FIRST]
    return any(reading.cue("several", s.first, s.last) for s in opening)


def _is_apart(reading: Reading, core: int, *, several: bool) -> bool:
    """Where only "also" leads to another operation, both say how old their people are."""
    first, last = _tokens(reading, core)
    body = reading.sentences[reading.body].first
    places, known = _scenes(reading, first, last), _scenes(reading, body, first)
    if not places or not known or places & known:
        return False
    if several:
        return reading.any_cue(WHO, first, last)
    if not reading.cue("again", first, last):
        return False
    ages, before = (find_ages(reading, [stretch]) for stretch in ((first, last), (body, first)))
    return ages is not None and before is not None and ages.value != before.value


def _scenes(reading: Reading, first: int, last: int) -> set[str]:
    """The places of the sentences of a stretch that tell an act."""
    numbers = range(reading.sentence_of(first), reading.sentence_of(last - 1) + 1)
    stretches = (_tokens(reading, number) for number in numbers)
    return {
        hit.value.name
        for stretch in stretches
        if reading.cue("act", *stretch)
        for hit in reading.cues("place", *stretch)
    }


def _tokens(reading: Reading, number: int) -> tuple[int, int]:
    return reading.sentences[number].first, reading.sentences[number].last
