"""`scrapy watch`: the daemon that polls, judges, alerts and delivers until it is told to end."""

from __future__ import annotations

import argparse

from commands.command import BalaghCommand, become
from core.settings import Settings


class Watch(BalaghCommand):
    summary = "Watch the press until SIGTERM or Ctrl-C: poll, judge, alert, deliver"
    examples = ("scrapy watch", "BALAGH_SETTINGS=my.toml scrapy watch")
    logs_at = None

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """It takes none: settings.toml says everything."""

    def execute(self, settings: Settings, options: argparse.Namespace) -> int:
        become("commands.daemon")
