"""Compares what profiles say of the case: goods, motifs, groups, partners, topics, who acted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from itertools import product
from math import log

from matching.resolving.clues import Clue, difference
from matching.resolving.goods import Amount
from matching.resolving.profile import Profile
from matching.resolving.weights import Act, Goods, Group, Motifs, Partner, Topic

ROUNDED = 0.2
"""Amounts of one thing that differ by less may be one: outlets round."""


def compare_goods(one: Profile, other: Profile, points: Goods) -> Clue | None:
    shared = one.goods & other.goods
    if shared:
        return Clue("goods", points.same, ("{}", shared))
    if one.goods and other.goods:
        return difference("goods-differ", points.differ, one.goods, other.goods)
    return None


def compare_amounts(one: Profile, other: Profile, points: Goods) -> Clue | None:
    """Eleven tonnes of cannabis are not two: outlets round, and one may tell but a part, but of the
    same thing one amount or another is in both.
    """
    pairs = _of_one_thing(one, other)
    if not pairs or any(_is_close(a, b, ROUNDED) for a, b in pairs):
        return None
    told, known = _shown(a for a, _ in pairs), _shown(b for _, b in pairs)
    return difference("amounts-differ", points.amounts, told, known)


def have_amounts_in_common(one: Profile, other: Profile, rounded: float = ROUNDED) -> bool:
    return any(_is_close(a, b, rounded) for a, b in _of_one_thing(one, other))


def are_amounts_alone(profile: Profile) -> bool:
    """Tell whether the figures of a profile are no more than its amounts."""
    return profile.figures <= {f"{amount.value:.0f}" for amount in profile.amounts}


def _of_one_thing(one: Profile, other: Profile) -> list[tuple[Amount, Amount]]:
    return [(a, b) for a, b in product(one.amounts, other.amounts) if a[:2] == b[:2]]


def _shown(amounts: Iterable[Amount]) -> frozenset[str]:
    return frozenset(f"{amount.thing} {amount.value:g}" for amount in amounts)


def _is_close(one: Amount, other: Amount, rounded: float) -> bool:
    """ "More than a tonne" may be three."""
    less, more = sorted((one, other), key=lambda amount: amount.value)
    return less.least or more.value - less.value <= rounded * more.value


def compare_motifs(one: Profile, other: Profile, points: Motifs) -> Clue | None:
    """Of an event of which much is told, one motif or another is in any report."""
    if not one.motifs or not other.motifs:
        return None
    shared = one.motifs & other.motifs
    if not shared:
        return difference("motifs-differ", points.differ, one.motifs, other.motifs)
    worth = sum([points.weights.get(motif, points.common) for motif in shared])
    most = max(len(one.motifs), len(other.motifs))
    if most > points.few:
        worth -= log(most / points.few)
    return Clue("motifs", round(max(0.0, min(points.most, worth)), 2), ("{}", shared))


def compare_groups(one: Profile, other: Profile, points: Group) -> Clue | None:
    shared = one.groups & other.groups
    if shared:
        return Clue("group", points.same, ("{}", shared))
    if one.groups and other.groups and not _are_kin(one.groups, other.groups, points.kin):
        return difference("group-differs", points.conflict, one.groups, other.groups)
    return None


def compare_partners(one: Profile, other: Profile, points: Partner) -> Clue | None:
    if one.partners.isdisjoint(other.partners):
        return None
    shared = (one.partners & other.partners).difference(points.common)
    return Clue("partner", points.same, ("{}", shared)) if shared else None


def compare_topics(one: Profile, other: Profile, points: Topic) -> Clue | None:
    if _differ(one.topics, other.topics) and not _are_kin(one.topics, other.topics, points.kin):
        return difference("topic-differs", points.differs, one.topics, other.topics)
    return None


def compare_acts(one: Profile, other: Profile, points: Act) -> Clue | None:
    """Who acted is read wrongly at times; where both cases are rare it parts none."""
    if _differ(one.acts, other.acts) and not (one.rare and other.rare):
        return difference("act-differs", points.differs, one.acts, other.acts)
    return None


def _differ(one: Set[str], other: Set[str]) -> bool:
    return bool(one and other) and not one & other


def _are_kin(one: Set[str], other: Set[str], families: Iterable[Sequence[str]]) -> bool:
    return any(one & set(family) and other & set(family) for family in families)
