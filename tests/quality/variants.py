"""What each part of the seeds' evidence is worth: python -m tests.quality.variants CORPUS

Prints the table of docs/decisions/0006: dev.jsonl and own cases together, judged without the words
of the fold (crossval.py), with parts of the evidence switched off or made otherwise.
"""

from __future__ import annotations

import sys
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

import matching.likeness as evidence
from alerts.backtest_rows import BacktestRow
from matching.concepts import likeness
from matching.lexicon import Lexicon, load_lexicon
from matching.likeness import (
    ANNOUNCING_PHRASES,
    LIKE_CONCEPTS,
    MENTIONING_PHRASES,
    UNLIKE_CONCEPTS,
)
from tests.quality.crossval import HeldOut, cross_validate
from tests.quality.measure import HERE, load
from tests.quality.page import CUTS, plans, table

Likeness = Callable[[str, Sequence[str]], float]

CONCEPTS = (LIKE_CONCEPTS, UNLIKE_CONCEPTS)
PHRASES = (ANNOUNCING_PHRASES, MENTIONING_PHRASES)
SAME_MEDIAN = 0.12
"""Two sets are more alike than two sequences: by so much, at the announcements' median."""


def as_sets(sequence: str, others: Sequence[str]) -> float:
    """As concepts.likeness, of the concepts without their order (Jaccard)."""
    own = set(sequence)
    alike = sorted(len(own & set(o)) / len(own | set(o)) for o in others if own | set(o))
    half = alike[len(alike) // 2 :]
    return sum(half) / len(half) - SAME_MEDIAN if half else 0.0


def silencing(lexicon: Lexicon, reasons: Sequence[str], factor: float = 0.0) -> Lexicon:
    """Return a lexicon in which these reasons give `factor` times their points."""
    points = {r: p * factor if r in reasons else p for r, p in lexicon.weights.points.items()}
    return replace(lexicon, weights=replace(lexicon.weights, points=points))


def variants() -> Iterator[tuple[str, str, Lexicon, Likeness]]:
    """Yield (name, plan, lexicon, how sequences are compared)."""
    lexicon, sequences = load_lexicon(), likeness
    without = silencing(lexicon, CONCEPTS)
    yield "no seeds", "without", lexicon, sequences
    for threshold in (2.9, 3.3):
        weights = replace(lexicon.weights, threshold=threshold)
        yield (
            f"no seeds, threshold {threshold}",
            "without",
            replace(lexicon, weights=weights),
            (sequences),
        )
    yield "five seeds: phrases", "with seeds", without, sequences
    sequenced = silencing(lexicon, PHRASES)
    yield "five seeds: concepts in sequence", "with seeds", sequenced, sequences
    yield "five seeds: concepts as a set", "with seeds", sequenced, as_sets
    yield "five seeds: phrases, concepts in sequence", "with seeds", lexicon, sequences
    twice = silencing(lexicon, (*CONCEPTS, *PHRASES), 2)
    yield "… with twice the points", "with seeds", twice, sequences
    yield "and one in French", "a French one more", lexicon, sequences


def area(held: Sequence[HeldOut]) -> float:
    """Return how often an announcement scores higher than a mention (the area under the ROC)."""
    scores: dict[str, list[float]] = {"announcement": [], "mention": []}
    for item in held:
        label = item.row.label.get("label")
        if not item.row.label.get("either") and label in scores:
            scores[label].append(float("-inf") if item.score is None else item.score)
    mentions = sorted(scores["mention"])
    won = sum(
        (bisect_left(mentions, one) + bisect_right(mentions, one)) / 2
        for one in scores["announcement"]
    )
    return won / len(mentions) / len(scores["announcement"])


def _counted(held: Sequence[HeldOut]) -> tuple[int, int]:
    """Announcements missed, mentions taken for news."""
    scored = [item for item in held if not item.row.label.get("either")]
    missed = sum(not i.found for i in scored if i.row.label.get("label") == "announcement")
    return missed, sum(i.found for i in scored if i.row.label.get("label") == "mention")


def main(arguments: Sequence[str]) -> None:
    """Print a row a variant."""
    rows = [*load(Path(arguments[0]) / "dev.jsonl"), *load(HERE / "cases.jsonl")]
    print(table(["two folds", "missed", "wrong", "area"], []), end="")
    for variant in variants():
        print(f"| {' | '.join(_row(rows, *variant))} |", flush=True)


def _row(
    rows: Sequence[BacktestRow], name: str, plan: str, lexicon: Lexicon, compare: Likeness
) -> list[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(evidence, "likeness", compare)
        ways = [cross_validate(rows, plans()[plan], lexicon, 2, cut) for cut in CUTS]
    missed, wrong = zip(*map(_counted, ways), strict=True)
    counts = (f"{sum(counted) / len(ways):.1f}" for counted in (missed, wrong))
    return [name, *counts, f"{sum(map(area, ways)) / len(ways):.4f}"]


if __name__ == "__main__":
    main(sys.argv[1:])
