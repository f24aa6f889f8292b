"""The time of one attempt: a socket's own timeout is per read, and a receiver may drip."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from datetime import timedelta


class Deadline:
    """Cuts the sockets of one attempt when its time is over.

    What blocks on such a socket then sees its end at once, whatever the receiver does.
    """

    def __init__(self, seconds: float) -> None:
        self.end = time.monotonic() + seconds
        self._lock = threading.Lock()
        self._sockets: list[socket.socket] = []
        self._over = False

    @property
    def over(self) -> bool:
        """True once the attempt was cut off."""
        return self._over

    def left(self) -> float:
        """Return the seconds left.

        Raises TimeoutError when there are none.
        """
        seconds = self.end - time.monotonic()
        if self._over or seconds <= 0:
            raise TimeoutError("the time for this attempt is over")
        return seconds

    def watch(self, connected: socket.socket) -> None:
        """Watch a connected socket, through a duplicate that TLS can't take over."""
        with self._lock:
            self._sockets.append(connected.dup())
            if self._over:
                _shut(self._sockets[-1])

    def cut(self) -> None:
        with self._lock:
            self._over = True
            for watched in self._sockets:
                _shut(watched)

    def release(self) -> None:
        with self._lock:
            for watched in self._sockets:
                watched.close()
            self._sockets.clear()


class OpenAttempts:
    """The attempts under way in one channel: cut off at their deadlines, or all at the end."""

    def __init__(self, timeout: timedelta) -> None:
        self._seconds = timeout.total_seconds()
        self._changed = threading.Condition()
        self._open: dict[Deadline, None] = {}
        self._watched = False
        self._closed = False

    @contextlib.contextmanager
    def open(self) -> Iterator[Deadline]:
        """Run the block under a deadline; after close() it is over from the start.

        Raises RuntimeError where no thread is left to watch it: nothing goes on without an end.
        """
        deadline = Deadline(self._seconds)
        with self._changed:
            if self._closed:
                deadline.cut()
            if not self._watched:
                threading.Thread(target=self._watch, daemon=True, name="deadlines").start()
                self._watched = True
            self._open[deadline] = None
        try:
            yield deadline
        finally:
            with self._changed:
                self._open.pop(deadline, None)
            deadline.release()

    def close(self) -> None:
        with self._changed:
            self._closed = True
            for deadline in self._open:
                deadline.cut()
            self._open.clear()
            self._changed.notify()

    def _watch(self) -> None:
        """Cut off what is late; ends when nothing is open.

        All have the same time, so the oldest is due first; when that one has ended meanwhile, the
        next is looked at. One thread for all: starting one for each attempt costs more than it.
        """
        with self._changed:
            while self._open:
                oldest = next(iter(self._open))
                seconds = oldest.end - time.monotonic()
                if seconds > 0:
                    self._changed.wait(seconds)
                else:
                    oldest.cut()
                    del self._open[oldest]
            self._watched = False


def _shut(watched: socket.socket) -> None:
    with contextlib.suppress(OSError):  # the other side was quicker
        watched.shutdown(socket.SHUT_RDWR)
