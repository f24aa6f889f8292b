"""Pages back through what a feed has dropped: one page at a time, each recorded before the next."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Callable, Iterable

from protego import Protego
from scrapy.http import Response

from core.articles import Entry, FeedState
from core.backfills import Backfill
from core.clock import Clock
from core.errors import FeedError
from crawler.answers import read_answer, refusal
from crawler.formats.items import web_address
from crawler.freshness import asked_pause
from crawler.paging import (
    ROBOTS,
    Page,
    after_failure,
    after_page,
    page_format,
    put_off,
    started,
    wanted,
)
from crawler.polling import DueQueue, Fill
from crawler.recording import Recorder
from crawler.visiting import Visiting
from crawler.worker import Reader

logger = logging.getLogger("balagh.backfill")

SITEMAPS = 3
"""So many of those that robots.txt names are read; only news sitemaps tell headlines."""

Told = Callable[[FeedState, Backfill], None]


class Filling:
    """Works off the open backfills; `told`, where there is one, hears of each page."""

    def __init__(
        self, queue: DueQueue, recorder: Recorder, reader: Reader, visiting: Visiting, clock: Clock
    ) -> None:
        self._queue = queue
        self._recorder = recorder
        self._reader = reader
        self._visiting = visiting
        self._clock = clock
        self._next: dict[int, Fill] = {}
        self.told: Told | None = None

    async def offer(self, feed_ids: Iterable[int] | None = None) -> None:
        """Queue the next page of the open backfills that are due, of these feeds or of all."""
        for backfill, state in await self._recorder.backfills(feed_ids):
            first = started(backfill, state.feed)
            if first.state == "open":
                self._queue.offer(Fill(state=state, backfill=first))
            else:
                await self._record(Fill(state=state, backfill=backfill), first, ())

    async def read(self, job: Fill, response: Response) -> None:
        """Record what a page brought, or why it brought nothing, and what is to be asked next."""
        backfill, feed = job.backfill, job.state.feed
        try:
            page = await self._page(job, response)
        except FeedError as error:
            value = (response.headers.get("Retry-After") or b"").decode("latin-1")
            wait = asked_pause({"Retry-After": value}, self._clock()) if value else None
            after = after_failure(backfill, feed, error.reason, error.problem, wait, self._clock())
            await self._record(job, after, ())
        else:
            after = after_page(backfill, feed, page, self._clock())
            await self._record(job, after, wanted(backfill, page.entries))

    async def fail(self, job: Fill, reason: str, problem: str, *, offline: bool) -> None:
        """Record that no answer came; `offline`: our own network is down."""
        if self._queue.closed:  # it was cut off; the same page is asked at the next start
            return
        now, feed = self._clock(), job.state.feed
        if offline:
            after = put_off(job.backfill, now)
        else:
            after = after_failure(job.backfill, feed, reason, problem, None, now)
        await self._record(job, after, ())

    def go_on(self, job: Fill) -> None:
        """Queue the page that follows a job which was released."""
        following = self._next.pop(job.backfill.id, None)
        if following is not None:
            self._queue.offer(following)

    async def _page(self, job: Fill, response: Response) -> Page:
        """Raises FeedError."""
        feed = job.state.feed
        if response.status != 200:
            raise FeedError(feed.name, *refusal(response))
        if job.url.endswith(ROBOTS):
            return Page(entries=(), leads=_news_sitemaps(response))
        read_as = dataclasses.replace(feed, format=page_format(job.backfill, feed))
        document = await read_answer(self._reader, read_as, response, self._clock())
        return Page(entries=document.entries, older=document.hints.older, leads=document.leads)

    async def _record(self, job: Fill, after: Backfill, entries: Iterable[Entry]) -> None:
        now = self._clock()
        new, candidates = await self._recorder.page(after, list(entries))
        name = job.state.feed.name
        logger.info("%s: %s", name, _said(after, new), extra={"feed_id": job.state.id})
        if self.told is not None:
            self.told(job.state, after)
        if after.state == "open" and after.due <= now:
            self._next[after.id] = Fill(state=job.state, backfill=after)
        await self._visiting.accept(candidates)


def _news_sitemaps(response: Response) -> tuple[str, ...]:
    named = Protego.parse(response.body.decode("utf-8", "replace")).sitemaps
    found = [address for link in named if (address := web_address(response.url, link))]
    return tuple(link for link in found if "news" in link.lower())[:SITEMAPS]


def _said(after: Backfill, new: int) -> str:
    back = f", back to {after.reached:%Y-%m-%d %H:%M} UTC" if after.reached else ""
    how = {"open": after.problem or f"page {after.pages}", "done": "filled"}
    return f"{how.get(after.state, after.problem)}, {new} new{back}"
