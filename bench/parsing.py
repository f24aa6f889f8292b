"""Speed of reading feed documents: the fast path, and feedparser, to which the rest goes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from time import process_time

from bench.figure import Figure
from bench.webfeeds import document
from core.articles import Feed
from crawler.documents import read_document
from crawler.formats.fast import read_fast
from crawler.formats.items import Source
from crawler.formats.syndication import read_syndication

ROUNDS = 30
FEED = Feed(name="bench", url="https://bench.example/feed", outlet="bench")

# Measured at 6 to 9, the strict check and the gate included.
LEAST_GAIN = 4.5


def measure() -> Iterator[Figure]:
    """Times are of the processor, for a document of 66 KB with 30 items."""
    body = document(1)
    source = Source(body=body, url=FEED.url, content_type="", feed=FEED)
    now = datetime.now(UTC)

    def fast() -> list[object]:
        found = read_fast(source)
        assert found is not None
        return list(found.items)

    full_ms = _ms(lambda: list(read_syndication(source).items))
    fast_ms = _ms(fast)
    whole_ms = _ms(lambda: read_document(body, feed=FEED, url=FEED.url, content_type="", now=now))
    yield Figure(name="parsing: a document by feedparser", value=full_ms, unit="ms")
    yield Figure(name="parsing: by the fast path, with its gate", value=fast_ms, unit="ms")
    yield Figure(name="parsing: from bytes to entries", value=whole_ms, unit="ms")
    yield Figure(
        name="parsing: feedparser / fast path",
        value=full_ms / fast_ms,
        unit="",
        floor=LEAST_GAIN,
    )


def _ms(work: Callable[[], object]) -> float:
    work()
    began = process_time()
    for _ in range(ROUNDS):
        work()
    return (process_time() - began) / ROUNDS * 1000
