"""`scrapy feeds`: the feeds, how they fare, when they were watched, and new ones."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import get_args

from alerts.channels.labels import load_labels
from alerts.channels.watched import coverage_told
from alerts.listing import feed_json
from commands.command import BalaghCommand, add_json_option, print_json
from commands.finding import Wanted, add_found, find_feeds, found_rows, import_opml
from commands.health import HEADS, feed_row, full_json, full_lines, gap_words
from commands.since import read_since
from commands.tables import print_table
from core.articles import TIERS, FeedState, Spell
from core.clock import utc_now
from core.coverage import cover_outlets
from core.errors import UsageError
from core.fields import Language
from core.printable import readable_line
from core.settings import Settings
from crawler.catalogue import all_feeds, left_out, named_feed
from crawler.opml import READABLE, write_opml
from crawler.routes import answers, open_routes
from store.backlog import last_backfills
from store.coverage import list_spells
from store.database import open_database
from store.feeds import feed_states, sync_feeds

SHOWN = timedelta(days=7)
"""`feeds show` tells the gaps of so long."""


class Feeds(BalaghCommand):
    summary = "List the feeds with their health, show one, say what was watched, find and add feeds"
    examples = (
        "scrapy feeds",
        "scrapy feeds --failing",
        "scrapy feeds --json",
        "scrapy feeds show 'Hespress AR'",
        "scrapy feeds coverage --since 2d",
        "scrapy feeds discover https://example.org/",
        "scrapy feeds add https://example.org/ --name Example --tier regional",
        "scrapy feeds import subscriptions.opml",
        "scrapy feeds export",
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "action",
            nargs="?",
            choices=tuple(_VERBS),
            default="list",
            help="what to do: list (default), show NAME, coverage, discover URL, add URL,"
            " import FILE.opml, export",
        )
        parser.add_argument("what", nargs="?", metavar="NAME|URL|FILE", help="which")
        parser.add_argument("--failing", action="store_true", help="list: only those that fail")
        parser.add_argument(
            "--since",
            default="1d",
            metavar="DATE|DURATION",
            help="coverage: from then to now (default: 1d)",
        )
        parser.add_argument("--name", help="add: call it so (default: its host)")
        parser.add_argument(
            "--language", choices=get_args(Language), help="add: default: that of its titles"
        )
        parser.add_argument("--tier", choices=TIERS, help="add: default: unknown")
        add_json_option(parser)

    def execute(self, settings: Settings, options: argparse.Namespace) -> int:
        carry_out, wanted = _VERBS[options.action]
        if wanted and options.what is None:
            raise UsageError(f"feeds {options.action} which? name {wanted}")
        if options.what is not None and not wanted:
            raise UsageError(f"feeds {options.action} takes no {options.what!r}")
        carry_out(settings, options)
        return 0


def _list(settings: Settings, options: argparse.Namespace) -> None:
    now = utc_now()
    states, _ = _known(settings, since=now)
    if options.failing:
        states = [state for state in states if state.error]
    if options.json:
        print_json([feed_json(state) for state in states])
    else:
        print_table(HEADS, (feed_row(state, now) for state in states), empty="no feeds")


def _show(settings: Settings, options: argparse.Namespace) -> None:
    now = utc_now()
    states, spells = _known(settings, since=now - SHOWN)
    named_feed(options.what, [state.feed for state in states])
    with closing(open_database(settings.store.url)) as database, database.read() as conn:
        fillings = last_backfills(conn, quiet=False)
    state = next(state for state in states if state.feed.name == options.what)
    filling = fillings.get(state.id)
    own = [spell for spell in spells if spell.feed_id == state.id]
    (outlet,) = cover_outlets([state], own, since=now - SHOWN, until=now)
    routes = [] if answers(state) else open_routes(state, states)
    if options.json:
        print_json(full_json(state, outlet.gaps, routes))
    else:
        print("\n".join(map(readable_line, full_lines(state, outlet.gaps, routes, filling, now))))


def _coverage(settings: Settings, options: argparse.Namespace) -> None:
    now = utc_now()
    since = read_since(options.since, now)
    states, spells = _known(settings, since=since)
    outlets = cover_outlets(states, spells, since=since, until=now)
    sentence = coverage_told(outlets, load_labels()["en"], since=since, until=now)
    if options.json:
        print_json({"since": since, "until": now, "sentence": sentence, "outlets": outlets})
        return
    print(readable_line(sentence))
    rows = [(o.outlet, o.extent, g.feed, gap_words(g, now)) for o in outlets for g in o.gaps]
    if rows:
        print()
        print_table(("outlet", "watched", "feed", "gap"), rows, empty="")


def _discover(settings: Settings, options: argparse.Namespace) -> None:
    found = find_feeds(options.what, settings)
    if options.json:
        print_json(found)
    else:
        heads = ("url", "format", "entries", "newest", "language", "cms", "found as")
        print_table(heads, found_rows(found), empty="no feed was found there")


def _add(settings: Settings, options: argparse.Namespace) -> None:
    wanted = Wanted(name=options.name, language=options.language, tier=options.tier)
    feed, path = add_found(options.what, wanted, settings, all_feeds(settings))
    language = feed.language or "language unknown"
    print(readable_line(f"added {feed.name}: {feed.url} ({feed.format}, {language}) to {path}"))
    if why := left_out(feed.url, settings):
        print(readable_line(f"the catalogue leaves it out: {why}"), file=sys.stderr)


def _import(settings: Settings, options: argparse.Namespace) -> None:
    imported = import_opml(Path(options.what), settings, all_feeds(settings))
    for problem in imported.left_out:
        print(readable_line(f"left out: {problem}"), file=sys.stderr)
    counts = Counter(feed.format for feed in imported.added)
    formats = ", ".join(f"{count} as {format}" for format, count in counts.most_common())
    print(
        f"{len(imported.added)} feeds added to {settings.path}{f' ({formats})' if formats else ''},"
        f" {len(imported.left_out)} left out"
    )
    if imported.added:
        print("none was asked: after the next polls `scrapy feeds` names those of another format")


def _export(settings: Settings, options: argparse.Namespace) -> None:
    feeds = all_feeds(settings)
    listed = [feed for feed in feeds if feed.format in READABLE]
    sys.stdout.write(write_opml(listed, utc_now()).decode())
    if len(listed) < len(feeds):
        others = len(feeds) - len(listed)
        print(f"left out: {others} sitemaps and listing pages, for Balagh only", file=sys.stderr)


def _known(settings: Settings, *, since: datetime) -> tuple[list[FeedState], Sequence[Spell]]:
    """Return the settings' feeds with what the store knows of them, and their spells since then."""
    feeds = all_feeds(settings)
    with closing(open_database(settings.store.url)) as database, database.begin() as conn:
        sync_feeds(conn, feeds)
        return feed_states(conn), list_spells(conn, since=since)


_VERBS: dict[str, tuple[Callable[[Settings, argparse.Namespace], None], str]] = {
    "list": (_list, ""),
    "show": (_show, "a feed; `scrapy feeds` lists them"),
    "coverage": (_coverage, ""),
    "discover": (_discover, "an address"),
    "add": (_add, "an address"),
    "import": (_import, "an OPML file"),
    "export": (_export, ""),
}
"""What each does, and what it wants to be given."""
