"""All but small documents are read in processes that may be killed; the next one is read anyway."""

from __future__ import annotations

import asyncio
import multiprocessing
import multiprocessing.context
import os
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from core.errors import FeedError
from crawler.documents import read_document
from crawler.worker import HEAVY, MANY_TAGS, SMALL, Reader, ReadingFailed
from tests.crawler.parsers import (
    breaks,
    dies,
    eats_memory,
    never_ends,
    process_id,
    refuses,
)
from tests.crawler.test_documents import NOW, feed

BIG = b" " * SMALL


@pytest.fixture
def reader() -> Iterator[Reader]:
    reader = Reader(patience_s=1.5)
    yield reader
    reader.close()


def test_small_documents_are_read_here_and_large_ones_in_another_process(reader: Reader) -> None:
    async def work() -> tuple[int, int]:
        return await reader.read(process_id, b"x"), await reader.read(process_id, BIG)

    here, there = asyncio.run(work())

    assert here == os.getpid() != there


def test_a_document_that_takes_too_long_costs_only_itself(reader: Reader) -> None:
    async def work() -> int:
        began = time.monotonic()
        with pytest.raises(ReadingFailed, match=r"longer than 1\.5 s"):
            await reader.read(never_ends, BIG)
        assert time.monotonic() - began < 4
        return await reader.read(process_id, BIG)

    assert asyncio.run(work()) != os.getpid()


@pytest.mark.parametrize("heavy", [b" " * HEAVY, b"<p>" * (MANY_TAGS + 1)])
def test_a_heavy_document_keeps_no_other_waiting(reader: Reader, heavy: bytes) -> None:
    async def work() -> float:
        await reader.read(process_id, BIG)
        hanging = asyncio.ensure_future(reader.read(never_ends, heavy))
        await asyncio.sleep(0.01)
        began = time.monotonic()
        await reader.read(process_id, BIG)
        took = time.monotonic() - began
        with pytest.raises(ReadingFailed):
            await hanging
        return took

    assert asyncio.run(work()) < 1


def test_a_process_that_can_not_be_started_costs_only_its_document(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise BlockingIOError("no more processes")

    async def work() -> int:
        with monkeypatch.context() as full:
            full.setattr(multiprocessing.context.SpawnProcess, "start", refuse)
            with pytest.raises(ReadingFailed):
                await reader.read(process_id, BIG)
        return await reader.read(process_id, BIG)

    assert asyncio.run(work()) != os.getpid()


@pytest.mark.parametrize("kills", [dies, eats_memory])
def test_a_document_that_kills_its_reader_costs_only_itself(reader: Reader, kills: object) -> None:
    async def work() -> int:
        with pytest.raises(ReadingFailed):
            await reader.read(kills, BIG)  # type: ignore[arg-type]
        return await reader.read(process_id, BIG)

    assert asyncio.run(work()) != os.getpid()


@pytest.mark.parametrize("body", [b"x", BIG])
def test_what_a_parser_raises_arrives(reader: Reader, body: bytes) -> None:
    async def work() -> None:
        with pytest.raises(ReadingFailed, match="RecursionError: too deep"):
            await reader.read(breaks, body)
        with pytest.raises(FeedError, match="feed Le Quai: parse: no feed"):
            await reader.read(refuses, body)

    asyncio.run(work())


def test_a_hostile_feed_is_given_up_and_the_loop_goes_on(reader: Reader) -> None:
    links = b"<a " * 700_000
    body = b"<rss version='2.0'><channel><item><description>" + links

    async def work() -> float:
        loop = asyncio.get_running_loop()
        began = loop.time()
        reading = asyncio.ensure_future(
            reader.read(read_document, body, feed=feed(), url=feed().url, content_type="", now=NOW)
        )
        await asyncio.sleep(0.01)
        late = loop.time() - began
        with pytest.raises((ReadingFailed, FeedError)):
            await reading
        return late

    assert asyncio.run(work()) < 0.2


IN_A_NEW_PROCESS = """
import asyncio, os, signal
from crawler.worker import SMALL, Reader
from tests.crawler.parsers import process_id

async def work():
    reader = Reader()
    first = await reader.read(process_id, b" " * SMALL)
    os.kill(first, signal.SIGINT)
    print(first == await reader.read(process_id, b" " * SMALL))
    reader.close()

asyncio.run(work())
"""


def test_ctrl_c_is_left_to_the_process_that_started_it() -> None:
    done = subprocess.run(
        [sys.executable, "-c", IN_A_NEW_PROCESS], capture_output=True, text=True, check=True
    )

    assert (done.stdout, done.stderr) == ("True\n", "")


def test_closing_ends_a_reading_at_once() -> None:
    reader = Reader(patience_s=30)

    async def work() -> float:
        await reader.read(process_id, BIG)
        reading = asyncio.ensure_future(reader.read(never_ends, BIG))
        await asyncio.sleep(0.05)
        began = time.monotonic()
        reader.close()
        with pytest.raises(ReadingFailed):
            await reading
        return time.monotonic() - began

    assert asyncio.run(work()) < 1
