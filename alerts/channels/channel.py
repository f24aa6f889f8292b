"""What every channel can do, and the ids that its messages carry."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Protocol

from core.alerts import Alert, Delivery, NewDelivery, Outcome


class Channel(Protocol):
    """One subscriber's way of being told. `send` may run in several threads at once."""

    @property
    def timeout(self) -> timedelta:
        """The longest that one attempt takes."""

    def render(self, alert: Alert) -> NewDelivery:
        """Freeze what is sent: every attempt sends these bytes under this id."""

    def send(self, delivery: Delivery) -> Outcome:
        """Make one attempt. What the receiver does wrong is an Outcome, not an exception."""

    def probe(self) -> str | None:
        """Reach the receiver without telling it anything; returns what is wrong, if anything."""

    def close(self) -> None:
        """Cut off the attempts under way; later ones are refused."""


def send_now(channel: Channel, alert: Alert) -> Outcome:
    """Make one attempt at an alert that stands in no outbox."""
    queued = channel.render(alert)
    return channel.send(
        Delivery(
            id=0,
            alert_id=alert.id,
            event_id=None,
            type=alert.type,
            subscriber=queued.subscriber,
            channel=queued.channel,
            message_id=queued.message_id,
            body=queued.body,
            attempts=0,
            created=alert.created,
        )
    )


def message_token(identity: str, subscriber: str) -> str:
    """Return an ASCII id of an alert (or an event) for one subscriber, the same each time."""
    digest = hashlib.sha256(f"{identity}\n{subscriber}".encode()).hexdigest()
    return f"{identity}_{digest[:10]}"
