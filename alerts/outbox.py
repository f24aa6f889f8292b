"""Sends the queued deliveries: claim, send, record, in this order, so that a crash loses nothing.

The store is touched in the writer's thread only; every send has a thread of its own.
"""

from __future__ import annotations

import logging
import random
import threading
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from alerts.backoff import RETRY_AFTER_MAX, next_attempt
from alerts.channels.channel import Channel
from alerts.endpoints import Attempt, Endpoints
from alerts.senders import Senders
from core.alerts import Channel as ChannelName
from core.alerts import Delivery, Outcome
from core.clock import Clock, iso_instant
from core.errors import BalaghError
from core.settings import DeliverySettings
from store.database import Connection, Database
from store.outbox import AttemptRecord, claim_due, record_attempts

logger = logging.getLogger("balagh.attempt")

LEASE_MARGIN = timedelta(seconds=10)
"""A claim outlives the longest attempt by this; then another process may take it over."""

SLOW_S = 1.0
"""A send that takes longer no longer counts among `concurrency`: those that hang block nobody."""

TOGETHER_S = 0.01
"""So long a turn waits for sends that just began: a commit costs as much as several sends. Without
it a commit records four of eight, with it nearly all (bench/delivery.py)."""

CROWD = 4
"""With the slow ones, at most so many times `concurrency` are open."""

PATIENCE_S = 1.0
"""A drain looks again after this, since a turn may have found the database locked."""

GRACE = timedelta(seconds=1)
"""So long close() lets open sends come to their end before it cuts them off."""


@dataclass(frozen=True, slots=True)
class _Open:
    """A claimed delivery that is not recorded yet; `since` is monotonic seconds."""

    subscriber: str
    since: float


class Outbox:
    """The sending side of the alerts. Its methods may be called from any thread.

    At most `settings.concurrency` sends are open, slow ones aside, and `settings.per_subscriber`
    to one subscriber, so that receivers that hang delay no other.
    """

    def __init__(
        self,
        database: Database,
        channels: Mapping[tuple[str, ChannelName], Channel],
        settings: DeliverySettings,
        clock: Clock,
        writer: Executor,
        endpoints: Endpoints,
    ) -> None:
        self._endpoints = endpoints
        self._senders = Senders()
        self._database = database
        self._channels = channels
        self._settings = settings
        self._clock = clock
        self._writer = writer
        longest = max((c.timeout for c in channels.values()), default=timedelta())
        self.lease = longest + LEASE_MARGIN
        self._changed = threading.Condition()
        self._open: dict[int, _Open] = {}
        self._made: list[Attempt] = []
        self._turns = 0
        self._closed = False

    @property
    def longest_wait(self) -> timedelta:
        """Between two attempts, with jitter or by the receiver's wish."""
        return max(*self._settings.schedule, RETRY_AFTER_MAX) * (1 + self._settings.jitter)

    def pump(self) -> None:
        """Send what is due, without waiting for it; called on every tick and after new alerts."""
        with self._changed:
            if self._turns > 1:  # one at work, one waiting: it will see it all
                return
            self._turns += 1
        try:
            self._writer.submit(self._take_turn)
        except RuntimeError:  # the writer was shut down first: what is unrecorded is repeated
            self._end_turn()

    def drain(self, timeout: timedelta) -> bool:
        """Send until nothing is due or open; False if that takes longer than `timeout`.

        Retries that are due later are left to a later run.
        """
        end = time.monotonic() + timeout.total_seconds()
        self.pump()
        with self._changed:
            while self._open or self._turns:
                left = end - time.monotonic()
                if left <= 0:
                    return False
                if not self._changed.wait(min(left, PATIENCE_S)):
                    self.pump()
        return True

    def close(self) -> None:
        """Take nothing new, give open sends a second, then cut them off; returns within 2 s.

        What is cut off counts as not attempted: it is sent again under the same id.
        """
        with self._changed:
            self._closed = True
            self._changed.wait_for(lambda: not self._open, GRACE.total_seconds())
        for channel in self._channels.values():
            channel.close()

    def _take_turn(self) -> None:
        """Record what was sent and claim what is due, in one transaction of the writer's thread.

        If it fails, the next turn records the same; until then nothing of it is sent again.
        """
        with self._changed:
            self._changed.wait_for(self._nothing_just_began, TOGETHER_S)
            made = tuple(self._made)
        try:
            with self._database.begin() as conn:
                record_attempts(conn, [_record_of(attempt) for attempt in made])
                self._endpoints.follow(conn, made)
                claimed = self._claim(conn, made)
            self._settle(made, claimed)
        except BalaghError as error:
            logger.error("the outbox waits: %s", error)
        except Exception:
            logger.exception("unexpected, in a turn of the outbox; it goes on with the next")
        finally:
            self._end_turn()

    def _end_turn(self) -> None:
        with self._changed:
            self._turns -= 1
            self._changed.notify_all()

    def _claim(self, conn: Connection, made: Sequence[Attempt]) -> list[Delivery]:
        with self._changed:
            recorded = {attempt.delivery.id for attempt in made}
            sends = [send for number, send in self._open.items() if number not in recorded]
        free = self._free_places(sends)
        if self._closed or free <= 0:
            return []
        return claim_due(
            conn,
            self._clock(),
            lease=self.lease,
            limit=free,
            busy=Counter(send.subscriber for send in sends),
            per_subscriber=self._settings.per_subscriber,
        )

    def _free_places(self, sends: Sequence[_Open]) -> int:
        most = self._settings.concurrency
        now = time.monotonic()
        quick = sum(now - send.since < SLOW_S for send in sends)
        return min(most - quick, most * CROWD - len(sends))

    def _settle(self, made: Sequence[Attempt], claimed: Sequence[Delivery]) -> None:
        """Free the places of what is recorded, and send what was claimed in daemon threads.

        A claim whose lease ran out while its own send is still open is not sent twice.
        """
        with self._changed:
            del self._made[: len(made)]
            for attempt in made:
                self._open.pop(attempt.delivery.id, None)
            fresh = [delivery for delivery in claimed if delivery.id not in self._open]
        for delivery in fresh:
            self._start(delivery)

    def _start(self, delivery: Delivery) -> None:
        """Send in a thread; where none can be had, the claim's lease brings the delivery back."""
        with self._changed:
            self._open[delivery.id] = _Open(delivery.subscriber, time.monotonic())
        try:
            self._senders.run(partial(self._send, delivery))
        except RuntimeError as error:
            self._let_go(delivery)
            again = f"it is due again in {self.lease.total_seconds():g} s"
            logger.error("no thread for a send (%s); %s", error, again, extra=_ids(delivery))

    def _send(self, delivery: Delivery) -> None:
        try:
            self._send_and_note(delivery)
        except Exception:
            logger.exception("unexpected, around a send", extra=_ids(delivery))
            self._let_go(delivery)

    def _let_go(self, delivery: Delivery) -> None:
        with self._changed:
            self._open.pop(delivery.id, None)
            self._changed.notify_all()

    def _send_and_note(self, delivery: Delivery) -> None:
        started = self._clock()
        outcome = self._attempt(delivery)
        finished = self._clock()
        following = self._next(delivery, outcome, finished)
        attempt = Attempt(
            delivery=delivery,
            outcome=outcome,
            started=started,
            finished=finished,
            following=following,
        )
        with self._changed:
            if self._closed and outcome.verdict != "delivered":  # cut off: as if it never began
                self._let_go(delivery)
                return
            self._made.append(attempt)
            self._changed.notify_all()
        _log(attempt)
        self.pump()

    def _nothing_just_began(self) -> bool:
        """No send is young enough to come to its end at once, and be recorded with the others."""
        made = {attempt.delivery.id for attempt in self._made}
        fresh = time.monotonic() - TOGETHER_S
        return all(send.since < fresh for n, send in self._open.items() if n not in made)

    def _attempt(self, delivery: Delivery) -> Outcome:
        channel = self._channels.get((delivery.subscriber, delivery.channel))
        if channel is None:
            detail = f"the settings name no subscriber {delivery.subscriber} by {delivery.channel}"
            return Outcome(verdict="dead", status=None, detail=detail)
        try:
            return channel.send(delivery)
        except Exception as error:
            logger.exception("a send failed inside Balagh", extra=_ids(delivery))
            return Outcome(verdict="retry", status=None, detail=f"inside Balagh: {error!r}")

    def _next(self, delivery: Delivery, outcome: Outcome, now: datetime) -> datetime | None:
        if outcome.verdict != "retry":
            return None
        return next_attempt(
            self._settings.schedule,
            self._settings.jitter,
            delivery.attempts + 1,
            now,
            outcome.retry_after,
            random.random,
        )


def _record_of(attempt: Attempt) -> AttemptRecord:
    return AttemptRecord(
        delivery_id=attempt.delivery.id,
        started=attempt.started,
        finished=attempt.finished,
        outcome=attempt.outcome,
        next_attempt=attempt.following,
    )


def _log(attempt: Attempt) -> None:
    delivery, outcome = attempt.delivery, attempt.outcome
    logger.log(
        logging.INFO if outcome.verdict == "delivered" else logging.WARNING,
        "%s by %s: %s, %s%s",
        delivery.subscriber,
        delivery.channel,
        outcome.verdict,
        outcome.detail,
        _consequence(attempt),
        extra={
            **_ids(delivery),
            "subscriber": delivery.subscriber,
            "channel": delivery.channel,
            "verdict": outcome.verdict,
            "status": outcome.status,
            "duration": (attempt.finished - attempt.started).total_seconds(),
        },
    )


def _consequence(attempt: Attempt) -> str:
    """Say what becomes of a delivery that failed."""
    if attempt.arrived:
        return ""
    if attempt.following is None:
        return f"; given up after {attempt.delivery.attempts + 1} attempts"
    return f"; next attempt at {iso_instant(attempt.following)}"


def _ids(delivery: Delivery) -> dict[str, int | str | None]:
    return {
        "delivery_id": delivery.id,
        "alert_id": delivery.alert_id,
        "event_id": delivery.event_id,
    }
