"""Polls are written together, and what is wrong with one reaches no other."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from crawler.gathering import MOST, Gathering


class Writer:
    """Writes numbers; odd ones are refused. A batch waits until it is let go on."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.going = asyncio.Event()

    async def __call__(self, numbers: Sequence[int]) -> list[int | Exception]:
        self.batches.append(list(numbers))
        await self.going.wait()
        return [ValueError(f"{n} is odd") if n % 2 else 10 * n for n in numbers]


def test_what_comes_while_a_batch_is_written_makes_the_next_one() -> None:
    async def work() -> tuple[list[list[int]], list[int | BaseException]]:
        writer = Writer()
        gathering: Gathering[int, int] = Gathering(writer)
        first = asyncio.ensure_future(gathering.put(2))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        rest = [asyncio.ensure_future(gathering.put(n)) for n in (4, 5, 6)]
        await asyncio.sleep(0)
        writer.going.set()
        return writer.batches, await asyncio.gather(first, *rest, return_exceptions=True)

    batches, results = asyncio.run(work())

    assert batches == [[2], [4, 5, 6]]
    assert [r for r in results if isinstance(r, int)] == [20, 40, 60]
    assert isinstance(results[2], ValueError)


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
