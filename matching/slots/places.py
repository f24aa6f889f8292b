"""Where an operation took place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from itertools import chain, pairwise

from core.assessments import Place
from matching.lexicon import Lexicon
from matching.phrases import Hit
from matching.reading import Reading
from matching.roles import Named
from matching.slots.lists import heading_of, named_in_text
from matching.slots.scenes import OPEN, Scenery, Standing, standings
from matching.slots.seats import is_of_informer
from matching.slots.shares import are_of_others
from matching.slots.times import Time

BETTER = (Standing.ELSEWHERE, Standing.REGION, Standing.HOME, Standing.EARLIER, Standing.ROAD)
"""What the text says of a place that the title names, and that makes it no scene."""

HELD_AT = (Standing.REGION, Standing.LANDMARK, Standing.OFFICE)
"""What says well enough where people were taken that no open place is needed."""

HOME_BACK = 2
LIST_GAP = 3
"""Tokens between two places of a list: "and in"."""


def find_places(
    reading: Reading,
    near: Sequence[tuple[int, int]],
    named: Sequence[Named],
    lexicon: Lexicon,
    times: Sequence[Time] = (),
    farther: Sequence[tuple[int, int]] = (),
) -> tuple[Place, ...]:
    """Return the places of the near stretches, each once, in order of appearance.

    Of all standings the best that a place has counts: where a scene is told, the town of an office
    or of the reporter is none. The farther stretches are read where the near ones tell no scene.
    """
    scenery = Scenery(named, times, lexicon)
    placed = [found for stretch in near for found in standings(reading, stretch, scenery)]
    tiers = _tiers(reading, placed)
    if not tiers[Standing.SCENE]:
        behind = (found for stretch in farther for found in standings(reading, stretch, scenery))
        wide = _tiers(reading, chain(placed, behind))
        tiers = wide if wide[Standing.SCENE] or not any(tiers.values()) else tiers
    if not tiers[Standing.SCENE] and any(reading.hits.get(concept) for concept in OPEN):
        scenery = scenery._replace(alone=True)
        placed = [found for stretch in near for found in standings(reading, stretch, scenery)]
        lone = _tiers(reading, placed)
        tiers = tiers if any(tiers[standing] for standing in HELD_AT) else lone
    tiers[Standing.SCENE] |= _of_the_first(reading, placed, named)
    beside = _listed_in_title(reading)
    chosen = _chosen(tiers, beside, _heads_title(reading), named_in_text(reading))
    return tuple(place for place in chosen if not _is_around(place, chosen))


def _tiers(
    reading: Reading, placed: Iterable[tuple[Hit, Standing]]
) -> dict[Standing, dict[str, Place]]:
    """Places by name; of one that stands in title and text, that of the text."""
    tiers: dict[Standing, dict[str, Place]] = {standing: {} for standing in Standing}
    for hit, standing in placed:
        place = _place(reading, hit)
        known = tiers[standing].get(place.name)
        if known is None or known.span.field == "title":
            tiers[standing][place.name] = place
    return tiers


def _place(reading: Reading, hit: Hit) -> Place:
    text, span = reading.quote(hit.first, hit.last)
    return Place(name=hit.value.name, code=hit.value.code, text=text, span=span)


def _of_the_first(
    reading: Reading, placed: Sequence[tuple[Hit, Standing]], named: Sequence[Named]
) -> dict[str, Place]:
    """Whose officers acted first or whose residents were taken, where only others are placed.

    "Police in Toulouse arrested a student; her friend was also caught, in Montauban".
    """
    scenes = [
        hit
        for hit, standing in placed
        if standing is Standing.SCENE and reading.sentence_of(hit.first) >= reading.body
    ]
    if not scenes or not all(are_of_others(reading, hit) for hit in scenes):
        return {}
    start = reading.sentences[min(reading.sentence_of(hit.first) for hit in scenes)].first
    first: dict[str, Place] = {}
    for hit, standing in placed:
        own = reading.sentences[reading.sentence_of(hit.first)]
        told = own.first < start and reading.cue("act", own.first, own.last)
        info = reading.cues("info", own.first, hit.first)[-1:]
        tipped = any("," not in reading.between(cue.last, hit.first) for cue in info)
        tipped = tipped or is_of_informer(hit, named)
        live = reading.cue("home", max(own.first, hit.first - HOME_BACK), hit.first)
        theirs = standing is Standing.OFFICE or (standing is Standing.PEOPLE and live)
        if told and theirs and not tipped:
            first[hit.value.name] = _place(reading, hit)
    return first


def _listed_in_title(reading: Reading) -> dict[str, set[str]]:
    """The places beside each in a list of the title: "in Melilla and Nador", not "between"."""
    beside: dict[str, set[str]] = {}
    end = reading.sentences[reading.body - 1].last if reading.body else 0
    for one, other in pairwise(reading.cues("place", 0, end)):
        led = reading.cue("between", one.first - 1, one.first) is not None
        if other.first - one.last < LIST_GAP and not led:
            beside.setdefault(one.value.name, set()).add(other.value.name)
            beside.setdefault(other.value.name, set()).add(one.value.name)
    return beside


def _heads_title(reading: Reading) -> set[str]:
    """The places before the colon of "Taza: …", "Taza-Fez: …": the story is told of them."""
    return {hit.value.name for hit in heading_of(reading)}


def _chosen(
    tiers: Mapping[Standing, Mapping[str, Place]],
    beside: Mapping[str, Set[str]],
    heading: Set[str],
    in_text: Set[str],
) -> list[Place]:
    """The best tier; the officers' town before a beach.

    A scene of the title alone is none where the text says better of it, or tells scenes and names
    neither it nor what is listed with it.

    "An engineer in Temara", says the title, and the text that he lives there; "the imam of Ifni",
    and the text that he was held there before. Not so of the `heading`.
    """
    scenes = tiers[Standing.SCENE]
    better = {
        name: place
        for standing in BETTER
        for name, place in tiers[standing].items()
        if name not in heading
    }
    text = {name for name, place in scenes.items() if place.span.field == "text"}
    apart = {n for s in (Standing.ELSEWHERE, Standing.EARLIER) for n in tiers[s]}
    told = [
        place
        for name, place in scenes.items()
        if name in text
        or name not in better
        or (name not in apart and not text.isdisjoint(beside.get(name, ())))
    ]
    named = {n for tier in tiers.values() for n, p in tier.items() if p.span.field == "text"}
    named |= in_text
    named |= heading if len(heading) > 1 else set()
    if any(place.span.field == "text" for place in told):
        told = [p for p in told if not named.isdisjoint({p.name, *beside.get(p.name, ())})]
    if told:
        return told
    order = [s for s in Standing if s not in (Standing.SCENE, Standing.ELSEWHERE)]
    if all(p.span.field == "title" for p in tiers[Standing.REGION].values()):
        order.remove(Standing.REGION)  # "near Agadir", and the text: "the gendarmes of Imsouane"
        order.insert(order.index(Standing.OFFICE) + 1, Standing.REGION)
    if tiers[Standing.LANDMARK] and not tiers[Standing.REGION]:
        order[:0] = [Standing.AROUND, Standing.OFFICE]  # "at the border post near Fnideq"
    best = next((list(tiers[s].values()) for s in order if tiers[s]), list(scenes.values()))
    if any(place.span.field == "text" for place in best):
        best = [p for p in best if p.span.field == "text" or p.name in named]
    return best


def _is_around(place: Place, others: Iterable[Place]) -> bool:
    """A part of another's name, or the province that another place lies in."""
    return any(
        other.name.startswith(f"{place.name} ")
        or (place.code and other.code and other.code.startswith(f"{place.code}."))
        for other in others
    )
