"""Simple ways to judge and to group, measured beside the matcher: what its rules are worth.

Each returns the decisions of a replay anew, at the threshold that serves it best.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from rapidfuzz import fuzz

from core.articles import Article
from core.assessments import Judgement
from matching.evaluation import FOUND, PlaceNames, Row, evaluate
from matching.normalise import fold
from matching.tokens import tokenise

WINDOW = timedelta(days=12)
"""Articles further apart in time are not compared."""

THRESHOLDS = tuple(step / 20 for step in range(1, 20))

Line = dict[str, Any]
Likeness = Callable[[int, int], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """An article with its judgement, its labels and the line decided of it, in order of arrival."""

    article: Article
    judgement: Judgement
    label: Mapping[str, Any]
    line: Line


def alias_baseline(replayed: Sequence[Replayed]) -> list[Line]:
    """Whatever names a watched agency announces, and is an event of its own."""
    return [_announced(item, _names_agency(item.judgement)) for item in replayed]


def similarity_baseline(replayed: Sequence[Replayed], seeds: Sequence[str]) -> list[Line]:
    """Whatever is like a whole seed announces; the threshold with the best F1 of found rows."""
    likeness = [_nearest(item.article, seeds) for item in replayed]
    best = max(THRESHOLDS, key=lambda least: _found_f1(replayed, likeness, least))
    return [_announced(item, like >= best) for item, like in zip(replayed, likeness, strict=True)]


def tfidf_baseline(replayed: Sequence[Replayed], places: PlaceNames) -> list[Line]:
    """Group by the cosine of whole texts."""
    vectors = _tfidf([item.article for item in replayed])
    return _best_grouping(replayed, places, lambda a, b: _cosine(vectors[a], vectors[b]))


def fuzzy_titles_baseline(replayed: Sequence[Replayed], places: PlaceNames) -> list[Line]:
    """Group by the similarity of titles."""
    titles = [fold(item.article.title).text for item in replayed]
    return _best_grouping(
        replayed, places, lambda a, b: fuzz.token_set_ratio(titles[a], titles[b]) / 100
    )


def _names_agency(judgement: Judgement) -> bool:
    return any(agency.role != "rival" for agency in judgement.agencies)


def _announced(item: Replayed, announces: bool) -> Line:
    kind = "operation" if announces else "none"
    event = item.article.id if announces else None
    return _regrouped(item.line | {"kind": kind, "act": kind}, event, announces)


def _regrouped(line: Line, event: str | None, alerted: bool) -> Line:
    alert = "new" if alerted else False
    report = {"kind": line["kind"], "act": line["act"], "event": event, "alert": alert}
    return line | {"event": event, "alert": alert, "reports": [report] if event else []}


def _nearest(article: Article, seeds: Sequence[str]) -> float:
    """0-1, of the whole article against the most alike whole seed."""
    text = fold(f"{article.title}\n{article.text}").text
    return max((fuzz.ratio(text, fold(seed).text) / 100 for seed in seeds), default=0.0)


def _found_f1(replayed: Sequence[Replayed], likeness: Sequence[float], least: float) -> float:
    truth: list[bool] = [item.label.get("label") == "announcement" for item in replayed]
    found = [like >= least for like in likeness]
    right = sum(t and f for t, f in zip(truth, found, strict=True))
    return 2 * right / max(1, sum(truth) + sum(found))


def _best_grouping(
    replayed: Sequence[Replayed], places: PlaceNames, likeness: Likeness
) -> list[Line]:
    """The grouping whose threshold gives the best B-cubed F1."""
    found = [at for at, item in enumerate(replayed) if item.line["kind"] in FOUND]
    pairs = _pairs(replayed, found, likeness)
    groupings = [_grouped(replayed, found, pairs, least) for least in THRESHOLDS]
    return max(groupings, key=lambda lines: _f1(replayed, lines, places))


def _pairs(
    replayed: Sequence[Replayed], found: Sequence[int], likeness: Likeness
) -> dict[int, list[tuple[float, int]]]:
    """For each found row the likeness to the earlier ones within the window."""
    arrived = [item.article.arrived for item in replayed]
    return {
        one: [
            (likeness(other, one), other)
            for other in found
            if other < one and arrived[one] - arrived[other] <= WINDOW
        ]
        for one in found
    }


def _grouped(
    replayed: Sequence[Replayed],
    found: Sequence[int],
    pairs: Mapping[int, Sequence[tuple[float, int]]],
    least: float,
) -> list[Line]:
    """Each row joins the group of the earlier row that it is most like, or opens one."""
    lines = [_regrouped(item.line, None, False) for item in replayed]
    for one in found:
        like, other = max(pairs[one], default=(0.0, one))
        joins = like >= least
        event = str(lines[other]["event"]) if joins else replayed[one].article.id
        lines[one] = _regrouped(replayed[one].line, event, not joins)
    return lines


def _f1(replayed: Sequence[Replayed], lines: Sequence[Line], places: PlaceNames) -> float:
    rows = [
        Row(label=item.label, decision=line) for item, line in zip(replayed, lines, strict=True)
    ]
    return evaluate(rows, places).grouping.b_cubed[2]


def _tfidf(articles: Sequence[Article]) -> list[dict[str, float]]:
    counts = [Counter(_stems(article)) for article in articles]
    frequency = Counter(stem for words in counts for stem in words)
    return [
        {
            stem: (1 + math.log(n)) * math.log(len(counts) / frequency[stem])
            for stem, n in words.items()
        }
        for words in counts
    ]


def _stems(article: Article) -> Iterator[str]:
    for token in tokenise(fold(f"{article.title}\n{article.text}").text):
        yield token.stem


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    dot = sum(weight * other.get(stem, 0.0) for stem, weight in one.items())
    norms = math.sqrt(sum(w * w for w in one.values()) * sum(w * w for w in other.values()))
    return dot / norms if norms else 0.0
