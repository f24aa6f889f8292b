"""From a candidate to a judged article: by its page, or by the feed's own text without one."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from datetime import datetime, timedelta

from scrapy.http import Response

from core.articles import Article, Entry, PendingEntry
from core.clock import Clock
from core.durations import format_duration
from core.errors import BalaghError, PageError
from crawler.dates import read_dates
from crawler.documents import has_page
from crawler.extraction import MIN_TEXT, PageText, feed_text, tells_it
from crawler.pages import Pages
from crawler.polling import DueQueue, Visit
from crawler.recording import Recorder
from matching.language import language_of

logger = logging.getLogger("balagh.page")

FIRST_WAIT_S = 60.0
"""An article that the store could not take is tried again after so long, then after twice that."""

UNEXPECTED_WAIT_S = 3600.0
"""What broke the matcher will probably break it again."""

PATIENCE = timedelta(minutes=30)
SHORTEST_PAUSE = timedelta(minutes=2)
"""A page that can't be had now is asked for again so long, each time as late again as the entry is
old, where the feed's own text announces nothing: an announcement must not be lost with it."""

LONG_OWN = 200
"""An entry without a headline that says so much says it in words of its own."""

LONGEST_WAIT_S = 6 * 3600.0
MOST_KEPT = 500
"""So many pages are kept for another try; those of the others will be fetched again."""


class Visiting:
    """Sends candidates for their pages and has what comes back judged."""

    def __init__(self, queue: DueQueue, recorder: Recorder, pages: Pages, clock: Clock) -> None:
        self._queue = queue
        self._recorder = recorder
        self._pages = pages
        self._clock = clock
        self._kept: dict[int, PendingEntry] = {}
        self._tries: set[asyncio.Task[None]] = set()

    async def accept(self, candidates: list[PendingEntry]) -> None:
        """Queue the pages; candidates without a page of their own are judged at once."""
        for pending in candidates:
            self._kept.pop(pending.id, None)  # it has changed since
            # Search feeds link through a redirect that is not ours to resolve.
            if pending.tier == "search" or not has_page(pending.entry):
                await self._judge(pending, None)
            elif not self._queue.offer(Visit(pending=pending)):
                self._recorder.put_back(pending)

    async def judge_page(self, pending: PendingEntry, response: Response) -> None:
        """Judge what the page says; where it says nothing, what the feed says."""
        try:
            page = await self._pages.read(pending, response)
        except PageError as error:
            await self.judge_without_page(pending, error)
        else:
            await self._judge(pending, page)

    async def judge_without_page(self, pending: PendingEntry, problem: PageError) -> None:
        """Judge what the feed says; or leave it for later, where the page would say more then."""
        if self._queue.closed:  # it was cut off; the entry is taken up at the next start
            return
        extra = {"entry_id": pending.id, "feed_id": pending.feed_id}
        pause = self._worth_a_pause(pending, problem)
        if pause and not await self._recorder.announces(_article(pending, None)):
            wait = format_duration(pause)
            logger.info("%s; it is asked for again in %s", problem, wait, extra=extra)
            self.put_off(pending, pause)
            return
        logger.info("%s; the feed's own text serves", problem, extra=extra)
        await self._judge(replace(pending, problem=problem.problem), None)

    def _worth_a_pause(self, pending: PendingEntry, problem: PageError) -> timedelta | None:
        age = self._clock() - pending.found
        if not problem.passing or pending.quiet or age >= PATIENCE:
            return None
        return max(age, SHORTEST_PAUSE)

    def put_off(self, pending: PendingEntry, pause: timedelta) -> None:
        """Leave a candidate for later: its page can't be had now, as when our network is down."""
        seconds = pause.total_seconds()
        asyncio.get_running_loop().call_later(seconds, self._recorder.put_back, pending)

    async def _judge(
        self, pending: PendingEntry, page: PageText | None, wait_s: float = FIRST_WAIT_S
    ) -> None:
        """Have it judged, or tried again; what goes wrong with one article reaches no other."""
        extra = {"entry_id": pending.id, "feed_id": pending.feed_id}
        try:
            await self._recorder.judge(_article(pending, page), pending)
        except BalaghError as error:
            logger.error("%s; tried again in %s", error, _words(wait_s), extra=extra)
        except Exception:
            wait_s = max(wait_s, UNEXPECTED_WAIT_S)
            logger.exception("not judged; tried again in %s", _words(wait_s), extra=extra)
        else:
            return
        self._try_later(pending, page, wait_s)

    def _try_later(self, pending: PendingEntry, page: PageText | None, wait_s: float) -> None:
        """Keep entry and page in hand for another try; where too many are, the entry only."""
        loop = asyncio.get_running_loop()
        if len(self._kept) >= MOST_KEPT:
            loop.call_later(LONGEST_WAIT_S, self._recorder.put_back, pending)
            return
        self._kept[pending.id] = pending
        loop.call_later(wait_s, self._try_again, pending, page, min(2 * wait_s, LONGEST_WAIT_S))

    def _try_again(self, pending: PendingEntry, page: PageText | None, wait_s: float) -> None:
        if self._kept.get(pending.id) is not pending or self._queue.closed:
            return
        del self._kept[pending.id]
        task = asyncio.ensure_future(self._judge(pending, page, wait_s))
        self._tries.add(task)
        task.add_done_callback(self._tries.discard)


def _words(seconds: float) -> str:
    return format_duration(timedelta(seconds=seconds))


def _article(pending: PendingEntry, page: PageText | None) -> Article:
    entry = pending.entry
    own = feed_text(entry)
    use_page = page is not None and _is_its(page, entry, own)
    text = page.text if page is not None and use_page else own
    title = entry.title or (page.title if page is not None else "")
    return Article(
        id=str(pending.id),
        url=entry.url,
        title=title,
        text=text or title,
        language=_language(pending, f"{title}\n{text}"),
        published=entry.published or _stated(page, pending),
        arrived=pending.found,
        outlet=pending.outlet,
        tier=pending.tier,
        feed=pending.feed,
        text_source="page" if use_page else "feed",
        page=entry.page,
    )


def _is_its(page: PageText, entry: Entry, own: str) -> bool:
    """Say whether a page tells what the feed tells: by its text, else by its headline.

    What has neither is of a sitemap, and the words of its address may be in another script.
    """
    if entry.title and own:
        return tells_it(page.text, own)
    if entry.title:
        return len(page.text) >= MIN_TEXT and tells_it(f"{page.title}\n{page.text}", entry.title)
    return tells_it(page.text, own if len(own) >= LONG_OWN else "")


def _language(pending: PendingEntry, text: str) -> str | None:
    """Return the article's own; of Darija only half is seen, so what the feed says counts."""
    found = language_of(text)
    if found is None or (found == "ar" and pending.language == "ary"):
        return pending.language
    return found


def _stated(page: PageText | None, pending: PendingEntry) -> datetime | None:
    """Return the date that the page states, for an entry whose feed states none."""
    return None if page is None else read_dates([page.published], pending.found).published
