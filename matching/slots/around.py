"""Says of a place that it only tells where another one lies; called by scenes.py."""

from __future__ import annotations

from collections.abc import Set

from matching.phrases import AND, ARABIC, Hit
from matching.reading import Reading

REACH = 1
NEAR_BACK = 4
NAME_BACK = 3
AROUND_BACK = 12
"""Tokens between a place and what it is near to: "a city of about 140,000 people"."""

DONE = ("act", "seize", "held", "caught", "happens")

PEOPLE = ("persons", "one person", "the one")
"""Who is told behind a place was somewhere else: "three in Taza and their contact near Lyon"."""

REGION_BACK = 5
EXPLAINED_REACH = 7
"""Tokens of an explanation: "a quiet little town to the south of"."""

EDGE_REACH = 3
URBAN = "01"
TOLD = (
    *("act", "held", "caught", "seize", "persons", "one person", "others", "nth", "number"),
    "people and",
)
"""What an explanation does not tell of."""


def is_of(reading: Reading, at: int) -> bool:
    """The token is "of" or "from"."""
    return reading.cue("of", at, at + 1) is not None


def lies_around(reading: Reading, hit: Hit, first: int, last: int) -> bool:
    """ "In Sidi Harazem, near Fez", "in Bouznika, midway to Rabat,", "in Mataró (Barcelona)"."""
    if _is_near_another(reading, hit, first) or _explains(reading, hit, first, last):
        return True
    return _is_its_province(reading, hit, first, last)


def _is_its_province(reading: Reading, hit: Hit, first: int, last: int) -> bool:
    """ "In Bin El Ouidane, in Azilal province"."""
    if reading.cue("area named", hit.last, min(hit.last + 1, last)) is None:
        return False
    before = reading.cues("place", max(first, hit.first - AROUND_BACK), hit.first)
    told = (*DONE, *PEOPLE, "people and")
    return bool(before) and not reading.any_cue(told, before[-1].last, hit.first)


def lies_around_landmark(
    reading: Reading, hit: Hit, first: int, last: int, landmarks: Set[str]
) -> bool:
    """ "Four in Cabo Negro, in the municipality of Martil": the town that stands for a beach."""
    before = reading.cues("place", max(first, hit.first - AROUND_BACK), hit.first)
    beside = bool(before) and before[-1].value.name in landmarks
    return beside and lies_around(reading, hit, first, last)


def is_region(reading: Reading, hit: Hit, first: int, last: int, regions: Set[str]) -> bool:
    """ "In the province of Taza", "near Rabat": a town that is told too is the scene."""
    if hit.value.name in regions or _is_edge(reading, hit, last):
        return True
    if _is_of_area(reading, hit, first, last):
        return True
    before = reading.cues("region", max(first, hit.first - REGION_BACK), hit.first)
    return any(hit.first == cue.last for cue in before) or _is_around(reading, hit, first)


def _is_of_area(reading: Reading, hit: Hit, first: int, last: int) -> bool:
    """ "In the Lyon area"; "in the Rehamna province" where no town of it is told before."""
    behind = (hit.last, min(hit.last + 1, last))
    if hit.last >= last or reading.between(hit.last, hit.last).strip():
        return False  # "Had Soualem (province de Berrechid)"
    if reading.cue("area", *behind):
        return True
    named = reading.cue("area named", *behind) is not None
    return named and not reading.cue("place", max(first, hit.first - AROUND_BACK), hit.first)


def _is_around(reading: Reading, hit: Hit, first: int) -> bool:
    """ "Cocaine near Rabat": where the text says which town, that one; behind a title that names
    another town, that one.
    """
    near = reading.cues("near", max(first, hit.first - NEAR_BACK), hit.first)
    if not any(0 <= hit.first - cue.last <= REACH for cue in near):
        return False
    if reading.sentence_of(hit.first) < reading.body or not reading.body:
        return True
    titled = reading.cues("place", 0, reading.sentences[reading.body - 1].last)
    others = all(place.value.name != hit.value.name for place in titled)
    return bool(titled) and others and _is_urban(hit.value.code)


def _is_urban(code: str | None) -> bool:
    """The HCP numbers the towns of a province first: a report is from a village that it is near."""
    return code is not None and code.split(".")[2:3] == [URBAN]


def _is_edge(reading: Reading, hit: Hit, last: int) -> bool:
    """ "On Casablanca's southern edge"."""
    behind = reading.tokens[hit.last : min(hit.last + 1, last)]
    owns = bool(behind) and reading.cue("possessive", hit.last, hit.last + 1) is not None
    return owns and reading.cue("edge", hit.last, min(hit.last + EDGE_REACH, last)) is not None


def _is_near_another(reading: Reading, hit: Hit, first: int) -> bool:
    """Nothing is told between the two places but where the first one lies."""
    return any(
        0 <= hit.first - near.last <= REACH
        and not reading.cue("people and", near.first - 1, near.first)
        and not _is_in_name(reading, near)
        and any(
            not reading.any_cue((*DONE, *PEOPLE), place.last, near.first)
            for place in reading.cues("place", max(first, near.first - AROUND_BACK), near.first)
        )
        for near in reading.cues("near", max(first, hit.first - NEAR_BACK), hit.first)
    )


def _is_in_name(reading: Reading, near: Hit) -> bool:
    """The "west" of "Souk El Arbaa El Gharb"."""
    places = reading.cues("place", max(0, near.first - NAME_BACK), near.first)
    return any(place.last > near.first for place in places)


def _explains(reading: Reading, hit: Hit, first: int, last: int) -> bool:
    """Between commas, or alone in brackets, right behind another place."""
    text, tokens = reading.folded.text, reading.tokens
    end = tokens[_end_of_list(reading, hit, last) - 1].end
    closing = text[end : end + 1]
    for other in reading.cues("place", max(first, hit.first - EXPLAINED_REACH - 2), hit.first):
        if other.value.name == hit.value.name:
            continue
        opening = text[tokens[other.last - 1].end : tokens[hit.first].start].strip()[:1]
        if opening == "(" and other.last == hit.first and closing == ")":
            return True
        least = 1 if reading.cue("between", other.last, hit.first) else 2
        long = least <= hit.first - other.last <= EXPLAINED_REACH
        if opening == "," and closing in (",", ".", ";", ")", "") and long:
            return _only_leads(reading, other.last, hit.first)
    return False


def _end_of_list(reading: Reading, hit: Hit, last: int) -> int:
    """Of "between Rabat and Casablanca" the second; Arabic writes the "and" with it."""
    beside = reading.cue("place", hit.last, min(hit.last + 1, last))
    if beside and reading.tokens[beside.first].text.startswith(AND):
        return beside.last
    joined = reading.cue("people and", hit.last, min(hit.last + 1, last))
    other = reading.cue("place", hit.last + 1, min(hit.last + 2, last)) if joined else None
    return other.last if other else hit.last


def _only_leads(reading: Reading, start: int, end: int) -> bool:
    """Nobody and nothing is told of in tokens [start, end), and no "in" stands there."""
    arabic = (
        reading.tokens[end - 1].text >= ARABIC
        and reading.cue("inside", start, end) is not None
        and reading.cue("between", start, end) is None
    )
    told = reading.any_cue(TOLD, start, end)
    at = reading.cue("at", end - 1, end) is not None and not is_of(reading, end - 1)
    return not (told or arabic or at or reading.cue("within", start, end))
