"""The one spider: asks the feeds that the queue grants, and the pages of their candidates."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import AsyncIterator, Coroutine
from datetime import datetime
from typing import Any

from scrapy import Request, Spider
from scrapy.http import Response

from core.articles import FeedState, PollRecord
from core.clock import Clock
from core.durations import format_duration
from core.errors import BalaghError, FeedError, PageError, StoreError
from core.logs import Lasting
from core.settings import CrawlSettings
from crawler.answers import Answer, Answers
from crawler.failures import explain
from crawler.filling import Filling
from crawler.freshness import asked_pause
from crawler.outage import Outage
from crawler.pages import Pages
from crawler.planning import Heard, may_ask_conditionally, may_have_rolled_over, plan_after
from crawler.polling import DueQueue, Fill, Job, Poll, Visit, host_of
from crawler.recording import Recorder
from crawler.schedule import OFFLINE_RETRY, PASSING, Wish, offline_poll, retry_poll
from crawler.skew import Skew
from crawler.visiting import Visiting
from crawler.worker import Reader

polls = logging.getLogger("balagh.poll")

OFFLINE = "offline"

REST_S = 60.0
"""A feed whose poll could not be recorded is left alone so long, instead of being asked anew."""

_ACCEPT = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9,"
    " */*;q=0.5"
)
MAX_HEADER = 1_000
_READ = ("Age", "Cache-Control", "Date", "Retry-After")


class PressSpider(Spider):
    """Runs until its queue ends. A job is released when all that came of it is recorded."""

    name = "press"

    def __init__(
        self,
        *,
        queue: DueQueue,
        recorder: Recorder,
        reader: Reader,
        crawl: CrawlSettings,
        clock: Clock,
        outage: Outage,
        skew: Skew,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self._queue = queue
        self._recorder = recorder
        self._crawl = crawl
        self._clock = clock
        self._rng = random.Random()
        self._answers = Answers(reader, crawl, clock, self._fetch)
        self._outage = outage
        self._skew = skew
        self._store = Lasting(polls)
        self._open: set[asyncio.Task[None]] = set()
        self.visiting = Visiting(queue, recorder, Pages(reader, crawl, self._fetch), clock)
        self.filling = Filling(queue, recorder, reader, self.visiting, clock)

    async def start(self) -> AsyncIterator[Request]:
        """Ask what the queue grants, past Scrapy's scheduler: nothing is to wait in it, and to put
        each request in and take it out again costs a fifth of asking for an unchanged feed."""
        while (job := await self._queue.take()) is not None:
            task = asyncio.ensure_future(self._ask(job))
            self._open.add(task)
            task.add_done_callback(self._open.discard)
        return
        yield  # an async generator, which hands no request over

    async def settled(self) -> None:
        """Return when all that came of what was asked is recorded."""
        if self._open:
            await asyncio.wait(self._open)

    async def _ask(self, job: Job) -> None:
        try:
            response = await self._fetch(self._request(job))
        except Exception as error:  # noqa: BLE001 - the boundary of one feed
            await self.no_answer(error, job)
        else:
            await self.read_answer(response, job)

    async def read_answer(self, response: Response, job: Job) -> None:
        match job:
            case Poll():
                work = self._answered(job.state, response)
            case Visit():
                self._outage.answered(self._clock())
                work = self.visiting.judge_page(job.pending, response)
            case Fill():
                self._outage.answered(self._clock())
                work = self.filling.read(job, response)
        await self._settle(job, work)

    async def no_answer(self, error: Exception, job: Job) -> None:
        await self._settle(job, self._failed(job, error))

    def _request(self, job: Job) -> Request:
        """Raises ValueError for a URL that can't be asked."""
        limit, headers = self._crawl.feed_bytes, {"Accept": _ACCEPT}
        match job:
            case Poll():
                headers = _conditions(job.state, self._clock())
            case Visit():
                headers, limit = {}, self._crawl.page_bytes
        return Request(job.url, headers=headers, meta={"download_maxsize": limit})

    async def _settle(self, job: Job, work: Coroutine[Any, Any, None]) -> None:
        """Finish a job; nothing that goes wrong with one feed or article reaches another."""
        rest = 0.0
        try:
            await work
        except StoreError as error:
            self._store.said(str(error))
            rest = REST_S
        except BalaghError as error:
            polls.error("%s", error)
            rest = REST_S
        except Exception as error:  # noqa: BLE001 - the boundary of one feed
            polls.exception("unexpected, while reading %s", job.url)
            rest = REST_S
            if isinstance(job, Visit):  # in hand as it is, nobody would take it up again
                problem = PageError(job.url, f"unexpected: {type(error).__name__}")
                await self.visiting.judge_without_page(job.pending, problem)
        else:
            self._store.went_well()
        finally:
            self._queue.release(job, rest)
            if isinstance(job, Fill):
                self.filling.go_on(job)

    async def _fetch(self, request: Request) -> Response:
        """Ask for what a document leads to, under the same rules as for the document."""
        engine = self.crawler.engine
        assert engine is not None
        return await engine.download_async(request)

    async def _answered(self, state: FeedState, response: Response) -> None:
        now, headers = self._clock(), _headers(response)
        self._outage.answered(now)
        host = host_of(Poll(state=state))
        self._skew.heard(host, headers.get("Date", ""), headers.get("Age", ""), now)
        try:
            answer = await self._answers.read(state, response)
        except FeedError as error:
            wish = Wish(pause=asked_pause(headers, now))
            await self._record_failure(state, error, response.status, wish)
        else:
            await self._record(state, response, answer)

    async def _record(self, state: FeedState, response: Response, answer: Answer) -> None:
        entries = answer.entries
        heard = Heard(
            entries=entries,
            validators=answer.validators,
            body_hash=answer.body_hash,
            status=response.status,
            took_s=response.meta.get("download_latency", 0.0),
            whole=response.status == 200,
            drift=answer.drift,
            headers=_headers(response),
            wish=Wish(fresh=answer.hints.fresh, skip_hours=answer.hints.skip_hours),
        )
        record = plan_after(state, heard, self._clock(), self._crawl, self._rng)
        new, candidates = await self._recorder.poll(record)
        self._recorder.statistics.count_poll(record)
        said = "unchanged" if entries is None else f"{_counted(len(entries))}, {new} new"
        said += f"; {answer.unread} more were not read" if answer.unread else ""
        polls.info("%s: %s", state.feed.name, said, extra={"feed_id": state.id})
        await self.visiting.accept(candidates)
        if may_have_rolled_over(state, entries, record.oldest):
            await self.filling.offer([state.id])

    async def _failed(self, job: Job, error: BaseException) -> None:
        reason, problem = explain(error)
        match job:
            case Poll():
                feed_error = FeedError(job.state.feed.name, reason, problem)
                await self._record_failure(job.state, feed_error, None, Wish())
            case Visit() if self._outage.going_on:
                self.visiting.put_off(job.pending, OFFLINE_RETRY)
            case Visit():
                page_error = PageError(job.url, problem, passing=reason in PASSING)
                await self.visiting.judge_without_page(job.pending, page_error)
            case Fill():
                offline = self._outage.going_on
                await self.filling.fail(job, reason, problem, offline=offline)

    async def _record_failure(
        self, state: FeedState, error: FeedError, status: int | None, wish: Wish
    ) -> None:
        if self._queue.closed:  # it was cut off; the feed is due again at the next start
            return
        now = self._clock()
        blamed = self._outage.failed(host_of(Poll(state=state)), error.reason, state, now)
        if blamed:
            await asyncio.gather(*(self._record_offline(before, error) for before in blamed))
            return
        record = PollRecord(
            feed_id=state.id,
            polled=now,
            next_poll=retry_poll(state.failures, error.reason, wish, now, self._crawl, self._rng),
            outcome="failed",
            status=status,
            health=error.reason,
            problem=error.problem,
        )
        await self._recorder.poll(record)
        self._recorder.statistics.count_failure(error)
        wait = format_duration(record.next_poll - now)
        known = state.failures > 0 and state.health == error.reason
        level = logging.INFO if known else logging.WARNING
        polls.log(level, "%s; asked again in %s", error, wait, extra={"feed_id": state.id})

    async def _record_offline(self, before: FeedState, error: FeedError) -> None:
        """Say of one feed, too, that it is our own network that keeps it from being seen."""
        now = self._clock()
        record = PollRecord(
            feed_id=before.id,
            polled=now,
            next_poll=offline_poll(now, self._crawl, self._rng),
            outcome="offline",
            health=OFFLINE,
            before=before,
        )
        await self._recorder.poll(record)
        self._recorder.statistics.count_offline(before.feed.name)
        said = "%s: not seen: our own network is down (%s)"
        polls.info(said, before.feed.name, error.problem, extra={"feed_id": before.id})


def _conditions(state: FeedState, now: datetime) -> dict[str, str]:
    """Ask only for what is new, where the server gave something to ask with and is believed."""
    if not may_ask_conditionally(state, now):
        return {"Accept": _ACCEPT}
    known = state.validators
    given = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {"Accept": _ACCEPT} | {name: value for name, value in given.items() if value}


def _headers(response: Response) -> dict[str, str]:
    """Return those that are read, by their usual names."""
    values = {name: response.headers.get(name) for name in _READ}
    return {name: v.decode("latin-1")[:MAX_HEADER] for name, v in values.items() if v}


def _counted(entries: int) -> str:
    return "1 entry" if entries == 1 else f"{entries} entries"
