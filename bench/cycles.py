"""A thousand feeds over and over: what memory they take, and whether it grows."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.crawl import feeds_of, in_process, press_on
from bench.figure import Figure
from bench.webfeeds import served_feeds
from crawler.polling import DueQueue, Poll
from crawler.process import PressProcess

FEEDS = 1_000
CYCLES = 50
SETTLED = 5
"""After so many cycles everything is loaded and every cache is full."""

MOST_MB = 149.0
MOST_DRIFT = 2.0
PAGE_BYTES = 4096


def measure() -> Iterator[Figure]:
    """The memory is that of the main process; the worker that parses is counted apart."""
    with served_feeds() as host, tempfile.TemporaryDirectory() as folder:
        sizes: list[float] = in_process(_cycles, host, folder)
    drift = (sizes[-1] / sizes[SETTLED] - 1) * 100
    yield Figure(name="cycles: memory after the first", value=sizes[0], unit="MB")
    yield Figure(
        name=f"cycles: memory after {CYCLES}, {FEEDS} feeds",
        value=sizes[-1],
        unit="MB",
        ceiling=MOST_MB,
    )
    yield Figure(
        name=f"cycles: growth from the {SETTLED}th on", value=drift, unit="%", ceiling=MOST_DRIFT
    )


def _cycles(pipe: Any, host: str, folder: str) -> None:
    with press_on(host, folder) as press:
        process = PressProcess(press, interrupted=1)
        sizes: list[float] = []

        async def turn() -> None:
            await press.recorder.sync(feeds_of(host, FEEDS))
            for _ in range(CYCLES):
                for state in await press.recorder.states():
                    process.queue.offer(Poll(state=state))
                await _quiet(process.queue)
                sizes.append(_megabytes())
            process.queue.finish()

        turning: list[asyncio.Task[None]] = []

        async def opened() -> None:
            turning.append(asyncio.ensure_future(turn()))

        process.run(opened)
    pipe.send(sizes)


async def _quiet(queue: DueQueue) -> None:
    """Return when no poll waits or is in flight."""
    while queue.feeds:  # noqa: ASYNC110 - the queue tells nobody, and need not
        await asyncio.sleep(0.05)


def _megabytes() -> float:
    resident = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return resident * PAGE_BYTES / (1 << 20)
