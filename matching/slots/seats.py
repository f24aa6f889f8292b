"""Says of a place that it stands for somebody: the agency by its seat, a government, an outlet.

Called by scenes.py.
"""

from __future__ import annotations

from collections.abc import Sequence

from matching.lexicon import Lexicon
from matching.phrases import Hit
from matching.reading import Reading
from matching.roles import Named
from matching.slots.datelines import is_of_caption, is_of_ticker
from matching.slots.lists import is_written_at
from matching.slots.namesakes import is_of_outlet

SEAT_REACH = 3
ORIGIN_REACH = 1
ORIGIN_BACK = 5
CONFERENCE_BACK = 8
ISSUED_BACK = 7
"""Tokens between "a statement" and the town: "made public on Wednesday in the capital,"."""

NEWS = ("act", "held", "caught", "seize", "seizure units", "persons", "one person", "number")
"""What a statement says of a town, that is not where it was issued."""

CUSTODY_BACK = 4
PREMISES_BACK = 6


def stands_for_somebody(
    reading: Reading,
    hit: Hit,
    stretch: tuple[int, int],
    named: Sequence[Named],
    lexicon: Lexicon,
    *,
    dateline: bool,
) -> bool:
    """An outlet is called so; or it is the seat of the agency, or a capital, and nothing is told to
    have been done there. `dateline`: it heads the report.
    """
    first, last = stretch
    if is_of_outlet(reading, hit, last) or is_of_ticker(reading, hit):
        return True
    if is_of_caption(reading, hit, named):
        return True
    if hit.value.name in lexicon.seats and (
        dateline or _stands_for_bureau(reading, hit, first, named)
    ):
        return True
    return hit.value.name in lexicon.capitals and not (
        is_inside(reading, hit, first) and _is_alone(reading, hit, last, lexicon.capitals)
    )


def is_inside(reading: Reading, hit: Hit, first: int) -> bool:
    """ "In Madrid", "بالرباط", not "a tip from Rabat": a capital also means its government."""
    if is_written_at(reading, hit) or (hit.first == first and _is_set_off(reading, hit)):
        return True
    beside = reading.cues("inside", max(first, hit.first - 3), hit.first)
    listed = reading.cues("place", max(first, hit.first - 4), hit.first)
    return any(0 <= hit.first - cue.last <= 1 for cue in (*beside, *listed))


def is_of_informer(hit: Hit, named: Sequence[Named]) -> bool:
    """ "On information from the service in Taounate": where it was told."""
    informers = (n.found.last for n in named if n.role == "informer")
    return any(0 <= hit.first - last < SEAT_REACH - 1 for last in informers)


def is_day_between(reading: Reading, first: int, last: int) -> bool:
    return reading.any_cue(("weekday", "relative"), first, last)


def _stands_for_bureau(reading: Reading, hit: Hit, first: int, named: Sequence[Named]) -> bool:
    """The seat where the bureau speaks, works, and holds those who were taken elsewhere."""
    if _is_taken_to(reading, hit) or _is_seat(reading, hit, named):
        return True
    return any(
        is_its_own(reading, hit, first)
        for is_its_own in (_is_bureau, _is_of_conference, _is_of_custody, _is_of_premises)
    )


def _is_set_off(reading: Reading, hit: Hit) -> bool:
    """ "Rabat : trois arrestations", not "Bamako did not react"."""
    return reading.folded.text[reading.tokens[hit.last - 1].end :].lstrip(" ")[:1] in ":,.;-("


def _is_alone(reading: Reading, hit: Hit, last: int, capitals: frozenset[str]) -> bool:
    """Not "between Rabat and Madrid": two capitals in a row are two governments."""
    beside = [
        *reading.cues("place", max(0, hit.first - 2), hit.first),
        *reading.cues("place", hit.last, min(hit.last + 2, last)),
    ]
    others = {other.value.name for other in beside} - {hit.value.name}
    return others.isdisjoint(capitals)


def _is_of_premises(reading: Reading, hit: Hit, first: int) -> bool:
    """ "The bureau, whose headquarters are in Salé"."""
    return reading.cue("seated", max(first, hit.first - PREMISES_BACK), hit.first) is not None


def _is_seat(reading: Reading, hit: Hit, named: Sequence[Named]) -> bool:
    """ "The bureau in Salé", not "the bureau on Wednesday in Salé" or its raids there."""
    beside = (n.found.last for n in named if 0 <= hit.first - n.found.last < SEAT_REACH)
    return not all(
        is_day_between(reading, last, hit.first) or reading.cue("act", last, hit.first)
        for last in beside
    )


def _is_of_custody(reading: Reading, hit: Hit, first: int) -> bool:
    """ "They have been in custody in Salé since": where the agency questions whom it holds."""
    kept = reading.cues("custody", max(first, hit.first - CUSTODY_BACK), hit.first)
    return bool(kept) and not reading.cue("act", kept[-1].last, hit.first)


def _is_of_conference(reading: Reading, hit: Hit, first: int) -> bool:
    """ "At a press conference held on Thursday in Salé", "in a statement made public in Rabat",
    and no act since, nor anybody who was met there.
    """
    told = reading.cues("conference", max(first, hit.first - CONFERENCE_BACK), hit.first)
    if told:
        return not reading.cue("act", told[-1].last, hit.first)
    issued = reading.cues("communique", max(first, hit.first - ISSUED_BACK), hit.first)
    return bool(issued) and not reading.any_cue(NEWS, issued[-1].last, hit.first)


def _is_bureau(reading: Reading, hit: Hit, first: int) -> bool:
    """ "مكتب سلا", "the men of Salé": the agency by its seat."""
    before = max(first, hit.first - ORIGIN_BACK), hit.first
    return any(
        0 <= hit.first - cue.last <= ORIGIN_REACH
        and not is_day_between(reading, cue.last, hit.first)
        for cue in reading.cues("body", *before)
    )


def _is_taken_to(reading: Reading, hit: Hit) -> bool:
    """ "وداوه لسلا": they took him to Salé."""
    return reading.tokens[hit.first].text.startswith(reading.affixes.to)
