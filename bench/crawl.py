"""Speed of the crawl: generated feeds on loopback, against Scrapy that only fetches them."""

from __future__ import annotations

import multiprocessing
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response

from alerts.desk import Desk
from alerts.endpoints import Endpoints
from alerts.notices import Notices
from alerts.outbox import Outbox
from bench.figure import Figure
from bench.webfeeds import served_feeds
from core.articles import Feed
from core.clock import utc_now
from core.settings import CrawlSettings, DeliverySettings, load_settings
from crawler.outage import Outage
from crawler.passing import Pass, run_pass
from crawler.process import Press
from crawler.recording import Recorder
from crawler.settings import scrapy_settings
from crawler.skew import Skew
from matching.matcher import load_matcher
from store.database import open_database

FEEDS = 200
ROOT = Path(__file__).parents[1]

# Measured at .11 to .29 and .48 to 1.04, on two cores that up to ten others worked on: a pass has
# three processes where fetching has two, and suffers more from neighbours. Of the processor, a
# first poll takes some 5 ms here and 4 ms in the worker where fetching takes 1 ms.
LEAST_FIRST = 0.08
LEAST_UNCHANGED = 0.25


def measure() -> Iterator[Figure]:
    """Each run is a process of its own, since a reactor starts once; start-up is not counted."""
    with served_feeds() as host, tempfile.TemporaryDirectory() as folder:
        fetched = FEEDS / in_process(_fetch_only, host)
        first = FEEDS / in_process(_pass, host, folder)
        unchanged = FEEDS / in_process(_pass, host, folder)
    yield Figure(name="crawl: Scrapy that only fetches", value=fetched, unit="feeds/s")
    yield Figure(name="crawl: first poll, everything stored", value=first, unit="feeds/s")
    yield Figure(name="crawl: unchanged feeds", value=unchanged, unit="feeds/s")
    yield Figure(
        name="crawl: first poll / only fetching",
        value=first / fetched,
        unit="",
        floor=LEAST_FIRST,
    )
    yield Figure(
        name="crawl: unchanged / only fetching",
        value=unchanged / fetched,
        unit="",
        floor=LEAST_UNCHANGED,
    )


def first_pass(host: str, folder: str) -> float:
    """Return the seconds of a pass over feeds that were never polled."""
    seconds: float = in_process(_pass, host, folder)
    return seconds


def in_process(work: Callable[..., None], *args: str) -> Any:
    """Return what the work sends through the pipe that it is given."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=work, args=(there, *args))
    process.start()
    there.close()
    sent = here.recv()
    process.join()
    return sent


def _settings(host: str) -> CrawlSettings:
    return CrawlSettings(
        allow_private=(host,), host_pause=timedelta(0), per_host=16, concurrency=16
    )


def feeds_of(host: str, many: int = FEEDS) -> list[Feed]:
    names = [f"feed {number}" for number in range(many)]
    urls = [f"http://{host}/feed/{number}" for number in range(many)]
    return [Feed(name=n, url=u, outlet=n) for n, u in zip(names, urls, strict=True)]


class _Fetch(Spider):
    """Does nothing with what it gets."""

    name = "fetch"

    def __init__(self, urls: list[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._urls = urls

    async def start(self) -> AsyncIterator[Request]:
        for url in self._urls:
            yield Request(url, dont_filter=True)

    def parse(self, response: Response) -> None:
        assert response.status == 200


def _fetch_only(pipe: Any, host: str) -> None:
    settings = scrapy_settings(_settings(host))
    settings.set("CONCURRENT_REQUESTS", 16, priority="cmdline")
    settings.set("CONCURRENT_REQUESTS_PER_DOMAIN", 16, priority="cmdline")
    settings.set("LOG_ENABLED", False, priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    process.crawl(_Fetch, urls=[feed.url for feed in feeds_of(host)])
    began = perf_counter()
    process.start()
    pipe.send(perf_counter() - began)


def _pass(pipe: Any, host: str, folder: str) -> None:
    with press_on(host, folder) as press:
        began = perf_counter()
        run_pass(press, feeds_of(host), Pass(all=True))
        pipe.send(perf_counter() - began)
        statistics = press.recorder.statistics
        assert statistics.answered == FEEDS, statistics.failures


@contextmanager
def press_on(host: str, folder: str) -> Iterator[Press]:
    """Yield the whole press over a database in a folder, with nobody to tell."""
    database = open_database(f"sqlite:///{folder}/bench.db")
    matcher = load_matcher(load_settings(ROOT, {}).watchlist)
    with ThreadPoolExecutor(max_workers=1) as writer:
        outbox = Outbox(
            database,
            {},
            DeliverySettings(),
            utc_now,
            writer,
            Endpoints(Notices((), {})),
            offline=lambda: False,
        )
        recorder = Recorder(database, matcher, Desk(database, (), {}, utc_now), utc_now, writer)
        yield Press(
            crawl=_settings(host),
            recorder=recorder,
            outage=Outage(),
            skew=Skew(),
            outbox=outbox,
            jobs=(),
            writer=writer,
            clock=utc_now,
        )
    database.close()
