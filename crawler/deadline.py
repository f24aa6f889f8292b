"""One deadline over a whole request: robots.txt, waiting, every redirect, the last byte."""

from __future__ import annotations

import time
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadTimeoutError

KEY = "deadline"


class Deadline:
    """Downloader middleware before all others: stamps a request once; redirects keep the stamp."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.settings.getfloat("DOWNLOAD_TIMEOUT"))

    def process_request(self, request: Request) -> None:
        request.meta.setdefault(KEY, time.monotonic() + self._seconds)
        # Scrapy's own middleware would have set the full time for each hop.
        request.meta["download_timeout"] = time_left(request)


def time_left(request: Request) -> float:
    """Return the seconds that a stamped request still has.

    Raises DownloadTimeoutError where there are none.
    """
    left: float = request.meta[KEY] - time.monotonic()
    if left <= 0:
        raise DownloadTimeoutError(f"{request.url} and what led to it took too long")
    return left
