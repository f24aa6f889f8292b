"""Compares the numbers of two profiles: ages, people held, quantities."""

from __future__ import annotations

from collections.abc import Set
from itertools import product
from math import log
from typing import Literal

from matching.resolving.clues import Clue, least_gap
from matching.resolving.profile import Profile
from matching.resolving.weights import Ages, Count, Figures

GENERATION = 5
"""Years between the ages of some and of others."""

SLIP = 10
"""Years by which one digit is written wrongly: 34 for 24, but 61 for 21 is somebody else."""

PAIR = 2
"""So few held in a follow-up's own act are no likeness to the operation's."""

ROUNDING = 0.07
"""Large figures that differ by so little may be one: outlets round."""

TOLD_BEFORE = "{} told before"
"""The wording of a number that later news says was held before."""


def compare_ages(one: Profile, other: Profile, points: Ages) -> Clue | None:
    if not one.ages or not other.ages:
        return None
    if not one.ages.isdisjoint(other.ages):
        youngest, oldest = max(one.ages & other.ages, key=lambda ages: ages[1] - ages[0])
        worth = points.range if youngest < oldest else points.single
        return Clue("ages", _of_several(worth, one.ages, other.ages), ("{}-{}", youngest, oldest))
    if len(one.ages) == len(other.ages) == 1:  # as in most reports
        alike = {_alike(*one.ages, *other.ages)}
    else:
        alike = {_alike(a, b) for a in one.ages for b in other.ages}
    if "bound" in alike:
        worth = _of_several(points.bound, one.ages, other.ages)
        return Clue("ages-overlap", worth, ("one bound in common",))
    if "same" in alike:
        return None
    own = "followup" not in (one.telling, other.telling)
    if own and "apart" not in alike:
        return Clue("ages-differ", points.apart, ("no age in common",))
    return Clue("ages-differ", points.conflict, ("no bound in common",))


def _of_several(worth: float, one: Set[object], other: Set[object]) -> float:
    """Of an event of which much is told, something fits any report: it says less by the log."""
    most = max(len(one), len(other))
    return round(max(0.0, worth - log(most)), 2) if most > 1 else worth


def _alike(
    one: tuple[int, int], other: tuple[int, int]
) -> Literal["bound", "same", "apart", "generation"]:
    """ "In his thirties" is 34 as well; who was born in a year is one of two ages.

    "22 to 31" and "40 to 55" are another generation: no slip of the pen makes one of the other, as
    it does 54 of 45, or 34 of 24.
    """
    youngest, oldest = one
    first, last = other
    if youngest == first or oldest == last:
        return "bound"
    if oldest + GENERATION < first or last + GENERATION < youngest:
        return "apart" if _is_slip(one, other) else "generation"
    if _is_decade(one) or _is_decade(other):
        same = max(youngest, first) <= min(oldest, last)
    else:
        same = abs(youngest - first) <= 1 and abs(oldest - last) <= 1
    return "same" if same else "apart"


def _is_slip(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """One digit of a single age written wrongly by little, or two in each other's place."""
    if len({*one}) > 1 or len({*other}) > 1:
        return False
    right, wrong = (f"{ages[0]:02}" for ages in (one, other))
    shared = any(a == b for a, b in zip(right, wrong, strict=False))
    return right == wrong[::-1] or (shared and abs(one[0] - other[0]) <= SLIP)


def _is_decade(ages: tuple[int, int]) -> bool:
    return ages[0] % 10 == 0 and ages[1] == ages[0] + 9


def figures_shared(one: Profile, other: Profile) -> frozenset[str]:
    """Whom one report takes for held another only counts: 37 people found are 37 in both."""
    if not one.figures and not other.figures:
        return frozenset()
    return one.figures & other.figures | one.held & other.figures | other.held & one.figures


def _names_other_towns(one: Profile, other: Profile) -> bool:
    """ "The five of the cell of Berrechid" are no five who were held in Tangier."""
    if not (one.places and other.places and (one.named or other.named)):
        return False
    return (one.places | one.named).isdisjoint(other.places | other.named)


def compare_counts(one: Profile, other: Profile, figures: Set[str], points: Count) -> Clue | None:
    """`figures` are those in common: a number that is one of them is nobody's held."""
    told = one.earlier & other.counts | other.earlier & one.counts
    if told and not one.counts & other.counts and not _names_other_towns(one, other):
        return Clue("count", count_worth(max(told), points), (TOLD_BEFORE, max(told)))
    if _counts_up_others(one, other) or _counts_up_others(other, one):
        return Clue("others-before", points.before, ("another number told before",))
    if not one.counts or not other.counts:
        return None
    if figures and any(str(count) in figures for count in one.counts ^ other.counts):
        return None
    shared = one.counts & other.counts
    if shared:
        most = max(shared)
        if most <= PAIR and "followup" in (one.telling, other.telling):
            return None
        worth = _of_several(count_worth(most, points), one.counts, other.counts)
        return Clue("count", worth, ("{}", most))
    apart = least_gap(one.counts, other.counts)
    return Clue(
        "count-differs", points.close if apart <= 2 else points.conflict, ("{} apart", apart)
    )


def _counts_up_others(later: Profile, known: Profile) -> bool:
    """ "A seventh man" is none of a case of three, unless it grew since."""
    if later.telling != "followup" or known.telling == "followup":
        return False
    if not later.earlier or not known.counts:
        return False
    return least_gap(later.earlier, known.counts | known.earlier) > PAIR


def count_worth(held: int, points: Count) -> float:
    """Return what a number held in common says: the more, the larger."""
    steps = ((2, points.common), (5, points.several), (9, points.many))
    return next((value for limit, value in steps if held <= limit), points.most)


def compare_figures(
    one: Profile, other: Profile, shared: frozenset[str], points: Figures
) -> Clue | None:
    """Where cases are rare the quantities are those of a search or a video, and part none."""
    if shared:
        worth = sum(points.rare if _is_telling(figure) else points.common for figure in shared)
        return Clue("figures", min(points.most, round(worth, 2)), ("{}", shared))
    if one.rare and other.rare:
        return None
    if one.figures and other.figures and not _are_rounded(one.large, other.large):
        return Clue("figures-differ", points.conflict, ("none in common",))
    return None


def _are_rounded(one: Set[int], other: Set[int]) -> bool:
    """1,306 kilos are "1.3 tonnes" elsewhere."""
    return any(abs(a - b) <= ROUNDING * max(a, b) for a, b in product(one, other))


def _is_telling(figure: str) -> bool:
    """145 kilos are seldom two seizures; 12 or 3,000 may be."""
    return len(figure) > 2 and len(figure.rstrip("0")) > 1
