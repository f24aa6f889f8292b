"""Measures the matcher and the resolver on labelled articles: the figures of the quality gate.

`python -m tests.quality.measure [CORPUS]` prints them as floors.toml has them.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

from alerts.backtest import after_merges, replay
from alerts.backtest_rows import BacktestRow, read_places, read_rows
from core.loading import load_settings
from matching.baselines import Replayed
from matching.evaluation import FOUND, Evaluation, PlaceNames, Row, Share, evaluate
from matching.matcher import Matcher, load_matcher
from store.database import open_database
from tests.quality.misspelling import misspell

HERE = Path(__file__).parent
ROOT = HERE.parents[1]

HEADER = """\
# What the quality gate demands of each figure: at least, or at most. Raised when beaten, never
# lowered quietly. `python -m tests.quality.measure [CORPUS]` prints what is measured in this form.
"""

FEWEST = 10
"""A language with fewer announcements has no figure of its own."""

SEEDS = range(5)

REPORTS = HERE / "reports.jsonl"
OF_READING = ("found.", "wrong.", "confused", "slots.")
"""How the figures begin that say what is read of single articles."""

CEILINGS = frozenset(
    {
        "wrong.mentions",
        "wrong.rest",
        "confused",
        "events.alerts_per_event",
        "events.wrong_merges",
        "false_alerts_per_10000",
        "gate.let_through",
        "misspelt.lost",
    }
)
"""The figures that should be low."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The figures of one section, what is behind the bad ones, and the speed (not pinned)."""

    figures: dict[str, float]
    details: tuple[str, ...]
    articles_per_s: float


def sections(corpus: Path | None) -> list[str]:
    """The sections that can be measured: those of a corpus where its folder is given."""
    return ["own", "reports", "streams", *(("dev", "background") if corpus else ())]


def measure(section: str, corpus: Path | None = None) -> Measured:
    """Replay a section's articles in a throw-away store and return its figures."""
    matcher = load_matcher(load_settings(ROOT, {}).watchlist)
    if section == "streams":
        return _measure_streams(matcher)
    if section == "background":
        return _measure_background(matcher, _in(corpus) / "background.jsonl.gz")
    if section == "reports":
        return _measure_reports(matcher)
    folder = HERE if section == "own" else _in(corpus)
    path = folder / ("cases.jsonl" if section == "own" else "dev.jsonl")
    return _measure_labelled(matcher, path, read_places(folder))


def _in(corpus: Path | None) -> Path:
    if corpus is None:
        raise ValueError("this section needs the folder of a corpus")
    return corpus


def load(path: Path) -> list[BacktestRow]:
    """Read labelled rows, all of which must be usable."""
    rows, unusable = read_rows([path], datetime(2024, 1, 1, tzinfo=UTC))
    if unusable:
        raise ValueError(f"{unusable[0].where}: {unusable[0].problem}")
    return rows


def replayed(matcher: Matcher, rows: Iterable[BacktestRow]) -> list[Replayed]:
    with closing(open_database("sqlite://")) as database:
        seen = list(replay(rows, matcher.judge, database, matcher.lets_through))
        after_merges([item.line for item in seen], database)
    return seen


def _measure_labelled(matcher: Matcher, path: Path, places: PlaceNames) -> Measured:
    rows = load(path)
    start = perf_counter()
    seen = replayed(matcher, rows)
    took = perf_counter() - start
    scored = [Row(label=item.label, decision=item.line) for item in seen]
    evaluation = evaluate(scored, places)
    found = _ratio(_announcing_found(scored))
    return Measured(
        figures={
            **_figures(evaluation),
            "gate.recall": _share(r.decision["candidate"] for r in scored if _is_scored(r)),
            "misspelt.lost": round(found - found_misspelt(matcher, rows), 4),
        },
        details=tuple(_details(scored, evaluation)),
        articles_per_s=len(rows) / took,
    )


def evaluated_reports(matcher: Matcher) -> tuple[Evaluation, list[str]]:
    """Judge the short reports; return their figures and what is misread.

    Their operations are of one week: what is one event there says nothing of a real week.
    """
    seen = replayed(matcher, load(REPORTS))
    scored = [Row(label=item.label, decision=item.line) for item in seen]
    evaluation = evaluate(scored, read_places(HERE))
    return evaluation, list(_misjudged(scored))


def _measure_reports(matcher: Matcher) -> Measured:
    start = perf_counter()
    evaluation, misread = evaluated_reports(matcher)
    took = perf_counter() - start
    figures = {
        name: value for name, value in _figures(evaluation).items() if name.startswith(OF_READING)
    }
    return Measured(
        figures=figures, details=tuple(misread), articles_per_s=len(load(REPORTS)) / took
    )


def _figures(e: Evaluation) -> dict[str, float]:
    kinds = {f"found.{kind}": _ratio(share) for kind, share in e.found.items()}
    languages = {
        f"found.{language}": _ratio(share)
        for language, share in e.found_by_language.items()
        if share.n >= FEWEST
    }
    slots = {
        f"slots.{name}": _ratio(Share(right=share.right, n=share.n))
        for name, share in e.slots.items()
        if share.n
    }
    grouping = e.grouping
    return {
        **kinds,
        **languages,
        "wrong.mentions": _ratio(e.wrong_mentions),
        "wrong.rest": _ratio(e.wrong_rest),
        "confused": _ratio(e.confused),
        **slots,
        "events.alerted": _ratio(Share(right=grouping.alerted, n=grouping.events)),
        "events.alerts_per_event": grouping.alerts_per_event or 0.0,
        "events.first_day": _ratio(grouping.first_day),
        "events.wrong_merges": _ratio(Share(right=len(grouping.wrong_merges), n=grouping.events)),
        "events.across_languages": _ratio(grouping.across),
        "events.b_cubed": grouping.b_cubed[2],
        "false_alerts_per_10000": e.false_alerts_per_10000,
    }


def _announcing_found(rows: Iterable[Row]) -> Share:
    found = [row.found for row in rows if _is_scored(row)]
    return Share(right=sum(found), n=len(found))


def _is_scored(row: Row) -> bool:
    return row.announces and not row.label.get("either")


def found_misspelt(matcher: Matcher, rows: Iterable[BacktestRow]) -> float:
    """The share of announcements that is found with one word in ten misspelt, mean of the seeds."""
    announcing = [
        row.article
        for row in rows
        if row.label["label"] == "announcement" and not row.label.get("either")
    ]
    found = 0
    for seed in SEEDS:
        random = Random(seed)
        for article in announcing:
            misspelt = replace(
                article,
                title=misspell(article.title, random),
                text=misspell(article.text, random),
            )
            strongest = matcher.judge(misspelt).strongest
            found += strongest is not None and strongest.kind in FOUND
    return found / (len(announcing) * len(SEEDS))


def _measure_streams(matcher: Matcher) -> Measured:
    """Each stream in a store of its own: every line's alert, and the line's event, as expected."""
    right: list[bool] = []
    details: list[str] = []
    start = perf_counter()
    for path in sorted((HERE / "streams").glob("*.jsonl")):
        seen = replayed(matcher, load(path))
        wrong = list(unexpected(seen))
        right += [item.article.id not in dict(wrong) for item in seen]
        details += [f"{path.stem}: {name}: {problem}" for name, problem in wrong]
    share = _share(right)
    took = perf_counter() - start
    return Measured(
        figures={"lines": share}, details=tuple(details), articles_per_s=len(right) / took
    )


def unexpected(seen: Iterable[Replayed]) -> Iterator[tuple[str, str]]:
    """Yield (id, what is wrong) per line whose alerts or whose events are not the expected ones.

    A line that tells of several events names them all, in its order; so does one that shows two
    to be one.
    """
    events: dict[str, str] = {}
    for item in seen:
        reports = item.line["reports"]
        told = [report["alert"] for report in reports if report["alert"]]
        expected = _listed(item.label["expect"])
        keys = _listed(item.label["event_id"])
        if told != expected:
            yield item.article.id, f"expected {expected or 'silence'}, raised {told or 'nothing'}"
        elif item.label["label"] == "announcement":
            found = [report["event"] for report in reports] or [None]
            named = dict(zip(keys, [*found, *found[-1:] * len(keys)], strict=False))
            if any(events.setdefault(key, event) != event for key, event in named.items()):
                yield item.article.id, f"told of another event than {', '.join(keys)}"


def _listed(value: str | list[str] | None) -> list[str]:
    return value if isinstance(value, list) else [value] if value else []


def _measure_background(matcher: Matcher, path: Path) -> Measured:
    """Articles that name no agency: none may raise an alert, few may pass the gate."""
    rows = load(path)
    start = perf_counter()
    seen = replayed(matcher, rows)
    took = perf_counter() - start
    alerting = [i for i in seen if any(r["alert"] == "new" for r in i.line["reports"])]
    return Measured(
        figures={
            "false_alerts_per_10000": round(10_000 * len(alerting) / len(rows), 2),
            "gate.let_through": _share(item.line["candidate"] for item in seen),
        },
        details=tuple(f"alert: {item.article.id} {item.article.title[:80]}" for item in alerting),
        articles_per_s=len(rows) / took,
    )


def _details(rows: Iterable[Row], e: Evaluation) -> Iterator[str]:
    """The rows and events behind the figures, for a person who looks for the cause."""
    yield from _misjudged(rows)
    yield from (f"merged wrongly: {' + '.join(group)}" for group in e.grouping.wrong_merges)


def _misjudged(rows: Iterable[Row]) -> Iterator[str]:
    for row in rows:
        if row.label.get("either"):
            continue
        if row.announces != row.found:
            yield f"{'missed' if row.announces else 'wrong'}: {row.id} ({row.kind})"
        elif row.found and not row.label.get("kind_either") and _other_act(row):
            yield f"confused: {row.id} ({row.decision['act']})"
        elif row.announces:
            yield from _misread(row)


def _other_act(row: Row) -> bool:
    return bool(row.decision["act"] != row.label["kind"])


def _misread(row: Row) -> Iterator[str]:
    for slot in ("date", "count", "ages"):
        truth, read = row.label.get(slot), row.decision["slots"].get(slot)
        if truth is not None and json.dumps(truth) != json.dumps(read):
            yield f"{slot}: {row.id} states {truth}, read {read}"


def _ratio(share: Share) -> float:
    return round(share.ratio, 4) if share.ratio is not None else 1.0


def _share(outcomes: Iterable[Any]) -> float:
    listed = [bool(outcome) for outcome in outcomes]
    return round(sum(listed) / len(listed), 4)


def as_toml(section: str, figures: dict[str, float]) -> str:
    """Write figures as bounds: cut to three digits, on the side that lets them hold."""
    lines = [f"[{section}]"]
    for name, value in figures.items():
        side, cut = ("most", math.ceil) if name in CEILINGS else ("least", math.floor)
        lines.append(f'"{name}" = {{ {side} = {cut(value * 1000) / 1000:g} }}')
    return "\n".join(lines) + "\n"


def main(arguments: list[str]) -> None:
    """Print floors.toml anew, with what is measured now."""
    print(HEADER)
    corpus = Path(arguments[0]) if arguments else None
    for section in sections(corpus):
        print(as_toml(section, measure(section, corpus).figures))


if __name__ == "__main__":
    main(sys.argv[1:])
