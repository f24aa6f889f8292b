"""Compares two profiles, fact by fact: named clues with points, facts first and text second."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from functools import lru_cache
from typing import NamedTuple

from matching.resolving.bounds import Room
from matching.resolving.clues import Clue
from matching.resolving.days import compare_days
from matching.resolving.numbers import (
    compare_ages,
    compare_counts,
    compare_figures,
    figures_shared,
)
from matching.resolving.places import region_of
from matching.resolving.profile import Profile
from matching.resolving.texts import compare_texts, compare_titles
from matching.resolving.weights import (
    Act,
    Followup,
    Goods,
    Group,
    Partner,
    Places,
    Topic,
    Weights,
)

SCATTERED = 3
"""Regions of one operation from which on an outlet may well name another place than the rest."""

CONTRADICTED = 2
"""So many facts that differ are no slips of reading: one text read twice gives the same facts."""

HUNDREDTH = 0.01
"""Scores are rounded to it."""

_DIFFERING = ("places-differ", "ages-differ", "count-differs", "figures-differ")
_OF_ONE_ACT = frozenset([*_DIFFERING, "undated"])
_ELSEWHERE = frozenset(["places-differ"])
_OF_LATER_DAY = frozenset(["count-differs"])


class Comparison(NamedTuple):
    """What speaks for (points above 0) and against one operation, and its sum."""

    clues: tuple[Clue, ...]
    score: float


def compare(one: Profile, other: Profile, weights: Weights) -> Comparison:
    """Return what two profiles have in common and what parts them; symmetric.

    Texts are compared where they can still decide, titles where they leave it in doubt; not where
    two facts differ, of a follow-up the place: what is then alike is the set phrases, in which
    outlets tell every operation.
    """
    places, ages = _places(one, other, weights), compare_ages(one, other, weights.ages)
    return _compared(one, other, (compare_days(one, other, weights), places, ages), weights)


def compare_within(
    one: Profile, other: Profile, weights: Weights, least: float, room: Room
) -> Comparison | None:
    """Return the same; None where places, ages and days leave too little for a score of `least`.

    They part most events from a report. `room` is what `one` can gain by the rest. Not to be
    asked of follow-ups, whose contradictions are softened.
    """
    places, ages = _places(one, other, weights), compare_ages(one, other, weights.ages)
    worth = (places.points if places else 0.0) + (ages.points if ages else 0.0) + room.facts
    if not (places and places.name in _DIFFERING and ages and ages.name in _DIFFERING):
        worth += room.texts
    least -= HUNDREDTH / 2
    if worth + room.day < least:
        return None
    days = compare_days(one, other, weights)
    if days and worth + days.points < least:
        return None
    return _compared(one, other, (days, places, ages), weights)


def _compared(
    one: Profile, other: Profile, leading: Iterable[Clue | None], weights: Weights
) -> Comparison:
    facts = _summed(_facts(one, other, leading, weights))
    if facts.score + weights.text.most < weights.threshold.least:
        return facts
    if _are_set_phrases(facts, "followup" in (one.telling, other.telling)):
        return facts
    told = _summed([*facts.clues, *compare_texts(one, other, weights)])
    threshold = max(weights.threshold.operation, weights.threshold.support)
    if threshold - weights.text.doubt <= told.score < threshold:
        return _summed([*told.clues, *compare_titles(one, other, weights)])
    return told


def _summed(clues: Sequence[Clue]) -> Comparison:
    return Comparison(tuple(clues), round(sum([points for _, points, _ in clues]), 2))


def _are_set_phrases(facts: Comparison, followed: bool) -> bool:
    """What a follow-up states differently may be its new act's, but "a sixth suspect was arrested
    in" is said of any town.
    """
    differing = [clue.name for clue in facts.clues if clue.name in _DIFFERING]
    return "places-differ" in differing if followed else len(differing) >= CONTRADICTED


def _facts(
    one: Profile, other: Profile, leading: Iterable[Clue | None], weights: Weights
) -> list[Clue]:
    figures = figures_shared(one, other)
    found = (
        *leading,
        compare_counts(one, other, figures, weights.count),
        compare_figures(one, other, figures, weights.figures),
        _goods(one, other, weights.goods),
        _groups(one, other, weights.group),
        _partners(one, other, weights.partner),
        _topics(one, other, weights.topic),
        _acts(one, other, weights.act),
    )
    clues = [clue for clue in found if clue is not None]
    return _softened(clues, one, other, weights.followup)


def _softened(clues: list[Clue], one: Profile, other: Profile, points: Followup) -> list[Clue]:
    """What a follow-up states differently may belong to its new act; its topic can't.

    Where cases are rare a later day's number may be a new act's too, though it isn't called one.
    Of two follow-ups each tells where its own act was.
    """
    if one.telling == other.telling == "followup":
        lessened = _OF_ONE_ACT - _ELSEWHERE
    elif "followup" in (one.telling, other.telling):
        lessened = _OF_ONE_ACT
    elif one.rare and other.rare and _are_days_apart(one, other):
        lessened = _OF_LATER_DAY
    else:
        return clues
    for at, (name, worth, basis) in enumerate(clues):
        if name in lessened:
            share = points.lenience_places if name in _ELSEWHERE else points.lenience
            clues[at] = Clue(name, _part_of(worth, share), basis)
    return clues


@lru_cache
def _part_of(worth: float, share: float) -> float:
    """Kept, since the table's points are few and rounding takes as long as the rest."""
    return round(worth * share, 2)


def _are_days_apart(one: Profile, other: Profile) -> bool:
    return bool(one.dates and other.dates) and one.dates.isdisjoint(other.dates)


def _places(one: Profile, other: Profile, weights: Weights) -> Clue | None:
    points = weights.places
    if shared := _places_shared(one, other):
        worth = sum([points.weights.get(place, points.common) for place in shared])
        return Clue("places", min(points.most, worth), ("{}", shared))
    # Moroccan places only: abroad, a partner's place and ours are both true.
    if not one.coded or not other.coded:
        return _abroad(one, other, points)
    side_by_side = not one.provinces.isdisjoint(other.provinces)
    if side_by_side or ((one.near or other.near) and _are_vaguely_near(one, other)):
        return Clue("places-near", points.near, ("side by side",))
    scattered = len(one.regions) >= SCATTERED or len(other.regions) >= SCATTERED
    worth = points.scattered if scattered else points.disjoint
    if one.coded <= points.seats or other.coded <= points.seats:
        worth = max(worth, points.seat)
    return _difference("places-differ", worth, one.coded, other.coded)


def _places_shared(one: Profile, other: Profile) -> frozenset[str]:
    shared = one.places & other.places
    if one.named or other.named:
        shared |= one.places & other.named | one.named & other.places
    return shared


def _abroad(one: Profile, other: Profile, points: Places) -> Clue | None:
    """Little against: of an operation on both sides each outlet may name its own."""
    if (one.abroad and (other.coded or other.abroad)) or (other.abroad and one.coded):
        return _difference("places-abroad", points.abroad, one.places, other.places)
    return None


def _are_vaguely_near(one: Profile, other: Profile) -> bool:
    """Where an outlet says only "near", a place of the region will do."""
    vague = {*map(region_of, one.near & one.coded), *map(region_of, other.near & other.coded)}
    return not vague.isdisjoint(one.regions & other.regions)


def _goods(one: Profile, other: Profile, points: Goods) -> Clue | None:
    shared = one.goods & other.goods
    if shared:
        return Clue("goods", points.same, ("{}", shared))
    if one.goods and other.goods:
        return _difference("goods-differ", points.differ, one.goods, other.goods)
    return None


def _groups(one: Profile, other: Profile, points: Group) -> Clue | None:
    shared = one.groups & other.groups
    if shared:
        return Clue("group", points.same, ("{}", shared))
    if one.groups and other.groups and not _are_kin(one.groups, other.groups, points.kin):
        return _difference("group-differs", points.conflict, one.groups, other.groups)
    return None


def _partners(one: Profile, other: Profile, points: Partner) -> Clue | None:
    if one.partners.isdisjoint(other.partners):
        return None
    shared = (one.partners & other.partners).difference(points.common)
    return Clue("partner", points.same, ("{}", shared)) if shared else None


def _topics(one: Profile, other: Profile, points: Topic) -> Clue | None:
    if _differ(one.topics, other.topics) and not _are_kin(one.topics, other.topics, points.kin):
        return _difference("topic-differs", points.differs, one.topics, other.topics)
    return None


def _acts(one: Profile, other: Profile, points: Act) -> Clue | None:
    """Who acted is read wrongly at times; where both cases are rare it parts none."""
    if _differ(one.acts, other.acts) and not (one.rare and other.rare):
        return _difference("act-differs", points.differs, one.acts, other.acts)
    return None


def _differ(one: Set[str], other: Set[str]) -> bool:
    return bool(one and other) and not one & other


def _difference(name: str, points: float, one: frozenset[str], other: frozenset[str]) -> Clue:
    return Clue(name, points, ("{} / {}", one, other))


def _are_kin(one: Set[str], other: Set[str], families: Iterable[Sequence[str]]) -> bool:
    return any(one & set(family) and other & set(family) for family in families)
