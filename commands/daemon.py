"""The daemon's process, which `scrapy watch` becomes: it loads nothing that only other verbs need.

Its argument is scrapy.cfg's folder.
"""

from __future__ import annotations

import logging
import signal
import sys
from pathlib import Path
from types import FrameType

from commands.boundary import guarded
from commands.telling import tell
from commands.wiring import open_press, wire
from core.clock import utc_now
from core.settings import Settings
from crawler.catalogue import all_feeds
from crawler.watching import watch

logger = logging.getLogger("balagh.watch")


def watch_press(settings: Settings) -> int:
    """Poll, judge, alert and deliver until SIGTERM or Ctrl-C, which end it with status 0."""
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


if __name__ == "__main__":
    sys.exit(guarded(Path(sys.argv[1]), watch_press, None))
