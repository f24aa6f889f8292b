"""`scrapy watch`: the daemon that polls, judges, alerts and delivers until it is told to end."""

from __future__ import annotations

import argparse
import logging
import signal
from types import FrameType

from commands.command import BalaghCommand
from commands.telling import tell
from commands.wiring import open_press, wire
from core.clock import utc_now
from core.settings import Settings
from crawler.catalogue import all_feeds
from crawler.watching import watch

logger = logging.getLogger("balagh.watch")


class Watch(BalaghCommand):
    summary = "Watch the press until SIGTERM or Ctrl-C: poll, judge, alert, deliver"
    examples = ("scrapy watch", "BALAGH_SETTINGS=my.toml scrapy watch")
    logs_at = None

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """It takes none: settings.toml says everything."""

    def execute(self, settings: Settings, options: argparse.Namespace) -> int:
        # Until the spider runs and ends in order, there is nothing to put in order.
        signal.signal(signal.SIGTERM, _end)
        feeds = all_feeds(settings)
        told = None if settings.subscriber else tell
        with (
            wire(settings, utc_now, told) as rooms,
            rooms.database.hold_daemon_lock() as hold,
        ):
            press = open_press(rooms)
            logger.info("%s", _greeting(settings, len(feeds)))
            watch(press, feeds, hold)
        logger.info("ended")
        return 0


def _end(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


def _greeting(settings: Settings, feeds: int) -> str:
    subscribers = len(settings.subscriber)
    told = (
        f"{subscribers} subscriber{'s' if subscribers > 1 else ''}"
        if subscribers
        else "nobody is told yet: alerts are printed here (add a [[subscriber]] to settings.toml)"
    )
    names = ", ".join(watchlist.name for watchlist in settings.watchlist)
    counted = "1 feed" if feeds == 1 else f"{feeds} feeds"
    return f"{counted}, watchlist {names}, {told}"
