"""robots.txt: obeyed, shared, read again when its time is over, and never a reason to guess."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request
from scrapy.exceptions import CannotResolveHostError
from scrapy.http import Response
from scrapy.settings import Settings
from scrapy.signalmanager import SignalManager

from crawler.deadline import KEY, time_left
from crawler.robots import PAUSE_WANTED, Robots, RobotsRefused

HIDDEN = b"User-agent: *\nDisallow: /hidden\n"


class Engine:
    """Answers the requests for robots.txt from a script, and counts them."""

    def __init__(self, answer: Callable[[str], Response]) -> None:
        self.answer = answer
        self.asked: list[str] = []

    async def download_async(self, request: Request) -> Response:
        self.asked.append(request.url)
        await asyncio.sleep(0)
        return self.answer(request.url)


def _text(body: bytes, status: int = 200) -> Callable[[str], Response]:
    return lambda url: Response(url, status=status, body=body)


def _robots(engine: Engine, ttl: float = 3600, signals: SignalManager | None = None) -> Robots:
    settings = Settings({"BALAGH_ROBOTS_TTL": ttl, "USER_AGENT": "Balagh/1.0 (+https://x.example)"})
    crawler: Any = SimpleNamespace(
        settings=settings, engine=engine, signals=signals or SignalManager()
    )
    return Robots.from_crawler(crawler)


async def _ask(robots: Robots, path: str, host: str = "a.example") -> None:
    request = Request(f"https://{host}{path}", meta={KEY: time.monotonic() + 5})
    await robots.process_request(request)


def test_rules_are_obeyed_and_read_once_per_host() -> None:
    async def work() -> None:
        engine = Engine(_text(HIDDEN))
        robots = _robots(engine)
        await asyncio.gather(*(_ask(robots, "/feed") for _ in range(5)))
        with pytest.raises(RobotsRefused, match="/hidden"):
            await _ask(robots, "/hidden/feed")
        await _ask(robots, "/feed", "b.example")
        assert engine.asked == ["https://a.example/robots.txt", "https://b.example/robots.txt"]

    asyncio.run(work())


def test_rules_are_read_again_when_their_time_is_over() -> None:
    async def work() -> None:
        engine = Engine(_text(b""))
        robots = _robots(engine, ttl=0)
        await _ask(robots, "/hidden")
        engine.answer = _text(HIDDEN)
        with pytest.raises(RobotsRefused):
            await _ask(robots, "/hidden")
        assert len(engine.asked) == 2

    asyncio.run(work())


def test_rules_for_balagh_by_name_count() -> None:
    async def work() -> None:
        robots = _robots(Engine(_text(b"User-agent: balagh\nDisallow: /\n")))
        with pytest.raises(RobotsRefused):
            await _ask(robots, "/feed")

    asyncio.run(work())


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_without_rules_all_is_allowed(status: int) -> None:
    engine = Engine(_text(HIDDEN, status))
    asyncio.run(_ask(_robots(engine), "/hidden"))
    assert [url.rpartition("/")[2] for url in engine.asked] == ["robots.txt"]


def test_a_server_that_fails_is_not_asked_for_more() -> None:
    async def work() -> None:
        engine = Engine(_text(b"", 503))
        robots = _robots(engine)
        with pytest.raises(RobotsRefused, match="503"):
            await _ask(robots, "/feed")
        engine.answer = _text(b"")
        await _ask(robots, "/feed")  # the failure is not kept

    asyncio.run(work())


def test_a_connection_that_fails_is_the_request_s_own_failure() -> None:
    def broken(url: str) -> Response:
        raise CannotResolveHostError(url)

    with pytest.raises(CannotResolveHostError):
        asyncio.run(_ask(_robots(Engine(broken)), "/feed"))


def test_known_rules_outlive_a_failure() -> None:
    async def work() -> None:
        engine = Engine(_text(HIDDEN))
        robots = _robots(engine, ttl=0)
        await _ask(robots, "/feed")
        engine.answer = _text(b"", 500)
        await _ask(robots, "/feed")
        with pytest.raises(RobotsRefused, match="disallows /hidden"):
            await _ask(robots, "/hidden")

    asyncio.run(work())


def test_robots_txt_that_hangs_leaves_time_for_the_request() -> None:
    left: list[float] = []

    class Timed(Engine):
        async def download_async(self, request: Request) -> Response:
            left.append(time_left(request))
            return await super().download_async(request)

    asyncio.run(_ask(_robots(Timed(_text(b""))), "/feed"))

    assert left == [pytest.approx(2.5, abs=0.2)]


def test_known_rules_are_not_asked_for_again_with_each_request_while_they_fail() -> None:
    async def work() -> None:
        engine = Engine(_text(HIDDEN))
        robots = _robots(engine, ttl=0)
        await _ask(robots, "/feed")
        engine.answer = _text(b"", 500)
        for _ in range(3):
            await _ask(robots, "/feed")
        assert len(engine.asked) == 2

    asyncio.run(work())


@pytest.mark.parametrize(
    ("body", "seconds"),
    [
        (b"User-agent: *\nCrawl-delay: 10\n", 10.0),
        (b"User-agent: balagh\nCrawl-delay: 2.5\n\nUser-agent: *\nCrawl-delay: 10\n", 2.5),
        (b"User-agent: other\nCrawl-delay: 10\n", 0.0),
        (b"User-agent: *\nCrawl-delay: soon\n", 0.0),
    ],
)
def test_the_pause_that_the_rules_want_is_told(body: bytes, seconds: float) -> None:
    told: list[tuple[str, float]] = []

    def tell(host: str, seconds: float) -> None:
        told.append((host, seconds))

    signals = SignalManager()
    signals.connect(tell, PAUSE_WANTED)
    robots = _robots(Engine(_text(body)), signals=signals)
    asyncio.run(_ask(robots, "/feed"))

    assert told == [("a.example", seconds)]
