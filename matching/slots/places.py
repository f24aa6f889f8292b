"""Where an operation took place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from core.assessments import Place
from matching.lexicon import Lexicon
from matching.phrases import Hit
from matching.reading import Reading
from matching.roles import Named

OF = ("de", "from", "of", "من")
SEAT_REACH = 3
ORIGIN_REACH = 1
OFFICE_REACH = 4
"""Tokens between "judicial police" and its town: "of the prefecture of"."""


def find_places(
    reading: Reading,
    stretches: Iterable[tuple[int, int]],
    named: Sequence[Named],
    lexicon: Lexicon,
) -> tuple[Place, ...]:
    """Return the places of the stretches, each once, in order of appearance.

    The town of a police office counts only where no other place is named, a dateline's after it.
    """
    scenes: dict[str, Place] = {}
    offices: dict[str, Place] = {}
    datelines: dict[str, Place] = {}
    for hit, first in _candidates(reading, stretches, named, lexicon):
        name, code, _ = hit.value
        text, span = reading.quote(hit.first, hit.last)
        place = Place(name=name, code=code, text=text, span=span)
        tier = scenes
        if _is_dateline(reading, hit):
            tier = datelines
        elif _is_office(reading, hit, first, lexicon):
            tier = offices
        tier.setdefault(name, place)
    chosen = scenes or offices or datelines
    return tuple(place for place in chosen.values() if not _is_around(place, chosen.values()))


def _is_around(place: Place, others: Iterable[Place]) -> bool:
    """A part of another's name, or the province that another place lies in."""
    return any(
        other.name.startswith(f"{place.name} ")
        or (place.code and other.code and other.code.startswith(f"{place.code}."))
        for other in others
    )


def _candidates(
    reading: Reading,
    stretches: Iterable[tuple[int, int]],
    named: Sequence[Named],
    lexicon: Lexicon,
) -> Iterator[tuple[Hit, int]]:
    """Yield place hits that may be a scene, each with the first token of its sentence."""
    for first, last in stretches:
        for hit in reading.cues("place", first, last):
            seat = hit.value.name in lexicon.seats
            if seat and (_is_seat(hit, named) or _is_dateline(reading, hit)):
                continue
            if hit.value.name in lexicon.capitals and not _is_inside(reading, hit, first):
                continue
            if not _is_elsewhere(reading, hit, first) and _is_town(reading, hit, first):
                yield hit, first


def _is_elsewhere(reading: Reading, hit: Hit, first: int) -> bool:
    """A court's town, a home town, a ship's port of departure."""
    near = max(first, hit.first - 5)
    seats = [*reading.cues("seat", near, hit.first), *_people_of(reading, near, hit.first)]
    return any(0 <= hit.first - cue.last <= ORIGIN_REACH for cue in seats)


def _people_of(reading: Reading, first: int, place: int) -> list[Hit]:
    """ "A nurse of Taza": where someone is from."""
    if place == first or reading.tokens[place - 1].text not in OF:
        return []
    return list(reading.cues("one person", first, place))


def _is_town(reading: Reading, hit: Hit, first: int) -> bool:
    """Not a plain word that only looks like a town ("sale", "الجديدة": new)."""
    if not hit.value.ambiguous or hit.first == first:
        return True
    written = reading.quote(hit.first, hit.last)[0].casefold()
    if written != reading.tokens[hit.first].text and written < "\u0600":
        return True
    behind_particle = reading.tokens[hit.first].text[0] in "بلف"
    beside = (max(first, hit.first - 4), hit.first)
    at = any(cue.last == hit.first for cue in reading.cues("at", *beside))
    listed = any(0 <= hit.first - other.last <= 1 for other in reading.cues("place", *beside))
    return behind_particle or at or listed


def _is_office(reading: Reading, hit: Hit, first: int, lexicon: Lexicon) -> bool:
    """ "The judicial police of Kenitra": where the officers come from."""
    return any(
        0 <= hit.first - cue.last <= OFFICE_REACH
        and not reading.cue("act", cue.last, hit.first)
        and cue.value in lexicon.leads
        for cue in reading.cues("partner", max(first, hit.first - 8), hit.first)
    )


def _is_seat(hit: Hit, named: Sequence[Named]) -> bool:
    return any(0 <= hit.first - n.found.last < SEAT_REACH for n in named)


def _is_inside(reading: Reading, hit: Hit, first: int) -> bool:
    """ "In Madrid", "بالرباط", not "a tip from Rabat": a capital also means its government."""
    if hit.first == first or reading.tokens[hit.first].text[0] in "بف":
        return True
    beside = reading.cues("inside", max(first, hit.first - 3), hit.first)
    listed = reading.cues("place", max(first, hit.first - 4), hit.first)
    return any(0 <= hit.first - cue.last <= 1 for cue in (*beside, *listed))


def _is_dateline(reading: Reading, hit: Hit) -> bool:
    """ "RABAT - …": where the reporter sits."""
    sentence = reading.sentences[reading.sentence_of(hit.first)]
    after = reading.folded.text[reading.tokens[hit.last - 1].end :][:12].lstrip()
    in_body = sentence.start >= reading.title_length
    return in_body and hit.first == sentence.first and after[:1] in ("-", "/", "(", ",")
