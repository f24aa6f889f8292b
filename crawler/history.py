"""`scrapy backfill`: pages back through what the feeds published before, and tells nobody."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from core.articles import Feed
from crawler.filling import Told
from crawler.passing import INTERRUPTED, take_up_all
from crawler.process import Press, PressProcess


def fill_history(
    press: Press, feeds: Sequence[Feed], names: Collection[str], since: datetime, told: Told
) -> bool:
    """Page the named feeds back to `since`; return whether a signal ended it early.

    `feeds` are all that are polled. What was reached before is not asked again. Entries are stored
    and judged without alerting. `told` hears of each page.
    """
    process = PressProcess(press, interrupted=INTERRUPTED)

    async def opened() -> None:
        await press.recorder.sync(feeds)
        states = await press.recorder.states()
        chosen = [state.id for state in states if state.feed.name in names]
        await press.recorder.begin_history(chosen, since)
        process.spider.filling.told = told
        await process.spider.filling.offer(chosen)
        await take_up_all(press, process)
        process.queue.finish()

    return process.run(opened)
