"""robots.txt, read again after a while; Scrapy keeps it, and a failed fetch, for ever."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from crawler.deadline import KEY, time_left

MAX_BYTES = 512_000
"""RFC 9309 wants at least 500 KiB read; a longer one counts as unreachable."""

MAX_SITES = 5_000

SHARE = 0.5
"""Of the time that a request has left, robots.txt may take so much: what hangs there must not keep
a feed from being asked under the rules that are known."""

KEPT_FOR_S = 600.0
"""So long known rules stand before they are asked for again in vain."""

PAUSE_WANTED = object()
"""Scrapy signal: the rules of `host` want `seconds` between two requests; 0 where they say none."""

_IS_ROBOTS = "is_robots"


class RobotsRefused(IgnoreRequest):
    """robots.txt says no, or could not be read and so says nothing (RFC 9309, 2.3.1.4)."""


@dataclass(frozen=True, slots=True)
class _Kept:
    rules: Protego
    until: float


class Robots:
    """Downloader middleware: asks a host's rules before each request, redirects included.

    Answers 4xx mean "no rules". Where rules can't be had, the old ones stand; without any, a
    server that fails (5xx) means "refused", and a failing connection is the request's own failure.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._ttl = crawler.settings.getfloat("BALAGH_ROBOTS_TTL")
        self._agent = crawler.settings["USER_AGENT"].partition("/")[0]
        self._kept: dict[str, _Kept] = {}
        self._reading: dict[str, asyncio.Future[Protego]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raises RobotsRefused, or what the fetch of robots.txt raised."""
        if request.meta.get(_IS_ROBOTS):
            return
        parts = urlsplit(request.url)
        rules = await self._rules(f"{parts.scheme}://{parts.netloc}", request)
        if not rules.can_fetch(request.url, self._agent):
            raise RobotsRefused(f"robots.txt of {parts.netloc} disallows {parts.path or '/'}")

    async def _rules(self, site: str, request: Request) -> Protego:
        kept = self._kept.get(site)
        if kept is not None and time.monotonic() < kept.until:
            return kept.rules
        reading = self._reading.get(site)
        if reading is None:
            reading = asyncio.ensure_future(self._read(site, request))
            self._reading[site] = reading
            reading.add_done_callback(lambda _: self._reading.pop(site, None))
        await asyncio.wait([reading])
        if kept is not None and reading.exception() is not None:
            self._kept[site] = _Kept(kept.rules, time.monotonic() + KEPT_FOR_S)
            return kept.rules
        return reading.result()

    async def _read(self, site: str, request: Request) -> Protego:
        deadline = time.monotonic() + SHARE * time_left(request)
        response = await self._crawler.engine.download_async(
            Request(
                f"{site}/robots.txt",
                callback=NO_CALLBACK,
                dont_filter=True,
                meta={_IS_ROBOTS: True, KEY: deadline, "download_maxsize": MAX_BYTES},
            )
        )
        rules = _parse(site, response)
        if len(self._kept) >= MAX_SITES:
            self._kept.clear()
        self._kept[site] = _Kept(rules, time.monotonic() + self._ttl)
        self._crawler.signals.send_catch_log(
            PAUSE_WANTED,
            host=urlsplit(site).hostname or "",
            seconds=rules.crawl_delay(self._agent) or 0.0,
        )
        return rules


def _parse(site: str, response: Response) -> Protego:
    if response.status >= 500:
        raise RobotsRefused(f"{site}/robots.txt answers {response.status}, so it may not be asked")
    if response.status != 200:
        return Protego.parse("")
    return Protego.parse(response.body.decode("utf-8", "replace").lstrip("\ufeff"))
