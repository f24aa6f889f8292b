"""A passage as a sequence of concepts (agency, act, held, place, custody …), whatever its language.

Each concept is one character, so that sequences are compared as strings: a seed in one language
speaks for an article in another.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby

from rapidfuzz.distance import Indel

from core.assessments import Span
from matching.passages import Passage
from matching.reading import Reading
from matching.signs import Signs
from matching.teaching import ConceptRules

_OWN = ("agency", "rival", "held", "ages")
"""Concepts that no single cue stands for; the lexicon's come behind them."""

_FIRST = ord("A")


def concept_sequence(reading: Reading, passage: Passage, signs: Signs, rules: ConceptRules) -> str:
    """Return the passage's concepts in the order of the text, each run of one concept once."""
    letters = {concept: chr(_FIRST + at) for at, concept in enumerate((*_OWN, *rules.cues))}
    found = sorted(
        (token, letters[concept])
        for token, concept in (
            *_named(passage),
            *_stated(reading, signs),
            *_cued(reading, tuple(passage.stretches(reading)), rules),
        )
    )
    return "".join(letter for letter, _ in groupby(letter for _, letter in found))


def likeness(sequence: str, others: Sequence[str]) -> float:
    """Return 0-1, by insertions and deletions; the mean of the more alike half of `others`.

    The nearest one alone would be nearer with every seed that is added; all of them would be
    farther with every seed of another kind.
    """
    alike = sorted((Indel.normalized_similarity(sequence, other) for other in others), reverse=True)
    half = alike[: (len(alike) + 1) // 2]
    return sum(half) / len(half) if half else 0.0


def _named(passage: Passage) -> Iterator[tuple[int, str]]:
    for name in passage.named:
        yield name.found.first, "rival" if name.role == "rival" else "agency"


def _stated(reading: Reading, signs: Signs) -> Iterator[tuple[int, str]]:
    for fact, concept in ((signs.slots.count, "held"), (signs.slots.ages, "ages")):
        if fact:
            yield _token_at(reading, fact.span), concept


def _token_at(reading: Reading, span: Span) -> int:
    shift = 0 if span.field == "title" else reading.title_length + 1
    start = reading.folded.folded_from(span.start + shift)
    return bisect_right(reading.tokens, start, key=lambda token: token.start) - 1


def _cued(
    reading: Reading, stretches: Sequence[tuple[int, int]], rules: ConceptRules
) -> Iterator[tuple[int, str]]:
    inside = {token for stretch in stretches for token in range(*stretch)}
    for concept, cues in rules.cues.items():
        for cue in cues:
            for hit in reading.hits.get(cue, ()):
                if hit.first in inside:
                    yield hit.first, concept
