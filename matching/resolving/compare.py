"""Compares two profiles, fact by fact: named reasons with points, facts first and text second."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace
from itertools import product

from core.events import Reason
from matching.resolving.days import compare_days
from matching.resolving.figures import LEAST
from matching.resolving.places import is_coded, province_of, region_of
from matching.resolving.profile import Profile
from matching.resolving.texts import compare_texts, compare_titles
from matching.resolving.weights import Weights

PAIR = 2
"""So few held in a follow-up's own act are no likeness to the operation's."""

SCATTERED = 3
"""Regions of one operation from which on an outlet may well name another place than the rest."""

CONTRADICTED = 2
"""So many facts that differ are no slips of reading: one text read twice gives the same facts."""

ROUNDED = 100
ROUNDING = 0.07
"""Large figures that differ by so little may be one: outlets round."""

_DIFFERING = ("places-differ", "ages-differ", "count-differs", "figures-differ")
_OF_ONE_ACT = (*_DIFFERING, "undated")


def compare(one: Profile, other: Profile, weights: Weights) -> tuple[Reason, ...]:
    """Return what speaks for (points above 0) and against one operation; symmetric.

    Texts are compared where they can still decide, titles where they leave it in doubt; not where
    two facts differ: what is then alike is the set phrases, in which outlets tell every operation.
    """
    reasons = tuple(
        _softened(one, other, reason, weights) for reason in _facts(one, other, weights)
    )
    threshold = max(weights.threshold.operation, weights.threshold.support)
    if score(reasons) + weights.text.most < weights.threshold.least:
        return reasons
    if "followup" not in (one.telling, other.telling) and _facts_apart(reasons) >= CONTRADICTED:
        return reasons
    reasons = (*reasons, *compare_texts(one, other, weights))
    if threshold - weights.text.doubt <= score(reasons) < threshold:
        return (*reasons, *compare_titles(one, other, weights))
    return reasons


def _facts_apart(reasons: Iterable[Reason]) -> int:
    return sum(reason.name in _DIFFERING for reason in reasons)


def _softened(one: Profile, other: Profile, reason: Reason, weights: Weights) -> Reason:
    """What a follow-up states differently may belong to its new act; its topic can't.

    Where cases are rare a later day's number may be a new act's too, though it isn't called one.
    """
    followup = "followup" in (one.telling, other.telling) and reason.name in _OF_ONE_ACT
    if not followup and not (reason.name == "count-differs" and _are_later(one, other)):
        return reason
    elsewhere = reason.name == "places-differ"
    share = weights.followup.lenience_places if elsewhere else weights.followup.lenience
    return replace(reason, points=round(reason.points * share, 2))


def _are_later(one: Profile, other: Profile) -> bool:
    dated = bool(one.dates and other.dates)
    return one.rare and other.rare and dated and not one.dates & other.dates


def score(reasons: tuple[Reason, ...]) -> float:
    return round(sum(reason.points for reason in reasons), 2)


def _facts(one: Profile, other: Profile, weights: Weights) -> Iterator[Reason]:
    yield from compare_days(one, other, weights)
    yield from _places(one, other, weights)
    yield from _ages(one, other, weights)
    shared = _figures_shared(one, other)
    yield from _counts(one, other, shared, weights)
    yield from _figures(one, other, shared, weights)
    yield from _goods(one, other, weights)
    yield from _groups(one, other, weights)
    yield from _nature(one, other, weights)


def _places(one: Profile, other: Profile, weights: Weights) -> Iterator[Reason]:
    points = weights.places
    shared = one.places & (other.places | other.named) | one.named & other.places
    if shared:
        worth = sum(points.weights.get(place, points.common) for place in shared)
        yield Reason(
            name="places", points=min(points.most, worth), detail=", ".join(sorted(shared))
        )
        return
    # Moroccan places only: abroad, a partner's place and ours are both true.
    first, second = set(filter(is_coded, one.places)), set(filter(is_coded, other.places))
    if not first or not second:
        return
    vague = one.near | other.near
    if any(_are_near(a, b, vague) for a, b in product(first, second)):
        yield Reason(name="places-near", points=points.near, detail="side by side")
    else:
        detail = f"{', '.join(sorted(first))} / {', '.join(sorted(second))}"
        scattered = max(len({region_of(place) for place in side}) for side in (first, second))
        worth = points.scattered if scattered >= SCATTERED else points.disjoint
        if any(side <= set(points.seats) for side in (first, second)):
            worth = max(worth, points.seat)
        yield Reason(name="places-differ", points=worth, detail=detail)


def _are_near(one: str, other: str, vague: Set[str]) -> bool:
    if province_of(one) == province_of(other):
        return True
    return region_of(one) == region_of(other) and not vague.isdisjoint((one, other))


def _ages(one: Profile, other: Profile, weights: Weights) -> Iterator[Reason]:
    points = weights.ages
    if not one.ages or not other.ages:
        return
    shared = one.ages & other.ages
    if shared:
        youngest, oldest = max(shared, key=lambda ages: ages[1] - ages[0])
        worth = points.range if youngest < oldest else points.single
        yield Reason(name="ages", points=worth, detail=f"{youngest}-{oldest}")
    elif any(a[0] == b[0] or a[1] == b[1] for a, b in product(one.ages, other.ages)):
        yield Reason(name="ages-overlap", points=points.bound, detail="one bound in common")
    elif not any(_may_be_same(*pair) for pair in product(one.ages, other.ages)):
        yield Reason(name="ages-differ", points=points.conflict, detail="no bound in common")


def _may_be_same(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """ "In his thirties" is 34 as well; who was born in a year is one of two ages."""
    if any(a[0] % 10 == 0 and a[1] == a[0] + 9 for a in (one, other)):
        return max(one[0], other[0]) <= min(one[1], other[1])
    return max(abs(one[0] - other[0]), abs(one[1] - other[1])) <= 1


def _figures_shared(one: Profile, other: Profile) -> frozenset[str]:
    """Whom one report takes for held another only counts: 37 people found are 37 in both."""
    held, others = ({str(n) for n in side.counts if n >= LEAST} for side in (one, other))
    return one.figures & other.figures | held & other.figures | others & one.figures


def _counts(one: Profile, other: Profile, figures: Set[str], weights: Weights) -> Iterator[Reason]:
    points = weights.count
    if not one.counts or not other.counts:
        return
    if any(str(count) in figures for count in one.counts ^ other.counts):
        return
    shared = one.counts & other.counts
    if shared:
        most = max(shared)
        if most <= PAIR and (one.telling == "followup") != (other.telling == "followup"):
            return
        steps = ((2, points.common), (5, points.several), (9, points.many))
        worth = next((value for limit, value in steps if most <= limit), points.most)
        yield Reason(name="count", points=worth, detail=str(most))
        return
    apart = min(abs(a - b) for a, b in product(one.counts, other.counts))
    worth = points.close if apart <= 2 else points.conflict
    yield Reason(name="count-differs", points=worth, detail=f"{apart} apart")


def _figures(one: Profile, other: Profile, shared: Set[str], weights: Weights) -> Iterator[Reason]:
    """Where cases are rare the quantities are those of a search or a video, and part none."""
    points = weights.figures
    if shared:
        worth = sum(points.rare if _is_telling(figure) else points.common for figure in shared)
        yield Reason(
            name="figures", points=min(points.most, worth), detail=", ".join(sorted(shared))
        )
    elif one.rare and other.rare:
        return
    elif one.figures and other.figures and not _are_rounded(one.figures, other.figures):
        yield Reason(name="figures-differ", points=points.conflict, detail="none in common")


def _are_rounded(one: Set[str], other: Set[str]) -> bool:
    """1,306 kilos are "1.3 tonnes" elsewhere."""
    large = ({int(n) for n in side if int(n) >= ROUNDED} for side in (one, other))
    return any(abs(a - b) <= ROUNDING * max(a, b) for a, b in product(*large))


def _goods(one: Profile, other: Profile, weights: Weights) -> Iterator[Reason]:
    shared = one.goods & other.goods
    if shared:
        yield Reason(name="goods", points=weights.goods.same, detail=", ".join(sorted(shared)))
    elif one.goods and other.goods:
        yield _difference("goods-differ", weights.goods.differ, one.goods, other.goods)


def _is_telling(figure: str) -> bool:
    """145 kilos are seldom two seizures; 12 or 3,000 may be."""
    return len(figure) > 2 and len(figure.rstrip("0")) > 1


def _groups(one: Profile, other: Profile, weights: Weights) -> Iterator[Reason]:
    points = weights.group
    shared = one.groups & other.groups
    if shared:
        yield Reason(name="group", points=points.same, detail=", ".join(sorted(shared)))
    elif one.groups and other.groups and not _are_kin(one.groups, other.groups, points.kin):
        yield _difference("group-differs", points.conflict, one.groups, other.groups)
    partners = (one.partners & other.partners) - set(weights.partner.common)
    if partners:
        detail = ", ".join(sorted(partners))
        yield Reason(name="partner", points=weights.partner.same, detail=detail)


def _nature(one: Profile, other: Profile, weights: Weights) -> Iterator[Reason]:
    """Who acted is read wrongly at times; where both cases are rare it parts none."""
    topics, acts = weights.topic, weights.act
    if _differ(one.topics, other.topics) and not _are_kin(one.topics, other.topics, topics.kin):
        yield _difference("topic-differs", topics.differs, one.topics, other.topics)
    if _differ(one.acts, other.acts) and not (one.rare and other.rare):
        yield _difference("act-differs", acts.differs, one.acts, other.acts)


def _differ(one: Set[str], other: Set[str]) -> bool:
    return bool(one and other) and not one & other


def _difference(name: str, points: float, one: Set[str], other: Set[str]) -> Reason:
    detail = f"{', '.join(sorted(one))} / {', '.join(sorted(other))}"
    return Reason(name=name, points=points, detail=detail)


def _are_kin(one: Set[str], other: Set[str], families: Iterable[Sequence[str]]) -> bool:
    return any(one & set(family) and other & set(family) for family in families)
