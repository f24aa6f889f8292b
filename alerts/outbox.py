"""Sends the queued deliveries: claim, send, record, in this order, so that a crash loses nothing.

The store is touched in the writer's thread only; every send has a thread of its own.
"""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from alerts.backoff import RETRY_AFTER_MAX, next_attempt
from alerts.channels.channel import Channel
from alerts.endpoints import Attempt, Endpoints
from alerts.hand import Hand
from alerts.senders import Senders
from alerts.timing import is_quiet
from core.alerts import Channel as ChannelName
from core.alerts import Delivery, Outcome
from core.clock import Clock, iso_instant
from core.errors import BalaghError, StoreError, StoreRefused
from core.settings import DeliverySettings
from core.subscribers import SubscriberSettings
from store.database import Connection, Database
from store.outbox import (
    AttemptRecord,
    claim_due,
    give_back,
    record_attempts,
    settle_attempt,
)

logger = logging.getLogger("balagh.attempt")

LEASE_MARGIN = timedelta(seconds=10)
"""A claim outlives the longest attempt, and the longest wait in hand before it, by this half; then
another process may take it over."""

TOGETHER_S = 0.05
"""So long a turn waits for sends that are about to end: a commit costs as much as several sends
(bench/delivery.py)."""

PATIENCE_S = 1.0
"""A drain looks again after this, since a turn may have found the database locked."""

GRACE = timedelta(seconds=1)
"""So long close() lets open sends come to their end before it cuts them off."""

OFFLINE_WAIT = timedelta(minutes=5)
"""While our own network is down what got no answer is tried so often, and the schedule stands."""


class Outbox:
    """The sending side of the alerts. Its methods may be called from any thread.

    At most `settings.concurrency` sends are open, slow ones aside, and `settings.per_subscriber`
    by one channel of a subscriber, so that receivers that hang delay no other. `offline` says
    whether our own network is down; of `subscribers` the quiet hours are kept.
    """

    def __init__(
        self,
        database: Database,
        channels: Mapping[tuple[str, ChannelName], Channel],
        settings: DeliverySettings,
        clock: Clock,
        writer: Executor,
        endpoints: Endpoints,
        *,
        offline: Callable[[], bool],
        subscribers: Sequence[SubscriberSettings] = (),
    ) -> None:
        self._subscribers = subscribers
        self._endpoints = endpoints
        self._senders = Senders()
        self._database = database
        self._channels = channels
        self._settings = settings
        self._clock = clock
        self._writer = writer
        self._offline = offline
        longest = max((c.timeout for c in channels.values()), default=timedelta())
        self.lease = longest + LEASE_MARGIN
        self._changed = threading.Condition()
        mailboxes = [key for key in channels if key[1] == "email"]
        self._hand = Hand(settings.concurrency, settings.per_subscriber, mailboxes)
        self._turns = 0
        self._fails = False
        self._closed = False

    @property
    def longest_wait(self) -> timedelta:
        """Between two attempts, with jitter or by the receiver's wish."""
        return max(*self._settings.schedule, RETRY_AFTER_MAX) * (1 + self._settings.jitter)

    @property
    def works(self) -> bool:
        """Whether the last turn could record and claim."""
        return not self._fails

    def pump(self) -> None:
        """Send what is due, without waiting for it; called on every tick and after new alerts."""
        with self._changed:
            if self._turns > 1:  # one at work, one waiting: it will see it all
                return
            self._turns += 1
        try:
            self._writer.submit(self._take_turn).add_done_callback(self._end_turn)
        except RuntimeError:  # the writer was shut down first: what is unrecorded is repeated
            self._end_turn(None)

    def drain(self, timeout: timedelta) -> bool:
        """Send until nothing is due or open; False if that takes longer than `timeout`.

        Retries that are due later are left to a later run.
        """
        end = time.monotonic() + timeout.total_seconds()
        self.pump()
        with self._changed:
            while not self._hand.empty or self._turns:
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
            self._changed.wait_for(lambda: self._hand.idle, GRACE.total_seconds())
        for channel in self._channels.values():
            channel.close()

    def _take_turn(self) -> None:
        """Record what was sent and claim what is due, in one transaction of the writer's thread.

        If it fails, the next turn records the same; until then nothing of it is sent again. Where
        one attempt breaks it, each is recorded by itself.
        """
        with self._changed:
            self._changed.wait_for(self._is_calm, TOGETHER_S)
            made = self._hand.made
            late = self._hand.give_back(time.monotonic())
        try:
            claimed = self._record_and_claim(made, late)
        except Exception as error:
            if not made or _passes(error):
                raise
            for attempt in made:
                self._record_alone(attempt)
            made, claimed = (), self._record_and_claim((), late)
        self._settle(made, claimed)

    def _record_and_claim(self, made: Sequence[Attempt], late: Sequence[int]) -> list[Delivery]:
        with self._database.begin() as conn:
            self._record(conn, made)
            give_back(conn, late)
            return self._claim(conn)

    def _record(self, conn: Connection, made: Sequence[Attempt]) -> None:
        record_attempts(conn, [_record_of(attempt) for attempt in made])
        self._endpoints.follow(conn, made)

    def _record_alone(self, attempt: Attempt) -> None:
        """Record an attempt and let it go; one that can't be costs its line in the list only."""
        try:
            with self._database.begin() as conn:
                self._record(conn, [attempt])
        except Exception as error:
            if _passes(error):
                raise
            logger.exception("an attempt could not be recorded", extra=_ids(attempt.delivery))
            with self._database.begin() as conn:
                settle_attempt(conn, _record_of(attempt))
        with self._changed:
            self._hand.forget([attempt])

    def _is_calm(self) -> bool:
        return self._closed or self._hand.is_calm(time.monotonic(), TOGETHER_S)

    def _end_turn(self, turn: Future[None] | None) -> None:
        error = turn.exception() if turn is not None else None
        if isinstance(error, BalaghError):
            logger.error("the outbox waits: %s", error)
        elif error is not None:
            logger.error("unexpected, in a turn; the next one does its work", exc_info=error)
        with self._changed:
            self._fails = error is not None
            self._turns -= 1
            self._changed.notify_all()

    def _claim(self, conn: Connection) -> list[Delivery]:
        now = time.monotonic()
        with self._changed:
            room = 0 if self._closed else self._hand.room(now)
            busy = self._hand.busy(now)
        if room <= 0:
            return []
        at = self._clock()
        return claim_due(
            conn,
            at,
            lease=self.lease,
            limit=room,
            busy=busy,
            per_subscriber=self._hand.longest,
            quiet=[s.name for s in self._subscribers if is_quiet(s, at)],
        )

    def _settle(self, made: Sequence[Attempt], claimed: Sequence[Delivery]) -> None:
        """Let go what is recorded, take what was claimed, and send while there are places.

        A claim whose lease ran out while its own send is still open is not sent twice.
        """
        with self._changed:
            self._hand.forget(made)
            self._hand.take(claimed, time.monotonic())
        while (delivery := self._begin()) is not None:
            self._start(delivery)

    def _begin(self) -> Delivery | None:
        with self._changed:
            return None if self._closed else self._hand.begin(time.monotonic())

    def _start(self, delivery: Delivery) -> None:
        """Send in a thread; where none can be had, the claim's lease brings the delivery back."""
        try:
            self._senders.run(partial(self._send_on, delivery))
        except RuntimeError as error:
            self._let_go(delivery)
            again = f"it is due again in {self.lease.total_seconds():g} s"
            logger.error("no thread for a send (%s); %s", error, again, extra=_ids(delivery))

    def _send_on(self, delivery: Delivery | None) -> None:
        """Send one delivery after the other while some wait in hand."""
        while delivery is not None:
            try:
                self._send(delivery)
            finally:
                self._let_go(delivery)
            self.pump()
            delivery = self._begin()

    def _let_go(self, delivery: Delivery) -> None:
        """Free the place of a send that came to no end; of any other it is free already."""
        with self._changed:
            if self._hand.drop(delivery):
                self._changed.notify_all()

    def _send(self, delivery: Delivery) -> None:
        started = self._clock()
        outcome = self._outcome_of(delivery)
        attempt = self._judge(delivery, outcome, started)
        with self._changed:
            if self._closed and not attempt.arrived:  # cut off: as if it never began
                return
            self._hand.end(attempt)
            if self._is_calm():
                self._changed.notify_all()
        _log(attempt)

    def _outcome_of(self, delivery: Delivery) -> Outcome:
        channel = self._channels.get((delivery.subscriber, delivery.channel))
        if channel is None:
            detail = f"the settings name no subscriber {delivery.subscriber} by {delivery.channel}"
            return Outcome(verdict="dead", status=None, detail=detail)
        if not delivery.body:
            detail = "inside Balagh: it could not be written; the log says why"
            return Outcome(verdict="dead", status=None, detail=detail)
        try:
            return channel.send(delivery)
        except Exception as error:
            logger.exception("a send failed inside Balagh", extra=_ids(delivery))
            detail = f"inside Balagh: {error!r}"
            return Outcome(verdict="retry", status=None, detail=detail, inside=True)

    def _judge(self, delivery: Delivery, outcome: Outcome, started: datetime) -> Attempt:
        finished = self._clock()
        unanswered = outcome.verdict == "retry" and outcome.status is None and not outcome.inside
        if offline := unanswered and self._offline():
            detail = f"{outcome.detail} (our own network is down, so it doesn't count)"
            outcome = replace(outcome, detail=detail)
        return Attempt(
            delivery=delivery,
            outcome=outcome,
            started=started,
            finished=finished,
            following=finished + OFFLINE_WAIT
            if offline
            else self._next(delivery, outcome, finished),
            offline=offline,
        )

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


def _passes(error: Exception) -> bool:
    """A database that is locked, full or away takes later what it can't take now."""
    return isinstance(error, StoreError) and not isinstance(error, StoreRefused)


def _record_of(attempt: Attempt) -> AttemptRecord:
    return AttemptRecord(
        delivery_id=attempt.delivery.id,
        started=attempt.started,
        finished=attempt.finished,
        outcome=attempt.outcome,
        next_attempt=attempt.following,
        counts=not attempt.offline,
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
