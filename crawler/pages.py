"""From a page's answer to its text: the page, or its AMP version where that says more."""

from __future__ import annotations

import asyncio
import logging

from scrapy import Request
from scrapy.http import Response

from core.articles import PendingEntry
from core.errors import PageError
from core.settings import CrawlSettings
from crawler.answers import Fetch
from crawler.extraction import PageText, feed_text, read_page, tells_it
from crawler.failures import DOWNLOAD_ERRORS, explain, explain_status
from crawler.schedule import PASSING
from crawler.worker import Reader, ReadingFailed

logger = logging.getLogger("balagh.page")

TOO_OFTEN = 429


class Pages:
    """Reads what the servers answer for pages; `fetch` asks for the AMP version of one."""

    def __init__(self, reader: Reader, crawl: CrawlSettings, fetch: Fetch) -> None:
        self._reader = reader
        self._crawl = crawl
        self._fetch = fetch

    async def read(self, pending: PendingEntry, response: Response) -> PageText:
        """Return what a page says. Raises PageError where it says nothing."""
        page = await self._read(pending, response)
        if page.amp and not tells_it(page.text, feed_text(pending.entry)):
            page = await self._amp(pending, page)
        if not page.text:
            raise PageError(response.url, "no article was found on it")
        return page

    async def _amp(self, pending: PendingEntry, page: PageText) -> PageText:
        """Return the AMP version that the page itself names, where it says more."""
        await asyncio.sleep(self._crawl.host_pause.total_seconds())
        try:
            meta = {"download_maxsize": self._crawl.page_bytes}
            response = await self._fetch(Request(page.amp, dont_filter=True, meta=meta))
            other = await self._read(pending, response)
        except DOWNLOAD_ERRORS as error:
            logger.info("%s: %s", page.amp, explain(error)[1], extra={"entry_id": pending.id})
            return page
        except PageError as error:
            logger.info("%s", error, extra={"entry_id": pending.id})
            return page
        return other if len(other.text) > len(page.text) else page

    async def _read(self, pending: PendingEntry, response: Response) -> PageText:
        if response.status != 200:
            reason, problem = explain_status(response.status)
            passing = reason in PASSING or response.status == TOO_OFTEN
            raise PageError(response.url, problem, passing=passing)
        content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
        try:
            return await self._reader.read(
                read_page,
                response.body,
                content_type,
                url=response.url,
                selectors=pending.selectors,
            )
        except ReadingFailed as error:
            raise PageError(response.url, str(error)) from error
