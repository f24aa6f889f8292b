"""Any number of plausible feeds and pages, the same for the same numbers, for benchmarks.

`Archive` makes them; `serving` puts them on loopback in a process of its own.
"""

from __future__ import annotations

import multiprocessing
import random
import socket
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, lru_cache
from multiprocessing.connection import Connection
from pathlib import Path

import uvicorn
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from core.articles import Feed
from newsroom.outlets import Outlet, Story
from newsroom.pages import Item, Pages

ITEMS = 30
PARAGRAPHS = 5
FEED_BYTES = 66_000
"""About what 30 items of a WordPress feed with whole texts weigh."""

LANGUAGES = ("ar", "fr", "en", "es")
START_LIMIT_S = 20.0


class Archive:
    """Generated outlets, numbered from 0: each has one feed of 30 items and their pages.

    `newest` dates the first item of each feed; the others go back by 20 minutes each.
    """

    def __init__(self, newest: datetime) -> None:
        self._newest = newest
        self._pages = Pages()

    def feed(self, number: int, base: str = "http://127.0.0.1") -> bytes:
        """Return an RSS document of about 66 kB; links start with `base`."""
        outlet = _outlet(number)
        items = [self._item(number, index, base) for index in range(ITEMS)]
        return self._pages.listed("rss.xml", outlet, base, items, self._newest)

    def page(self, number: int, index: int, base: str = "http://127.0.0.1") -> bytes:
        """Return the page of an item."""
        return self._pages.page(self._item(number, index, base))

    def story(self, number: int, index: int) -> Story:
        """Return the text of an item; the same for the same numbers."""
        dice = random.Random(f"{number}/{index}")
        language = _outlet(number).language
        per_paragraph = _sentences_per_paragraph(language)
        return Story(
            outlet=str(number),
            slug=f"story-{number}-{index}",
            title=_sentence(language, dice).removesuffix("."),
            paragraphs=tuple(
                " ".join(_sentence(language, dice) for _ in range(per_paragraph))
                for _ in range(PARAGRAPHS)
            ),
            published=self._newest - timedelta(minutes=20 * index),
        )

    def _item(self, number: int, index: int, base: str) -> Item:
        return Item(
            story=self.story(number, index),
            outlet=_outlet(number),
            base=base,
            url=f"{base}/{number}/{index}.html",
            number=number * ITEMS + index,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveSite:
    """Where an archive is served: one base URL per host, feeds spread over them in turn."""

    bases: tuple[str, ...]

    @property
    def allow_private(self) -> tuple[str, ...]:
        """Return every "host:port", as `crawl.allow_private` wants them."""
        return tuple(base.removeprefix("http://") for base in self.bases)

    def feeds(self, count: int) -> tuple[Feed, ...]:
        return tuple(_outlet(n).feed(self.bases[n % len(self.bases)]) for n in range(count))


@contextmanager
def serving(newest: datetime, hosts: int = 1) -> Iterator[ArchiveSite]:
    """Serve an archive on that many loopback hosts (127.0.1.1, …) until the block ends.

    Documents are made at the first request and kept. Raises TimeoutError if the process that
    serves doesn't come up.
    """
    spawn = multiprocessing.get_context("spawn")
    ours, theirs = spawn.Pipe()
    process = spawn.Process(target=_serve, args=(theirs, newest, hosts), daemon=True)
    process.start()
    theirs.close()
    try:
        if not ours.poll(START_LIMIT_S):
            raise TimeoutError(f"the archive wasn't served within {START_LIMIT_S:g} s")
        yield ArchiveSite(bases=ours.recv())
    finally:
        process.terminate()
        process.join()
        process.close()
        ours.close()


def _serve(pipe: Connection, newest: datetime, hosts: int) -> None:
    """Run in the process that serves."""
    sockets = [_listen(f"127.0.1.{n + 1}") for n in range(hosts)]
    pipe.send(tuple("http://{}:{}".format(*s.getsockname()) for s in sockets))
    config = uvicorn.Config(
        _Site(Archive(newest)), log_level="critical", access_log=False, lifespan="off", ws="none"
    )
    uvicorn.Server(config).run(sockets=sockets)


def _listen(host: str) -> socket.socket:
    """Open a port; asyncio turns Nagle's delay off only where the protocol is named."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind((host, 0))
    listener.listen(512)
    return listener


class _Site:
    """The ASGI application: /7/feed and /7/3.html, everything else is not found."""

    def __init__(self, archive: Archive) -> None:
        self._feed = lru_cache(maxsize=None)(archive.feed)
        self._page = lru_cache(maxsize=None)(archive.page)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        base = f"http://{request.url.netloc}"
        match request.url.path.removeprefix("/").removesuffix(".html").split("/"):
            case [number, "feed"]:
                answer = Response(self._feed(int(number), base), media_type="application/rss+xml")
            case [number, index]:
                page = self._page(int(number), int(index), base)
                answer = Response(page, media_type="text/html")
            case _:
                answer = Response(status_code=404)
        await answer(scope, receive, send)


def _outlet(number: int) -> Outlet:
    return Outlet(
        key=str(number),
        name=f"Gazette {number}",
        language=LANGUAGES[number % len(LANGUAGES)],
        style="full",
        tier="regional",
        feed_path=f"/{number}/feed",
    )


def _sentence(language: str, dice: random.Random) -> str:
    words = _words()[language]
    return " ".join(dice.choice(words[part]) for part in words) + "."


@cache
def _sentences_per_paragraph(language: str) -> int:
    """Fill a feed of FEED_BYTES: sentences differ in bytes between the languages."""
    dice = random.Random(language)
    sentence = sum(len(_sentence(language, dice).encode()) for _ in range(50)) / 50
    furniture = 1_100 + 45 * sentence / 18
    return max(1, round((FEED_BYTES / ITEMS - furniture) / PARAGRAPHS / sentence))


@cache
def _words() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
