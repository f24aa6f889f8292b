"""Polls are written together, and what is wrong with one reaches no other."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from crawler.gathering import LONGEST_S, MANY, MOST, Gathering


class Writer:
    """Writes numbers; odd ones are refused. A batch waits until it is let go on."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.writing = asyncio.Event()
        self.going = asyncio.Event()

    async def __call__(self, numbers: Sequence[int]) -> list[int | Exception]:
        self.batches.append(list(numbers))
        self.writing.set()
        await self.going.wait()
        return [ValueError(f"{n} is odd") if n % 2 else 10 * n for n in numbers]


def test_what_comes_at_about_the_same_time_is_written_together() -> None:
    async def work() -> tuple[list[list[int]], list[int | BaseException]]:
        writer = Writer()
        writer.going.set()
        gathering: Gathering[int, int] = Gathering(writer)
        first = asyncio.ensure_future(gathering.put(2))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        second = asyncio.ensure_future(gathering.put(3))
        return writer.batches, await asyncio.gather(first, second, return_exceptions=True)

    batches, results = asyncio.run(work())

    assert batches == [[2, 3]]
    assert results[0] == 20
    assert isinstance(results[1], ValueError)


def test_what_comes_while_a_batch_is_written_makes_the_next_one() -> None:
    async def work() -> list[list[int]]:
        writer = Writer()
        gathering: Gathering[int, int] = Gathering(writer)
        many = [asyncio.ensure_future(gathering.put(2 * n)) for n in range(MANY)]
        await writer.writing.wait()
        rest = [asyncio.ensure_future(gathering.put(n)) for n in (100, 102)]
        await asyncio.sleep(0)
        writer.going.set()
        await asyncio.gather(*many, *rest)
        return writer.batches

    assert asyncio.run(work()) == [[2 * n for n in range(MANY)], [100, 102]]


def test_many_wait_for_no_others() -> None:
    async def work() -> float:
        writer = Writer()
        writer.going.set()
        gathering: Gathering[int, int] = Gathering(writer)
        loop = asyncio.get_running_loop()
        began = loop.time()
        first = asyncio.ensure_future(gathering.put(0))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        await asyncio.gather(first, *(gathering.put(2 * n) for n in range(1, MANY)))
        return loop.time() - began

    assert asyncio.run(work()) < LONGEST_S


def test_a_batch_is_bounded() -> None:
    async def work() -> list[list[int]]:
        writer = Writer()
        writer.going.set()
        gathering: Gathering[int, int] = Gathering(writer)
        await asyncio.gather(*(gathering.put(2 * n) for n in range(2 * MOST + 1)))
        return writer.batches

    assert [len(batch) for batch in asyncio.run(work())] == [MOST, MOST, 1]


def test_one_that_waits_no_more_costs_the_others_nothing() -> None:
    async def work() -> int:
        writer = Writer()
        gathering: Gathering[int, int] = Gathering(writer)
        gone, stays = (asyncio.ensure_future(gathering.put(n)) for n in (2, 4))
        await asyncio.sleep(0)
        gone.cancel()
        writer.going.set()
        with pytest.raises(asyncio.CancelledError):
            await gone
        return await stays

    assert asyncio.run(work()) == 40
