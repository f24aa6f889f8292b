"""`scrapy doctor`: what works, what doesn't, what to do."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import closing

from alerts.channels import build_channels
from commands.boundary import EXIT_CRASH
from commands.checks import (
    Check,
    check_choices,
    check_database,
    check_feeds,
    check_seeds,
    check_switches,
)
from commands.command import BalaghCommand, add_json_option, print_json
from core.clock import utc_now
from core.errors import BalaghError
from core.printable import one_line
from core.settings import Settings

MARKS = {"ok": "ok     ", "note": "note   ", "failed": "FAILED "}


class Doctor(BalaghCommand):
    summary = "Say what works, what doesn't, and what to do; sends nothing"
    examples = ("scrapy doctor", "scrapy doctor --json")

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        add_json_option(parser)

    def execute(self, settings: Settings, options: argparse.Namespace) -> int:
        found: list[Check] = []
        for check in examine(settings):
            found.append(check)
            if not options.json:
                print(one_line(f"{MARKS[check.verdict]}{check.what}: {check.detail}"), flush=True)
        if options.json:
            print_json(found)
        return EXIT_CRASH if any(check.verdict == "failed" for check in found) else 0


def examine(settings: Settings) -> Iterator[Check]:
    """Yield each finding as soon as it is known."""
    yield Check("settings", "ok", f"{settings.path} is valid")
    yield from check_seeds(settings)
    yield from check_database(settings)
    yield from check_feeds(settings, utc_now())
    yield from check_choices(settings)
    yield from check_switches(settings, utc_now())
    yield from _check_channels(settings)


def _check_channels(settings: Settings) -> Iterator[Check]:
    """Reach each receiver without sending anything."""
    if not settings.subscriber:
        hint = "nobody is told yet; add a [[subscriber]] to settings.toml"
        yield Check("subscribers", "note", hint)
    try:
        channels = build_channels(settings, utc_now)
    except BalaghError as error:
        yield Check("subscribers", "failed", str(error))
        return
    for (name, kind), channel in channels.items():
        with closing(channel):
            problem = channel.probe()
        reached = f"is reached; scrapy subscribers test {name} sends a test alert"
        yield Check(f"{name} by {kind}", "failed" if problem else "ok", problem or reached)
