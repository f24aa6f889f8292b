"""The web face's process, which `scrapy dashboard` becomes: it loads nothing of the crawler.

Its argument is scrapy.cfg's folder.
"""

from __future__ import annotations

import signal
import sys
from contextlib import ExitStack, closing
from pathlib import Path
from types import FrameType

from alerts.channels import build_channels
from alerts.choosing import told_subscribers
from alerts.desk import Desk
from commands.boundary import guarded
from commands.seeded import seeded_matcher
from core.clock import utc_now
from core.settings import Settings
from dashboard.access import load_access
from dashboard.app import create_app
from dashboard.face import Face
from dashboard.overview import Overview
from dashboard.places import load_gazetteer
from dashboard.serving import serve
from dashboard.texts import load_texts
from dashboard.watch import Lookout
from store.database import open_database


def _end(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


def serve_face(settings: Settings) -> int:
    """Serve until SIGTERM or Ctrl-C, which end it in order and with status 0."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _end)
    access = load_access(settings.dashboard)
    with ExitStack() as stack:
        database = stack.enter_context(closing(open_database(settings.store.url)))
        channels = build_channels(settings, utc_now)
        for channel in channels.values():
            stack.callback(channel.close)
        face = Face(
            settings=settings,
            database=database,
            matcher=seeded_matcher(settings),
            desk=Desk(database, told_subscribers(settings), channels, utc_now),
            clock=utc_now,
            overview=Overview(database),
            lookout=Lookout(database),
            access=access,
            gazetteer=load_gazetteer(),
            texts=load_texts(),
        )
        serve(create_app(face), settings.dashboard)
    return 0


if __name__ == "__main__":
    sys.exit(guarded(Path(sys.argv[1]), serve_face, None))
