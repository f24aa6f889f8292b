"""`scrapy demo`: an operation of the past, replayed by a pretend press."""

from __future__ import annotations

import argparse
import signal

from commands.boundary import EXIT_CRASH
from commands.command import BalaghCommand, project_root
from commands.replay import Replay, Verdict
from core.settings import Settings
from newsroom.stories import Script

SCRIPT = "had-soualem"


class Demo(BalaghCommand):
    summary = "Replay a real operation in fast motion: press, daemon, webhook and mail on loopback"
    examples = ("scrapy demo", "scrapy demo --keep")

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--keep", action="store_true", help="go on after the last story")

    def execute(self, settings: Settings, options: argparse.Namespace) -> int:
        # Ended in order by any of these: its daemon and its folder would be left behind.
        for number in (signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(number) != signal.SIG_IGN:  # as nohup leaves it
                signal.signal(number, signal.default_int_handler)
        script = Script.load(SCRIPT)
        print(f"A REPLAY of {script.title}, re-dated to today. The outlets are invented.\n")
        verdict = Replay(script).run(project_root(), keep=options.keep)
        print(_summary(verdict))
        return 0 if verdict.as_expected or options.keep else EXIT_CRASH


def _summary(verdict: Verdict) -> str:
    expected = verdict.script.expected
    after = verdict.first_after_s
    first = f"; the first one {after:.1f} s after its first report" if after is not None else ""
    verdict_line = "as the script expects" if verdict.as_expected else "NOT as the script expects"
    return (
        f"\n{verdict.new} new alert (expected {expected.new}), {verdict.updates} updates "
        f"(at least {expected.updates}), {verdict.others} others (0), {verdict.mails} mails"
        f"{first}: {verdict_line}"
    )
