"""A small web on loopback, and Balagh's commands run against it as processes of their own."""

from __future__ import annotations

import json
import os
import re
import select
import signal
import sqlite3
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from newsroom.faults import Answer, Faults
from newsroom.loopback import LoopbackServer, Request
from newsroom.waiting import Record
from tests.forks import Done, start_scrapy

PATIENCE = 30.0

NEWS = "المديرية العامة لمراقبة التراب الوطني تعلن توقيف أربعة أشخاص في وجدة"
OTHER = "أمطار مرتقبة في مدن الشمال"
Made = Answer | Callable[[Request], Answer]


class Site:
    """One host: what it serves by path, what it was asked, and its faults. A context manager."""

    def __init__(self, pages: Mapping[str, Made] = {}, address: str = "127.0.0.1") -> None:
        self.pages: dict[str, Made] = dict(pages)
        self._prefixes: dict[str, Made] = {}
        self.faults = Faults()
        self._asked: Record[Request] = Record()
        self._server = LoopbackServer(self._respond, address)

    @property
    def authority(self) -> str:
        return self._server.authority

    def url(self, path: str) -> str:
        return f"http://{self.authority}{path}"

    def every(self, prefix: str, made: Made) -> None:
        """Serve this wherever a path begins so and has no page of its own."""
        self._prefixes[prefix] = made

    def asked(self, path: str) -> list[Request]:
        return [request for request in self._asked.all() if request.path == path]

    def wait_for(self, path: str, n: int = 1) -> None:
        self._asked.wait_for(n, PATIENCE, lambda request: request.path == path)

    def __enter__(self) -> Site:
        self._server.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.faults.release_all()
        self._server.stop()

    def go_down(self) -> None:
        """Refuse every connection until come_back()."""
        self._server.stop()

    def come_back(self) -> None:
        host, _, port = self.authority.partition(":")
        self._server = LoopbackServer(self._respond, host, int(port))
        self._server.start()

    def _respond(self, request: Request) -> Answer:
        self._asked.add(request)
        self.faults.meet(request.url)
        begun = (made for start, made in self._prefixes.items() if request.path.startswith(start))
        made = self.pages.get(request.path) or next(begun, Answer(status=404))
        return self.faults.bend(request.url, made if isinstance(made, Answer) else made(request))


def item(number: int | str, title: str = OTHER, age: timedelta = timedelta(minutes=5)) -> str:
    at = format_datetime(datetime.now(UTC) - age)
    return (
        f"<item><title>{title}</title><link>/article/{number}</link><guid>g{number}</guid>"
        f"<description>{title}. ملخص الخبر كما نشرته الجريدة.</description>"
        f"<pubDate>{at}</pubDate></item>"
    )


def feed(*items: str, etag: str | None = None) -> Answer:
    body = f"<rss version='2.0'><channel><title>x</title>{''.join(items)}</channel></rss>"
    headers = {"Content-Type": "application/rss+xml"} | ({"ETag": etag} if etag else {})
    return Answer(headers=headers, body=body.encode())


def page(text: str = NEWS) -> Answer:
    paragraphs = "".join(f"<p>{text}. الفقرة رقم {n} من نص المقال على الموقع.</p>" for n in (1, 2))
    body = f"<html><body><article><h1>{text}</h1>{paragraphs}</article></body></html>"
    return Answer(headers={"Content-Type": "text/html; charset=utf-8"}, body=body.encode())


class Balagh:
    """A folder with settings and a database, and the commands that work on it."""

    def __init__(
        self,
        folder: Path,
        feeds: Mapping[str, str],
        *,
        store: str = "sqlite:///balagh.db",
        **crawl: Any,
    ) -> None:
        self.folder = folder
        self._store = store
        self._crawl = {"host_pause": "0s", "catalogue": ""} | crawl
        self.describe(feeds)

    def describe(self, feeds: Mapping[str, str], tier: str = "national") -> None:
        """Write the settings; `feeds` are URLs by name."""
        tables = ["[crawl]", *(f"{k} = {json.dumps(v)}" for k, v in self._crawl.items())]
        tables += ["[log]", 'format = "text"', "[store]", f"url = {json.dumps(self._store)}"]
        for name, url in feeds.items():
            tables += ["[[feed]]", f"name = {json.dumps(name)}", f"url = {json.dumps(url)}"]
            tables.append(f"tier = {json.dumps(tier)}")
        (self.folder / "settings.toml").write_text("\n".join(tables), encoding="utf-8")

    def crawl(self, *options: str) -> Done:
        """Run `scrapy crawl press` to its end."""
        return self.run("crawl", "press", *options)

    def run(self, *words: str) -> Done:
        """Run a command to its end."""
        process = self._start(*words)
        return Done.of(process, self.folder / "stdout", self.folder / "stderr", PATIENCE)

    def run_on_terminal(self, *words: str) -> str:
        """Run a command to its end; return what a person would have seen go by."""
        ours, theirs = os.openpty()
        process = self._start(*words, stderr=os.ttyname(theirs))
        seen = b""
        while process.is_alive() or select.select([ours], [], [], 0)[0]:
            if select.select([ours], [], [], 0.05)[0]:
                seen += os.read(ours, 65_536)
        os.close(theirs)
        os.close(ours)
        return seen.decode()

    def watch(self) -> Running:
        return self.start("watch")

    def start(self, *words: str) -> Running:
        return Running(self._start(*words), self.folder)

    def _start(self, *words: str, stderr: str = "") -> BaseProcess:
        said = Path(stderr) if stderr else self.folder / "stderr"
        where = {"BALAGH_SETTINGS": str(self.folder / "settings.toml"), "TERM": "xterm"}
        return start_scrapy(words, self.folder / "stdout", said, **where)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        connection = sqlite3.connect(self.folder / "balagh.db", timeout=PATIENCE)
        try:
            return connection.execute(query).fetchall()
        finally:
            connection.close()

    def write(self, statement: str, *values: object) -> None:
        """Change the database from outside, where time would have."""
        connection = sqlite3.connect(self.folder / "balagh.db", timeout=PATIENCE)
        try:
            with connection:
                connection.execute(statement, values)
        finally:
            connection.close()

    def let_time_pass(self, pause: timedelta) -> None:
        """Make what is known of the feeds older, as if nobody had polled since."""
        columns = ("last_poll", "next_poll", "last_good", "last_whole", "last_new")
        for number, *instants in self.rows(f"SELECT id, {', '.join(columns)} FROM feeds"):
            for name, instant in zip(columns, instants, strict=True):
                if instant is not None:
                    earlier = _earlier(instant, pause)
                    self.write(f"UPDATE feeds SET {name} = ? WHERE id = ?", earlier, number)
        for number, started in self.rows("SELECT id, started FROM spells WHERE ended IS NULL"):
            earlier = _earlier(started, pause)
            self.write("UPDATE spells SET started = ? WHERE id = ?", earlier, number)

    def health(self) -> dict[str, str]:
        return dict(self.rows("SELECT name, health FROM feeds"))


def _earlier(instant: str, pause: timedelta) -> str:
    """Return a stored instant as it would be stored had it been earlier."""
    earlier = datetime.fromisoformat(instant) - pause
    return earlier.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


class Running:
    """A command that runs; leaving the context kills it if it still runs."""

    def __init__(self, process: BaseProcess, folder: Path) -> None:
        self.process = process
        self._folder = folder

    def __enter__(self) -> Running:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.join()

    @property
    def output(self) -> str:
        """What it wrote so far, standard output last."""
        parts = (self._folder / name for name in ("stderr", "stdout"))
        return "".join(p.read_text(encoding="utf-8") for p in parts if p.exists())

    def wait_for(self, pattern: str, n: int = 1) -> str:
        """Return the output once a pattern stands in it so often."""
        end = time.monotonic() + PATIENCE
        while len(re.findall(pattern, self.output)) < n:
            assert self.process.is_alive(), f"it ended: {self.output}"
            assert time.monotonic() < end, f"no {pattern!r} in: {self.output}"
            time.sleep(0.02)
        return self.output

    def stop(self, number: signal.Signals = signal.SIGTERM) -> tuple[int | None, float]:
        """Return the exit status and the seconds that the end took."""
        assert self.process.pid is not None
        began = time.monotonic()
        os.kill(self.process.pid, number)
        self.process.join(PATIENCE)
        return self.process.exitcode, time.monotonic() - began
