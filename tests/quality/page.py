"""docs/matching.md, its figures printed anew: python -m tests.quality.page [CORPUS]

What stands between `<!-- figures: NAME -->` and `<!-- end -->` is replaced; without a corpus only
what needs none.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from alerts.backtest_rows import BacktestRow, read_places
from core.loading import load_settings
from matching.baselines import (
    Line,
    Replayed,
    alias_baseline,
    fuzzy_titles_baseline,
    similarity_baseline,
    tfidf_baseline,
)
from matching.evaluation import FOUND, Evaluation, PlaceNames, Row, Share, SlotShare, evaluate
from matching.lexicon import load_lexicon
from matching.matcher import Matcher, WatchlistPlan, build_matcher, plan_of
from matching.seeds import load_seeds
from tests.quality.crossval import HeldOut, Wording, cross_validate, shares
from tests.quality.measure import (
    FEWEST,
    HERE,
    REPORTS,
    ROOT,
    evaluated_reports,
    found_misspelt,
    load,
    replayed,
)

PAGE = ROOT / "docs" / "matching.md"
FRENCH = HERE / "seeds-fr"
CUTS = range(3)
"""Ways to cut the events into folds."""

READ = " right"
"""Ends the figures of facts read: simpler ways read none."""

OF_EVENTS = ("events", "alerts", "false")
"""Begin the figures that say what is raised."""

MARKED = re.compile(r"(<!-- figures: (?P<name>\w+) -->\n)(?P<body>.*?)(?P<end><!-- end -->)", re.S)


def plans() -> dict[str, WatchlistPlan]:
    """The shipped watchlist: with its seeds, without, and with a French one more."""
    (settings,) = load_settings(ROOT, {}).watchlist
    seeds, _ = load_seeds(settings.seeds)
    french, _ = load_seeds(FRENCH)
    return {
        "with seeds": plan_of(settings, seeds),
        "without": plan_of(settings, []),
        "a French one more": plan_of(settings, [*seeds, *french]),
    }


def written(page: str, sections: Mapping[str, str]) -> str:
    """Return the page with these sections in place of its own."""
    return MARKED.sub(lambda m: f"{m[1]}{sections.get(m['name'], m['body'])}{m['end']}", page)


def sections(corpus: Path | None) -> Mapping[str, Callable[[], str]]:
    without: dict[str, Callable[[], str]] = {
        "seeds": seeds_section,
        "own": lambda: labelled_section(HERE / "cases.jsonl"),
        "grouping": lambda: grouping_section(HERE / "cases.jsonl"),
        "reports": reports_section,
    }
    if corpus is None:
        return without
    return without | {
        "dev": lambda: labelled_section(corpus / "dev.jsonl"),
        "grouping_dev": lambda: grouping_section(corpus / "dev.jsonl"),
        "background": lambda: background_section(corpus / "background.jsonl.gz"),
        "heldout": lambda: heldout_section(corpus / "dev.jsonl"),
    }


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Write a table of Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def seeds_section() -> str:
    plan = plans()["a French one more"]
    (lessons,) = build_matcher([plan], load_lexicon()).lessons.values()
    rows = [
        [
            lesson.seed.name.split("_")[0],
            lesson.seed.language or "?",
            str(len(lesson.announces)),
            str(len(lesson.mentions)),
            _phrases([p.phrase for p in lesson.phrases if p.teaches == "announces"]),
            _phrases([p.phrase for p in lesson.phrases if p.teaches == "mentions"]),
        ]
        for lesson in lessons
    ]
    head = ["seed", "language", "announce", "mention", "phrases for", "phrases against"]
    return table(head, rows)


def _phrases(phrases: Sequence[str], most: int = 4) -> str:
    return ", ".join(phrases[:most]) + (" …" if len(phrases) > most else "")


def labelled_section(path: Path) -> str:
    rows, places = load(path), read_places(path.parent)
    columns: dict[str, dict[str, str]] = {}
    for name, plan in plans().items():
        matcher = build_matcher([plan], load_lexicon())
        seen = replayed(matcher, rows)
        columns[name] = _figures(_evaluated(seen, places)) | _extremes(seen)
        columns[name]["found, misspelt"] = _misspelt(matcher, rows)
        if name == "with seeds":
            texts = [seed.text for seed in plan.seeds]
            baselines = {
                "alias": alias_baseline(seen),
                "similarity": similarity_baseline(seen, texts),
            }
    for name, lines in baselines.items():
        decisions = _figures(_evaluated(_decided(seen, lines), places))
        columns[name] = {f: v for f, v in decisions.items() if not f.endswith(READ)}
    figures = list(columns["with seeds"])
    head = [f"{len(rows)} articles", *columns]
    return table(head, [[f, *(c.get(f, "") for c in columns.values())] for f in figures])


def reports_section() -> str:
    """The short reports, and each that is known to be misread."""
    matcher = build_matcher([plans()["with seeds"]], load_lexicon())
    evaluation, misread = evaluated_reports(matcher)
    figures = {f: v for f, v in _figures(evaluation).items() if not f.startswith(OF_EVENTS)}
    known = [line.split(": ", 1) for line in misread]
    tables = (
        table([f"{len(load(REPORTS))} short reports", "matcher"], [*figures.items()]),
        table(["misread", "report"], known),
    )
    return "\n".join(tables)


def grouping_section(path: Path) -> str:
    """The events beside those of simpler ways, each text way at the threshold that suits best."""
    rows, places = load(path), read_places(path.parent)
    plan = plans()["with seeds"]
    seen = replayed(build_matcher([plan], load_lexicon()), rows)
    ways = {
        "by facts": [item.line for item in seen],
        "tfidf": tfidf_baseline(seen, places),
        "fuzzy titles": fuzzy_titles_baseline(seen, places),
        "alias": alias_baseline(seen),
        "similarity": similarity_baseline(seen, [seed.text for seed in plan.seeds]),
    }
    columns = [_groups(_evaluated(_decided(seen, lines), places)) for lines in ways.values()]
    head = [f"{len(rows)} articles", *ways]
    return table(head, [[figure, *(c[figure] for c in columns)] for figure in columns[0]])


def _decided(seen: Sequence[Replayed], lines: Sequence[Line]) -> list[Replayed]:
    return [replace(item, line=line) for item, line in zip(seen, lines, strict=True)]


def _groups(e: Evaluation) -> dict[str, str]:
    grouping = e.grouping
    return {
        "events alerted": _of(Share(right=grouping.alerted, n=grouping.events)),
        "alerted on the first day": _of(grouping.first_day),
        "alerts per event": str(grouping.alerts_per_event),
        "wrong merges": str(len(grouping.wrong_merges)),
        "pairs across languages joined": _of(grouping.across),
        "B-cubed F1": f"{grouping.b_cubed[2]:.3f}",
    }


def _evaluated(replayed: Sequence[Replayed], places: PlaceNames) -> Evaluation:
    return evaluate([Row(label=item.label, decision=item.line) for item in replayed], places)


def _figures(e: Evaluation) -> dict[str, str]:
    languages = {
        f"found, {language}": _of(share)
        for language, share in e.found_by_language.items()
        if share.n >= FEWEST
    }
    grouping = e.grouping
    return {
        **{f"found, {kind}": _of(share) for kind, share in e.found.items()},
        **languages,
        "wrong among mentions": _of(e.wrong_mentions),
        "wrong among the rest": _of(e.wrong_rest),
        "operation and support confused": _of(e.confused),
        **{f"{slot}{READ}": _of(share) for slot, share in e.slots.items() if share.n},
        "events alerted": _of(Share(right=grouping.alerted, n=grouping.events)),
        "alerts per event": str(grouping.alerts_per_event),
        "false alerts": str(e.false_alerts),
    }


def _of(share: Share | SlotShare) -> str:
    return f"{share.right} of {share.n}"


def _extremes(seen: Sequence[Replayed]) -> dict[str, str]:
    """The scores nearest to the threshold; a mention that a rule holds back is not near it."""
    scores: dict[str, list[float]] = {"announcement": [], "mention": []}
    for item in seen:
        strongest, label = item.judgement.strongest, item.label.get("label")
        if strongest is None or item.label.get("either") or label not in scores:
            continue
        if label == "announcement" or strongest.rules[0] == "below threshold" or _found(item):
            scores[label].append(strongest.score)
    return {
        "lowest announcement": f"{min(scores['announcement']):.2f}",
        "highest mention": f"{max(scores['mention'], default=0):.2f}",
    }


def _found(item: Replayed) -> bool:
    return item.line["kind"] in FOUND


def _misspelt(matcher: Matcher, rows: Sequence[BacktestRow]) -> str:
    return _percent(found_misspelt(matcher, rows))


def background_section(path: Path) -> str:
    """No seed speaks where no agency is named: the plans would all say the same."""
    rows = load(path)
    seen = replayed(build_matcher([plans()["with seeds"]], load_lexicon()), rows)
    false = sum(report["alert"] == "new" for i in seen for report in i.line["reports"])
    through = sum(item.line["candidate"] for item in seen)
    figures = [["alerts", str(false)], ["let through by the gate", _percent(through / len(seen))]]
    return table([f"{len(rows)} articles", "matcher"], figures)


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def heldout_section(path: Path) -> str:
    dev, own = load(path), load(HERE / "cases.jsonl")
    rows = []
    for name, articles, folds in (
        ("dev, 5 folds", dev, 5),
        ("dev, 2 folds", dev, 2),
        ("dev and own cases, 2 folds", [*dev, *own], 2),
    ):
        columns = [_heldout(articles, plan, folds) for plan in plans().values()]
        rows += [
            [f"{name}: {figure}", *(column[figure] for column in columns)] for figure in columns[0]
        ]
    return table(["judged without the words of the fold", *plans()], rows)


def _heldout(rows: Sequence[BacktestRow], plan: WatchlistPlan, folds: int) -> dict[str, str]:
    words = Wording(plan, load_lexicon())
    cuts = [dict(_shares(cross_validate(rows, words, folds, cut))) for cut in CUTS]
    figures = {}
    for figure, (_, n) in cuts[0].items():
        right = [cut[figure][0] for cut in cuts]
        mean = sum(right) / len(right)
        figures[figure] = f"{mean:.1f} of {n} ({min(right)}-{max(right)})"
    return figures


def _shares(held: Sequence[HeldOut]) -> Iterator[tuple[str, tuple[int, int]]]:
    for figure, right, n in shares(held):
        yield figure, (right, n)


def main(arguments: Sequence[str]) -> None:
    """Write the page anew, section by section: it takes some minutes."""
    for name, printed in sections(Path(arguments[0]) if arguments else None).items():
        print(f"{PAGE.name}: {name} …", file=sys.stderr)
        PAGE.write_text(written(PAGE.read_text("utf-8"), {name: printed()}), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
