"""`scrapy deliveries`: what was sent, what waits, what was given up."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from contextlib import closing

from commands.boundary import EXIT_CRASH
from commands.command import BalaghCommand, add_json_option, add_limit_option, print_json
from commands.since import read_since
from commands.tables import ago, moment, print_table
from core.clock import parse_instant, utc_now
from core.errors import UsageError
from core.printable import one_line
from core.settings import Settings
from store.database import Database, open_database
from store.outbox import DeliveryRecord, list_deliveries, redeliver, redeliver_dead
from store.sendings import Sending, find_sendings

STATES = ("pending", "sending", "held", "delivered", "dead", "silenced")


class Deliveries(BalaghCommand):
    summary = "List deliveries, show their attempts, or queue them again"
    examples = (
        "scrapy deliveries --state dead",
        "scrapy deliveries --json",
        "scrapy deliveries show 17",
        "scrapy deliveries redeliver 17 18",
        "scrapy deliveries redeliver --since 2026-01-01 --until 2026-01-02",
        "scrapy deliveries redeliver --since 2026-01-01 --subscriber desk",
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "action",
            nargs="?",
            choices=("list", "show", "redeliver"),
            default="list",
            help="what to do: list (default), show every attempt, or redeliver: queue again",
        )
        parser.add_argument(
            "ids", nargs="*", type=int, metavar="ID", help="what to show or to queue again"
        )
        parser.add_argument("--state", choices=STATES, help="list only those (default: all)")
        parser.add_argument(
            "--since",
            metavar="DATE|DURATION",
            help="redeliver what died of alerts from here …",
        )
        parser.add_argument("--until", metavar="DATE", help="… to here (default: now)")
        parser.add_argument("--subscriber", metavar="NAME", help="… and of this one only")
        add_limit_option(parser)
        add_json_option(parser)

    def execute(self, settings: Settings, options: argparse.Namespace) -> int:
        with closing(open_database(settings.store.url)) as database:
            if options.action == "redeliver":
                return _queue_again(database, options)
            if options.action == "show":
                return _show(database, options)
            with database.read() as conn:
                rows = list_deliveries(conn, limit=options.limit, state=options.state)
        if options.json:
            print_json(rows)
            return 0
        heads = (
            "id",
            "type",
            "subscriber",
            "channel",
            "state",
            "attempts",
            "next attempt",
            "status",
        )
        print_table(heads, map(_row, rows), empty="no deliveries")
        return 0


def _row(row: DeliveryRecord) -> tuple[object, ...]:
    waits = ago(row.next_attempt, utc_now()) if row.next_attempt else None
    who = (row.type, row.subscriber, row.channel)
    return (row.id, *who, row.state, row.attempts, waits, row.last_status)


def _show(database: Database, options: argparse.Namespace) -> int:
    """Print each attempt with its answer; exit status 1 where there is no such delivery."""
    if not options.ids:
        raise UsageError("show which? name ids: `scrapy deliveries` lists them")
    with database.read() as conn:
        found = find_sendings(conn, options.ids)
    if missing := _missing(options.ids, found):
        print(missing, file=sys.stderr)
    if options.json:
        print_json(found)
    for sending in () if options.json else found:
        print(
            f"{sending.id}: {sending.type} {sending.alert_id} to {sending.subscriber} "
            f"by {sending.channel}: {sending.state}"
        )
        for attempt in sending.attempts:
            took = (attempt.finished - attempt.started).total_seconds()
            told = f"{attempt.verdict}, {attempt.detail} ({took:.1f} s)"
            print(one_line(f"  {moment(attempt.started)} {told} {attempt.answer}".rstrip()))
    return EXIT_CRASH if missing else 0


def _missing(ids: list[int], found: Sequence[Sending]) -> str:
    """Name the deliveries that there are not; "" where there are all."""
    known = {sending.id for sending in found}
    unknown = [str(id) for id in dict.fromkeys(ids) if id not in known]
    return f"no delivery has the id {', '.join(unknown)}" if unknown else ""


def _queue_again(database: Database, options: argparse.Namespace) -> int:
    """Queue by id or by time; exit status 1 where nothing was there to queue."""
    if bool(options.ids) == bool(options.since):
        raise UsageError("redeliver what? name ids, or --since DATE for what died since then")
    now = utc_now()
    since = read_since(options.since, now) if options.since else now
    try:
        until = parse_instant(options.until) if options.until else now
    except ValueError:
        raise UsageError(f"--until {options.until}: write a date like 2026-01-31") from None
    missing = ""
    with database.begin() as conn:
        if options.ids:
            missing = _missing(options.ids, find_sendings(conn, options.ids))
            queued = redeliver(conn, options.ids, at=now)
        else:
            queued = redeliver_dead(
                conn, since=since, until=until, at=now, subscriber=options.subscriber
            )
    if missing:
        print(missing, file=sys.stderr)
    when = "; the daemon or the next crawl sends them" if queued else ""
    print(f"queued again: {queued}{when}")
    return 0 if queued and not missing else EXIT_CRASH
