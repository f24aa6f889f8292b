"""`scrapy events`: what was announced."""

from __future__ import annotations

import argparse
from contextlib import closing
from datetime import datetime

from alerts.listing import event_json
from alerts.view import EventView, view_event
from commands.command import BalaghCommand, add_json_option, add_limit_option, print_json
from commands.tables import print_table
from core.clock import parse_instant
from core.errors import UsageError
from core.settings import Settings
from store.database import open_database
from store.events import ListedEvent, list_events


class Events(BalaghCommand):
    summary = "List the events: one line per real operation, the latest first"
    examples = (
        "scrapy events",
        "scrapy events --since 2026-01-01 --json",
        "scrapy events --limit 5",
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--since", metavar="ISO", help="first seen at this time or later")
        add_limit_option(parser)
        add_json_option(parser)

    def execute(self, settings: Settings, options: argparse.Namespace) -> int:
        with closing(open_database(settings.store.url)) as database, database.read() as conn:
            events = list_events(conn, limit=options.limit, since=_since(options.since))
        if options.json:
            print_json([event_json(event) for event in events])
            return 0
        heads = ("first seen", "kind", "date", "places", "held", "ages", "outlets", "status", "id")
        print_table(heads, map(_row, events), empty="no events yet: scrapy crawl press")
        return 0


def _since(text: str | None) -> datetime | None:
    try:
        return parse_instant(text) if text else None
    except ValueError:
        raise UsageError(f"--since {text}: write a date like 2026-01-31") from None


def _row(event: ListedEvent) -> tuple[object, ...]:
    view: EventView = view_event(
        event.record.id,
        event.record.watchlist,
        event.record.first_seen,
        event.reports,
        event.record.merged_from,
    )
    return (
        view.first_seen.strftime("%Y-%m-%d %H:%M"),
        view.act,
        view.date,
        ", ".join(str(place["name"]) for place in view.places),
        view.count,
        "-".join(map(str, view.ages)) if view.ages else None,
        view.outlets,
        view.status,
        view.id,
    )
