"""Speed of the crawl: generated feeds on loopback, against Scrapy that only fetches them."""

from __future__ import annotations

import multiprocessing
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response
from scrapy.settings import Settings as ScrapySettings

from alerts.desk import Desk
from alerts.endpoints import Endpoints
from alerts.notices import Notices
from alerts.outbox import Outbox
from bench.figure import Figure
from bench.webfeeds import MOST, served_feeds
from core.alerts import Alert
from core.articles import Feed
from core.clock import utc_now
from core.loading import load_settings
from core.settings import CrawlSettings, DeliverySettings
from crawler.outage import Outage
from crawler.passing import Pass, run_pass
from crawler.process import Press, ready_reader
from crawler.recording import Recorder
from crawler.settings import scrapy_settings
from crawler.skew import Skew
from matching.matcher import load_matcher
from store.database import open_database

FEEDS = MOST
ROOT = Path(__file__).parents[1]

# A pass has three processes where fetching has two, and suffers more from neighbours: by the clock
# only idle machines can be compared, so the floors that say most are of the main process's time on
# the processor. Scrapy as it comes is what others start from; Balagh's own settings of it leave so
# much out that fetching alone takes less than half of that.
LEAST = {
    "first poll / Scrapy as it comes": 0.3,
    "first poll / Scrapy as it comes, by work": 0.44,
    "unchanged / Scrapy as it comes": 0.9,
    "unchanged / Scrapy as it comes, by work": 1.25,
    "first poll / only fetching": 0.13,
    "first poll / only fetching, by work": 0.19,
    "unchanged / only fetching": 0.4,
    "unchanged / only fetching, by work": 0.57,
}


@dataclass(frozen=True, slots=True)
class Run:
    """What a run took: seconds by the clock, and of the main process on the processor."""

    took: float
    worked: float


def measure() -> Iterator[Figure]:
    """Each run is a process of its own, since a reactor starts once; start-up is not counted."""
    with served_feeds() as host, tempfile.TemporaryDirectory() as folder:
        plain: Run = in_process(_fetch_only, host, "")
        fetch: Run = in_process(_fetch_only, host, "lean")
        first: Run = in_process(_pass, host, folder)
        same: Run = in_process(_pass, host, folder)
    for name, run in (
        ("Scrapy as it comes, only fetching", plain),
        ("Balagh's Scrapy, only fetching", fetch),
        ("first poll, everything stored", first),
        ("unchanged feeds", same),
    ):
        yield Figure(name=f"crawl: {name}", value=FEEDS / run.took, unit="feeds/s")
        yield Figure(name=f"crawl: {name}, work", value=run.worked / FEEDS * 1e3, unit="ms")
    for name, run in (("first poll", first), ("unchanged", same)):
        for other, fetching in (("Scrapy as it comes", plain), ("only fetching", fetch)):
            yield _ratio(f"{name} / {other}", fetching.took / run.took)
            yield _ratio(f"{name} / {other}, by work", fetching.worked / run.worked)


def _ratio(name: str, value: float) -> Figure:
    return Figure(name=f"crawl: {name}", value=value, unit="", floor=LEAST[name])


def first_pass(host: str, folder: str) -> float:
    """Return the seconds of a pass over feeds that were never polled."""
    run: Run = in_process(_pass, host, folder)
    return run.took


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


_ALIKE: dict[str, Any] = {
    "CONCURRENT_REQUESTS": 16,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
    "DOWNLOAD_DELAY": 0,
    "LOG_ENABLED": False,
    "TELNETCONSOLE_ENABLED": False,
}
_LEAN: dict[str, Any] = {
    "CONCURRENT_ITEMS": 1,  # it makes so many tasks an answer
    "SCRAPER_SLOT_MAX_ACTIVE_SIZE": 1 << 40,
}


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


def _fetch_only(pipe: Any, host: str, lean: str) -> None:
    """Fetch by Scrapy as it comes, or by its `lean` settings here."""
    settings = scrapy_settings(_settings(host)) if lean else ScrapySettings()
    for name, value in (_ALIKE | _LEAN if lean else _ALIKE).items():
        settings.set(name, value, priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    process.crawl(_Fetch, urls=[feed.url for feed in feeds_of(host)])
    began, worked = perf_counter(), process_time()
    process.start()
    pipe.send(Run(perf_counter() - began, process_time() - worked))


def _pass(pipe: Any, host: str, folder: str) -> None:
    with press_on(host, folder) as press:
        began, worked = perf_counter(), process_time()
        run_pass(press, feeds_of(host), Pass(all=True))
        pipe.send(Run(perf_counter() - began, process_time() - worked))
        statistics = press.recorder.statistics
        assert statistics.answered == FEEDS, statistics.failures


@contextmanager
def press_on(
    host: str,
    folder: str,
    told: Callable[[Alert], None] | None = None,
    recorder: type[Recorder] = Recorder,
) -> Iterator[Press]:
    """Yield the whole press over a database in a folder, with nobody to tell but `told`."""
    database = open_database(f"sqlite:///{folder}/bench.db")
    with closing(ready_reader()) as reader, ThreadPoolExecutor(max_workers=1) as writer:
        matcher = load_matcher(load_settings(ROOT, {}).watchlist)
        outbox = Outbox(
            database,
            {},
            DeliverySettings(),
            utc_now,
            writer,
            Endpoints(Notices((), {})),
            offline=lambda: False,
        )
        desk = Desk(database, (), {}, utc_now, told)
        yield Press(
            crawl=_settings(host),
            recorder=recorder(database, matcher, desk, utc_now, writer),
            reader=reader,
            outage=Outage(),
            skew=Skew(),
            outbox=outbox,
            jobs=(),
            writer=writer,
            clock=utc_now,
        )
    database.close()
