"""Where an operation took place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from core.assessments import Place
from matching.lexicon import Lexicon
from matching.reading import Reading
from matching.roles import Named
from matching.slots.scenes import Scenery, Standing, standings
from matching.slots.times import Time


def find_places(
    reading: Reading,
    stretches: Iterable[tuple[int, int]],
    named: Sequence[Named],
    lexicon: Lexicon,
    times: Sequence[Time] = (),
) -> tuple[Place, ...]:
    """Return the places of the stretches, each once, in order of appearance.

    Of all standings the best that a place has counts: where a scene is told, the town of an office
    or of the reporter is none.
    """
    tiers: dict[Standing, dict[str, Place]] = {standing: {} for standing in Standing}
    scenery = Scenery(named, times, lexicon)
    for stretch in stretches:
        for hit, standing in standings(reading, stretch, scenery):
            name, code = hit.value.name, hit.value.code
            text, span = reading.quote(hit.first, hit.last)
            place = Place(name=name, code=code, text=text, span=span)
            known = tiers[standing].get(name)
            if known is None or known.span.field == "title":
                tiers[standing][name] = place
    chosen = _chosen(tiers)
    return tuple(place for place in chosen if not _is_around(place, chosen))


def _chosen(tiers: Mapping[Standing, Mapping[str, Place]]) -> list[Place]:
    """The best tier. A scene of the title alone is none where the text says better of it.

    "An engineer in Temara", says the title, and the text that he lives there; "the imam of Ifni",
    and the text that he was held there before.
    """
    scenes = tiers[Standing.SCENE]
    better = {
        name: place
        for standing in (Standing.ELSEWHERE, Standing.REGION, Standing.HOME, Standing.EARLIER)
        for name, place in tiers[standing].items()
    }
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
