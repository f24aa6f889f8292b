"""What seeds taught, and how far a passage is like it: by its phrases, and by its concepts.

Phrases speak within a language; concepts let a seed in one language speak for an article in
another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz, process

from core.assessments import Evidence
from matching.background import load_background
from matching.concepts import concept_sequence, likeness
from matching.lexicon import Lexicon
from matching.passages import Passage
from matching.reading import Reading
from matching.signs import Signs
from matching.teaching import PhraseRules, load_teaching
from matching.telling import Telling, contained, telling, weigh_phrases

Teaching = Literal["announces", "mentions"]

MOST_COMPARED = 700
"""Characters of a passage that are compared as text."""

LEAST_POINTS = 0.05

ANNOUNCING_PHRASES = "phrases of a seed that announces"
MENTIONING_PHRASES = "phrases of a seed that only mentions"
LIKE_CONCEPTS = "told like a seed that announces"
UNLIKE_CONCEPTS = "told unlike any seed that announces"


@dataclass(frozen=True, slots=True, kw_only=True)
class Portrait:
    """A passage made comparable: `folded` its words, `concepts` one character each."""

    folded: str
    concepts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """A passage of a seed; `text` as it stands there, `phrases` those that may tell something.

    `language` is the one that its phrases are counted in; without counts it has none.
    """

    seed: str
    teaches: Teaching
    text: str
    language: str
    portrait: Portrait
    phrases: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Taught:
    """The patterns of a watchlist's seeds, and the phrases with weights that follow from them."""

    patterns: tuple[Pattern, ...]
    announcing: Telling
    mentioning: Telling

    def without(self, seed: str) -> Taught:
        """Return what the other seeds teach."""
        return teach([pattern for pattern in self.patterns if pattern.seed != seed])


def teach(patterns: Sequence[Pattern]) -> Taught:
    """Weigh the phrases of the patterns, language by language."""
    rules = load_teaching().phrases
    by_language: defaultdict[str, list[Pattern]] = defaultdict(list)
    for pattern in patterns:
        by_language[pattern.language].append(pattern)
    announcing: dict[str, float] = {}
    mentioning: dict[str, float] = {}
    for language, own in by_language.items():
        announcing |= _weights(own, "announces", language, rules)
        mentioning |= _weights(own, "mentions", language, rules)
    return Taught(
        patterns=tuple(patterns), announcing=telling(announcing), mentioning=telling(mentioning)
    )


def _weights(
    patterns: Sequence[Pattern], teaches: Teaching, language: str, rules: PhraseRules
) -> dict[str, float]:
    background = load_background(language)
    if background is None:
        return {}
    own = [pattern.phrases for pattern in patterns if pattern.teaches == teaches]
    others = [pattern.phrases for pattern in patterns if pattern.teaches != teaches]
    return weigh_phrases(own, others, background, rules)


def portray(reading: Reading, passage: Passage, signs: Signs) -> Portrait:
    """Make a portrait: the words of the agency's sentence and those after it, all concepts."""
    own = (reading.sentences[number] for number in passage.order if number >= passage.core)
    words = (token.text for s in own for token in reading.tokens[s.first : s.last])
    return Portrait(
        folded=" ".join(words)[:MOST_COMPARED],
        concepts=concept_sequence(reading, passage, signs, load_teaching().concepts),
    )


def compare(
    reading: Reading, passage: Passage, portrait: Portrait, taught: Taught, lexicon: Lexicon
) -> list[Evidence]:
    """Return what the seeds say of a passage, as evidence; nothing without seeds.

    The points that lexicon/weights.toml has for these reasons are the most that they give.
    """
    said = [
        *_by_concepts(reading, passage, portrait, taught),
        *_by_phrases(reading, passage, taught, lexicon),
    ]
    evidence: list[Evidence] = []
    for reason, points, first, last in said:
        most = lexicon.weights.points[reason]
        given = round(max(most, points) if most < 0 else min(most, points), 2)
        if abs(given) >= LEAST_POINTS:
            text, span = reading.quote(first, last)
            evidence.append(Evidence(reason=reason, points=given, text=text, span=span))
    return evidence


def _by_concepts(
    reading: Reading, passage: Passage, portrait: Portrait, taught: Taught
) -> Iterator[tuple[str, float, int, int]]:
    announcing = [p.portrait.concepts for p in taught.patterns if p.teaches == "announces"]
    if announcing:
        rules = load_teaching().concepts
        points = rules.steep * (likeness(portrait.concepts, announcing) - rules.like)
        reason = LIKE_CONCEPTS if points > 0 else UNLIKE_CONCEPTS
        yield reason, points, *passage.core_tokens(reading)


def _by_phrases(
    reading: Reading, passage: Passage, taught: Taught, lexicon: Lexicon
) -> Iterator[tuple[str, float, int, int]]:
    full = load_teaching().phrases.full
    for reason, phrases in (
        (ANNOUNCING_PHRASES, taught.announcing),
        (MENTIONING_PHRASES, taught.mentioning),
    ):
        found = contained(reading, passage.stretches(reading), phrases, full)
        if found:
            yield reason, found.share * lexicon.weights.points[reason], found.first, found.last


def nearest(portrait: Portrait, patterns: Sequence[Pattern]) -> tuple[Pattern, float] | None:
    """Return the pattern whose text is most alike, and the similarity 0-100."""
    texts = [pattern.portrait.folded for pattern in patterns]
    found = process.extractOne(portrait.folded, texts, scorer=fuzz.ratio)
    return found and (patterns[found[2]], found[1])
