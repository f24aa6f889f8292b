"""`scrapy watch`: the daemon. Ticks put what is due before the spider, until a signal comes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial

from core.articles import Feed
from core.errors import StoreLocked
from crawler.polling import Poll
from crawler.process import Press, PressProcess
from crawler.schedule import TICK_S, Ticks

OFFERED_AT_ONCE = 500

DUE_S = 0.1
"""So often feeds that are due are looked for: polls and alerts are that late at the most by it."""

LOCK_CHECK_S = 5.0

FILL_S = 10.0
"""So often backfills that wait are looked for; one that goes on asks for its next page itself."""

VISITS_PER_FEED = 50
"""A feed with more candidates than its host serves in a minute leaves the rest in the store."""


def watch(press: Press, feeds: Sequence[Feed], hold: Callable[[], None]) -> None:
    """Poll, judge, alert and deliver until SIGTERM or SIGINT; then end within two seconds.

    `hold` keeps the daemon's lock; where another daemon has it, this one ends: raises StoreLocked.
    """
    process = PressProcess(press, interrupted=0, visits_per_feed=VISITS_PER_FEED)
    queue, recorder = process.queue, press.recorder
    ticks = Ticks()

    async def offer_due() -> None:
        # What waits or is in flight is still due in the store.
        wanted = min(queue.room, OFFERED_AT_ONCE)
        for state in await recorder.due(wanted, without=queue.feeds):
            queue.offer(Poll(state=state))

    async def take_up() -> None:
        candidates, _ = await recorder.take_up()
        await process.spider.visiting.accept(candidates)

    async def page_back() -> None:
        await process.spider.filling.offer()

    async def deliver() -> None:
        press.outbox.pump()

    async def keep_lock() -> None:
        try:
            await asyncio.to_thread(hold)
        except StoreLocked as error:
            process.fail(error)

    async def opened() -> None:
        await recorder.sync(feeds)
        ticks.every(LOCK_CHECK_S, keep_lock)
        ticks.every(FILL_S, page_back)
        ticks.every(DUE_S, offer_due)
        for job in (take_up, deliver):
            ticks.every(TICK_S, job)
        for chore in press.jobs:
            ticks.every(chore.every.total_seconds(), partial(press.do, chore))
        ticks.start()

    process.run(opened, stopping=ticks.stop)
