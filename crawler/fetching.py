"""Fetches one page as politely as the spider does, for a command that is given a URL."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from scrapy import Request, Spider
from scrapy.http import Response

from core.errors import PageError
from core.settings import CrawlSettings
from crawler.failures import explain, explain_status
from crawler.settings import scrapy_process


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedPage:
    """A page as it came: `url` after redirects, `content_type` the server's header or ""."""

    url: str
    body: bytes
    content_type: str


class PageSpider(Spider):
    """Asks for one page; what came of it is left in `found`."""

    name = "page"

    def __init__(self, *, url: str, found: list[FetchedPage | PageError], limit: int) -> None:
        super().__init__()
        self._url = url
        self._found = found
        self._limit = limit

    async def start(self) -> AsyncIterator[Request]:
        meta = {"download_maxsize": self._limit}
        yield Request(
            self._url, callback=self.answered, errback=self.no_answer, dont_filter=True, meta=meta
        )

    def answered(self, response: Response) -> None:
        if response.status != 200:
            self._found.append(PageError(self._url, explain_status(response.status)[1]))
            return
        content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
        page = FetchedPage(url=response.url, body=response.body, content_type=content_type)
        self._found.append(page)

    def no_answer(self, failure: Any) -> None:
        self._found.append(PageError(self._url, explain(failure.value)[1]))


def fetch_page(url: str, crawl: CrawlSettings) -> FetchedPage:
    """Fetch a page under the crawl's rules: robots.txt, limits, no private addresses.

    Once per process: Scrapy's reactor can't be started twice. Raises PageError.
    """
    found: list[FetchedPage | PageError] = []
    process = scrapy_process(crawl)
    process.crawl(PageSpider, url=url, found=found, limit=crawl.page_bytes)
    process.start()
    result = found[0] if found else PageError(url, "it can't be asked")
    if isinstance(result, PageError):
        raise result
    return result
