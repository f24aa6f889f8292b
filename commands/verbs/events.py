"""`scrapy events`: what was announced, and its grouping put right by hand."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from alerts.cases import labelled_cases
from alerts.channels import build_channels
from alerts.choosing import told_subscribers
from alerts.desk import Desk
from alerts.listing import event_json
from alerts.regrouping import Regrouped
from commands.boundary import EXIT_CRASH
from commands.command import BalaghCommand, add_json_option, add_limit_option, print_json
from commands.importing import import_history, imported_json, only_watchlist
from commands.showing import event_row, print_event
from commands.since import read_since
from commands.tables import print_table
from core.clock import utc_now
from core.errors import UsageError
from core.settings import Settings
from store.database import Database, open_database
from store.events import ListedEvent, find_event, list_events
from store.reports import stored_reports

HEADS = ("first seen", "kind", "date", "places", "held", "ages", "outlets", "status", "id")


class Events(BalaghCommand):
    summary = "List the events: one line per real operation, the latest first; merge or split them"
    examples = (
        "scrapy events",
        "scrapy events --since 2d",
        "scrapy events --since 2026-01-01 --json",
        "scrapy events show evt_018d59f1c2003f9a1b2c3d",
        "scrapy events merge evt_018d59f1c2003f9a1b2c3d evt_018d5a0e90c07d21aa90ef",
        "scrapy events split evt_018d59f1c2003f9a1b2c3d --report 17 18",
        "scrapy events import matching/watchlists/dgst-bcij.history.csv",
        "scrapy events export-cases > cases.jsonl",
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "action",
            nargs="?",
            choices=("list", "show", "merge", "split", "import", "export-cases"),
            default="list",
            help="what to do: list (default); show one with all that is known of it; merge those "
            "that are one operation; split reports of another operation off; import past "
            "operations; print what people said of events as labelled cases for scrapy backtest",
        )
        parser.add_argument("ids", nargs="*", metavar="ID", help="of events; import: a CSV file")
        parser.add_argument("--watchlist", help="import: whose operations; default: the only one's")
        parser.add_argument(
            "--since", metavar="DATE|DURATION", help="first seen at this time or later"
        )
        parser.add_argument(
            "--report",
            nargs="+",
            type=int,
            metavar="N",
            help="split: the reports that tell another operation, as `show` numbers them",
        )
        add_limit_option(parser)
        add_json_option(parser)

    def execute(self, settings: Settings, options: argparse.Namespace) -> int:
        if options.action in ("list", "export-cases") and options.ids:
            raise UsageError(f"unknown argument: {' '.join(options.ids)}")
        if (options.report is None) == (options.action == "split"):
            raise UsageError("--report names what to split: scrapy events split ID --report N")
        if options.action in ("show", "split") and len(options.ids) != 1:
            raise UsageError(f"events {options.action} takes one event's id: `scrapy events` lists")
        if options.action == "import" and len(options.ids) != 1:
            raise UsageError("events import takes one CSV file")
        with closing(open_database(settings.store.url)) as database:
            match options.action:
                case "show":
                    _show(database, options.ids[0], as_json=options.json)
                case "merge" | "split":
                    with _desk(database, settings) as desk:
                        _regroup(database, desk, options)
                case "import":
                    with _desk(database, settings) as desk:
                        return _import(desk, settings, options)
                case "export-cases":
                    _export(database)
                case _:
                    _list(database, options)
        return 0


def _list(database: Database, options: argparse.Namespace) -> None:
    with database.read() as conn:
        events = list_events(conn, limit=options.limit, since=_since(options.since))
    if options.json:
        print_json([event_json(event) for event in events])
        return
    print_table(HEADS, map(event_row, events), empty="no events yet: scrapy crawl press")


def _export(database: Database) -> None:
    with database.read() as conn:
        for case in labelled_cases(conn):
            print(json.dumps(case, ensure_ascii=False))


def _since(text: str | None) -> datetime | None:
    return read_since(text, utc_now()) if text else None


def _show(database: Database, event_id: str, *, as_json: bool) -> None:
    with database.read() as conn:
        found = find_event(conn, event_id)
        if found is None:
            raise UsageError(f"no event has the id {event_id!r}: `scrapy events` lists them")
        reports = stored_reports(conn, found.record.id)
    if as_json:
        print_json([event_json(found)])
    else:
        print_event(found, reports)


@contextmanager
def _desk(database: Database, settings: Settings) -> Iterator[Desk]:
    """What subscribers are to be told is queued; the daemon or the next crawl sends it."""
    channels = build_channels(settings, utc_now)
    try:
        yield Desk(database, told_subscribers(settings), channels, utc_now)
    finally:
        for channel in channels.values():
            channel.close()


def _import(desk: Desk, settings: Settings, options: argparse.Namespace) -> int:
    watchlist = only_watchlist(settings, options.watchlist)
    done = import_history(desk, Path(options.ids[0]), watchlist)
    if options.json:
        print_json(imported_json(done))
    else:
        told = ", ".join(f"{done.rows[name]} {name}" for name in ("opened", "joined", "unchanged"))
        print(f"past operations: {told}, {len(done.broken)} left out")
    return EXIT_CRASH if done.broken else 0


def _regroup(database: Database, desk: Desk, options: argparse.Namespace) -> None:
    if options.action == "merge":
        done = desk.merge(options.ids)
    else:
        done = desk.split(options.ids[0], options.report)
    with database.read() as conn:
        events = [event for e in done.events if (event := find_event(conn, e)) is not None]
    if options.json:
        print_json([event_json(event) for event in events])
    else:
        _say(done, events)


def _say(done: Regrouped, events: list[ListedEvent]) -> None:
    print_table(HEADS, map(event_row, events), empty="")
    print(f"queued for subscribers: {done.raised.type if done.raised else 'nothing'}")
