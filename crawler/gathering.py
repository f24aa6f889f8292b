"""Polls written down together: while one transaction is committed, the next records gather.

A commit waits for the disk, whatever it holds; one for each poll would be most of a first pass.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")

MOST = 50
"""In one transaction: other writers wait for it, some tenths of a second."""


class Gathering(Generic[T, R]):
    """Hands items to `write` in batches; of each, `write` returns what came of it or its error."""

    def __init__(self, write: Callable[[Sequence[T]], Awaitable[Sequence[R | Exception]]]) -> None:
        self._write = write
        self._waiting: list[tuple[T, asyncio.Future[R]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def put(self, item: T) -> R:
        """Return what came of the item once its batch is written; raises its error."""
        written: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, written))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.ensure_future(self._write_all())
        return await written

    async def _write_all(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
            found = await self._write([item for item, _ in batch])
            for (_, written), result in zip(batch, found, strict=True):
                if written.done():  # nobody waits for it any more
                    continue
                if isinstance(result, Exception):
                    written.set_exception(result)
                else:
                    written.set_result(result)
