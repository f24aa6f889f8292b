"""From a candidate to a judged article: by its page, or by the feed's own text without one."""

from __future__ import annotations

import asyncio
import logging

from scrapy.http import Response

from core.articles import Article, PendingEntry
from core.errors import BalaghError, PageError
from crawler.documents import has_page
from crawler.extraction import PageText, feed_text, read_page, tells_it
from crawler.failures import explain_status
from crawler.polling import DueQueue, Visit
from crawler.recording import Recorder
from crawler.worker import Reader, ReadingFailed
from matching.language import language_of

logger = logging.getLogger("balagh.page")

RETRY_S = 60.0
"""An article that the store could not take is tried again after so long."""


class Visiting:
    """Sends candidates for their pages and has what comes back judged."""

    def __init__(self, queue: DueQueue, recorder: Recorder, reader: Reader) -> None:
        self._queue = queue
        self._recorder = recorder
        self._reader = reader

    async def accept(self, candidates: list[PendingEntry]) -> None:
        """Queue the pages; candidates without a page of their own are judged at once."""
        for pending in candidates:
            # Search feeds link through a redirect that is not ours to resolve.
            if pending.tier == "search" or not has_page(pending.entry):
                await self._judge(pending, None)
            elif not self._queue.offer(Visit(pending=pending)):
                self._recorder.put_back(pending)

    async def judge_page(self, pending: PendingEntry, response: Response) -> None:
        """Judge what the page says; where it says nothing, what the feed says."""
        try:
            page = await self._read(response)
        except PageError as error:
            await self.judge_without_page(pending, error)
        else:
            await self._judge(pending, page)

    async def judge_without_page(self, pending: PendingEntry, problem: PageError) -> None:
        if self._queue.closed:  # it was cut off; the entry is taken up at the next start
            return
        extra = {"entry_id": pending.id, "feed_id": pending.feed_id}
        logger.info("%s; the feed's own text serves", problem, extra=extra)
        await self._judge(pending, None)

    async def _read(self, response: Response) -> PageText:
        if response.status != 200:
            raise PageError(response.url, explain_status(response.status)[1])
        content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
        try:
            page = await self._reader.read(read_page, response.body, content_type)
        except ReadingFailed as error:
            raise PageError(response.url, str(error)) from error
        if not page.text:
            raise PageError(response.url, "no article was found on it")
        return page

    async def _judge(self, pending: PendingEntry, page: PageText | None) -> None:
        """Have it judged; what goes wrong with one article reaches no other."""
        extra = {"entry_id": pending.id, "feed_id": pending.feed_id}
        try:
            await self._recorder.judge(_article(pending, page), pending)
        except BalaghError as error:
            logger.error("%s; tried again in %g s", error, RETRY_S, extra=extra)
            asyncio.get_running_loop().call_later(RETRY_S, self._recorder.put_back, pending)
        except Exception:
            logger.exception("not judged; tried again at the next start", extra=extra)


def _article(pending: PendingEntry, page: PageText | None) -> Article:
    entry = pending.entry
    own = feed_text(entry)
    use_page = page is not None and tells_it(page.text, own)
    text = page.text if page is not None and use_page else own
    title = entry.title or (page.title if page is not None else "")
    return Article(
        id=str(pending.id),
        url=entry.url,
        title=title,
        text=text or title,
        language=pending.language or language_of(f"{title}\n{text}"),
        published=entry.published,
        arrived=pending.found,
        outlet=pending.outlet,
        tier=pending.tier,
        feed=pending.feed,
        text_source="page" if use_page else "feed",
    )
