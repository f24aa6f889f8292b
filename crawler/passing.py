"""`scrapy crawl press`: one pass over the due feeds, the pending entries and the due deliveries."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from core.articles import Feed, FeedState
from crawler.catalogue import named_feed
from crawler.polling import Poll
from crawler.process import Press, PressProcess

DRAIN = timedelta(minutes=2)
"""So long the last deliveries of a pass are waited for; the rest goes with the next run."""

INTERRUPTED = 130
"""The exit status of a pass that a signal had to end by force."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """Which feeds a pass asks: the due ones, all, or one by name."""

    all: bool = False
    only: str | None = None


def run_pass(press: Press, feeds: Sequence[Feed], wanted: Pass) -> bool:
    """Poll, judge, alert and deliver; return whether a signal ended it early.

    The counts are in press.recorder.statistics. Raises UsageError for an unknown feed.
    """
    if wanted.only is not None:
        named_feed(wanted.only, feeds)
    process = PressProcess(press, interrupted=INTERRUPTED)

    async def opened() -> None:
        await press.recorder.sync(feeds)
        for state in await _states(press, wanted):
            process.queue.offer(Poll(state=state))
        await take_up_all(press, process)
        await process.spider.filling.offer()
        press.outbox.pump()
        process.queue.finish()

    async def closed() -> None:
        for job in press.jobs:
            await press.do(job)
        await asyncio.to_thread(press.outbox.drain, DRAIN)

    return process.run(opened, closed=closed)


async def take_up_all(press: Press, process: PressProcess) -> None:
    """Send every entry that is pending for its page, or have it judged."""
    at_end = False
    while not at_end:
        candidates, at_end = await press.recorder.take_up()
        await process.spider.visiting.accept(candidates)


async def _states(press: Press, wanted: Pass) -> list[FeedState]:
    states = await press.recorder.states()
    if wanted.only is not None:
        return [state for state in states if state.feed.name == wanted.only]
    now = press.clock()
    return [
        state for state in states if wanted.all or state.next_poll is None or state.next_poll <= now
    ]
