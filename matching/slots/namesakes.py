"""Says of a place that officers, people or a road only have its name; called by scenes.py."""

from __future__ import annotations

from collections.abc import Set

from matching.phrases import ARABIC, Hit
from matching.reading import Reading
from matching.slots.around import is_of
from matching.slots.lists import is_led_into

ORIGIN_REACH = 1
ORIGIN_BACK = 5
OFFICE_REACH = 4
"""Tokens between "judicial police" and its town: "of the prefecture of"."""

OFFICE_BACK = 8
WARRANT_REACH = 10
"""Tokens between "wanted by" and a town: "the judicial police of Fez and"."""

NAME_WORDS = 3
NEIGHBOUR_BACK = 3
BETWEEN = (
    "act",
    "persons",
    "one person",
    "head count",
    "number",
    "digits",
    "weekday",
    "relative",
    "site",
)
"""What is told between officers and where they acted, and not where they come from."""

PEOPLE = ("one person", "persons", "head count")
ROAD_BACK = 7
BORDER_BACK = 4


def is_called_like(reading: Reading, hit: Hit, first: int) -> bool:
    """ "حي وادي الذهب": a part of a town, called like another; not one that is known itself."""
    named = reading.cue("written at", hit.first, hit.first + 1) is None and not hit.value.quarter
    quarter = reading.cues("quarter", max(first, hit.first - 2), hit.first)
    return named and any(cue.last == hit.first for cue in quarter)


def is_of_people(reading: Reading, hit: Hit, first: int) -> bool:
    """ "A nurse of Taza", "a man of the town of Tiznit": where someone is from.

    Not "las ciudades marroquíes de".
    """
    start = hit.first
    while start > first and _is_town(reading, start - 1):
        start -= 1
    if start == first or not is_of(reading, start - 1):
        return False
    near = reading.cues("near", max(first, start - ORIGIN_BACK), start)
    if any(cue.last == start for cue in near) or is_neighbouring(reading, start):
        return False
    where = (max(first, start - ORIGIN_BACK), start)
    people = [cue for concept in PEOPLE for cue in reading.cues(concept, *where)]
    return any(
        0 <= start - cue.last <= ORIGIN_REACH
        and not reading.cue("at", max(first, cue.first - 1), cue.first)
        for cue in people
    )


def is_neighbouring(reading: Reading, start: int) -> bool:
    """ "En el municipio vecino de Martil": Martil itself, and nobody's neighbour."""
    cues = reading.cues("neighbouring", max(0, start - NEIGHBOUR_BACK), start)
    return any(cue.last == start for cue in cues)


def _is_town(reading: Reading, at: int) -> bool:
    """The Arabic word "town" before its name."""
    arabic = reading.tokens[at].text[0] >= ARABIC
    return arabic and reading.cue("at", at, at + 1) is not None


def is_office(
    reading: Reading,
    hit: Hit,
    stretch: tuple[int, int],
    leads: Set[str],
    foreign: Set[str] = frozenset(),
) -> bool:
    """ "The judicial police of Kenitra", "Kenitra police": where the officers come from.

    Not so where a `foreign` service is told to be in a town: "by the Spanish police in Almería".
    """
    first, last = stretch
    if reading.cue("border", max(first, hit.first - BORDER_BACK), hit.first):
        return False
    pauses = hit.last < last and reading.pauses_before(hit.last)
    if reading.cue("office", hit.last, min(hit.last + 1, last)) and not pauses:
        return True
    of = hit.first > first and is_of(reading, hit.first - 1)
    offices = reading.cues("office", max(first, hit.first - OFFICE_BACK), hit.first)
    if any(0 <= hit.first - cue.last <= of for cue in offices):
        return True
    return any(
        0 <= hit.first - cue.last <= OFFICE_REACH
        and not reading.any_cue(BETWEEN, cue.last, hit.first)
        and cue.value in leads
        and not (cue.value in foreign and is_led_into(reading, hit))
        for cue in reading.cues("partner", max(first, hit.first - OFFICE_BACK), hit.first)
    )


def is_of_warrant(reading: Reading, hit: Hit, first: int) -> bool:
    """ "Wanted by the police of Fez", and no act in between: nothing was done there.

    Interpol has no town: "a man wanted by Interpol in Marrakech" is there.
    """
    cues = reading.cues("warrant", max(first, hit.first - WARRANT_REACH), hit.first)
    return any(
        cue.last - 1 <= hit.first and not reading.any_cue(("act", "worldwide"), cue.last, hit.first)
        for cue in cues
    )


def is_of_road(reading: Reading, hit: Hit, first: int) -> bool:
    """ "On the road to Tetouan": where it leads."""
    named = reading.cue("written at", hit.first, hit.first + 1) is None
    roads = reading.cues("road", max(first, hit.first - ROAD_BACK), hit.first)
    start = hit.first - 1 if hit.first > first and _is_town(reading, hit.first - 1) else hit.first
    return named and any(cue.last == start or cue.last == hit.first for cue in roads)


def is_of_outlet(reading: Reading, hit: Hit, last: int) -> bool:
    """ "شفشاون24", "Agadir 24", "طنجة نيوز", "Le Matin de Fès": a newspaper called by its town."""
    end = reading.tokens[hit.last - 1].end
    joined = reading.folded.text[end : end + 1].isdigit()
    behind = reading.cue("outlet", hit.last, min(hit.last + 1, last))
    named = reading.cue("masthead", hit.first - 1, hit.first)
    return joined or bool(behind or named) or _is_in_quoted_name(reading, hit)


def _is_in_quoted_name(reading: Reading, hit: Hit) -> bool:
    """ "Sources told "Good Morning Fez"": a few words in quotes, and no "in" before the town."""
    text, at = reading.folded.text, reading.tokens[hit.first].start
    sentence = reading.sentences[reading.sentence_of(hit.first)]
    opened, closed = text.rfind('"', sentence.start, at), text.find('"', at, sentence.end)
    if opened < 0 or closed < 0 or text.count('"', sentence.start, at) % 2 == 0:
        return False
    words = text[opened + 1 : closed].split()
    inside = reading.cue("inside", max(0, hit.first - 1), hit.first)
    written = reading.cue("written at", hit.first, hit.first + 1)
    return 1 < len(words) <= NAME_WORDS and not inside and not written
