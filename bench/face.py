"""Speed of the web face over a full archive, while another process writes as the daemon does."""

from __future__ import annotations

import http.client
import multiprocessing
import os
import random
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import perf_counter, sleep
from typing import Any
from urllib.parse import quote

from bench.figure import Figure
from core.articles import Entry, Feed, PollRecord
from core.events import Facts
from core.jsonable import jsonable
from matching.search_terms import search_words
from store.database import Connection, open_database
from store.feeds import due_feeds, record_poll, sync_feeds
from store.schema import articles, events, reports
from store.search import index_article

ROOT = Path(__file__).parent.parent
ARTICLES, EVENTS, REPORTS = 100_000, 10_000, 3
BATCH = 2_000
VISITS = 40
PAGES = (
    "/", "/?page=7", "/?topic=drugs&outlet=Outlet+3", "/?q=cellule", "/trends", "/feeds",
    "/deliveries", "/seeds", "/events/{event}", "/api/v1/events?limit=50",
)  # fmt: skip
SEARCHES = ("خلية", "cellule Oujda", "démantèl", "stupéfiants Nador saisie", "word17 word23")
START = datetime(2019, 1, 1, 12, tzinfo=UTC)
PLACES = (("01.511.01.0", "Tanger"), ("02.411.01.23", "Oujda"), ("02.381.01.05", "Nador"))
TOPICS = ("terrorism", "drugs", "migration", "cyber")
WORDS = [f"word{n}" for n in range(400)]


def measure() -> Iterator[Figure]:
    """Fill a database, serve it, and visit it while it is written to."""
    with tempfile.TemporaryDirectory() as folder:
        began = perf_counter()
        _fill(f"sqlite:///{folder}/balagh.db")
        yield Figure(name="face: archive filled", value=perf_counter() - began, unit="s")
        with _served(Path(folder)) as (port, started), _written(f"sqlite:///{folder}/balagh.db"):
            yield Figure(name=f"face: start at {EVENTS:,} events", value=started, unit="s")
            pages = _times(port, [page.format(event=_event_id(EVENTS // 2)) for page in PAGES])
            yield from _figures("a page", pages)
            searches = _times(port, [f"/search?q={quote(words)}" for words in SEARCHES])
            yield from _figures("a search", searches)


def _figures(what: str, times: Sequence[float]) -> Iterator[Figure]:
    ordered = sorted(times)
    middle, late = (ordered[int(len(ordered) * share)] * 1e3 for share in (0.5, 0.95))
    yield Figure(name=f"face: {what} among {ARTICLES:,} articles, median", value=middle, unit="ms")
    yield Figure(name=f"face: {what}, 95 of 100 within", value=late, unit="ms")


def _times(port: int, addresses: Sequence[str]) -> list[float]:
    """Return the seconds of each visit, one at a time, over one connection."""
    times = []
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        for _ in range(VISITS):
            for address in addresses:
                began = perf_counter()
                connection.request("GET", address, headers={"Accept": "text/html"})
                answer = connection.getresponse()
                answer.read()
                times.append(perf_counter() - began)
                assert answer.status == 200, address
    return times


@contextmanager
def _served(folder: Path) -> Iterator[tuple[int, float]]:
    """Run `scrapy dashboard`; yields its port and how long its start took, in seconds."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    settings = folder / "settings.toml"
    settings.write_text(
        f'[store]\nurl = "sqlite:///balagh.db"\n[log]\nformat = "json"\n'
        f'[dashboard]\nlisten = "127.0.0.1:{port}"\naccess_file = "access.toml"\n'
    )
    began = perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "scrapy", "dashboard"],
        cwd=ROOT,
        env={**os.environ, "BALAGH_SETTINGS": str(settings)},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr is not None
        assert "http://" in process.stderr.readline()
        yield port, perf_counter() - began
    finally:
        process.terminate()
        process.communicate()


@contextmanager
def _written(url: str) -> Iterator[None]:
    """Let another process poll, five times a second with 30 new entries each."""
    writer = multiprocessing.get_context("spawn").Process(target=_write, args=(url,), daemon=True)
    writer.start()
    try:
        yield
    finally:
        writer.terminate()
        writer.join()


def _write(url: str) -> None:
    with closing(open_database(url)) as database:
        document = 0
        while True:
            document += 1
            with database.begin() as conn:
                number = due_feeds(conn, datetime.max.replace(tzinfo=UTC), limit=1)[0].id
                record_poll(conn, _poll(number, document))
            sleep(0.2)


def _poll(feed_id: int, document: int) -> PollRecord:
    new = tuple(
        Entry(
            identity=f"{document}-{n}", url=f"https://x.example/{document}/{n}", title="A headline"
        )
        for n in range(30)
    )
    polled = START + timedelta(days=4_000, seconds=document)
    after = polled + timedelta(minutes=2)
    return PollRecord(
        feed_id=feed_id, polled=polled, next_poll=after, outcome="changed", entries=new
    )


def _fill(url: str) -> None:
    """Fill the tables at once; of the articles three in ten tell of an event."""
    chance = random.Random(1)
    with closing(open_database(url)) as database:
        with database.begin() as conn:
            feeds = [
                Feed(name=f"Feed {n}", url=f"https://{n}.example/", outlet="x") for n in range(300)
            ]
            sync_feeds(conn, feeds)
            conn.execute(events.insert(), [_event(n) for n in range(EVENTS)])
        for first in range(0, ARTICLES, BATCH):
            with database.begin() as conn:
                _add_articles(conn, range(first, first + BATCH), chance)


def _add_articles(conn: Connection, numbers: range, chance: random.Random) -> None:
    rows = [_article(number, chance) for number in numbers]
    conn.execute(articles.insert(), rows)
    told = [_report(number) for number in numbers if number < EVENTS * REPORTS]
    if told:
        conn.execute(reports.insert(), told)
    for row in rows:
        index_article(conn, row["id"], search_words(row["title"]), search_words(row["text"]))


def _event_id(number: int) -> str:
    return f"evt_{number:022x}"


def _seen(number: int) -> datetime:
    return START + timedelta(hours=6 * number)


def _event(number: int) -> dict[str, Any]:
    return {
        "id": _event_id(number),
        "watchlist": "agencies",
        "first_seen": _seen(number),
        "alerted": True,
    }


def _article(number: int, chance: random.Random) -> dict[str, Any]:
    seen = _seen(number // REPORTS)
    text = " ".join(chance.choices(WORDS, k=120)) + (
        " خلية إرهابية بوجدة" if number % 9 == 0 else ""
    )
    found = " cellule démantelée à Oujda" if number % 7 == 0 else ""
    return {
        "id": number + 1,
        "url": f"https://x.example/{number}",
        "title": f"Headline {number}{found}",
        "text": f"{text}{found}. stupéfiants Nador saisie" if number % 11 == 0 else text + found,
        "language": "fr",
        "published": seen,
        "arrived": seen,
        "outlet": f"Outlet {number % 40}",
        "tier": "national",
        "feed": "x",
        "text_source": "page",
        "revision": 1,
        "revised": seen,
    }


def _report(number: int) -> dict[str, Any]:
    event = number // REPORTS
    at = _seen(event) + timedelta(minutes=20 * (number % REPORTS))
    code, name = PLACES[event % len(PLACES)]
    facts = Facts(
        kind="operation",
        act="operation",
        published=at,
        arrived=at,
        topic=TOPICS[event % len(TOPICS)],  # type: ignore[arg-type]
        date=date.fromordinal(at.toordinal()),
        places=(code,),
        place_names=(name,),
        count=4 + number % 2,
        ages=(20, 40),
        group="IS",
        agencies=("Agency",),
        language=("fr", "ar", "en")[number % 3],
        outlet=f"Outlet {number % 40}",
        tier="national",
        title=f"Une cellule démantelée à {name}, quatre personnes interpellées",
        passage="What the passage says, at the length of a usual paragraph. " * 8,
        fingerprints=tuple(range(150)),
    )
    why = {"reason": "agency acts", "points": 0.9, "text": "Agency", "span": {}}
    verdict = {"score": 7.0, "threshold": 3.1, "kind": "operation", "rules": ["agency acts"]}
    verdict |= {"evidence": [why] * 8, "counterfactual": "4 points less", "nearest_seed": None}
    return {
        "event_id": _event_id(event),
        "article_id": number + 1,
        "watchlist": "agencies",
        "passage_field": "text",
        "passage_start": 0,
        "kind": "operation",
        "opened": number % REPORTS == 0,
        "score": 7.0,
        "threshold": 3.1,
        "facts": jsonable(facts),
        "marks": [[0, 20]],
        "assessment": verdict,
    }
