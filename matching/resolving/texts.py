"""Compares the texts of two profiles: shared fingerprints, and titles where doubt is left."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import product

from rapidfuzz import fuzz

from matching.normalise import fold
from matching.resolving.clues import Clue
from matching.resolving.profile import Profile
from matching.resolving.weights import Weights

FEW_TITLES = 4


def compare_texts(one: Profile, other: Profile, weights: Weights) -> Iterator[Clue]:
    best, least = _likeness(one, other), weights.text.least
    if best > least:
        # To the fourth: two seizures of one week are told in the same set phrases, up to .8 alike.
        worth = weights.text.most * ((best - least) / (1 - least)) ** 4
        yield Clue("text", round(worth, 2), ("{} shared", f"{best:.0%}"))


def are_told_alike(one: Profile, other: Profile, weights: Weights) -> bool:
    return _likeness(one, other) > weights.text.least


def _likeness(one: Profile, other: Profile) -> float:
    return max((_share(a, b) for a, b in product(one.prints, other.prints)), default=0.0)


@lru_cache
def _share(one: frozenset[int], other: frozenset[int]) -> float:
    """The part of the shorter text that stands in the longer one; kept, since it is asked for again
    where texts told alike are counted.
    """
    return len(one & other) / min(len(one), len(other))


def compare_titles(one: Profile, other: Profile, weights: Weights) -> Iterator[Clue]:
    """Titles of one language, 0-100 by rapidfuzz."""
    pairs = (
        (a.title, b.title)
        for a, b in product(one.reports[:FEW_TITLES], other.reports[:FEW_TITLES])
        if a.language == b.language and a.title and b.title
    )
    best = max((fuzz.token_set_ratio(fold(a).text, fold(b).text) for a, b in pairs), default=0.0)
    if best >= weights.text.title_similarity:
        yield Clue("title", weights.text.title, ("similarity {}", f"{best:.0f}"))
