"""`scrapy entries`: what the feeds offered last, and what became of it."""

from __future__ import annotations

import argparse
from contextlib import closing

from commands.command import BalaghCommand, add_json_option, add_limit_option, print_json
from commands.tables import ago, print_table
from core.clock import utc_now
from core.settings import Settings
from crawler.catalogue import all_feeds, named_feed
from store.database import open_database
from store.entries import OfferedEntry, latest_entries


class Entries(BalaghCommand):
    summary = "List the latest entries, how they were dated and what became of them"
    examples = (
        "scrapy entries --limit 20",
        "scrapy entries --feed 'Hespress FR'",
        "scrapy entries --feed Goud --json",
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--feed", metavar="NAME", help="of this feed only")
        add_limit_option(parser)
        add_json_option(parser)

    def execute(self, settings: Settings, options: argparse.Namespace) -> int:
        with closing(open_database(settings.store.url)) as database, database.read() as conn:
            found = latest_entries(conn, feed=options.feed, limit=options.limit)
        if options.feed and not found:  # one that the settings name no more keeps its entries
            named_feed(options.feed, all_feeds(settings))
        if options.json:
            print_json(found)
            return 0
        heads = ("found", "feed", "title", "published", "its date", "state")
        print_table(heads, map(_row, found), empty="no entries; a poll brings them")
        return 0


def _row(entry: OfferedEntry) -> tuple[object, ...]:
    now = utc_now()
    state = entry.kind or entry.state
    published = "unknown" if entry.published is None else ago(entry.published, now)
    title = entry.title or entry.url
    return (ago(entry.found, now), entry.feed, title, published, entry.dated or "as given", state)
