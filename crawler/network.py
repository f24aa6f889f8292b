"""The way out: which addresses may be connected to, and downloads that can be cut off."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Collection
from functools import partial
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError, DownloadCancelledError
from scrapy.http import Response
from twisted.internet._resolver import GAIResolver
from twisted.python.threadpool import ThreadPool

from core.networks import is_public
from crawler.deadline import time_left

STOPPING = object()
"""Scrapy signal: the program ends; downloads in flight are cut off."""

RESOLVER_THREADS = 32
MAX_REFUSED = 10_000
_PORTS = {"http": 80, "https": 443}


class PrivateAddressError(CannotResolveHostError):
    """The host has private addresses only, and the settings don't allow them."""


class _DaemonThreads(ThreadPool):
    """Threads that don't hold the exit while a name server is silent."""

    threadFactory = staticmethod(partial(threading.Thread, daemon=True))  # type: ignore[assignment]


class PublicResolver(GAIResolver):
    """Looks names up, and drops private addresses except those of allowed "host:port" pairs.

    It stands between every connection and its address: literals, redirects and DNS answers that
    change are all checked at the moment when it counts.
    """

    def __init__(self, reactor: Any, allowed: Collection[str]) -> None:
        threads = _DaemonThreads(0, RESOLVER_THREADS, "resolver")
        threads.start()
        super().__init__(reactor, lambda: threads, self._look_up)  # type: ignore[arg-type]
        self._installed_on = reactor
        self._allowed = frozenset(allowed)
        self._refused: set[tuple[str, int]] = set()

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: Any) -> Self:
        """Called by Scrapy's process, which has the crawler's `settings`."""
        return cls(reactor, crawler.settings.getlist("BALAGH_ALLOW_PRIVATE"))

    def install_on_reactor(self) -> None:
        self._installed_on.installNameResolver(self)

    def refused(self, host: str, port: int) -> bool:
        """Say whether the last look-up of this host found private addresses only."""
        return (host, port) in self._refused

    def _look_up(self, host: Any, port: Any, *more: Any) -> list[Any]:
        """Stand in for getaddrinfo; runs in a thread."""
        try:
            found = socket.getaddrinfo(host, port, *more)
        except UnicodeError as error:  # the resolver knows no other failure than this one
            raise socket.gaierror(str(error)) from error
        name = f"[{host}]" if ":" in host else host
        if f"{name}:{port}" in self._allowed:
            return found
        if len(self._refused) >= MAX_REFUSED:
            self._refused.clear()
        public = [item for item in found if is_public(str(item[4][0]))]
        (self._refused.discard if public else self._refused.add)((host, port))
        return public


class AbortableDownloads(HTTP11DownloadHandler):
    """Scrapy's HTTP client, within the request's deadline, and cut off on STOPPING."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._running: set[asyncio.Future[Response]] = set()
        self._stopping = False
        crawler.signals.connect(self._cut_off, STOPPING)

    async def download_request(self, request: Request) -> Response:
        """Raises DownloadTimeoutError, PrivateAddressError and what Scrapy's client raises."""
        if self._stopping:
            raise DownloadCancelledError("the program ends")
        request.meta["download_timeout"] = time_left(request)
        task = asyncio.ensure_future(super().download_request(request))
        self._running.add(task)
        try:
            return await task
        except asyncio.CancelledError as error:
            raise DownloadCancelledError("the program ends") from error
        except CannotResolveHostError as error:
            if self._is_private(request.url):
                raise PrivateAddressError("has private addresses only") from error
            raise
        finally:
            self._running.discard(task)

    def _is_private(self, url: str) -> bool:
        resolver = self._pool._reactor.nameResolver
        parts = urlsplit(url)
        port = parts.port or _PORTS.get(parts.scheme, 0)
        return isinstance(resolver, PublicResolver) and resolver.refused(parts.hostname or "", port)

    def _cut_off(self) -> None:
        self._stopping = True
        for task in tuple(self._running):
            task.cancel()
