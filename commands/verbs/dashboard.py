"""`scrapy dashboard`: the web face, its password, its tokens and the secret of its links."""

from __future__ import annotations

import argparse
import getpass
import sys

from commands.command import BalaghCommand, become
from commands.rewriting import write_file
from commands.subscribing import PRIVATE
from core.errors import UsageError
from core.secrets import new_signing_key
from core.settings import Settings
from dashboard.access import add_token, drop_token, set_password

NAMED = ("token", "drop-token", "secret")


class Dashboard(BalaghCommand):
    summary = "Serve the web face until Ctrl-C; set its password, make tokens and link secrets"
    examples = (
        "scrapy dashboard",
        "scrapy dashboard password",
        "scrapy dashboard token systems",
        "scrapy dashboard drop-token systems",
        "scrapy dashboard secret var/links.secret",
    )
    logs_at = None

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "action",
            nargs="?",
            choices=("serve", "password", "token", "drop-token", "secret"),
            default="serve",
            help="serve (default); ask for a password and keep its hash; make a token for a "
            "program, shown once; forget a token; make the secret that signs links in mails",
        )
        parser.add_argument("name", nargs="?", help="of the token, or the secret's file")

    def execute(self, settings: Settings, options: argparse.Namespace) -> int:
        path = settings.dashboard.access_file
        if (options.name is not None) != (options.action in NAMED):
            raise UsageError("a token and a secret have a name, and nothing else: see --help")
        match options.action:
            case "password":
                set_password(path, _asked_password())
                print("kept; a dashboard that runs takes it when it is started anew")
            case "token":
                print(add_token(path, options.name))
            case "drop-token":
                drop_token(path, options.name)
                print("forgotten; a dashboard that runs takes it when it is started anew")
            case "secret":
                print(_new_secret(settings, options.name))
            case _:
                become("commands.face")
        return 0


def _new_secret(settings: Settings, name: str) -> str:
    """Make a secret in a file, named from the settings' folder; say how it is put to use."""
    path = settings.folder / name
    if path.exists():
        raise UsageError(f"{path} is there already; move it away, or name another")
    try:
        write_file(path, f"{new_signing_key()}\n", PRIVATE)
    except OSError as error:
        raise UsageError(f"{path} can't be written: {error.strerror}") from None
    return f'made {path}; put it to use in {settings.path}: [dashboard] secret_file = "{name}"'


def _asked_password() -> str:
    """Ask twice on a terminal; from a pipe the first line is taken."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    given = getpass.getpass("Password: ")
    if getpass.getpass("Again: ") != given:
        raise UsageError("the two are not the same")
    return given
