"""How late polls are beside a host that hangs and one that drips; from a change to its alert."""

from __future__ import annotations

import multiprocessing
import os
import signal
import tempfile
import threading
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from multiprocessing.connection import Connection
from statistics import quantiles
from typing import Any

from bench.crawl import in_process, press_on
from bench.figure import Figure
from bench.matching import shipped_names
from core.alerts import Alert
from core.articles import Feed, PollRecord
from core.clock import utc_now
from crawler.process import Press
from crawler.recording import Polled, Recorder
from crawler.watching import watch
from newsroom.faults import Answer
from newsroom.loopback import LoopbackServer, Request

FEEDS = 50
EVERY = timedelta(seconds=2)
SETTLE_S = 6.0
"""After so long every feed was polled and learned to be asked every two seconds; then news come."""

RUN_S = 24.0
HANG_S = 60.0
DRIP_S = 0.5

MOST_RATIO = 2.0
"""A host that hangs may cost the others so much of their lateness."""

PLACES = (
    *("Taza", "Oujda", "Agadir", "Tanger", "Tétouan", "Nador", "Fès", "Meknès", "Safi", "Settat"),
    *("Larache", "Berkane", "Guelmim", "Errachidia", "Ouarzazate", "Béni Mellal", "Khouribga"),
    *("El Jadida", "Kénitra", "Salé"),
)


def measure() -> Iterator[Figure]:
    with _served() as (arrivals, hosts):
        alone, _ = _late(arrivals, hosts[:1])
        beside, alerts = _late(arrivals, hosts)
    yield Figure(name="lateness: of polls, 95 of 100 within", value=alone, unit="s")
    yield Figure(name="lateness: beside hosts that hang and drip", value=beside, unit="s")
    yield Figure(
        name="lateness: beside them / without", value=beside / alone, unit="x", ceiling=MOST_RATIO
    )
    yield Figure(name="lateness: from change to alert, 95 of 100 within", value=alerts, unit="s")


def _late(arrivals: Connection[Any, Any], hosts: Sequence[str]) -> tuple[float, float]:
    """Return the 95th percentiles of a run: of the polls' lateness, and until the alert."""
    arrivals.send("forget")
    with tempfile.TemporaryDirectory() as folder:
        planned, told = in_process(_watch, ",".join(hosts), folder)
    arrivals.send("tell")
    came: Mapping[str, list[datetime]] = arrivals.recv()
    late = [
        max((at - due).total_seconds(), 0.0)
        for path, times in planned.items()
        if path in came  # those that hang are late in any case
        for due, at in zip(times, came[path][1:], strict=False)
    ]
    news = [(told[path] - _first_with_news(came[path])).total_seconds() for path in told]
    return quantiles(late, n=20)[-1], quantiles(news, n=20)[-1]


def _first_with_news(times: Sequence[datetime]) -> datetime:
    return next(at for at in times if at >= times[0] + timedelta(seconds=SETTLE_S))


class _Noting(Recorder):
    """Notes for when each poll plans the next."""

    def note_into(self, planned: dict[str, list[datetime]], feeds: Sequence[Feed]) -> None:
        self._planned = planned
        self._paths = {n: feed.url.partition("/feed/")[2] for n, feed in enumerate(feeds, 1)}

    async def poll(self, record: PollRecord) -> Polled:
        self._planned[self._paths[record.feed_id]].append(record.next_poll)
        return await super().poll(record)


def _watch(pipe: Any, hosts: str, folder: str) -> None:
    """Run the daemon for a while; send what it planned, and when it told of which feed."""
    good, *bad = hosts.split(",")
    names = [f"{n}" for n in range(FEEDS)]
    feeds = [Feed(name=n, url=f"http://{good}/feed/{n}", outlet=n) for n in names]
    feeds += [Feed(name=host, url=f"http://{host}/feed/bad", outlet=host) for host in bad]
    planned: dict[str, list[datetime]] = defaultdict(list)
    told: dict[str, datetime] = {}

    def note(alert: Alert) -> None:
        told.setdefault(alert.payload["report"]["outlet"], utc_now())

    def end() -> None:
        pipe.send((dict(planned), dict(told)))
        os.kill(os.getpid(), signal.SIGTERM)

    with press_on(good, folder, told=note, recorder=_Noting) as press:
        assert isinstance(press.recorder, _Noting)
        press.recorder.note_into(planned, feeds)
        threading.Timer(RUN_S, end).start()
        watch(_hurried(press, hosts.split(",")), feeds, lambda: None)


def _hurried(press: Press, hosts: Sequence[str]) -> Press:
    known = {"interval_min": EVERY, "interval_max": EVERY, "allow_private": tuple(hosts)}
    return replace(press, crawl=press.crawl.model_copy(update=known))


@contextmanager
def _served() -> Iterator[tuple[Connection[Any, Any], list[str]]]:
    """Yield a pipe that tells when each feed was asked, and the hosts: good, hanging, dripping."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_serve, args=(there,), daemon=True)
    process.start()
    try:
        yield here, here.recv()
    finally:
        process.kill()
        process.join()


def _serve(pipe: Connection[Any, Any]) -> None:
    came: dict[str, list[datetime]] = defaultdict(list)

    def good(request: Request) -> Answer:
        kind, _, number = request.path[1:].partition("/")
        if kind != "feed":
            return _page(int(number)) if kind == "article" else Answer(status=404)
        came[number].append(request.at)
        return _feed(int(number), request.at - came[number][0] >= timedelta(seconds=SETTLE_S))

    def hang(_: Request) -> Answer:
        threading.Event().wait(HANG_S)
        return Answer()

    def drip(_: Request) -> Answer:
        return Answer(body=b" " * 1_000, pause_s=DRIP_S)

    servers = [LoopbackServer(r, f"127.0.0.{n}") for n, r in enumerate((good, hang, drip), 1)]
    for server in servers:
        server.start()
    pipe.send([server.authority for server in servers])
    while word := pipe.recv():
        if word == "tell":
            pipe.send({path: list(times) for path, times in came.items()})
        else:
            came.clear()


def _told(number: int) -> tuple[str, str]:
    """Return headline and text of a feed's news: each of another operation."""
    place, held, agency = PLACES[number % len(PLACES)], 2 + number % 11, shipped_names()["fr"]
    title = f"{place} : le {agency} interpelle {held} personnes soupçonnées de liens avec Daech"
    text = (
        f"Le {agency} a interpellé ce jour à {place} {held}"
        f" personnes âgées de {18 + number} à {40 + number} ans, selon un communiqué."
        " Les mis en cause, soupçonnés de liens avec Daech, ont été placés en garde à vue."
    )
    return title, text


def _feed(number: int, has_news: bool) -> Answer:
    title, text = _told(number)
    at = format_datetime(datetime.now(UTC))
    item = (
        f"<item><title>{title}</title><link>/article/{number}</link><guid>{number}</guid>"
        f"<description>{text}</description><pubDate>{at}</pubDate></item>"
    )
    head = '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>x</title>'
    body = f"{head}{item if has_news else ''}</channel></rss>"
    return Answer(headers={"Content-Type": "application/rss+xml"}, body=body.encode())


def _page(number: int) -> Answer:
    title, text = _told(number)
    body = f"<html><body><article><h1>{title}</h1><p>{text}</p></article></body></html>"
    return Answer(headers={"Content-Type": "text/html; charset=utf-8"}, body=body.encode())
