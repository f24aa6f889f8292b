"""The base of every command: what it says of itself, its arguments, and refusals."""

from __future__ import annotations

import argparse
import json
import os
import sys
import textwrap
from abc import abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar, NoReturn

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError as ScrapyUsageError
from scrapy.utils.conf import closest_scrapy_cfg

from commands.boundary import guarded
from core.jsonable import jsonable
from core.settings import Settings


class BalaghCommand(ScrapyCommand):
    """A verb: says what it does, declares its arguments and carries them out.

    `execute` returns the exit status: 0 all is well, 1 the answer is "no" or something failed on
    the way, 2 the command could not be carried out (a BalaghError: one line, no traceback).
    """

    requires_project = True
    requires_crawler_process = False
    summary: ClassVar[str]
    examples: ClassVar[Sequence[str]]
    logs_at: ClassVar[str | None] = "warning"
    """The least level that this verb logs; None = what the settings say."""

    def short_desc(self) -> str:
        return self.summary

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        parser.formatter_class = argparse.RawDescriptionHelpFormatter
        parser.usage = None  # argparse names the arguments, where Scrapy would leave them out
        parser.prog = f"scrapy {type(self).__module__.rpartition('.')[2]}"
        parser.epilog = "examples:\n" + textwrap.indent("\n".join(self.examples), "  ")
        parser.set_defaults(profile=None)
        self.add_arguments(parser)

    @abstractmethod
    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare positional arguments, options and sub-commands."""

    @abstractmethod
    def execute(self, settings: Settings, options: argparse.Namespace) -> int:
        """Do the work.

        Raises BalaghError for what a person must mend.
        """

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Refuse what argparse left over; Scrapy would let it pass."""
        if args:
            raise ScrapyUsageError(f"unknown argument: {' '.join(args)}", print_help=False)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        root = project_root()
        self.exitcode = guarded(root, lambda settings: self.execute(settings, opts), self.logs_at)


def project_root() -> Path:
    """Return scrapy.cfg's folder; commands exist only below it."""
    return Path(closest_scrapy_cfg()).parent.absolute()


def become(module: str) -> NoReturn:
    """Go on as another process of Balagh's: what this one loaded for other verbs, it need not."""
    root = str(project_root())
    path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    sys.stdout.flush()
    os.execve(
        sys.executable, [sys.executable, "-m", module, root], os.environ | {"PYTHONPATH": path}
    )


def print_json(value: Any) -> None:
    """Print a domain value as the contract's JSON, readable and in its own letters."""
    print(json.dumps(jsonable(value), ensure_ascii=False, indent=2))


def add_json_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON, for programs")


def add_limit_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--limit", type=_count, default=100, metavar="N", help="at most so many (default: 100)"
    )


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"{text} is no number from 1 on")
    return int(text)
