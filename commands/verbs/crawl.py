"""`scrapy crawl press`: one pass over the due feeds, then a summary."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from commands.boundary import EXIT_CRASH, EXIT_INTERRUPTED
from commands.command import BalaghCommand
from commands.wiring import alone, open_press, wire
from core.clock import utc_now
from core.errors import UsageError
from core.settings import Settings
from crawler.catalogue import all_feeds
from crawler.passing import Pass, run_pass
from crawler.spiders.press import PressSpider


class Crawl(BalaghCommand):
    summary = "Poll the due feeds once, judge what is new, alert and deliver"
    examples = (
        "scrapy crawl press",
        "scrapy crawl press -a all=1",
        "scrapy crawl press -a only='Hespress AR'",
    )
    logs_at = None

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("spider", help=f'there is one: "{PressSpider.name}"')
        parser.add_argument(
            "-a",
            dest="given",
            action="append",
            default=[],
            metavar="NAME=VALUE",
            help="only=FEED: this feed, due or not; all=1: all feeds, due or not",
        )

    def execute(self, settings: Settings, options: argparse.Namespace) -> int:
        if options.spider != PressSpider.name:
            raise UsageError(f"no spider {options.spider!r}; there is {PressSpider.name!r}")
        wanted = _read_pass(options.given)
        feeds = all_feeds(settings)
        with wire(settings, utc_now) as rooms, alone(rooms.database):
            press = open_press(rooms)
            began = utc_now()
            interrupted = run_pass(press, feeds, wanted)
        statistics = press.recorder.statistics
        print(statistics.summary(utc_now() - began), flush=True)
        if interrupted:
            return EXIT_INTERRUPTED
        return EXIT_CRASH if statistics.polled and not statistics.answered else 0


def _read_pass(given: Sequence[str]) -> Pass:
    """Raises UsageError for anything but only=NAME and all=0|1."""
    options = dict(item.partition("=")[::2] for item in given)
    unknown = sorted(options.keys() - {"only", "all"})
    if unknown:
        raise UsageError(f"unknown -a {unknown[0]}; known are only=FEED and all=1")
    everything = options.get("all", "0")
    if everything not in ("0", "1"):
        raise UsageError(f"-a all={everything}: write all=1 or leave it out")
    return Pass(all=everything == "1", only=options.get("only"))
