"""`scrapy feeds`: the feeds and how they fare."""

from __future__ import annotations

import argparse
from contextlib import closing
from typing import Any

from commands.command import BalaghCommand, add_json_option, print_json
from commands.tables import ago, print_table
from core.articles import FeedState
from core.clock import utc_now
from core.settings import Settings
from crawler.catalogue import all_feeds
from store.database import open_database
from store.feeds import feed_states, sync_feeds


class Feeds(BalaghCommand):
    summary = "List the feeds with their health"
    examples = ("scrapy feeds", "scrapy feeds --failing", "scrapy feeds --json")

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--failing", action="store_true", help="only those that fail")
        add_json_option(parser)

    def execute(self, settings: Settings, options: argparse.Namespace) -> int:
        feeds = all_feeds(settings)
        with closing(open_database(settings.store.url)) as database, database.begin() as conn:
            sync_feeds(conn, feeds)
            states = feed_states(conn)
        if options.failing:
            states = [state for state in states if state.error]
        if options.json:
            print_json([_json(state) for state in states])
            return 0
        heads = (
            "feed",
            "language",
            "tier",
            "health",
            "last poll",
            "next poll",
            "last new",
            "error",
        )
        print_table(heads, map(_row, states), empty="no feeds")
        return 0


def _json(state: FeedState) -> dict[str, Any]:
    feed = state.feed
    return {
        "name": feed.name,
        "outlet": feed.outlet,
        "url": feed.url,
        "format": feed.format,
        "language": feed.language,
        "tier": feed.tier,
        "health": state.health,
        "since": state.since,
        "last_poll": state.last_poll,
        "next_poll": state.next_poll,
        "interval_s": state.interval_s,
        "last_new": state.last_new,
        "error": state.error,
    }


def _row(state: FeedState) -> tuple[object, ...]:
    now, feed = utc_now(), state.feed
    polls = (ago(state.last_poll, now), ago(state.next_poll, now), ago(state.last_new, now))
    return (feed.name, feed.language, feed.tier, state.health, *polls, state.error)
