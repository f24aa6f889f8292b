"""Threads that make sends. They are daemons: a process ends though a send hangs."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable

IDLE_S = 5.0
"""A thread that has nothing to do for so long ends."""


class Senders:
    """Runs each work at once, in a thread that is idle or in a new one.

    Threads are kept for a while: starting one takes as long as a send.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._works: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._idle = 0

    def run(self, work: Callable[[], None]) -> None:
        """Hand a work over without waiting for it. Raises RuntimeError where no thread is left."""
        with self._lock:
            taken = self._idle > 0
            self._idle -= taken
        if not taken:
            threading.Thread(target=self._work_on, args=(work,), name="send", daemon=True).start()
        else:
            self._works.put(work)

    def _work_on(self, work: Callable[[], None]) -> None:
        work()
        while (following := self._next()) is not None:
            following()

    def _next(self) -> Callable[[], None] | None:
        with self._lock:
            self._idle += 1
        try:
            return self._works.get(timeout=IDLE_S)
        except queue.Empty:
            with self._lock:
                leaving = self._idle > 0
                self._idle -= leaving
        return None if leaving else self._works.get()
