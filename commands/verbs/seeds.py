"""`scrapy seeds`: the reference articles, what they taught, and new ones."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from commands.boundary import EXIT_CRASH
from commands.command import BalaghCommand, add_json_option, print_json
from commands.planting import seedling_of
from commands.seed_trial import try_seed
from commands.sources import read_source
from commands.trial_report import readable_trial
from core.errors import UsageError
from core.printable import printable
from core.settings import Settings, WatchlistSettings
from matching.lessons import Lesson
from matching.matcher import load_matcher


class Seeds(BalaghCommand):
    summary = "Show what the seeds taught, or add one"
    examples = (
        "scrapy seeds",
        "scrapy seeds add article.txt",
        "scrapy seeds add https://example.org/an-article --watchlist dgst-bcij",
        "scrapy seeds add article.txt --corpus labelled.jsonl --yes",
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "action",
            nargs="?",
            choices=("list", "add"),
            default="list",
            help="what to do: list (default) or add",
        )
        parser.add_argument("source", nargs="?", help="a text or HTML file, or a URL, to add")
        parser.add_argument("--watchlist", help="whose seeds; default: all, or the only one")
        parser.add_argument(
            "--corpus",
            action="append",
            type=Path,
            default=[],
            metavar="FILE",
            help="show too what it would change in articles of this file (as backtest reads them)",
        )
        parser.add_argument("--yes", action="store_true", help="add it without asking")
        add_json_option(parser)

    def execute(self, settings: Settings, options: argparse.Namespace) -> int:
        chosen = _chosen(settings, options.watchlist)
        if options.action == "add":
            return _add(settings, chosen, options)
        matcher = load_matcher(chosen)
        if options.json:
            lessons = {name: list(map(_json, found)) for name, found in matcher.lessons.items()}
            print_json([{"watchlist": name, "seeds": found} for name, found in lessons.items()])
        else:
            for watchlist in chosen:
                _show(watchlist, matcher.lessons[watchlist.name])
        for problem in matcher.problems:
            print(f"not used: {problem}")
        return 0


def _chosen(settings: Settings, name: str | None) -> list[WatchlistSettings]:
    if name is None:
        return list(settings.watchlist)
    found = [w for w in settings.watchlist if w.name == name]
    if not found:
        names = ", ".join(w.name for w in settings.watchlist)
        raise UsageError(f"no watchlist is named {name!r}; there are: {names}")
    return found


def _add(settings: Settings, chosen: list[WatchlistSettings], options: argparse.Namespace) -> int:
    """Show what the seed teaches and what it would change; keep it where that is wanted."""
    if options.source is None:
        raise UsageError("seeds add what? name a file or a URL")
    if len(chosen) > 1:
        raise UsageError("seeds add to which watchlist? say --watchlist NAME")
    page = read_source(options.source, settings).page
    seedling = seedling_of(chosen[0].seeds, options.source, page)
    matcher, trials = try_seed(settings, chosen[0], seedling.as_seed(), options.corpus)
    lessons = matcher.lessons[chosen[0].name]
    lesson = next(lesson for lesson in lessons if lesson.seed.path == seedling.path)
    if not options.json:
        _show(chosen[0], [lesson])
        print("\nWith it, of what Balagh has judged:")
        print("\n".join(map(readable_trial, trials)))
    added = options.yes or (not options.json and _wanted())
    if added:
        seedling.plant()
    if options.json:
        path = str(seedling.path) if added else None
        print_json({"schema": 1, "seed": _json(lesson), "trials": trials, "added": path})
        return 0
    print(f"added {seedling.path}" if added else "not added; --yes adds it without asking")
    return 0 if added else EXIT_CRASH


def _wanted() -> bool:
    return sys.stdin.isatty() and input("Add it? [y/N] ").strip().lower() in ("y", "yes")


def _show(watchlist: WatchlistSettings, lessons: list[Lesson] | tuple[Lesson, ...]) -> None:
    print(f"watchlist {watchlist.name}, seeds in {watchlist.seeds}")
    for lesson in lessons:
        seed = lesson.seed
        published = seed.published.date().isoformat() if seed.published else "date unknown"
        language = seed.language or "language unknown"
        print(f"\n{seed.name}  ({seed.outlet or 'outlet unknown'}, {published}, {language})")
        _list("announces", lesson.announces)
        _list("only mentions", lesson.mentions)
        for teaches in ("announces", "mentions"):
            phrases = [f"{p.phrase} {p.weight:.1f}" for p in lesson.phrases if p.teaches == teaches]
            if phrases:
                print(f"  phrases that tell what {teaches}: {', '.join(phrases)}")
        for alias in lesson.aliases:
            print(f"  alias candidate for {alias.agency}: {printable(alias.text)}")


def _list(what: str, passages: tuple[str, ...]) -> None:
    print(f"  {what}: {len(passages)} passages")
    for passage in passages:
        text = printable(" ".join(passage.split()))
        print(f"    – {text if len(text) <= 160 else text[:159] + '…'}")


def _json(lesson: Lesson) -> dict[str, Any]:
    seed = lesson.seed
    return {
        "name": seed.name,
        "outlet": seed.outlet,
        "published": seed.published,
        "language": seed.language,
        "announces": lesson.announces,
        "mentions": lesson.mentions,
        "phrases": lesson.phrases,
        "aliases": lesson.aliases,
    }
