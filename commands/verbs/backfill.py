"""`scrapy backfill`: the feeds' past, stored and judged without alerting."""

from __future__ import annotations

import argparse
from collections.abc import Collection
from typing import Any

from rich.console import Console
from rich.progress import Progress

from commands.boundary import EXIT_CRASH, EXIT_INTERRUPTED
from commands.command import BalaghCommand, add_json_option, print_json
from commands.since import read_since
from commands.tables import moment, print_table
from commands.wiring import alone, open_press, wire
from core.articles import FeedState
from core.backfills import Backfill
from core.clock import utc_now
from core.settings import Settings
from crawler.catalogue import all_feeds, named_feed
from crawler.history import fill_history
from store.backlog import last_backfills
from store.database import Database
from store.feeds import feed_states

HEADS = ("feed", "state", "new entries", "pages", "reached back to", "what is in the way")


class BackfillHistory(BalaghCommand):
    summary = "Page the feeds back to a date: what is found is judged, and nobody is told"
    examples = (
        "scrapy backfill --since 2026-01-01",
        "scrapy backfill --since 30d --feed 'Hespress AR'",
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--since", required=True, metavar="DATE|DURATION", help="how far back: 2026-01-31, 30d"
        )
        parser.add_argument("--feed", metavar="NAME", help="this feed (default: all)")
        add_json_option(parser)

    def execute(self, settings: Settings, options: argparse.Namespace) -> int:
        since = read_since(options.since, utc_now())
        feeds = all_feeds(settings)
        chosen = [named_feed(options.feed, feeds)] if options.feed else list(feeds)
        names = [feed.name for feed in chosen]
        console = Console(stderr=True)
        with wire(settings, utc_now) as rooms, alone(rooms.database):
            press = open_press(rooms)
            with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
                told = _Shown(bar, len(chosen))
                interrupted = fill_history(press, feeds, names, since, told)
            found = _found(rooms.database, names)
        if options.json:
            print_json([_json(name, backfill) for name, backfill in found])
        else:
            print_table(HEADS, (_row(name, b) for name, b in found), empty="no feeds")
        if interrupted:
            return EXIT_INTERRUPTED
        return 0 if any(backfill.pages for _, backfill in found) else EXIT_CRASH


class _Shown:
    """Moves a progress bar on: a feed is through when its backfill is no longer open."""

    def __init__(self, bar: Progress, feeds: int) -> None:
        self._bar = bar
        self._task = bar.add_task("paging back", total=feeds)

    def __call__(self, state: FeedState, after: Backfill) -> None:
        words = f"{state.feed.name}: page {after.pages}"
        through = after.quiet and after.state != "open"
        # Drawn at once: pages may come faster than the bar is redrawn.
        step = 1 if through else 0
        self._bar.update(self._task, description=words, advance=step, refresh=True)


def _found(database: Database, names: Collection[str]) -> list[tuple[str, Backfill]]:
    with database.read() as conn:
        known = last_backfills(conn, quiet=True)
        states = [state for state in feed_states(conn) if state.feed.name in names]
    return [(state.feed.name, known[state.id]) for state in states if state.id in known]


def _json(name: str, backfill: Backfill) -> dict[str, Any]:
    return {
        "feed": name,
        "since": backfill.since,
        "state": backfill.state,
        "found": backfill.found,
        "pages": backfill.pages,
        "reached": backfill.reached,
        "problem": backfill.problem,
    }


def _row(name: str, backfill: Backfill) -> tuple[object, ...]:
    reached = moment(backfill.reached)
    problem = backfill.problem
    if backfill.state == "open":
        problem = f"{problem or 'interrupted'}; it goes on with the next run"
    return (name, backfill.state, backfill.found, backfill.pages, reached, problem)
