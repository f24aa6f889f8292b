"""From a feed's answer to its entries: one document, or the sitemaps that an index leads to."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response

from core.articles import Entry, Feed, FeedState, Validators
from core.clock import Clock
from core.errors import FeedError
from core.settings import CrawlSettings
from crawler.documents import Document, body_hash, read_document
from crawler.failures import (
    BLOCKED,
    CHALLENGED,
    DOWNLOAD_ERRORS,
    EMPTIED,
    PARKED,
    explain,
    explain_status,
    is_challenge,
    is_parked,
)
from crawler.formats.items import Hints
from crawler.health import SUSPECTED
from crawler.worker import Reader, ReadingFailed

logger = logging.getLogger("balagh.poll")

MAX_HEADER = 1_000

FOLLOWED = 2
"""So many sitemaps of an index are polled: the newest, and the one that it grew out of."""

DEEPEST = 2
"""An index may lead to another, which the standard forbids and some do."""

Fetch = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of a poll: `entries` is None where all of it was seen before.

    `body_hash` covers everything that was read; `validators` are those to ask with next time;
    `drift` says how the document has changed its nature, if it has; `unread` items of it are left
    out.
    """

    entries: tuple[Entry, ...] | None
    body_hash: str | None
    validators: Validators
    drift: str | None = None
    hints: Hints = field(default_factory=Hints)
    unread: int = 0


class Answers:
    """Reads what the servers answer; `fetch` asks for what a document leads to."""

    def __init__(self, reader: Reader, crawl: CrawlSettings, clock: Clock, fetch: Fetch) -> None:
        self._reader = reader
        self._crawl = crawl
        self._clock = clock
        self._fetch = fetch

    async def read(self, state: FeedState, response: Response) -> Answer:
        """Read what a server answered. Raises FeedError."""
        validators = _validators(response)
        if response.status == 304 and state.body_hash is not None:
            return Answer(entries=None, body_hash=state.body_hash, validators=validators)
        if response.status != 200:
            raise FeedError(state.feed.name, *refusal(response))
        found = body_hash(response.body)
        if found == state.body_hash:
            return Answer(entries=None, body_hash=found, validators=validators)
        document = await self._document(state, response)
        if _is_emptied(state, document):
            raise FeedError(state.feed.name, EMPTIED, "it lists nothing, where it had entries")
        if document.leads:
            return await self._follow(state, response, document.leads[:FOLLOWED])
        return Answer(
            entries=document.entries,
            body_hash=found,
            validators=validators,
            drift=document.drift,
            hints=document.hints,
            unread=document.unread,
        )

    async def _follow(self, state: FeedState, index: Response, leads: tuple[str, ...]) -> Answer:
        """Read the sitemaps of an index, one after the other, with the pause between two requests.

        The index's validators speak for itself only, so none are kept: it is asked for each time.
        News are in the first; where only an older one fails, that is logged.
        """
        entries: list[Entry] = []
        drifts: list[str] = []
        bodies: list[bytes] = [index.body]
        for url in leads:
            try:
                response, document = await self._sitemap(state, url)
            except FeedError as error:
                if url == leads[0]:
                    raise
                logger.info("%s; the newest sitemap serves", error, extra={"feed_id": state.id})
                continue
            bodies.append(response.body)
            entries += document.entries
            drifts += [document.drift] if document.drift else []
        found = body_hash(*bodies)
        news = None if found == state.body_hash else tuple(entries)
        drift = drifts[0] if drifts else None
        return Answer(entries=news, body_hash=found, validators=Validators(), drift=drift)

    async def _sitemap(self, state: FeedState, url: str) -> tuple[Response, Document]:
        """Return a sitemap that an index leads to; of an index within it, its newest."""
        pause_s = self._crawl.host_pause.total_seconds()
        for _ in range(DEEPEST):
            await asyncio.sleep(pause_s)
            response = await self._ask(state, url)
            document = await self._document(state, response)
            if not document.leads:
                return response, document
            url = document.leads[0]
        raise FeedError(state.feed.name, "parse", f"an index leads to others: {url}")

    async def _ask(self, state: FeedState, url: str) -> Response:
        meta = {"download_maxsize": self._crawl.feed_bytes}
        try:
            response = await self._fetch(Request(url, dont_filter=True, meta=meta))
        except DOWNLOAD_ERRORS as error:
            reason, problem = explain(error)
            raise FeedError(state.feed.name, reason, f"{url}: {problem}") from error
        if response.status != 200:
            reason, problem = explain_status(response.status)
            raise FeedError(state.feed.name, reason, f"{url}: {problem}")
        return response

    async def _document(self, state: FeedState, response: Response) -> Document:
        return await read_answer(self._reader, state.feed, response, self._clock())


def _is_emptied(state: FeedState, document: Document) -> bool:
    """Say whether a feed that keeps its last entries has lost them all: nobody sees what it
    publishes then. Searches and news sitemaps may have none at times."""
    may_be_empty = state.feed.format in ("search", "sitemap") or document.entries
    return state.last_new is not None and not may_be_empty and not document.leads


async def read_answer(reader: Reader, feed: Feed, response: Response, now: datetime) -> Document:
    """Read a document in the feed's format. Raises FeedError, also for a challenge page."""
    try:
        return await reader.read(
            read_document,
            response.body,
            feed=feed,
            url=response.url,
            content_type=_header(response, "Content-Type") or "",
            now=now,
        )
    except ReadingFailed as error:
        raise FeedError(feed.name, "parse", str(error)) from error
    except FeedError as error:
        raise FeedError(feed.name, *_what_came(feed, response, error)) from error


def _what_came(feed: Feed, response: Response, error: FeedError) -> tuple[str, str]:
    """Return what came instead of a document: a health word, and a sentence with where it was."""
    asked, came = (urlsplit(url).hostname for url in (feed.url, response.url))
    where = "" if asked == came else f" (it is redirected to {came})"
    if is_challenge(response.body):
        return BLOCKED, CHALLENGED + where
    if is_parked(response.body):
        return SUSPECTED, PARKED + where
    return error.reason, error.problem + where


def refusal(response: Response) -> tuple[str, str]:
    """Return why an answer other than 200 is no document: a health word and a sentence.

    A gatekeeper's page comes under any status; it is named for what it is.
    """
    if is_challenge(response.body):
        return BLOCKED, CHALLENGED
    return explain_status(response.status)


def _validators(response: Response) -> Validators:
    etag, last_modified = _header(response, "ETag"), _header(response, "Last-Modified")
    return Validators(etag=etag, last_modified=last_modified)


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1")[:MAX_HEADER] if value else None
