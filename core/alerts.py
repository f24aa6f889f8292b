"""Alerts and their deliveries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

AlertType = Literal["event.new", "event.update", "event.merged", "digest", "health", "test"]
Channel = Literal["webhook", "email"]
Verdict = Literal["delivered", "retry", "dead", "gone"]
DeliveryState = Literal["pending", "sending", "held", "delivered", "dead", "silenced"]
HoldReason = Literal["digest", "quiet", "flood", "paused"]
"""Why an alert waits for others: the subscriber's digest, quiet hours, too many in an hour, or what
came while the channel was paused or off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A notice, frozen when it is raised.

    `id` is "alr_…", `key` what makes it unique ("event.new:evt_…:1"), `payload` the version 1
    payload of docs/webhook.md. `revision` counts the alerts of an event from 1.
    """

    id: str
    key: str
    type: AlertType
    event_id: str | None
    revision: int
    created: datetime
    payload: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDelivery:
    """A delivery to queue: what is sent is rendered now, and every attempt sends the same bytes.

    `message_id` is the webhook-id or the Message-ID, the same for every attempt. A held one waits
    until `due` to be folded into a digest; a silenced one is only kept.
    """

    subscriber: str
    channel: Channel
    message_id: str
    body: bytes
    due: datetime
    state: Literal["pending", "held", "silenced"] = "pending"
    held_for: HoldReason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A claimed delivery, ready to be sent; `attempts` counts those made before this one."""

    id: int
    alert_id: str
    event_id: str | None
    type: AlertType
    subscriber: str
    channel: Channel
    message_id: str
    body: bytes
    attempts: int
    created: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one attempt gave.

    `verdict`: "delivered", "retry" (the schedule goes on), "dead" (never again) or "gone" (dead,
    and the endpoint asked to be switched off). `status` is the HTTP or SMTP code, if one came.
    `retry_after` is the receiver's own wish. `answer` holds its first 2 kB. `inside`: the fault is
    Balagh's, whatever the network does.
    """

    verdict: Verdict
    status: int | None
    detail: str
    answer: str = ""
    retry_after: timedelta | None = None
    inside: bool = False
