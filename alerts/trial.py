"""What another matcher would have made of the same articles: kinds and alerts gained and lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

from alerts.backtest import after_merges, replay
from alerts.backtest_rows import BacktestRow
from matching.baselines import Replayed
from matching.evaluation import Evaluation, PlaceNames, Row, evaluate
from matching.matcher import Matcher
from store.database import open_database


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The kind and score of the strongest assessment, and the alerts raised by the article."""

    kind: str
    score: float | None
    alerts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An article that would be judged otherwise; `label` is its label, None where it has none."""

    id: str
    title: str
    url: str
    label: str | None
    before: Verdict
    after: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """`articles` were looked at, of which `named` name an agency and `moved` change their score.

    `before` and `after` are the figures, where the articles are labelled.
    """

    name: str
    articles: int
    named: int
    moved: int
    changes: tuple[Change, ...]
    before: Evaluation | None
    after: Evaluation | None


def try_out(
    name: str,
    rows: Iterable[BacktestRow],
    before: Matcher,
    after: Matcher,
    places: PlaceNames,
) -> Trial:
    """Replay the rows as they arrived through each matcher and a store of its own.

    Unlabelled rows that name no agency are passed over: no seed changes them.
    """
    count = 0
    kept: list[BacktestRow] = []
    for row in rows:
        count += 1
        if row.label.get("label") or before.judge(row.article).assessments:
            kept.append(row)
    kept.sort(key=lambda row: row.article.arrived)
    former, latter = _replayed(kept, before), _replayed(kept, after)
    pairs = list(zip(former, latter, strict=True))
    labelled = any(row.label.get("label") for row in kept)
    return Trial(
        name=name,
        articles=count,
        named=sum(bool(item.judgement.assessments) for item in former),
        moved=sum(one.line["score"] != other.line["score"] for one, other in pairs),
        changes=tuple(_changes(pairs, kept)),
        before=_evaluated(former, places) if labelled else None,
        after=_evaluated(latter, places) if labelled else None,
    )


def _replayed(rows: Sequence[BacktestRow], matcher: Matcher) -> list[Replayed]:
    with closing(open_database("sqlite://")) as database:
        seen = list(replay(rows, matcher.judge, database))
        after_merges([item.line for item in seen], database)
    return seen


def _evaluated(replayed: Sequence[Replayed], places: PlaceNames) -> Evaluation:
    return evaluate([Row(label=item.label, decision=item.line) for item in replayed], places)


def _changes(
    pairs: Sequence[tuple[Replayed, Replayed]], rows: Sequence[BacktestRow]
) -> Iterator[Change]:
    for (former, latter), row in zip(pairs, rows, strict=True):
        before, after = _verdict(former), _verdict(latter)
        if (before.kind, before.alerts) != (after.kind, after.alerts):
            yield Change(
                id=row.article.id,
                title=row.article.title,
                url=row.article.url,
                label=row.label.get("label"),
                before=before,
                after=after,
            )


def _verdict(item: Replayed) -> Verdict:
    alerts = (report["alert"] for report in item.line["reports"])
    return Verdict(
        kind=item.line["kind"],
        score=item.line["score"],
        alerts=tuple(alert for alert in alerts if alert),
    )
