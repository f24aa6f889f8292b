"""`scrapy silences`: what a subscriber doesn't want to be told of until a date."""

from __future__ import annotations

import argparse
from contextlib import closing
from datetime import datetime

from alerts.queueing import sought
from commands.boundary import EXIT_CRASH
from commands.command import BalaghCommand, add_json_option, print_json
from commands.tables import ago, print_table
from core.clock import parse_instant, utc_now
from core.errors import UsageError
from core.settings import Settings
from store.database import Database, open_database
from store.events import find_event
from store.silences import add_silence, lift_silence, standing_silences


class Silences(BalaghCommand):
    summary = "Mute an event or a text for a subscriber until a date"
    examples = (
        "scrapy silences",
        "scrapy silences add desk --event evt_0123456789abcdef --until 2026-02-01",
        "scrapy silences add desk --text chira --until 2026-01-15T18:00",
        "scrapy silences lift 3",
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "action",
            nargs="?",
            choices=("list", "add", "lift"),
            default="list",
            help="what to do: list (default), add, or lift: end one",
        )
        parser.add_argument("target", nargs="?", help="the subscriber, or the number to lift")
        parser.add_argument("--event", metavar="ID", help="mute this event")
        parser.add_argument("--text", help="mute what holds this in title or passage")
        parser.add_argument("--until", metavar="ISO", help="when it ends: 2026-02-01, local time")
        add_json_option(parser)

    def execute(self, settings: Settings, options: argparse.Namespace) -> int:
        with closing(open_database(settings.store.url)) as database:
            if options.action == "add":
                return _add(settings, database, options)
            if options.action == "lift":
                return _lift(database, options.target)
            with database.read() as conn:
                standing = standing_silences(conn, utc_now())
        if options.json:
            print_json(standing)
            return 0
        rows = (
            (s.id, s.subscriber, s.event_id or s.text, ago(s.until, utc_now()), s.voice)
            for s in standing
        )
        print_table(
            ("number", "subscriber", "mutes", "ends", "made by"), rows, empty="nothing is silenced"
        )
        return 0


def _add(settings: Settings, database: Database, options: argparse.Namespace) -> int:
    names = [s.name for s in settings.subscriber]
    if options.target not in names:
        known = ", ".join(names) or "none"
        raise UsageError(f"no subscriber is named {options.target!r}; there are: {known}")
    text = (options.text or "").strip()
    if bool(options.event) == bool(text) or (text and not sought(text)):
        raise UsageError("mute what? give --event ID or --text WORDS")
    until = _future(options.until)
    with database.begin() as conn:
        if options.event and find_event(conn, options.event) is None:
            raise UsageError(f"no event {options.event!r}; scrapy events lists them")
        number = add_silence(
            conn,
            options.target,
            event_id=options.event,
            text=text or None,
            until=until,
            at=utc_now(),
            voice="command",
        )
    muted = options.event or f'"{text}"'
    print(f"silence {number}: {options.target} is not told of {muted}; it ends {_in(until)}")
    return 0


def _future(text: str | None) -> datetime:
    """Raises UsageError for a date that can't be read, or is over."""
    if text is None:
        raise UsageError("until when? say --until DATE")
    try:
        until = parse_instant(text)
    except ValueError:
        raise UsageError(f"--until {text}: write a date like 2026-01-31") from None
    if until <= utc_now():
        raise UsageError(f"{text} is over already")
    return until


def _lift(database: Database, target: str | None) -> int:
    if target is None or not target.isdecimal():
        raise UsageError("lift which? name its number: scrapy silences lists them")
    with database.begin() as conn:
        lifted = lift_silence(conn, int(target), at=utc_now())
    print(f"silence {target} is lifted" if lifted else f"no silence {target} stands")
    return 0 if lifted else EXIT_CRASH


def _in(until: datetime) -> str:
    return ago(until, utc_now())
