"""The queue grants one request per feed, a few per host, and never lets a slow host hold others."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from datetime import UTC, datetime
from typing import Any, TypeVar

from core.articles import Entry, Feed, PendingEntry
from crawler.polling import DueQueue, Fill, Job, Poll, Visit
from tests.crawler.states import feed_state
from tests.crawler.test_paging import PLAIN, backfill

T = TypeVar("T")


def _run(work: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(asyncio.wait_for(work, 5))


def _queue(**changes: Any) -> DueQueue:
    options: dict[str, Any] = {"concurrency": 16, "per_host": 2, "pause": 0.0, "limit": 100}
    options["visits_per_feed"] = 100
    return DueQueue(**(options | changes))


def _poll(number: int, host: str) -> Poll:
    url = f"https://{host}/{number}"
    return Poll(state=feed_state(id=number, feed=Feed(name=str(number), url=url, outlet="")))


def _visit(number: int, host: str, feed_id: int = 1) -> Visit:
    entry = Entry(identity=str(number), url=f"https://{host}/article/{number}", title="")
    return Visit(
        pending=PendingEntry(
            id=number,
            feed_id=feed_id,
            feed="",
            outlet="",
            tier="unknown",
            language=None,
            entry=entry,
            found=datetime(2024, 1, 30, tzinfo=UTC),
            quiet=False,
        )
    )


async def _taken_now(queue: DueQueue) -> list[int]:
    """Take what is granted without waiting."""
    numbers: list[int] = []
    while True:
        try:
            job = await asyncio.wait_for(queue.take(), 0.02)
        except TimeoutError:
            return numbers
        assert isinstance(job, Poll)
        numbers.append(job.state.id)


def test_a_feed_that_waits_or_is_in_flight_is_not_taken_in_again() -> None:
    async def work() -> None:
        queue = _queue()
        job = _poll(1, "a.example")
        assert queue.offer(job)
        assert not queue.offer(job)
        assert await queue.take() is job
        assert not queue.offer(job)
        queue.release(job)
        assert queue.offer(job)

    _run(work())


def test_a_host_that_hangs_holds_no_other_host() -> None:
    async def work() -> None:
        queue = _queue(concurrency=4)
        for number in range(10):
            queue.offer(_poll(number, "hangs.example"))
        for number in (10, 11):
            queue.offer(_poll(number, "well.example"))

        assert sorted(await _taken_now(queue)) == [0, 1, 10, 11]

    _run(work())


def test_the_cap_over_all_hosts_holds() -> None:
    async def work() -> None:
        queue = _queue(concurrency=3)
        jobs = [_poll(n, f"h{n}.example") for n in range(5)]
        for job in jobs:
            queue.offer(job)
        assert len(await _taken_now(queue)) == 3
        queue.release(jobs[0])
        assert len(await _taken_now(queue)) == 1

    _run(work())


def test_two_requests_to_one_host_stand_apart() -> None:
    async def work() -> float:
        queue = _queue(pause=0.1)
        queue.offer(_poll(1, "a.example"))
        queue.offer(_poll(2, "a.example"))
        loop = asyncio.get_running_loop()
        await queue.take()
        first = loop.time()
        await queue.take()
        return loop.time() - first

    assert _run(work()) >= 0.09


def test_a_host_is_left_the_pause_that_it_asks_for_up_to_a_bound() -> None:
    async def work() -> tuple[list[int], list[int]]:
        queue = _queue()
        queue.want_pause("a.example", 0.1)
        queue.want_pause("b.example", 1e9)
        for number, host in enumerate(("a.example", "b.example") * 2):
            queue.offer(_poll(number, host))
        at_once = await _taken_now(queue)
        queue.want_pause("b.example", 0.0)
        await asyncio.sleep(0.1)
        return at_once, await _taken_now(queue)

    assert _run(work()) == ([0, 1], [2])


def test_what_waits_is_bounded() -> None:
    async def work() -> None:
        queue = _queue(limit=2)
        offered = [queue.offer(_poll(n, "a.example")) for n in range(3)]
        assert offered == [True, True, False]
        assert queue.room == 0

    _run(work())


def test_a_finished_queue_ends_when_the_last_job_is_released() -> None:
    async def work() -> None:
        queue = _queue()
        job = _poll(1, "a.example")
        queue.offer(job)
        queue.finish()
        assert await queue.take() is job
        ending = asyncio.ensure_future(queue.take())
        await asyncio.sleep(0)
        assert not ending.done()
        queue.offer(_poll(2, "a.example"))  # a page that the feed led to
        second: Job | None = await ending
        assert second is not None
        queue.release(job)
        queue.release(second)
        assert await queue.take() is None

    _run(work())


def test_a_closed_queue_ends_at_once_and_takes_nothing_in() -> None:
    async def work() -> None:
        queue = _queue()
        queue.offer(_poll(1, "a.example"))
        queue.close()
        assert await queue.take() is None
        assert not queue.offer(_poll(2, "a.example"))

    _run(work())


def test_a_job_at_rest_gives_its_grant_back_and_is_refused_for_a_while() -> None:
    async def work() -> None:
        queue = _queue(concurrency=1)
        job = _poll(1, "a.example")
        queue.offer(job)
        await queue.take()
        queue.release(job, 0.05)
        assert not queue.offer(job)
        other = _poll(2, "a.example")
        queue.offer(other)
        assert await queue.take() is other
        await asyncio.sleep(0.1)
        assert queue.offer(job)

    _run(work())


def test_polls_do_not_wait_for_the_pages_of_their_host() -> None:
    async def work() -> None:
        queue = _queue(per_host=1)
        pages = [_visit(n, "a.example") for n in range(5)]
        for page in pages:
            queue.offer(page)
        first = await queue.take()
        poll = _poll(1, "a.example")
        queue.offer(poll)
        assert first is pages[0]
        queue.release(pages[0])
        assert await queue.take() is poll

    _run(work())


def test_backfills_wait_for_everything_else_of_their_host() -> None:
    async def work() -> None:
        queue = _queue(per_host=1)
        older = Fill(
            state=feed_state(), backfill=backfill(PLAIN, ahead=("https://a.example/?paged=2",))
        )
        page, poll = _visit(1, "a.example"), _poll(2, "a.example")
        order: list[Job] = [poll, page, older]
        for job in reversed(order):
            queue.offer(job)
        assert not queue.offer(older)
        for job in order:
            assert await queue.take() is job
            queue.release(job)

    _run(work())


def test_of_one_feed_a_few_pages_wait() -> None:
    async def work() -> None:
        queue = _queue(per_host=1, visits_per_feed=2)
        offered = [queue.offer(_visit(n, "a.example")) for n in range(3)]
        assert offered == [True, True, False]
        assert queue.offer(_visit(7, "a.example", feed_id=2))
        await queue.take()
        assert queue.offer(_visit(2, "a.example"))

    _run(work())


def test_the_feeds_that_are_held_are_known() -> None:
    async def work() -> None:
        queue = _queue()
        job = _poll(4, "a.example")
        queue.offer(job)
        queue.offer(_visit(9, "a.example"))
        assert queue.feeds == {4}
        await queue.take()
        assert queue.feeds == {4}
        queue.release(job)
        assert queue.feeds == frozenset()

    _run(work())


def test_an_unreadable_address_is_a_host_of_its_own() -> None:
    async def work() -> None:
        queue = _queue()
        broken = Poll(state=feed_state(feed=Feed(name="x", url="https://[bad/feed", outlet="")))
        assert queue.offer(broken)
        assert await queue.take() is broken

    _run(work())
