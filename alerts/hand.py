"""The deliveries in hand: claimed, and waiting for their send, being sent, or sent and unrecorded.

The outbox holds its lock around every call. Times are monotonic seconds.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from alerts.endpoints import Attempt
from alerts.queueing import ChannelKey
from core.alerts import Delivery

AHEAD = 16
"""So many deliveries are claimed for each that may be open: with one commit for all of them, and
one for what came of them, a delivery costs less than twice its send (bench/delivery.py; with 8 a
tenth more, with 32 a tenth less, but what a receiver of 0.2 s can't take within LONGEST_WAIT)."""

LONGEST_WAIT = timedelta(seconds=5)
"""What waits longer in hand, since its receiver turned slow, is given back."""

SLOW_S = 1.0
"""A send that takes longer no longer counts among `concurrency`: those that hang block nobody."""

CROWD = 4
"""With the slow ones, at most so many times `concurrency` are open, and one of each receiver."""

MAIL_CROWD = 2
"""All mail goes through one server: at most so many times `concurrency` mails are slow at once, so
that a server that hangs takes the places of mail only."""


@dataclass(frozen=True, slots=True)
class _Held:
    """A delivery that waits or is being sent, since when."""

    delivery: Delivery
    since: float

    @property
    def endpoint(self) -> ChannelKey:
        return self.delivery.subscriber, self.delivery.channel


class Hand:
    """Says what is sent next: receivers take turns, each with `per_subscriber` sends at a time.

    `mailboxes` are the receivers that one mail server serves.
    """

    def __init__(
        self, concurrency: int, per_subscriber: int, mailboxes: Collection[ChannelKey] = ()
    ) -> None:
        self._mailboxes = frozenset(mailboxes)
        self._concurrency = concurrency
        self._per_subscriber = per_subscriber
        self._waiting: dict[ChannelKey, deque[_Held]] = {}
        self._open: dict[int, _Held] = {}
        self._sends: Counter[ChannelKey] = Counter()
        self._made: list[Attempt] = []
        self._known: set[int] = set()
        self._refused: list[int] = []

    @property
    def made(self) -> tuple[Attempt, ...]:
        """What was sent and is not recorded yet, oldest first."""
        return tuple(self._made)

    @property
    def empty(self) -> bool:
        return not self._known

    @property
    def idle(self) -> bool:
        """Nothing is being sent or to be recorded."""
        return not self._open and not self._made

    @property
    def longest(self) -> int:
        """As many deliveries of one receiver may be in hand."""
        return self._per_subscriber * AHEAD

    def room(self, now: float) -> int:
        """Return how many more may be claimed: none while no send could begin.

        What waits for receivers that are slow takes no room from the others.
        """
        if self._places(now) <= 0:
            return 0
        slow = self._slow(now)
        waiting = sum(len(line) for key, line in self._waiting.items() if key not in slow)
        return self._concurrency * AHEAD - waiting

    def busy(self, now: float) -> Counter[ChannelKey]:
        """Return how many places of each receiver's `longest` are taken.

        For one that is slow nothing is claimed ahead, for one whose mail server hangs nothing.
        """
        held = Counter({key: len(line) for key, line in self._waiting.items()}) + self._sends
        for key in self._slow(now):
            held[key] = max(held[key], self.longest - self._per_subscriber + held[key])
        for key in self._hanging(now):
            held[key] = self.longest
        return held

    def take(self, claimed: Iterable[Delivery], now: float) -> None:
        """Put what was claimed behind what waits; what is in hand already is not doubled."""
        for delivery in claimed:
            if delivery.id not in self._known:
                held = _Held(delivery, now)
                self._known.add(delivery.id)
                self._waiting.setdefault(held.endpoint, deque()).append(held)

    def begin(self, now: float) -> Delivery | None:
        """Return what is to be sent now; None where nothing waits or every place is taken.

        The receiver that waits longest for its turn comes first.
        """
        key = next(self._ready(now), None)
        return None if key is None else self._open_next(key, self._waiting[key], now)

    def end(self, attempt: Attempt) -> None:
        """Note that a send came to its end; a receiver that is gone is sent nothing more."""
        self._close(attempt.delivery)
        self._made.append(attempt)
        if attempt.outcome.verdict == "gone":
            waiting = self._waiting.pop(attempt.endpoint, ())
            self._refused += [held.delivery.id for held in waiting]

    def drop(self, delivery: Delivery) -> bool:
        """Let go what is being sent, without an end: its lease brings it back.

        False where it is not being sent any more.
        """
        dropped = self._close(delivery)
        if dropped:
            self._known.discard(delivery.id)
        return dropped

    def forget(self, recorded: Sequence[Attempt]) -> None:
        """Let go the attempts that were made first, since they are recorded."""
        del self._made[: len(recorded)]
        self._known.difference_update(attempt.delivery.id for attempt in recorded)

    def give_back(self, now: float) -> list[int]:
        """Let go what waits for too long, or for one that is gone; returns their numbers."""
        latest = now - LONGEST_WAIT.total_seconds()
        late = [held for line in self._waiting.values() for held in line if held.since < latest]
        for held in late:
            self._waiting[held.endpoint].remove(held)
            self._known.discard(held.delivery.id)
        self._waiting = {key: line for key, line in self._waiting.items() if line}
        refused, self._refused = self._refused, []
        self._known.difference_update(refused)
        return [*refused, *(held.delivery.id for held in late)]

    def is_calm(self, now: float, together: float) -> bool:
        """Tell whether nothing is about to end, so that waiting would gain nothing.

        Sends younger than `together` are, and what may begin; what waits behind sends that hang
        is not.
        """
        if len(self._made) >= self._concurrency * AHEAD // 2:
            return True
        fresh = any(send.since > now - together for send in self._open.values())
        return not fresh and next(self._ready(now), None) is None

    def _ready(self, now: float) -> Iterator[ChannelKey]:
        """Yield the receivers that may be sent what waits for them, by their turns.

        One without an open send need not wait until those of others end.
        """
        if not self._waiting or self._places(now) <= 0:
            return
        crowded = len(self._open) >= self._concurrency * CROWD
        hanging = self._hanging(now)
        for key in self._waiting:
            most = 1 if crowded else self._per_subscriber
            if self._sends[key] < most and key not in hanging:
                yield key

    def _open_next(self, key: ChannelKey, line: deque[_Held], now: float) -> Delivery:
        delivery = line.popleft().delivery
        del self._waiting[key]
        if line:
            self._waiting[key] = line
        self._open[delivery.id] = _Held(delivery, now)
        self._sends[key] += 1
        return delivery

    def _close(self, delivery: Delivery) -> bool:
        held = self._open.pop(delivery.id, None)
        if held is not None:
            self._sends[held.endpoint] -= 1
        return held is not None

    def _slow(self, now: float) -> set[ChannelKey]:
        slow = {send.endpoint for send in self._open.values() if now - send.since >= SLOW_S}
        return slow | self._hanging(now)

    def _hanging(self, now: float) -> frozenset[ChannelKey]:
        """Return the mailboxes while their server takes no more: too much of it is slow."""
        mails = (send for send in self._open.values() if send.endpoint in self._mailboxes)
        slow = sum(now - send.since >= SLOW_S for send in mails)
        return self._mailboxes if slow >= self._concurrency * MAIL_CROWD else frozenset()

    def _places(self, now: float) -> int:
        return self._concurrency - sum(now - s.since < SLOW_S for s in self._open.values())
