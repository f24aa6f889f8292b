"""Compares two profiles, fact by fact: named clues with points, facts first and text second."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from matching.resolving.bounds import Room
from matching.resolving.clues import Clue
from matching.resolving.days import compare_days
from matching.resolving.numbers import (
    ROUNDING,
    TOLD_BEFORE,
    compare_ages,
    compare_counts,
    compare_figures,
    figures_shared,
)
from matching.resolving.profile import Profile
from matching.resolving.scenes import compare_places
from matching.resolving.texts import compare_texts, compare_titles
from matching.resolving.traits import (
    are_amounts_alone,
    compare_acts,
    compare_amounts,
    compare_goods,
    compare_groups,
    compare_motifs,
    compare_partners,
    compare_topics,
    have_amounts_in_common,
)
from matching.resolving.unsaid import followed_unsaid
from matching.resolving.weights import Distinct, Followup, Weights

CONTRADICTED = 2
"""So many facts that differ are no slips of reading: one text read twice gives the same facts."""

HUNDREDTH = 0.01
"""Scores are rounded to it."""

_DIFFERING = ("places-differ", "ages-differ", "count-differs", "figures-differ")
_OF_ONE_ACT = frozenset([*_DIFFERING, "amounts-differ", "undated"])
_ELSEWHERE = frozenset(["places-differ"])
_OF_LATER_DAY = frozenset(["count-differs"])
_OF_NO_MORE = _OF_ONE_ACT - _OF_LATER_DAY


class Comparison(NamedTuple):
    """What speaks for (points above 0) and against one operation, and its sum."""

    clues: tuple[Clue, ...]
    score: float


def compare(one: Profile, other: Profile, weights: Weights) -> Comparison:
    """Return what two profiles have in common and what parts them; its score is symmetric.

    Where the later one may follow the other up without saying so, the likelier of the two. The clue
    tells which one that is: "unsaid" where `one` follows.
    """
    as_told = _compare(one, other, weights)
    pair = followed_unsaid(one, other, weights.followup)
    if pair is None:
        return as_told
    followed = _summed([*_compare(*pair, weights).clues, _unsaid(pair[1] is other, weights)])
    return followed if followed.score > as_told.score else as_told


def _unsaid(one_follows: bool, weights: Weights) -> Clue:
    if one_follows:
        return Clue("unsaid", weights.followup.unsaid, ("its title names the other's place",))
    return Clue("unsaid-of-it", weights.followup.unsaid, ("the other's title names its place",))


def _compare(one: Profile, other: Profile, weights: Weights) -> Comparison:
    """Compare two profiles as what they are told as.

    Texts are compared where they can still decide, titles where they leave it in doubt; not where
    two facts differ, of a follow-up the place: what is then alike is the set phrases, in which
    outlets tell every operation.
    """
    places, ages = compare_places(one, other, weights), compare_ages(one, other, weights.ages)
    motifs = compare_motifs(one, other, weights.motifs)
    return _compared(one, other, (compare_days(one, other, weights), places, ages, motifs), weights)


def compare_within(
    one: Profile, other: Profile, weights: Weights, least: float, room: Room
) -> Comparison | None:
    """Return the same; None where the score is less than `least`.

    Places, ages, motifs, days and the number held leave too little for it in most events, and the
    rest is not compared then. `room` is what `one` can gain by that. Not to be asked of follow-ups,
    whose contradictions are softened.
    """
    least -= HUNDREDTH / 2
    places, ages = compare_places(one, other, weights), compare_ages(one, other, weights.ages)
    motifs = compare_motifs(one, other, weights.motifs)
    worth = sum([clue.points for clue in (places, ages, motifs) if clue]) + room.facts
    differing = (places is not None and places.name in _DIFFERING) + (
        ages is not None and ages.name in _DIFFERING
    )
    if differing < CONTRADICTED:
        worth += room.texts
    if worth + room.held + room.day < least:
        return None
    days = compare_days(one, other, weights)
    worth += days.points if days else 0.0
    if worth + room.held < least:
        return None
    counts = compare_counts(one, other, figures_shared(one, other), weights.count)
    if counts:
        # Nothing against as yet: of a later day another number counts for less.
        worth += max(counts.points, 0.0)
        if counts.points < 0 and differing == CONTRADICTED - 1:
            worth -= room.texts
    if worth < least:
        return None
    compared = _compared(one, other, (days, places, ages, motifs), weights)
    return compared if compared.score >= least else None


def _compared(
    one: Profile, other: Profile, leading: Iterable[Clue | None], weights: Weights
) -> Comparison:
    facts = _summed(_facts(one, other, leading, weights))
    if facts.score + weights.text.most < weights.threshold.least:
        return facts
    if _are_set_phrases(facts, _is_followed(one, other)):
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
        *_quantities(one, other, figures, weights),
        compare_goods(one, other, weights.goods),
        compare_groups(one, other, weights.group),
        compare_partners(one, other, weights.partner),
        compare_topics(one, other, weights.topic),
        compare_acts(one, other, weights.act),
    )
    clues = [clue for clue in found if clue is not None]
    if one.distinct != other.distinct:
        clues += _another_case(one, other, clues, weights.distinct)
    return _softened(clues, one, other, weights.followup)


def _quantities(
    one: Profile, other: Profile, shared: frozenset[str], weights: Weights
) -> Iterator[Clue | None]:
    """Figures and amounts: numbers that are both tell but once that the cases differ."""
    figures = compare_figures(one, other, shared, weights.figures)
    amounts = compare_amounts(one, other, weights.goods)
    if figures and figures.points < 0:
        if have_amounts_in_common(one, other, ROUNDING):
            figures = None
        elif amounts and are_amounts_alone(one) and are_amounts_alone(other):
            amounts = amounts._replace(points=round(amounts.points - figures.points, 2))
    yield figures
    yield amounts


def _another_case(
    one: Profile, other: Profile, clues: Iterable[Clue], points: Distinct
) -> Iterator[Clue]:
    """Who says that a case is another than one told before means one of another day, or of others.

    Of one day and the same people, or with a quantity in common, the other outlet tells this case,
    and doesn't say so; a follow-up has a day of its own.
    """
    if _is_followed(one, other) or one.ages & other.ages or one.counts & other.counts:
        return
    if one.figures & other.figures or have_amounts_in_common(one, other):
        return
    if _are_days_apart(one, other) or any(clue.name in _DIFFERING for clue in clues):
        yield Clue("another-case", points.says, ("one of the two says so",))


def _is_followed(one: Profile, other: Profile) -> bool:
    return "followup" in (one.telling, other.telling)


def _softened(clues: list[Clue], one: Profile, other: Profile, points: Followup) -> list[Clue]:
    """What a follow-up states differently may belong to its new act; its topic can't.

    Where cases are rare a later day's number may be a new act's too, though it isn't called one.
    Of two follow-ups each tells where its own act was. Who counts up those held before tells where
    one more was.
    """
    rare = one.rare and other.rare
    if one.telling == other.telling == "followup":
        lessened = _OF_ONE_ACT - _ELSEWHERE
    elif _is_followed(one, other):
        lessened = _OF_ONE_ACT if rare or not _holds_more(one, other) else _OF_NO_MORE
    elif rare and _are_days_apart(one, other):
        lessened = _OF_LATER_DAY
    else:
        return clues
    counted_up = any(name == "count" and basis[0] == TOLD_BEFORE for name, _, basis in clues)
    shares = {"places-differ": points.lenience_places if rare or counted_up else 1.0}
    if counted_up:  # One more is somebody else.
        clues = [clue for clue in clues if clue.name != "ages-differ"]
    if not rare:
        shares["figures-differ"] = points.lenience_figures
    for at, (name, worth, basis) in enumerate(clues):
        if name in lessened:
            clues[at] = Clue(name, _part_of(worth, shares.get(name, points.lenience)), basis)
    return clues


def _holds_more(one: Profile, other: Profile) -> bool:
    """A follow-up of two arrests that tells of seventeen follows another case."""
    later, earlier = (one, other) if one.telling == "followup" else (other, one)
    return bool(later.counts and earlier.counts) and min(later.counts) > max(earlier.counts)


@lru_cache
def _part_of(worth: float, share: float) -> float:
    """Kept, since the table's points are few and rounding takes as long as the rest."""
    return round(worth * share, 2)


def _are_days_apart(one: Profile, other: Profile) -> bool:
    return bool(one.dates and other.dates) and one.dates.isdisjoint(other.dates)
