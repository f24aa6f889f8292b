"""Turns the signs of a passage into evidence: a transparent sum of points.

The points of each reason stand in lexicon/weights.toml.
"""

from __future__ import annotations

from collections.abc import Iterator

from core.assessments import Evidence, Slots, Span
from matching.asides import clause_behind
from matching.cues import first_hit
from matching.lexicon import Lexicon
from matching.reading import Reading
from matching.signs import Signs

_CUES = (("seize", "seizure"), ("communique", "communiqué"), ("custody", "custody"))


def weigh(reading: Reading, signs: Signs, lexicon: Lexicon) -> list[Evidence]:
    """Return the scored reasons of a passage, each at most once."""
    points = lexicon.weights.points
    evidence: list[Evidence] = []
    for reason, first, last in _reasons(reading, signs, lexicon):
        text, span = reading.quote(first, last)
        evidence.append(Evidence(reason=reason, points=points[reason], text=text, span=span))
    for reason, text, span in _facts(signs.slots):
        evidence.append(Evidence(reason=reason, points=points[reason], text=text, span=span))
    return evidence


def _reasons(reading: Reading, signs: Signs, lexicon: Lexicon) -> Iterator[tuple[str, int, int]]:
    """Yield reasons with the tokens that they stand on."""
    if signs.part:
        name = signs.part.named.found
        yield f"agency {signs.part.doing}", name.first, name.last
    if signs.act:
        yield "act", signs.act.first, signs.act.last
    for concept, reason in _CUES:
        hit = first_hit(reading, concept, signs.stretches)
        if hit:
            yield reason, hit.first, hit.last
    if signs.acted and signs.concrete and signs.bygone is None:
        yield "act on a fresh day", signs.acted.first, signs.acted.last
    elif signs.fresh:
        yield (
            ("fresh date" if signs.dated_fresh else "fresh word"),
            signs.fresh.first,
            signs.fresh.last,
        )
    if signs.date and (signs.age_days or 0) > lexicon.weights.past_days:
        yield "old date", signs.date.first, signs.date.last
    elif signs.bygone is not None:
        yield "act of old", signs.bygone, signs.bygone + 1
    elif not signs.now:
        yield ("no day told" if signs.plain else "nothing says now"), *signs.stretches[0]
    if not signs.concrete:
        yield "nothing concrete", *signs.stretches[0]
    if signs.explains:
        yield "title explains", signs.explains.first, signs.explains.last
    elif signs.asks:
        yield "title asks", signs.asks.first, signs.asks.last
    if signs.aside:
        behind = clause_behind(reading, signs.aside)
        yield "told behind" if behind else "told aside", signs.aside.first, signs.aside.last
    if signs.earlier:
        yield "told again", signs.earlier.first, signs.earlier.last
    for hit in signs.against:
        yield hit.concept, hit.first, hit.last


def _facts(slots: Slots) -> Iterator[tuple[str, str, Span]]:
    """Yield reasons with the words that state a fact."""
    place = slots.places[0] if slots.places else None
    for reason, fact in (
        ("people held", slots.count),
        ("ages", slots.ages),
        ("place", place),
        ("topic", slots.topic),
    ):
        if fact:
            yield reason, fact.text, fact.span
