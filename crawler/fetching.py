"""Fetches pages as politely as the spider does, for a command that is given a URL."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from scrapy import Request, Spider
from scrapy.http import Response

from core.errors import PageError
from core.settings import CrawlSettings
from crawler.failures import DOWNLOAD_ERRORS, explain, explain_status
from crawler.settings import scrapy_process

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedPage:
    """A page as it came: `url` after redirects, `content_type` the server's header or ""."""

    url: str
    body: bytes
    content_type: str


Fetch = Callable[[str], Awaitable[FetchedPage]]
"""Asks for one page; raises PageError."""

Errand = Callable[[Fetch], Awaitable[T]]


class ErrandSpider(Spider, Generic[T]):
    """Carries out one errand, one page after the other; what came of it is left in `done`."""

    name = "errand"

    def __init__(
        self, *, errand: Errand[T], limit: int, pause_s: float, done: list[asyncio.Task[T]]
    ) -> None:
        super().__init__()
        self._errand = errand
        self._limit = limit
        self._pause_s = pause_s
        self._done = done
        self._asked = False

    async def start(self) -> AsyncIterator[Request]:
        task = asyncio.ensure_future(self._errand(self._fetch))
        self._done.append(task)
        await asyncio.wait([task])
        return
        yield  # an async generator, which asks for nothing by itself

    async def _fetch(self, url: str) -> FetchedPage:
        if self._asked:
            await asyncio.sleep(self._pause_s)
        self._asked = True
        response = await self._answer(url)
        if response.status != 200:
            raise PageError(url, explain_status(response.status)[1])
        content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
        return FetchedPage(url=response.url, body=response.body, content_type=content_type)

    async def _answer(self, url: str) -> Response:
        engine = self.crawler.engine
        assert engine is not None
        try:
            request = Request(url, dont_filter=True, meta={"download_maxsize": self._limit})
            return await engine.download_async(request)
        except DOWNLOAD_ERRORS as error:
            raise PageError(url, explain(error)[1]) from error


def run_errand(errand: Errand[T], crawl: CrawlSettings, *, limit: int) -> T:
    """Carry out an errand under the crawl's rules: robots.txt, no private addresses, deadlines.

    `limit` is the largest page in bytes. Once per process: Scrapy's reactor can't be started twice.
    Raises what the errand raises, and KeyboardInterrupt where a signal ended it.
    """
    done: list[asyncio.Task[T]] = []
    process = scrapy_process(crawl)
    pause_s = crawl.host_pause.total_seconds()
    process.crawl(ErrandSpider, errand=errand, limit=limit, pause_s=pause_s, done=done)
    process.start()
    if not done or not done[0].done():
        raise KeyboardInterrupt
    return done[0].result()


def fetch_page(url: str, crawl: CrawlSettings) -> FetchedPage:
    """Fetch one page; see run_errand(). Raises PageError."""

    async def errand(fetch: Fetch) -> FetchedPage:
        return await fetch(url)

    return run_errand(errand, crawl, limit=crawl.page_bytes)
