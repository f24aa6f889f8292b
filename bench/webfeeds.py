"""Generated feeds on loopback, served by a process of their own, for the crawl's benchmark."""

from __future__ import annotations

import multiprocessing
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from multiprocessing.connection import Connection
from typing import Any

from newsroom.faults import Answer
from newsroom.loopback import LoopbackServer, Request

MOST = 1_000
ITEMS = 30
TEXT = "<p>The council of the town met on Tuesday and put off the vote on its budget again.</p>"
RSS = {"Content-Type": "application/rss+xml; charset=utf-8"}
START = datetime(2024, 1, 30, 12, 0, tzinfo=UTC)
_FEED = re.compile(r"/feed/(\d+)")
_LIVE = re.compile(r"/live/(\d+)")


@contextmanager
def served_feeds() -> Iterator[str]:
    """Yield "host:port"; /feed/N is a document of 66 KB with 30 items, and answers 304.

    There are MOST of them, made beforehand, as files would be. /live/N has an item more each time
    that it is asked for.
    """
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_serve, args=(there,), daemon=True)
    process.start()
    try:
        yield here.recv()
    finally:
        process.kill()
        process.join()


def _serve(pipe: Connection[Any, Any]) -> None:
    asked: Counter[int] = Counter()
    documents = [document(number) for number in range(MOST)]

    def respond(request: Request) -> Answer:
        live = _LIVE.fullmatch(request.path)
        if live is None:
            return _respond(request, documents)
        number = int(live[1])
        asked[number] += 1
        return Answer(headers=RSS, body=document(number, asked[number]))

    server = LoopbackServer(respond)
    server.start()
    pipe.send(server.authority)
    pipe.poll(None)


def _respond(request: Request, documents: Sequence[bytes]) -> Answer:
    match = _FEED.fullmatch(request.path)
    if match is None or int(match[1]) >= len(documents):
        return Answer(status=404)
    etag = f'"{match[1]}"'
    if request.headers.get("if-none-match") == etag:
        return Answer(status=304, headers={"ETag": etag})
    return Answer(headers=RSS | {"ETag": etag}, body=documents[int(match[1])])


def document(number: int, newer: int = 0) -> bytes:
    """Return the RSS of a feed, as WordPress writes it, `newer` items after it began."""
    items = "".join(_item(number, n) for n in range(-newer, ITEMS - newer))
    head = (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>Feed {number}</title><link>https://bench.example/{number}</link>"
    )
    return f"{head}{items}</channel></rss>".encode()


def _item(feed: int, number: int) -> str:
    link = f"https://bench.example/{feed}/{number}"
    return (
        f"<item><title>The budget of district {feed}, part {number}</title><link>{link}</link>"
        f'<guid isPermaLink="false">{link}</guid>'
        f"<pubDate>{format_datetime(START - timedelta(hours=number))}</pubDate>"
        f"<description><![CDATA[{TEXT}]]></description>"
        f"<content:encoded><![CDATA[{TEXT * 20}]]></content:encoded></item>"
    )
