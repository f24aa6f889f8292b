"""How far a passage is like those that seeds taught: by its words, and by its concepts.

Words speak within a language; concepts (agency acts, people held, custody, a place …) let a seed in
one language speak for an article in another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from rapidfuzz import fuzz

from matching.passages import Passage
from matching.reading import Reading
from matching.signs import Signs

Teaching = Literal["announces", "mentions"]

CONCEPTS = (
    "act",
    "seize",
    "services",
    "communique",
    "said",
    "custody",
    "info",
    "joint",
    "head",
    "trial",
    "refer",
    "visit",
    "award",
    "balance",
    "opinion",
    "press",
    "more",
    "earlier",
    "group",
)
MOST_COMPARED = 700
"""Characters of a passage that are compared as text."""

WORDS_WEIGHT, CONCEPTS_WEIGHT = 2.0, 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Portrait:
    """A passage made comparable: `phrases` are pairs of stems, `folded` its words in one string."""

    folded: str
    phrases: frozenset[str]
    concepts: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """A passage of a seed; `text` as it stands in the seed."""

    seed: str
    teaches: Teaching
    text: str
    portrait: Portrait


def portray(reading: Reading, passage: Passage, signs: Signs) -> Portrait:
    """Make a portrait of the passage's own sentence and those after it."""
    own = [number for number in passage.order if number >= passage.core]
    tokens = [
        token
        for number in own
        for token in reading.tokens[
            reading.sentences[number].first : reading.sentences[number].last
        ]
    ]
    return Portrait(
        folded=" ".join(token.text for token in tokens)[:MOST_COMPARED],
        phrases=frozenset(f"{a.stem} {b.stem}" for a, b in pairwise(tokens)),
        concepts=frozenset(_concepts(reading, own, signs)),
    )


def _concepts(reading: Reading, numbers: Sequence[int], signs: Signs) -> Iterator[str]:
    for concept in CONCEPTS:
        if any(
            reading.cue(concept, reading.sentences[n].first, reading.sentences[n].last)
            for n in numbers
        ):
            yield concept
    if signs.part:
        yield f"agency {signs.part.doing}"
    if signs.slots.topic:
        yield f"topic {signs.slots.topic.value}"
    for name in ("date", "count", "ages", "places", "seizures"):
        if getattr(signs.slots, name):
            yield name


def likeness(portrait: Portrait, patterns: Sequence[Pattern]) -> float:
    """Return above 0 where the passage is more like those that announce, below 0 like the others.

    0 without patterns of both kinds; between -1 and 1.
    """
    announcing = [p.portrait for p in patterns if p.teaches == "announces"]
    mentioning = [p.portrait for p in patterns if p.teaches == "mentions"]
    if not announcing or not mentioning:
        return 0.0
    words = _overlap(portrait, announcing) - _overlap(portrait, mentioning)
    concepts = _nearest_concepts(portrait, announcing) - _nearest_concepts(portrait, mentioning)
    return max(-1.0, min(1.0, WORDS_WEIGHT * words + CONCEPTS_WEIGHT * concepts))


def _overlap(portrait: Portrait, taught: Sequence[Portrait]) -> float:
    if not portrait.phrases:
        return 0.0
    return max(len(portrait.phrases & other.phrases) for other in taught) / len(portrait.phrases)


def _nearest_concepts(portrait: Portrait, taught: Sequence[Portrait]) -> float:
    return max(
        len(portrait.concepts & other.concepts) / max(1, len(portrait.concepts | other.concepts))
        for other in taught
    )


def nearest(portrait: Portrait, patterns: Sequence[Pattern]) -> tuple[Pattern, float] | None:
    """Return the pattern whose text is most alike, and the similarity 0-100."""
    best: tuple[Pattern, float] | None = None
    for pattern in patterns:
        floor = best[1] if best else 0.0
        score = fuzz.ratio(portrait.folded, pattern.portrait.folded, score_cutoff=floor)
        if best is None or score > floor:
            best = pattern, score
    return best
