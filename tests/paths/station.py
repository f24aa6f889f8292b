"""A whole Balagh on loopback: press, receivers, and the daemon as a process of its own."""

from __future__ import annotations

import base64
import json
import os
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType
from typing import Any

from newsroom.press import Press
from newsroom.receivers.mail import MailServer
from newsroom.receivers.webhook import WebhookReceiver
from newsroom.settings import SECRET_VARIABLE, settings_for
from tests.forks import FORKS, Done, start_scrapy

ROOT = Path(__file__).parents[2]
SECRET = "whsec_" + base64.b64encode(b"a secret of thirty-two bytes....").decode()
PATIENCE = 30.0
"""Seconds that a test waits for something which takes one or two."""


class Station:
    """The press, a webhook receiver and a mail server, and the settings that join them."""

    def __init__(self, folder: Path, outlets: Sequence[str], **crawl: object) -> None:
        self.folder = folder
        self.database = folder / "balagh.db"
        self._outlets = outlets
        self._crawl = crawl
        self.press = Press()
        self.hooks = WebhookReceiver(SECRET)
        self.mail = MailServer()

    def __enter__(self) -> Station:
        for server in (self.press, self.hooks, self.mail):
            server.__enter__()
        self._write_settings()
        return self

    def __exit__(self, *_: object) -> None:
        for server in (self.mail, self.hooks, self.press):
            server.__exit__(None, None, None)

    def _write_settings(self) -> None:
        text = settings_for(
            self.press,
            self.hooks,
            self.mail,
            outlets=self._outlets,
            crawl=self._crawl,
            log_format="json",
        )
        (self.folder / "settings.toml").write_text(text, encoding="utf-8")

    @property
    def environment(self) -> dict[str, str]:
        path = str(self.folder / "settings.toml")
        return {"BALAGH_SETTINGS": path, SECRET_VARIABLE: SECRET}

    def run(self, *words: str, fresh: bool = False) -> Done:
        """Run a command to its end; a `fresh` one loads everything itself."""
        out, err = self.folder / "stdout", self.folder / "stderr"
        process = start_scrapy(words, out, err, fresh=fresh, **self.environment)
        return Done.of(process, out, err, PATIENCE * 2)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        return read_rows(self.database, query)

    def locked_database(self) -> AbstractContextManager[None]:
        return locked(self.database)


@contextmanager
def locked(database: Path) -> Iterator[None]:
    """Hold the write lock, as a backup or a stuck program would."""
    connection = sqlite3.connect(
        database, timeout=PATIENCE, isolation_level=None, check_same_thread=False
    )
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.close()


def read_rows(database: Path, query: str) -> list[tuple[Any, ...]]:
    """Read a database from outside; empty while it has no tables yet."""
    if not database.exists():
        return []
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=PATIENCE)
    try:
        return connection.execute(query).fetchall()
    except sqlite3.OperationalError:
        return []
    finally:
        connection.close()


class Daemon:
    """`scrapy watch` as a process; its log is read while it runs."""

    def __init__(self, station: Station, *, fresh: bool = False) -> None:
        self._station = station
        self._fresh = fresh
        self.lines: list[dict[str, Any]] = []
        self._changed = threading.Condition()
        self._process: BaseProcess

    def __enter__(self) -> Daemon:
        self._log, said = FORKS.Pipe(duplex=False)
        words, nowhere, environment = ("watch",), Path(os.devnull), self._station.environment
        self._process = start_scrapy(words, nowhere, said, fresh=self._fresh, **environment)
        said.close()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self.kill()
        self._reader.join(PATIENCE)
        self._log.close()
        if error is not None:
            error.add_note("the daemon's log:\n" + "\n".join(map(str, self.lines[-40:])))

    def _read(self) -> None:
        with open(self._log.fileno(), encoding="utf-8", closefd=False) as log:
            for line in log:
                with self._changed:
                    self.lines.append(_parsed(line))
                    self._changed.notify_all()

    def wait_for_line(self, name: str, **fields: object) -> dict[str, Any]:
        """Return the first log line of this name with these fields, once it is there."""

        def found() -> dict[str, Any] | None:
            wanted = {"name": name, **fields}
            return next((x for x in self.lines if wanted.items() <= x.items()), None)

        with self._changed:
            line = self._changed.wait_for(found, PATIENCE)
        assert line, f"the daemon never logged {name} {fields}"
        return line

    def kill(self) -> None:
        """kill -9."""
        self._process.kill()
        self._process.join(PATIENCE)

    def ask_to_stop(self) -> None:
        self._process.terminate()

    def wait(self, timeout: float = PATIENCE) -> int | None:
        self._process.join(timeout)
        return self._process.exitcode


def _parsed(line: str) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except ValueError:
        return {"text": line.rstrip()}
    return value if isinstance(value, dict) else {"text": line.rstrip()}


def wait_until(condition: Any, what: str) -> None:
    """Poll something that can only be asked, not waited for (another process's database)."""
    pause = threading.Event()
    for _ in range(int(PATIENCE / 0.02)):
        if condition():
            return
        pause.wait(0.02)
    raise AssertionError(f"never came: {what}")
