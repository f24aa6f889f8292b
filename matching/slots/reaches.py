"""Says of a place that a way ends there, or a coast is, or that it lies abroad; for scenes.py."""

from __future__ import annotations

from matching.lexicon import Lexicon
from matching.phrases import Hit
from matching.reading import Reading, once
from matching.slots.around import is_of
from matching.slots.lists import heading_of, is_written_at
from matching.slots.occasions import DONE, clause_start

NEAREST = 2
"""Tokens beside a name in which the other end of its way begins."""

NAME_BACK = 6
CITIES_BACK = 3
COAST_BACK = 4


def is_end_of_way(reading: Reading, hit: Hit, first: int, last: int) -> bool:
    """ "The Tangier-Agadir coach"; in the text "from Ketama to Missour"; not "Taza-Fez: …"."""
    if hit in heading_of(reading):
        return False
    for other in reading.cues("place", max(first, hit.first - NAME_BACK), hit.first):
        if _are_ends(reading, other, hit, first):
            return True
    behind = reading.cues("place", hit.last, min(hit.last + NEAREST, last))
    return any(_are_ends(reading, hit, other, first) for other in behind)


def is_put_to_sea(reading: Reading, hit: Hit, first: int) -> bool:
    """ "Smuggled from the beach of Mirleft", not "to the beach"."""
    coast = reading.cue("coast", max(first, hit.first - 2), hit.first) if hit.value.code else None
    return coast is not None and reading.cue("out of", coast.first - 2, coast.first) is not None


def is_on_coast(reading: Reading, hit: Hit, first: int) -> bool:
    """ "On a beach of the province of Tiznit": no town is told there."""
    return reading.cue("coast", max(first, hit.first - COAST_BACK), hit.first) is not None


def _are_ends(reading: Reading, one: Hit, other: Hit, first: int) -> bool:
    gap = reading.folded.text[reading.tokens[one.last - 1].end : reading.tokens[other.first].start]
    if gap == "-":
        return True
    if other.first - one.last != 1 or reading.sentence_of(one.first) < reading.body:
        return False
    if reading.cue("cities", max(first, one.first - CITIES_BACK), one.first - 1):
        return False  # "in eight towns from Agadir to Al Hoceima"
    starts = one.first > first and is_of(reading, one.first - 1)
    leads = reading.cue("to", one.last, other.first) is not None
    joins = reading.cue("people and", one.last, other.first) is not None
    return starts and leads and not joins and not is_written_at(reading, other)


def is_abroad(reading: Reading, hit: Hit, first: int, lexicon: Lexicon) -> bool:
    """A foreign town, no service from abroad in the whole text, and no act in its clause."""
    place = hit.value
    if place.code or place.name in lexicon.uncoded:
        return False
    if names_foreign_service(reading, lexicon.foreign):
        return False
    start = max(first, clause_start(reading, hit.first))
    return not reading.any_cue(DONE, start, hit.first)


@once
def names_foreign_service(reading: Reading, foreign: frozenset[str]) -> bool:
    return any(cue.value in foreign for cue in reading.hits.get("partner", ()))
