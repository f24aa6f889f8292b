"""Phrases that tell: stems, alone or in a row, that seeds have far more often than other news.

Weighted by the log-odds ratio with an informative Dirichlet prior, as a z-score: Monroe, Colaresi
and Quinn, Fightin' Words (Political Analysis 16, 2008). The prior is the background's counts.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from matching.agencies import Found
from matching.background import LONGEST, Background, runs
from matching.reading import Reading
from matching.teaching import PhraseRules


class Telling(NamedTuple):
    """Phrases with their weights; `starts` are the stems that they begin with."""

    weights: Mapping[str, float]
    starts: frozenset[str]


class Contained(NamedTuple):
    """How much of what tells stands in a passage, 0-1, and the tokens of its weightiest phrase."""

    share: float
    first: int
    last: int


def phrases_of(
    reading: Reading,
    stretches: Iterable[tuple[int, int]],
    names: Sequence[Found],
    background: Background,
    rules: PhraseRules,
) -> frozenset[str]:
    """Return the phrases of a passage that may tell something: no names, no numbers."""
    left_out = _left_out(reading, names, rules)
    found: set[str] = set()
    for first, last in stretches:
        for stretch in _between(reading, first, last, left_out, background):
            found.update(run for run in runs(stretch) if not _is_function(run, background, rules))
    return frozenset(found)


def _left_out(reading: Reading, names: Sequence[Found], rules: PhraseRules) -> Collection[int]:
    hits = [hit for concept in rules.never for hit in reading.hits.get(concept, ())]
    spans = [*((hit.first, hit.last) for hit in hits), *((name.first, name.last) for name in names)]
    return {token for first, last in spans for token in range(first, last)}


def _between(
    reading: Reading, first: int, last: int, left_out: Collection[int], background: Background
) -> Iterator[list[str]]:
    """Yield the stems between the words that are left out."""
    stretch: list[str] = []
    for at in range(first, last):
        if at in left_out or _may_be_name(reading, at, first, background):
            yield stretch
            stretch = []
        else:
            stretch.append(reading.tokens[at].stem)
    yield stretch


def _may_be_name(reading: Reading, at: int, first: int, background: Background) -> bool:
    """A capital inside a sentence; without capitals, a word that the background hardly knows."""
    token = reading.tokens[at]
    start, _ = reading.folded.original(token.start, token.end)
    capital = reading.raw[start].isupper()
    if at > first and capital:
        return True
    return (capital or token.text >= "\u0600") and token.stem not in background.counts


def _is_function(run: str, background: Background, rules: PhraseRules) -> bool:
    """A function word at either end says nothing; neither does the beginning of a person's name."""
    words = run.split(" ")
    return (
        background.share(words[0]) > rules.common
        or background.share(words[-1]) > rules.common
        or not rules.names.isdisjoint(words)
        or words[0].isdigit()
    )


def weigh_phrases(
    passages: Sequence[Collection[str]],
    others: Sequence[Collection[str]],
    background: Background,
    rules: PhraseRules,
) -> dict[str, float]:
    """Return the phrases of `passages` that tell them from the background, with their z-scores.

    Those that `others` have as often are left out; of two phrases that hold one another the
    weightier stays; at most `rules.most`.
    """
    own, other = _counts(passages), _counts(others)
    sizes = [(_size(own, n), _size(other, n), background.totals[n - 1]) for n in _LENGTHS]
    weights: dict[str, float] = {}
    for phrase, count in own.items():
        size, size_others, size_background = sizes[phrase.count(" ")]
        usual = background.frequency(phrase)
        prior = rules.prior * usual / size_background
        odds = _Odds(count, size, prior, rules.prior)
        against = _Odds(other[phrase], size_others, prior, rules.prior)
        weight = odds.over(_Odds(usual, size_background, prior, rules.prior))
        if weight > 0 and odds.over(against) > 0:
            weights[phrase] = round(weight, 2)
    return _weightiest(weights, rules.most)


_LENGTHS = range(1, LONGEST + 1)


class _Odds(NamedTuple):
    """A phrase, `seen` in so many of `size`, with its share of the prior counts on top."""

    seen: float
    size: float
    prior: float
    all_prior: float

    def over(self, other: _Odds) -> float:
        """The z-score of the log-odds ratio (equations 16, 19 and 22 of the source)."""
        deviation = math.sqrt(1 / (self.seen + self.prior) + 1 / (other.seen + other.prior))
        return (self._log() - other._log()) / deviation

    def _log(self) -> float:
        count = self.seen + self.prior
        return math.log(count / (self.size + self.all_prior - count))


def _counts(passages: Sequence[Collection[str]]) -> Counter[str]:
    return Counter(phrase for passage in passages for phrase in passage)


def _size(counts: Counter[str], length: int) -> int:
    return sum(count for phrase, count in counts.items() if phrase.count(" ") == length - 1)


def _weightiest(weights: Mapping[str, float], most: int) -> dict[str, float]:
    chosen: dict[str, float] = {}
    for phrase in sorted(weights, key=lambda p: (-weights[p], p)):
        if len(chosen) == most:
            break
        if not any(_holds(phrase, known) or _holds(known, phrase) for known in chosen):
            chosen[phrase] = weights[phrase]
    return chosen


def _holds(phrase: str, part: str) -> bool:
    return f" {part} " in f" {phrase} "


def telling(weights: Mapping[str, float]) -> Telling:
    return Telling(weights, frozenset(phrase.split(" ")[0] for phrase in weights))


def contained(
    reading: Reading, stretches: Iterable[tuple[int, int]], telling: Telling, full: float
) -> Contained | None:
    """Return how much of what tells stands in the passage, `full` being all; None for nothing."""
    found: dict[str, tuple[int, int]] = {}
    for first, last in stretches:
        for at, token in enumerate(reading.tokens[first:last], first):
            if token.stem in telling.starts:
                for end in range(at + 1, min(at + LONGEST, last) + 1):
                    phrase = " ".join(token.stem for token in reading.tokens[at:end])
                    if phrase in telling.weights:
                        found.setdefault(phrase, (at, end))
    if not found:
        return None
    best = max(found, key=telling.weights.__getitem__)
    share = sum(telling.weights[phrase] for phrase in found) / full
    return Contained(min(1.0, share), *found[best])
