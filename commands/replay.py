"""A replay in fast motion: a pretend press publishes, a real daemon watches and tells."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from core.errors import BalaghError
from core.loading import SETTINGS_VARIABLE
from core.secrets import new_webhook_key
from newsroom.press import Press
from newsroom.receivers.mail import MailServer, ReceivedMail
from newsroom.receivers.webhook import Received, WebhookReceiver
from newsroom.settings import settings_for
from newsroom.stories import Airing, Script, play

START_WITHIN_S = 30.0
SETTLE_S = 6.0
"""After the last story: two polls of the slowest feed and the sends that follow."""

STOP_WITHIN_S = 5.0

SECRET_FILE = "hooks.secret"
"""Beside the settings, so that whoever names these can look into the replay."""


class ReplayFailed(BalaghError):
    """The replay could not be played to its end."""


@dataclass(slots=True)
class Verdict:
    """What arrived, against what the script expects."""

    script: Script
    new: int = 0
    updates: int = 0
    others: int = 0
    unverified: int = 0
    mails: int = 0
    first_after_s: float | None = None
    seen: set[str] = field(default_factory=set)

    def count(self, received: Received) -> None:
        """Count a webhook once, however often it came."""
        self.unverified += not received.verified
        payload = received.payload or {}
        if received.webhook_id in self.seen:
            return
        self.seen.add(str(received.webhook_id))
        kind = payload.get("type")
        self.new += kind == "event.new"
        self.updates += kind == "event.update"
        self.others += kind not in ("event.new", "event.update")

    @property
    def as_expected(self) -> bool:
        expected = self.script.expected
        return (
            self.new == expected.new
            and self.updates >= expected.updates
            and not self.others
            and not self.unverified
            and self.mails == self.new + self.updates
        )


class Replay:
    """Plays a script and says on standard output what happens, as it happens."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self._began = time.monotonic()
        self._first_told: float | None = None
        self._printing = threading.Lock()
        self.verdict = Verdict(script)

    def run(self, root: Path, *, keep: bool) -> Verdict:
        """Play to the end; `keep` goes on until Ctrl-C. Raises ReplayFailed."""
        secret = new_webhook_key()
        with (
            tempfile.TemporaryDirectory(prefix="balagh-demo-") as folder,
            Press() as press,
            WebhookReceiver(secret) as hooks,
            MailServer() as mail,
        ):
            settings = Path(folder) / "settings.toml"
            text = settings_for(press, hooks, mail, secret_file=SECRET_FILE)
            settings.write_text(text, encoding="utf-8")
            settings.with_name(SECRET_FILE).write_text(secret, encoding="utf-8")
            environment = {SETTINGS_VARIABLE: str(settings)}
            self._say("press", f"{len(press.feeds())} invented outlets on loopback")
            with self._daemon(root, Path(folder), environment, press):
                self._began = time.monotonic()
                with self._watching(hooks, mail):
                    play(self._script, press, aired=self._aired)
                    self._wait(SETTLE_S)
                    if keep:
                        self._say("demo", "going on until Ctrl-C; look into it meanwhile:")
                        self._say("", f"{SETTINGS_VARIABLE}={settings} .venv/bin/scrapy events")
                        self._wait_for_interrupt()
        return self.verdict

    @contextmanager
    def _daemon(
        self, root: Path, folder: Path, environment: dict[str, str], press: Press
    ) -> Iterator[None]:
        """Run `scrapy watch` until the block ends; its log goes to a file."""
        log = folder / "watch.log"
        with log.open("w", encoding="utf-8") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "scrapy", "watch"],
                cwd=root,
                env={**os.environ, **environment},
                stdout=output,
                stderr=output,
            )
        try:
            self._wait_until_polling(process, press, log)
            yield
        finally:
            process.terminate()
            try:
                process.wait(STOP_WITHIN_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _wait_until_polling(
        self, process: subprocess.Popen[bytes], press: Press, log: Path
    ) -> None:
        deadline = time.monotonic() + START_WITHIN_S
        feeds = {feed.url for feed in press.feeds()}
        while not feeds & {request.url for request in press.requests}:
            if process.poll() is not None or time.monotonic() > deadline:
                last = log.read_text(encoding="utf-8").strip().splitlines()[-1:]
                raise ReplayFailed(f"the daemon did not start: {' '.join(last) or 'no word'}")
            self._wait(0.1)
        self._say("daemon", "scrapy watch polls them")

    @contextmanager
    def _watching(self, hooks: WebhookReceiver, mail: MailServer) -> Iterator[None]:
        """Say what the receivers get, in threads of their own, until the block ends."""
        stop = threading.Event()
        threads = [
            threading.Thread(target=self._follow_hooks, args=(hooks, stop), daemon=True),
            threading.Thread(target=self._follow_mail, args=(mail, stop), daemon=True),
        ]
        try:  # Ctrl-C may come between the two starts
            for thread in threads:
                thread.start()
            yield
        finally:
            stop.set()
            for thread in threads:
                if thread.is_alive():
                    thread.join()

    def _follow_hooks(self, hooks: WebhookReceiver, stop: threading.Event) -> None:
        done = 0
        while not stop.wait(0.1):
            for received in hooks.received[done:]:
                self._received_hook(received)
                done += 1

    def _follow_mail(self, mail: MailServer, stop: threading.Event) -> None:
        done = 0
        while not stop.wait(0.1):
            for received in mail.received[done:]:
                self._received_mail(received)
                done += 1

    def _received_hook(self, received: Received) -> None:
        self.verdict.count(received)
        payload = received.payload or {}
        if self.verdict.first_after_s is None and self._first_told is not None:
            self.verdict.first_after_s = time.monotonic() - self._first_told
        signed = "signature verified" if received.verified else "SIGNATURE REFUSED"
        self._say("WEBHOOK", f"{payload.get('type')}, {signed}: {_facts(payload)}")
        for change in payload.get("changes", ()):
            self._say("", f"  {change['what']}: {change['before'] or '–'} → {change['after']}")

    def _received_mail(self, received: ReceivedMail) -> None:
        self.verdict.mails += 1
        self._say("MAIL", str(received.message["Subject"]))

    def _aired(self, airing: Airing, _: str) -> None:
        if airing.tells and self._first_told is None:
            self._first_told = time.monotonic()
        kind = airing.role.replace("_", " ")
        story = airing.story
        self._say("press", f"{airing.hour} {kind} in {story.outlet}: {story.title}")

    def _say(self, who: str, what: str) -> None:
        with self._printing:
            print(f"{time.monotonic() - self._began:5.1f} s  {who:<8} {what}", flush=True)

    def _wait(self, seconds: float) -> None:
        threading.Event().wait(seconds)

    def _wait_for_interrupt(self) -> None:
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            return


def _facts(payload: dict[str, object]) -> str:
    event = payload.get("event")
    if not isinstance(event, dict):
        return ""
    places = ", ".join(place["name"] for place in event["places"])
    held = f"{event['count']} held" if event["count"] else ""
    told_by = "1 outlet" if event["outlets"] == 1 else f"{event['outlets']} outlets"
    outlets = f"{told_by}, {event['status']}"
    return "; ".join(part for part in (event["act"], places, held, event["date"], outlets) if part)
