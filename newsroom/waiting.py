"""A list that one thread fills and another waits on."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Record(Generic[T]):
    """What happened so far, oldest first, thread-safe."""

    def __init__(self) -> None:
        self._items: list[T] = []
        self._changed = threading.Condition()

    def add(self, item: T) -> None:
        with self._changed:
            self._items.append(item)
            self._changed.notify_all()

    def all(self) -> tuple[T, ...]:
        with self._changed:
            return tuple(self._items)

    def wait_for(
        self, n: int, timeout: float, only: Callable[[T], bool] = lambda _: True
    ) -> tuple[T, ...]:
        """Return the items that `only` accepts as soon as there are `n` of them.

        `timeout` is in seconds; raises TimeoutError with the number that came.
        """
        with self._changed:
            if not self._changed.wait_for(lambda: sum(map(only, self._items)) >= n, timeout):
                came = sum(map(only, self._items))
                raise TimeoutError(f"{came} of {n} came within {timeout:g} s")
            return tuple(item for item in self._items if only(item))
