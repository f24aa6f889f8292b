"""Scrapy's process with the press spider in it: one pass, or a daemon until it is told to end."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import signal
import sys
import threading
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

from scrapy import signals
from scrapy.crawler import Crawler
from twisted.internet.task import LoopingCall

from alerts.outbox import Outbox
from alerts.upkeep import Job
from core.clock import Clock
from core.settings import CrawlSettings
from crawler.documents import read_document
from crawler.extraction import read_page
from crawler.network import STOPPING
from crawler.outage import Outage
from crawler.polling import DueQueue
from crawler.recording import Recorder
from crawler.robots import PAUSE_WANTED
from crawler.settings import scrapy_process
from crawler.skew import Skew
from crawler.spiders.press import PressSpider
from crawler.worker import Reader

logger = logging.getLogger("balagh.watch")

QUEUE_LIMIT = 20_000
"""Waiting jobs: more than the feeds and candidates of one process; the rest waits in the store."""

FAILED = 2
"""The exit status where a stop has to be forced after an error."""

TICK_S = 1.0
"""Twisted lets go of timers that were cancelled only when one fires: without a tick, a minute of
fast polling holds two of them for each answer."""

LAST_RESORT_S = 1.8
"""A stop that takes longer (a locked database, a silent disk) is ended where it stands: every
transaction is whole or absent, so nothing is lost by it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """What a crawl works with; made by the commands. The jobs run in `writer`.

    The crawl closes the reader at its end.
    """

    crawl: CrawlSettings
    recorder: Recorder
    reader: Reader
    outage: Outage
    skew: Skew
    outbox: Outbox
    jobs: Sequence[Job]
    writer: Executor
    clock: Clock

    async def do(self, job: Job) -> None:
        await asyncio.get_running_loop().run_in_executor(self.writer, job.work)


def ready_reader() -> Reader:
    """Return a reader whose process starts now: it loads what it needs while others load theirs."""
    reader = Reader()
    reader.prepare(read_document, read_page)
    return reader


class PressProcess:
    """Runs the spider, and beside it whatever the mode adds.

    `interrupted` is the exit status where a stop has to be forced; of one feed at most
    `visits_per_feed` pages wait, the other entries stay pending in the store.
    """

    def __init__(
        self, press: Press, *, interrupted: int, visits_per_feed: int = QUEUE_LIMIT
    ) -> None:
        self._press = press
        self._interrupted = interrupted
        crawl = press.crawl
        self.queue = DueQueue(
            concurrency=crawl.concurrency,
            per_host=crawl.per_host,
            pause=crawl.host_pause.total_seconds(),
            limit=QUEUE_LIMIT,
            visits_per_feed=visits_per_feed,
        )
        self._process = scrapy_process(crawl)
        self._crawler: Crawler = self._process.create_crawler(PressSpider)
        self._stopping: asyncio.Task[None] | None = None
        self._before_stop: Callable[[], None] | None = None
        self._error: BaseException | None = None

    @property
    def spider(self) -> PressSpider:
        assert isinstance(self._crawler.spider, PressSpider)
        return self._crawler.spider

    def run(
        self,
        opened: Callable[[], Awaitable[None]],
        *,
        closed: Callable[[], Awaitable[None]] | None = None,
        stopping: Callable[[], None] | None = None,
    ) -> bool:
        """Return when the spider has ended; True where a signal ended it.

        `opened` is awaited when the spider is ready, `closed` after its last request unless a
        signal came; `stopping` is called first when one comes. Raises what those two raised.
        """
        self._before_stop = stopping

        async def on_opened() -> None:
            loop = asyncio.get_running_loop()
            for number in (signal.SIGINT, signal.SIGTERM):
                loop.add_signal_handler(number, self._begin_stop)
            LoopingCall(_tick).start(TICK_S, now=False)
            await self._try(opened)

        async def on_closed() -> None:
            if closed is not None and self._stopping is None:
                await self._try(closed)

        self._crawler.signals.connect(self.queue.want_pause, PAUSE_WANTED)
        self._crawler.signals.connect(on_opened, signals.spider_opened)
        self._crawler.signals.connect(on_closed, signals.spider_closed)
        self._process.crawl(
            self._crawler,
            queue=self.queue,
            recorder=self._press.recorder,
            reader=self._press.reader,
            crawl=self._press.crawl,
            clock=self._press.clock,
            outage=self._press.outage,
            skew=self._press.skew,
        )
        gc.collect()
        gc.freeze()  # the words of the matcher stay; walking them again and again costs every poll
        self._process.start(install_signal_handlers=False)
        self._press.reader.close()
        if self._error is not None:
            raise self._error
        return self._stopping is not None

    def fail(self, error: BaseException) -> None:
        """End as a signal does; run() raises the error."""
        self._error = self._error or error
        self._begin_stop()

    async def _try(self, work: Callable[[], Awaitable[None]]) -> None:
        """Keep an error for run() to raise: Scrapy would log it and go on."""
        task = asyncio.ensure_future(work())
        await asyncio.wait([task])
        self._error = self._error or task.exception()
        if self._error is not None:
            self.queue.close()

    def _begin_stop(self) -> None:
        if self._stopping is None:
            _end_for_sure_within(LAST_RESORT_S, FAILED if self._error else self._interrupted)
            self._stopping = asyncio.ensure_future(self._stop())

    async def _stop(self) -> None:
        """End in order: nothing new, what is open is cut off; the store stays whole."""
        if self._before_stop is not None:
            self._before_stop()
        self.queue.close()
        self._press.reader.close()
        self._crawler.signals.send_catch_log(STOPPING)
        outbox = asyncio.to_thread(self._press.outbox.close)
        await asyncio.gather(outbox, self._end_crawl())

    async def _end_crawl(self) -> None:
        await self.spider.settled()
        await self._crawler.stop_async()


def _tick() -> None:
    """Do nothing: that the timer fires is all."""


def _end_for_sure_within(seconds: float, status: int) -> None:
    def end() -> None:
        logger.warning("ended while something was still open; it is taken up at the next start")
        sys.stdout.flush()
        os._exit(status)

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
