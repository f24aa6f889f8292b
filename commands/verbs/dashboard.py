"""`scrapy dashboard`: the web face, its password and its tokens."""

from __future__ import annotations

import argparse
import getpass
import signal
import sys
from contextlib import ExitStack, closing
from types import FrameType

from alerts.channels import build_channels
from alerts.desk import Desk
from commands.command import BalaghCommand
from commands.wiring import seeded_matcher
from core.clock import utc_now
from core.errors import UsageError
from core.settings import Settings
from dashboard.access import add_token, drop_token, load_access, set_password
from dashboard.app import create_app
from dashboard.face import Face
from dashboard.overview import Overview
from dashboard.places import load_gazetteer
from dashboard.serving import serve
from dashboard.texts import load_texts
from store.database import open_database


class Dashboard(BalaghCommand):
    summary = "Serve the web face until Ctrl-C; set its password, make tokens for programs"
    examples = (
        "scrapy dashboard",
        "scrapy dashboard password",
        "scrapy dashboard token systems",
        "scrapy dashboard drop-token systems",
    )
    logs_at = None

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "action",
            nargs="?",
            choices=("serve", "password", "token", "drop-token"),
            default="serve",
            help="serve (default); ask for a password and keep its hash; make a token for a "
            "program, shown once; forget a token",
        )
        parser.add_argument("name", nargs="?", help="of the token")

    def execute(self, settings: Settings, options: argparse.Namespace) -> int:
        path = settings.dashboard.access_file
        if (options.name is not None) != (options.action in ("token", "drop-token")):
            raise UsageError("a token has a name, and nothing else: scrapy dashboard token NAME")
        match options.action:
            case "password":
                set_password(path, _asked_password())
                print("kept; a dashboard that runs takes it when it is started anew")
            case "token":
                print(add_token(path, options.name))
            case "drop-token":
                drop_token(path, options.name)
                print("forgotten; a dashboard that runs takes it when it is started anew")
            case _:
                _serve(settings)
        return 0


def _asked_password() -> str:
    """Ask twice on a terminal; from a pipe the first line is taken."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    given = getpass.getpass("Password: ")
    if getpass.getpass("Again: ") != given:
        raise UsageError("the two are not the same")
    return given


def _end(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


def _serve(settings: Settings) -> None:
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
            desk=Desk(database, settings.subscriber, channels, utc_now),
            clock=utc_now,
            overview=Overview(database),
            access=access,
            gazetteer=load_gazetteer(),
            texts=load_texts(),
        )
        serve(create_app(face), settings.dashboard)
