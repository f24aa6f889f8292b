"""Follows how each channel does: dead letters are told, and what only fails is switched off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from alerts.notices import Notice, Notices
from alerts.queueing import ChannelKey
from core.alerts import Delivery, Outcome
from core.clock import iso_instant
from store.database import Connection
from store.hastening import hasten_after
from store.notices import standing_about
from store.subscribers import (
    SubscriberState,
    announce_switch_off,
    forgive_failures,
    note_failure,
    note_successes,
    set_subscriber_state,
    switched_off_channels,
)

OFF_AFTER = timedelta(days=5)
SAID_BEFORE = timedelta(days=1)
"""So long before an endpoint goes off the operator is told."""

DEAD = "dead:"
AFTER_DEAD = (
    "an alert has arrived again. What was given up meanwhile does not come by itself: "
    "`scrapy deliveries --state dead` lists it, `scrapy deliveries redeliver` queues it again"
)

NOTICED_WITHIN = timedelta(hours=1)
"""That our own network is down shows some minutes after it went: what began to fail within this
time before is not held against an endpoint either."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """A send that came to its end; `following` is the next one, None where there is none.

    `offline`: it got no answer while our own network was down, and says nothing of the receiver.
    """

    delivery: Delivery
    outcome: Outcome
    started: datetime
    finished: datetime
    following: datetime | None
    offline: bool = False

    @property
    def endpoint(self) -> ChannelKey:
        return self.delivery.subscriber, self.delivery.channel

    @property
    def arrived(self) -> bool:
        return self.outcome.verdict == "delivered"


class Endpoints:
    """Draws the consequences of attempts, in the transaction that records them."""

    def __init__(self, notices: Notices) -> None:
        self._notices = notices

    def follow(self, conn: Connection, attempts: Sequence[Attempt]) -> None:
        """Take note of attempts, oldest first."""
        for attempt in attempts:
            if not attempt.arrived:
                self._follow_failure(conn, attempt)
        off = switched_off_channels(conn)
        well = {a.endpoint: a.finished for a in attempts if a.arrived and a.endpoint not in off}
        if well:
            self._follow_successes(conn, well)

    def _follow_successes(self, conn: Connection, well: Mapping[ChannelKey, datetime]) -> None:
        """What waits for a receiver that was away is due; that some was given up is said again.

        One that is switched off stays so, whatever it took beside: its notice stands until it is
        resumed.
        """
        for state in note_successes(conn, well):
            endpoint = (state.subscriber, state.channel)
            if state.failing_since is not None:
                hasten_after(conn, *endpoint, since=state.failing_since, at=well[endpoint])
        if over := standing_about(conn, well):
            now = max(well.values())
            given_up = [key for key in over if key.startswith(DEAD)]
            others = [key for key in over if key not in given_up]
            self._notices.end_notices(conn, others, "an alert has arrived again", now)
            self._notices.end_notices(conn, given_up, AFTER_DEAD, now)

    def _follow_failure(self, conn: Connection, attempt: Attempt) -> None:
        now, delivery = attempt.finished, attempt.delivery
        if attempt.offline:
            forgive_failures(conn, *attempt.endpoint, since=now - NOTICED_WITHIN)
            return
        state = note_failure(conn, *attempt.endpoint, at=now)
        if attempt.outcome.verdict == "gone":
            detail = attempt.outcome.detail
            self._notices.raise_notice(conn, switched_off(attempt.endpoint, detail), now)
            return
        if attempt.following is None:
            self._notices.raise_notice(conn, dead_letter(attempt), now)
        if state.state == "on" and state.failing_since is not None:
            self._judge(conn, delivery, state, state.failing_since, now)

    def _judge(
        self,
        conn: Connection,
        delivery: Delivery,
        state: SubscriberState,
        since: datetime,
        now: datetime,
    ) -> None:
        """Announce that an endpoint goes off, or switch it off once that time has come."""
        endpoint = (delivery.subscriber, delivery.channel)
        if state.off_at is None and now - since >= OFF_AFTER - SAID_BEFORE:
            off_at = max(since + OFF_AFTER, now + SAID_BEFORE)
            announce_switch_off(conn, *endpoint, off_at)
            self._notices.raise_notice(conn, going_off(endpoint, since, off_at), now)
        elif state.off_at is not None and now >= state.off_at:
            reason = f"every attempt failed since {iso_instant(since)}"
            set_subscriber_state(conn, *endpoint, "off", at=now, reason=reason)
            self._notices.raise_notice(conn, switched_off(endpoint, reason), now)


def dead_letter(attempt: Attempt) -> Notice:
    name, channel = attempt.endpoint
    delivery = attempt.delivery
    return Notice(
        key=f"{DEAD}{channel}:{name}",
        title=f"an alert could not be delivered to {name} by {channel}",
        text=f"delivery {delivery.id} ({delivery.type}) was given up after "
        f"{delivery.attempts + 1} attempts: {attempt.outcome.detail}. "
        "`scrapy deliveries --state dead` lists what was given up, "
        f"`scrapy deliveries redeliver {delivery.id}` queues it again",
        endpoint=attempt.endpoint,
    )


def going_off(endpoint: ChannelKey, since: datetime, off_at: datetime) -> Notice:
    name, channel = endpoint
    return Notice(
        key=f"going off:{channel}:{name}",
        title=f"{name} by {channel} is going to be switched off",
        text=f"every attempt failed since {iso_instant(since)}; from {iso_instant(off_at)} on the "
        f"next failure switches it off. `scrapy subscribers test {name}` says what is wrong",
        endpoint=endpoint,
    )


def switched_off(endpoint: ChannelKey, reason: str) -> Notice:
    name, channel = endpoint
    return Notice(
        key=f"off:{channel}:{name}",
        title=f"{name} by {channel} is switched off",
        text=f"{reason}; what is queued for it waits until `scrapy subscribers resume {name}`",
        endpoint=endpoint,
    )
