"""Where an operation took place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from core.assessments import Place
from matching.lexicon import Lexicon
from matching.reading import Reading
from matching.roles import Named
from matching.slots.scenes import Scenery, Standing, standings
from matching.slots.times import Time

OF_CASE = (Standing.SCENE, Standing.HOME, Standing.REMOTE, Standing.EARLIER)


class Found(NamedTuple):
    """Where the operation took place, and other places of its case; in order of appearance."""

    places: tuple[Place, ...]
    earlier: tuple[Place, ...]


def find_places(
    reading: Reading,
    stretches: Iterable[tuple[int, int]],
    named: Sequence[Named],
    lexicon: Lexicon,
    times: Sequence[Time] = (),
) -> Found:
    """Return the places of the stretches, each once.

    Of all standings the best that a place has counts: where a scene is told, the town of an office
    or of the reporter is none.
    """
    tiers: dict[Standing, dict[str, Place]] = {standing: {} for standing in Standing}
    scenery = Scenery(named, times, lexicon)
    for stretch in stretches:
        for hit, standing in standings(reading, stretch, scenery):
            name, code, _ = hit.value
            text, span = reading.quote(hit.first, hit.last)
            place = Place(name=name, code=code, text=text, span=span)
            known = tiers[standing].get(name)
            if known is None or known.span.field == "title":
                tiers[standing][name] = place
    chosen = _chosen(tiers)
    told = {place.name for place in chosen}
    of_case = {n: p for s in OF_CASE for n, p in tiers[s].items() if n not in told}
    return Found(
        tuple(place for place in chosen if not _is_around(place, chosen)), tuple(of_case.values())
    )


def _chosen(tiers: Mapping[Standing, Mapping[str, Place]]) -> list[Place]:
    """The best tier. A scene of the title alone is none where the text says better of it.

    "An engineer in Temara", says the title, and the text that he lives there; "the imam of Ifni",
    and the text that he was held there before.
    """
    scenes = tiers[Standing.SCENE]
    better = {**tiers[Standing.ELSEWHERE], **tiers[Standing.HOME], **tiers[Standing.EARLIER]}
    told = [p for p in scenes.values() if p.span.field == "text" or p.name not in better]
    if told:
        return told
    order = [s for s in Standing if s not in (Standing.SCENE, Standing.ELSEWHERE)]
    return next((list(tiers[s].values()) for s in order if tiers[s]), list(scenes.values()))


def _is_around(place: Place, others: Iterable[Place]) -> bool:
    """A part of another's name, or the province that another place lies in."""
    return any(
        other.name.startswith(f"{place.name} ")
        or (place.code and other.code and other.code.startswith(f"{place.code}."))
        for other in others
    )
