"""What can go wrong on demand: requests that are held, and answers that are bent.

A place is an exact URL or a pattern ("*/robots.txt"); everything is bounded in time.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase

HOLD_LIMIT_S = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An HTTP answer, and how it is sent.

    `repeat` sends the body that often; `pause_s` waits before each byte; `cut_after` closes the
    connection after that many bytes of a body announced in full.
    """

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    repeat: int = 1
    pause_s: float = 0.0
    cut_after: int | None = None

    @property
    def length(self) -> int:
        return len(self.body) * self.repeat


Fault = Callable[[Answer], Answer]
"""Turns the answer that was due into the one that is sent."""


def status(code: int, headers: Mapping[str, str] | None = None, body: bytes = b"") -> Fault:
    """Answer with a status, such as `status(503, {"Retry-After": "2"})`."""
    return lambda _: Answer(status=code, headers=headers or {}, body=body)


def redirect(to: str, code: int = 302) -> Fault:
    return lambda _: Answer(status=code, headers={"Location": to})


def drip(pause_s: float, size: int = 0) -> Fault:
    """Send the body, padded to `size` bytes, byte by byte with a pause before each."""
    return lambda answer: replace(answer, body=answer.body.ljust(size), pause_s=pause_s)


def close_early(after: int) -> Fault:
    """Close the connection after so many bytes of the body."""
    return lambda answer: replace(answer, cut_after=after)


def huge(size: int) -> Fault:
    """Send the true answer's type with a body of at least `size` bytes."""
    block = b"<item><title>x</title></item>\n" * 1000
    return lambda answer: replace(answer, body=block, repeat=-(-size // len(block)))


def malformed() -> Fault:
    """Cut the document in two and leave an unknown entity and an open tag behind."""
    return lambda answer: replace(
        answer, body=answer.body[: len(answer.body) // 2] + b" &nosuch; <b <i>"
    )


class Hold:
    """Requests that arrived and wait for release() (or the limit, or the server's stop).

    `arrived` is a threading.Event: `hold.arrived.wait(10)` is True once a request waits here.
    """

    def __init__(self, where: str) -> None:
        self.where = where
        self.arrived = threading.Event()
        self._released = threading.Event()

    def release(self) -> None:
        self._released.set()

    def pass_through(self) -> None:
        """Wait here as a request does."""
        self.arrived.set()
        self._released.wait(HOLD_LIMIT_S)

    @property
    def over(self) -> bool:
        return self._released.is_set()

    def __enter__(self) -> Hold:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


@dataclass(slots=True)
class _Rule:
    where: str
    fault: Fault
    left: int | None


class Faults:
    """The holds and faults of one server, thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._holds: list[Hold] = []
        self._rules: list[_Rule] = []

    def hold(self, where: str) -> Hold:
        """Hold every request to this place until the hold is released."""
        hold = Hold(where)
        with self._lock:
            self._holds = [h for h in self._holds if not h.over] + [hold]
        return hold

    def add(self, where: str, fault: Fault, times: int | None = None) -> None:
        """Bend so many answers of this place (None: all until healed), in order of adding."""
        with self._lock:
            self._rules.append(_Rule(where, fault, times))

    def heal(self, where: str) -> None:
        """Take away the faults that were added for this very place."""
        with self._lock:
            self._rules = [rule for rule in self._rules if rule.where != where]

    def release_all(self) -> None:
        with self._lock:
            for hold in self._holds:
                hold.release()

    def meet(self, url: str) -> None:
        """Wait at the holds of this URL."""
        with self._lock:
            holds = [h for h in self._holds if not h.over and _matches(h.where, url)]
        for hold in holds:
            hold.pass_through()

    def bend(self, url: str, answer: Answer) -> Answer:
        """Return the answer that this URL's next fault makes of the true one."""
        with self._lock:
            rule = next((r for r in self._rules if r.left != 0 and _matches(r.where, url)), None)
            if rule is None:
                return answer
            if rule.left is not None:
                rule.left -= 1
        return rule.fault(answer)


def _matches(where: str, url: str) -> bool:
    return where == url or fnmatchcase(url, where)
