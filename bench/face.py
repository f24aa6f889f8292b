"""Speed of the web face over a full archive, while the daemon polls a press on loopback."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from time import perf_counter, sleep
from urllib.parse import quote

from bench.archive import EVENTS, event_id, fill
from bench.figure import Figure
from bench.webfeeds import served_feeds
from store.database import Database, open_database
from store.feeds import feed_states

ROOT = Path(__file__).parent.parent
FEEDS = 300
VISITS = 40
PAGES = (
    "/", "/?page=7", "/?topic=drugs&outlet=Outlet+3", "/?q=cellule", "/trends", "/feeds",
    "/feeds/{feed}", "/deliveries", "/deliveries/9", "/silences", "/missed", "/seeds",
    "/events/{event}", "/api", "/api/v1/events?limit=50", "/api/v1/alerts", "/api/v1/feeds",
    "/events.atom", "/metrics",
)  # fmt: skip
SEARCHES = ("خلية", "cellule Oujda", "démantèl", "stupéfiants Nador saisie", "word17 word23")
MOST_PAGE_MS, MOST_SEARCH_MS = 100, 150
"""The latest 5 of 100 visits may take longer; asked of a machine that has two cores to itself."""

PATIENCE_S = 300
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Times:
    """Of one address: seconds of each visit, and of the processor on the average."""

    visits: Sequence[float]
    processor: float

    @property
    def late(self) -> float:
        """Return what 95 of 100 visits stay within, in ms."""
        return sorted(self.visits)[int(len(self.visits) * 0.95)] * 1e3


def measure() -> Iterator[Figure]:
    """Fill a database, have the daemon poll into it, serve it, and visit every page."""
    with tempfile.TemporaryDirectory() as name, served_feeds() as press:
        folder = Path(name)
        url = f"sqlite:///{folder}/balagh.db"
        began = perf_counter()
        fill(url)
        yield Figure(name="face: archive filled", value=perf_counter() - began, unit="s")
        port = _settle(folder, press)
        with closing(open_database(url)) as database, _watching(folder, database) as polls:
            yield from _visited(folder, port, database)
            yield Figure(
                name="face: polls while it was visited", value=polls(), unit="polls/s", floor=0.1
            )


def _visited(folder: Path, port: int, database: Database) -> Iterator[Figure]:
    with _served(folder) as (process, started):
        spent = _processor(process)
        yield Figure(name=f"face: start at {EVENTS:,} events", value=started, unit="s")
        yield Figure(name="face: start, processor", value=spent, unit="s")
        _times(process, port, "/api/v1/events?limit=1", visits=0)  # waits for all events
        with database.read() as conn:
            feed = feed_states(conn)[0].id
        for page in PAGES:
            address = page.format(event=event_id(EVENTS // 2), feed=feed)
            yield from _figures(page, _times(process, port, address), MOST_PAGE_MS)
        for words in SEARCHES:
            times = _times(process, port, f"/search?q={quote(words)}")
            yield from _figures(f"/search?q={words}", times, MOST_SEARCH_MS)


def _figures(page: str, times: Times, most: float) -> Iterator[Figure]:
    yield Figure(name=f"face: {page}, 95 of 100 within", value=times.late, unit="ms", ceiling=most)
    yield Figure(name=f"face: {page}, processor", value=times.processor * 1e3, unit="ms")


def _times(process: int, port: int, address: str, visits: int = VISITS) -> Times:
    """Visit an address again and again, over one connection; the first visit does not count."""
    times = []
    spent = 0.0
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        for number in range(visits + 1):
            if number == 1:
                spent = _processor(process)
            began = perf_counter()
            connection.request("GET", address, headers={"Accept": "text/html"})
            answer = connection.getresponse()
            answer.read()
            if number:
                times.append(perf_counter() - began)
            assert answer.status == 200, address
    return Times(visits=times, processor=(_processor(process) - spent) / max(1, visits))


def _processor(process: int) -> float:
    """Return the seconds that a process has used of the processor."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _settle(folder: Path, press: str) -> int:
    """Write the settings of daemon and face; return the face's port."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = int(taken.getsockname()[1])
    feeds = "".join(
        f'[[feed]]\nname = "feed {n}"\nurl = "http://{press}/live/{n}"\n' for n in range(FEEDS)
    )
    (folder / "settings.toml").write_text(
        f'[store]\nurl = "sqlite:///balagh.db"\n[log]\nformat = "json"\n'
        f'[crawl]\ncatalogue = ""\nsearches = false\nallow_private = ["{press}"]\n'
        'host_pause = "0s"\nper_host = 16\ninterval_min = "20s"\ninterval_max = "20s"\n'
        f'[dashboard]\nlisten = "127.0.0.1:{port}"\naccess_file = "access.toml"\n{feeds}',
        encoding="utf-8",
    )
    return port


@contextmanager
def _run(folder: Path, verb: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "scrapy", verb],
        cwd=ROOT,
        env={**os.environ, "BALAGH_SETTINGS": str(folder / "settings.toml")},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate()


@contextmanager
def _watching(folder: Path, database: Database) -> Iterator[Callable[[], float]]:
    """Run the daemon, and go on when it has polled everything once.

    Yields what tells how many polls there were a second since.
    """
    with _run(folder, "watch") as daemon:
        Thread(target=_drain, args=(daemon,), daemon=True).start()
        began, polled = perf_counter(), 0
        while (polled := _polls(database)) < FEEDS:
            assert perf_counter() - began < PATIENCE_S, f"{polled} feeds were polled"
            sleep(0.5)
        began = perf_counter()
        yield lambda: (_polls(database) - polled) / (perf_counter() - began)


def _drain(process: subprocess.Popen[str]) -> None:
    """A log that nobody reads would stop whoever writes it."""
    assert process.stderr is not None
    for _ in process.stderr:
        pass


def _polls(database: Database) -> int:
    with database.read() as conn:
        return sum(state.sequence for state in feed_states(conn))


@contextmanager
def _served(folder: Path) -> Iterator[tuple[int, float]]:
    """Run `scrapy dashboard`; yields its process and the seconds until it was reached."""
    began = perf_counter()
    with _run(folder, "dashboard") as process:
        assert process.stderr is not None
        assert "http://" in process.stderr.readline()
        yield process.pid, perf_counter() - began
