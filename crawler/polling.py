"""The queue between the schedule and the spider: who may be asked next, and when.

Grants are given before a request is made: one in flight per feed, a few per host with a pause
between two, and a cap over all. So nothing waits inside Scrapy, and a slow host delays only itself.
"""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import ClassVar
from urllib.parse import urlsplit

from core.articles import FeedState, PendingEntry
from core.backfills import Backfill


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """A feed to be asked whether it has changed."""

    kind: ClassVar[str] = "feed"
    state: FeedState

    @property
    def key(self) -> tuple[str, int]:
        return (self.kind, self.state.id)

    @property
    def url(self) -> str:
        return self.state.feed.url


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A candidate whose page is to be fetched."""

    kind: ClassVar[str] = "entry"
    pending: PendingEntry

    @property
    def key(self) -> tuple[str, int]:
        return (self.kind, self.pending.id)

    @property
    def url(self) -> str:
        return self.pending.entry.url


@dataclass(frozen=True, slots=True, kw_only=True)
class Fill:
    """The next page of a backfill, which has one."""

    kind: ClassVar[str] = "backfill"
    state: FeedState
    backfill: Backfill

    @property
    def key(self) -> tuple[str, int]:
        return (self.kind, self.backfill.id)

    @property
    def url(self) -> str:
        return self.backfill.ahead[0]


Job = Poll | Visit | Fill


@dataclass(slots=True)
class _Host:
    polls: deque[Poll] = field(default_factory=deque)
    visits: deque[Visit] = field(default_factory=deque)
    fills: deque[Fill] = field(default_factory=deque)
    in_flight: int = 0
    free_at: float = 0.0
    queued: bool = False

    @property
    def waiting(self) -> int:
        return len(self.polls) + len(self.visits) + len(self.fills)

    def put(self, job: Job) -> None:
        match job:
            case Poll():
                self.polls.append(job)
            case Visit():
                self.visits.append(job)
            case Fill():
                self.fills.append(job)

    def next(self) -> Job:
        return (self.polls or self.visits or self.fills).popleft()


LONGEST_PAUSE_S = 30.0
"""A host's own wish for more is not kept: twenty candidates would take an hour."""

MOST_PAUSES = 5_000


class DueQueue:
    """Jobs that wait for their grant: within a host polls first, then visits, then backfills.

    `pause` is in seconds; of one feed at most `visits_per_feed` pages wait. Everything runs in one
    event loop; nothing here is thread-safe.
    """

    def __init__(
        self, *, concurrency: int, per_host: int, pause: float, limit: int, visits_per_feed: int
    ) -> None:
        self._concurrency = concurrency
        self._per_host = per_host
        self._pause = pause
        self._pauses: dict[str, float] = {}
        self._limit = limit
        self._hosts: dict[str, _Host] = {}
        self._ready: deque[str] = deque()
        self._visits_per_feed = visits_per_feed
        self._visits: Counter[int] = Counter()
        self._held: set[tuple[str, int]] = set()
        self._waiting = 0
        self._in_flight = 0
        self._finishing = False
        self._closed = False
        self._changed = asyncio.Event()

    @property
    def room(self) -> int:
        """How many more jobs may wait."""
        return max(self._limit - self._waiting, 0)

    @property
    def feeds(self) -> frozenset[int]:
        """The numbers of the feeds whose polls wait, are in flight or rest."""
        return frozenset(number for kind, number in self._held if kind == Poll.kind)

    def offer(self, job: Job) -> bool:
        """Take a job in; False where it is here already or there is no room."""
        if job.key in self._held or not self.room or self._closed:
            return False
        if isinstance(job, Visit):
            if self._visits[job.pending.feed_id] >= self._visits_per_feed:
                return False
            self._visits[job.pending.feed_id] += 1
        self._held.add(job.key)
        self._waiting += 1
        name = host_of(job)
        host = self._hosts.setdefault(name, _Host())
        host.put(job)
        self._consider(name)
        return True

    async def take(self) -> Job | None:
        """Wait for the next job that may go; None once the queue is finished and empty."""
        while True:
            if self._ready and self._in_flight < self._concurrency:
                return self._grant(self._ready.popleft())
            if self._closed or (self._finishing and not self._waiting and not self._in_flight):
                return None
            self._changed.clear()
            await self._changed.wait()

    def release(self, job: Job, rest: float = 0.0) -> None:
        """Give the grants of a job back; offers of it are refused for another `rest` seconds."""
        self._in_flight -= 1
        name = host_of(job)
        self._hosts[name].in_flight -= 1
        if rest:
            asyncio.get_running_loop().call_later(rest, self._held.discard, job.key)
        else:
            self._held.discard(job.key)
        self._consider(name)
        self._changed.set()

    def want_pause(self, host: str, seconds: float) -> None:
        """Leave a host as much time between two requests as it asks for, up to a bound."""
        if len(self._pauses) >= MOST_PAUSES:
            self._pauses.clear()
        self._pauses[host] = min(seconds, LONGEST_PAUSE_S)

    @property
    def closed(self) -> bool:
        return self._closed

    def finish(self) -> None:
        """Let take() end once everything that waits or is in flight is done."""
        self._finishing = True
        self._changed.set()

    def close(self) -> None:
        """Let take() end at once; what waits is dropped."""
        self._closed = True
        self._ready.clear()
        self._changed.set()

    def _grant(self, name: str) -> Job:
        host = self._hosts[name]
        host.queued = False
        job = host.next()
        self._waiting -= 1
        if isinstance(job, Visit):
            self._visits[job.pending.feed_id] -= 1
            if not self._visits[job.pending.feed_id]:
                del self._visits[job.pending.feed_id]
        self._in_flight += 1
        host.in_flight += 1
        host.free_at = _now() + max(self._pause, self._pauses.get(name, 0.0))
        self._consider(name)
        return job

    def _consider(self, name: str) -> None:
        """Put a host in line if it may be asked; wake up again when its pause is over."""
        host = self._hosts.get(name)
        if host is None or host.queued:
            return
        wait = host.free_at - _now()
        if wait > 0:
            host.queued = True
            asyncio.get_running_loop().call_later(wait, self._end_pause, name)
        elif host.waiting and host.in_flight < self._per_host:
            host.queued = True
            self._ready.append(name)
            self._changed.set()
        elif not host.waiting and not host.in_flight:
            del self._hosts[name]

    def _end_pause(self, name: str) -> None:
        self._hosts[name].queued = False
        self._consider(name)


def host_of(job: Job) -> str:
    """Return the host's name, "" for a URL that can't be read (it fails when it is asked)."""
    try:
        return urlsplit(job.url).hostname or ""
    except ValueError:
        return ""


def _now() -> float:
    return asyncio.get_running_loop().time()
