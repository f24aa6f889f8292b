"""`scrapy backtest`: the articles of a file through matcher and desk, as if they came in again."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import track

from alerts.backtest import after_merges, replay
from alerts.backtest_rows import BacktestRow, read_places, read_rows
from commands.backtesting import Findings, backtest_json, readable_backtest
from commands.boundary import EXIT_CRASH
from commands.command import BalaghCommand, add_json_option, print_json
from commands.seeded import seeded_matcher
from core.clock import utc_now
from core.errors import UsageError
from core.settings import Settings
from matching.baselines import (
    Replayed,
    alias_baseline,
    fuzzy_titles_baseline,
    similarity_baseline,
    tfidf_baseline,
)
from matching.evaluation import Evaluation, PlaceNames, Row, evaluate
from matching.matcher import Matcher
from store.database import open_database

BASELINES = ("alias", "similarity", "tfidf", "fuzzy-titles")


class Backtest(BalaghCommand):
    summary = "Replay articles of a file: what would have been found, grouped and alerted"
    examples = (
        "scrapy backtest articles.jsonl",
        "scrapy backtest dev.jsonl background.jsonl.gz --json",
        "scrapy backtest dev.jsonl --gate --decisions decisions.jsonl",
        "scrapy backtest dev.jsonl --baseline tfidf",
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "files",
            nargs="+",
            type=Path,
            metavar="FILE",
            help="JSON lines, plain or .gz; labels are scored where there are any",
        )
        parser.add_argument(
            "--decisions", type=Path, metavar="OUT", help="write one JSON line per article here"
        )
        parser.add_argument(
            "--gate", action="store_true", help="say too what the gate on entries lets through"
        )
        parser.add_argument(
            "--baseline", choices=BASELINES, help="decide by a simple rule instead, to compare"
        )
        add_json_option(parser)

    def execute(self, settings: Settings, options: argparse.Namespace) -> int:
        places = _places(options.files)
        rows, broken = read_rows(options.files, utc_now())
        for row in broken:
            print(f"balagh: {row.where}: left out, it {row.problem}", file=sys.stderr)
        matcher = seeded_matcher(settings)
        began = time.perf_counter()
        replayed = _replayed(rows, matcher, gate=options.gate)
        seconds = time.perf_counter() - began
        labelled = any(item.label.get("label") for item in replayed)
        if options.baseline and not labelled:
            raise UsageError(f"--baseline {options.baseline} needs labelled articles")
        lines = _decided(options.baseline, replayed, places, matcher)
        if options.decisions:
            _write(options.decisions, lines)
        findings = Findings(
            lines=lines,
            broken=broken,
            evaluation=_evaluated(replayed, lines, places) if labelled else None,
            baseline=options.baseline,
            seconds=seconds,
        )
        if options.json:
            print_json(backtest_json(findings))
        else:
            print(readable_backtest(findings))
        return EXIT_CRASH if broken else 0


def _evaluated(
    replayed: Sequence[Replayed], lines: Sequence[Mapping[str, Any]], places: PlaceNames
) -> Evaluation:
    pairs = zip(replayed, lines, strict=True)
    return evaluate([Row(label=item.label, decision=line) for item, line in pairs], places)


def _places(files: Sequence[Path]) -> PlaceNames:
    """The place names beside the files, where a corpus brings any."""
    named: dict[str, str | None] = {}
    for folder in {file.parent for file in files}:
        named |= read_places(folder)
    return named


def _replayed(rows: Sequence[BacktestRow], matcher: Matcher, *, gate: bool) -> list[Replayed]:
    passes = matcher.lets_through if gate else None
    shown = Console(stderr=True)
    with closing(open_database("sqlite://")) as database:
        seen = track(
            rows, "replaying", console=shown, transient=True, disable=not shown.is_terminal
        )
        replayed = list(replay(seen, matcher.judge, database, passes))
        after_merges([item.line for item in replayed], database)
    return replayed


def _decided(
    baseline: str | None, replayed: Sequence[Replayed], places: PlaceNames, matcher: Matcher
) -> list[dict[str, Any]]:
    match baseline:
        case "alias":
            return alias_baseline(replayed)
        case "similarity":
            seeds = [seed.text for seeds in matcher.seeds.values() for seed in seeds]
            return similarity_baseline(replayed, seeds)
        case "tfidf":
            return tfidf_baseline(replayed, places)
        case "fuzzy-titles":
            return fuzzy_titles_baseline(replayed, places)
    return [item.line for item in replayed]


def _write(path: Path, lines: Sequence[Mapping[str, Any]]) -> None:
    try:
        with path.open("w", encoding="utf-8") as file:
            for line in lines:
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
    except OSError as error:
        raise UsageError(f"{path}: can't be written: {error.strerror}") from None
