"""Whether a subscriber's channel is on, paused, or switched off by itself or by its receiver."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast

import sqlalchemy as sa
from sqlalchemy import Connection

from core.alerts import Channel
from store.schema import subscriber_state
from store.upsert import insert

Switch = Literal["on", "paused", "off"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriberState:
    """A channel's switch, with the reason for it in words; `since` is UTC."""

    subscriber: str
    channel: Channel
    state: Switch
    reason: str | None
    since: datetime


def set_subscriber_state(
    conn: Connection,
    subscriber: str,
    channel: Channel,
    state: Switch,
    *,
    at: datetime,
    reason: str | None = None,
) -> None:
    """Turn a channel's switch. What is queued for it waits until it is on again."""
    value = {"state": state, "reason": reason, "since": at}
    row = value | {"subscriber": subscriber, "channel": channel}
    statement = insert(conn, subscriber_state).values(row)
    conn.execute(
        statement.on_conflict_do_update(index_elements=["subscriber", "channel"], set_=value)
    )


def subscriber_states(conn: Connection) -> dict[tuple[str, Channel], SubscriberState]:
    """Return the switches that were ever turned; a channel that is missing here is on."""
    rows = conn.execute(sa.select(subscriber_state)).all()
    return {
        (row.subscriber, row.channel): SubscriberState(
            subscriber=row.subscriber,
            channel=cast(Channel, row.channel),
            state=cast(Switch, row.state),
            reason=row.reason,
            since=row.since,
        )
        for row in rows
    }
