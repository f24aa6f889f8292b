"""Says of two places that they stand in one list; called by scenes.py and datelines.py."""

from __future__ import annotations

from collections.abc import Sequence

from matching.phrases import Hit
from matching.reading import Reading, once
from matching.slots.around import is_of


def is_written_at(reading: Reading, hit: Hit) -> bool:
    """ "بالرباط", "ففاس": "in" and the name are one word."""
    return reading.cue("written at", hit.first, hit.first + 1) is not None


def is_led_into(reading: Reading, hit: Hit) -> bool:
    """ "In Fez", "بفاس": a word for "in" right before the name."""
    inside = reading.cues("inside", max(0, hit.first - 3), hit.first)
    return is_written_at(reading, hit) or any(cue.last == hit.first for cue in inside)


def goes_on(reading: Reading, one: Hit, other: Hit) -> bool:
    """Only "and", a comma and perhaps "of" or, behind "and", "in" stand between two places.

    In a title "in Fez and near Rabat" is no list: the text says which town it was.
    """
    between = range(one.last, other.first)
    if len(between) > 2 or is_written_at(reading, other):
        return False
    if (
        "("
        in reading.folded.text[reading.tokens[one.last - 1].end : reading.tokens[other.first].start]
    ):
        return False
    if reading.sentence_of(other.first) < reading.body and reading.cue(
        "near", one.last, other.first
    ):
        return False
    joined = [reading.cue("people and", at, at + 1) is not None for at in between]
    return all(
        is_of(reading, at) or joins or (any(joined) and reading.cue("at", at, at + 1))
        for at, joins in zip(between, joined, strict=True)
    )


def begins_list(reading: Reading, hit: Hit, last: int) -> bool:
    """ "By the brigade in Berkane, Oujda and Saidia": no office has several towns."""
    behind = next(iter(reading.cues("place", hit.last, min(hit.last + 3, last))), None)
    return behind is not None and goes_on(reading, hit, behind)


@once
def named_in_text(reading: Reading) -> set[str]:
    """The places that the text names after "in" where it tells an act, in the passage or not."""
    if reading.body == len(reading.sentences):
        return set()
    start = reading.sentences[reading.body].first
    named = set()
    for hit in reading.cues("place", start, len(reading.tokens)):
        sentence = reading.sentences[reading.sentence_of(hit.first)]
        if is_led_into(reading, hit) and reading.cue("act", sentence.first, sentence.last):
            named.add(hit.value.name)
    return named


@once
def heading_of(reading: Reading) -> Sequence[Hit]:
    """The places before the first colon of "Taza: …", "Taza-Fez: …", "Taza, Fez et Oujda: …".

    With a hyphen only where the text says that something was done in one: else it is a way.
    """
    end = reading.sentences[reading.body - 1].last if reading.body else 0
    listed: list[Hit] = []
    for hit in reading.cues("place", 0, end):
        parted = listed and reading.between(listed[-1].last, hit.first).strip() == "-"
        first = not listed and hit.first == 0
        if not (first or parted or (listed and goes_on(reading, listed[-1], hit))):
            break
        listed.append(hit)
    if not listed or listed[-1].last >= len(reading.tokens):
        return ()
    if ":" not in reading.between(listed[-1].last, listed[-1].last):
        return ()
    joined = any("-" in reading.between(hit.last, hit.last) for hit in listed[:-1])
    names = {hit.value.name for hit in listed}
    return () if joined and names.isdisjoint(named_in_text(reading)) else listed
