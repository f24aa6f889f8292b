"""Whether a subscriber's channel is on, paused, or switched off by itself or by its receiver."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, cast

import sqlalchemy as sa
from sqlalchemy import Connection

from core.alerts import Channel
from store.schema import subscriber_state
from store.types import Instant
from store.upsert import insert

Switch = Literal["on", "paused", "off"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriberState:
    """A channel's switch, with the reason for it in words. Instants are UTC.

    `failing_since`: no attempt succeeded since. `off_at`: from when on a failure switches it off.
    """

    subscriber: str
    channel: Channel
    state: Switch
    reason: str | None
    since: datetime
    failing_since: datetime | None
    off_at: datetime | None


def set_subscriber_state(
    conn: Connection,
    subscriber: str,
    channel: Channel,
    state: Switch,
    *,
    at: datetime,
    reason: str | None = None,
) -> None:
    """Turn a channel's switch. What is queued for it waits until it is on again, as if new."""
    value: dict[str, Any] = {"state": state, "reason": reason, "since": at}
    if state == "on":
        value |= {"failing_since": None, "off_at": None}
    row = value | {"subscriber": subscriber, "channel": channel}
    statement = insert(conn, subscriber_state).values(row)
    conn.execute(
        statement.on_conflict_do_update(index_elements=["subscriber", "channel"], set_=value)
    )


def subscriber_states(conn: Connection) -> dict[tuple[str, Channel], SubscriberState]:
    """Return the switches that were ever turned; a channel that is missing here is on."""
    rows = conn.execute(sa.select(subscriber_state)).all()
    return {(row.subscriber, row.channel): _state(row) for row in rows}


def switched_off_channels(conn: Connection) -> frozenset[tuple[str, Channel]]:
    """Return the channels that are off: gone, or failing for too long."""
    off = sa.select(subscriber_state.c.subscriber, subscriber_state.c.channel).where(
        subscriber_state.c.state == "off"
    )
    return frozenset((name, cast(Channel, channel)) for name, channel in conn.execute(off))


def note_failure(
    conn: Connection, subscriber: str, channel: Channel, *, at: datetime
) -> SubscriberState:
    """Write down that an attempt failed, the first one or one more; returns what is known now."""
    key = {"subscriber": subscriber, "channel": channel}
    fresh = key | {"state": "on", "since": at, "failing_since": at}
    since = sa.func.coalesce(subscriber_state.c.failing_since, sa.literal(at, Instant))
    statement = insert(conn, subscriber_state).values(fresh)
    statement = statement.on_conflict_do_update(
        index_elements=["subscriber", "channel"], set_={"failing_since": since}
    )
    return _state(conn.execute(statement.returning(subscriber_state)).one())


def forgive_failures(
    conn: Connection, subscriber: str, channel: Channel, *, since: datetime
) -> None:
    """Forget that attempts fail, where the first of them failed at `since` or later."""
    here = (subscriber_state.c.subscriber == subscriber) & (subscriber_state.c.channel == channel)
    lately = subscriber_state.c.failing_since >= since
    forgiven = {"failing_since": None, "off_at": None}
    conn.execute(sa.update(subscriber_state).where(here, lately).values(forgiven))


def note_successes(
    conn: Connection, endpoints: Collection[tuple[str, Channel]]
) -> list[SubscriberState]:
    """Write down that attempts at these succeeded; returns those that had failed, as they were."""
    failing = subscriber_state.c.failing_since.is_not(None)
    here = sa.tuple_(subscriber_state.c.subscriber, subscriber_state.c.channel).in_(endpoints)
    before = conn.execute(sa.select(subscriber_state).where(failing, here)).all()
    if before:
        well = {"failing_since": None, "off_at": None}
        conn.execute(sa.update(subscriber_state).where(failing, here).values(well))
    return [_state(row) for row in before]


def announce_switch_off(
    conn: Connection, subscriber: str, channel: Channel, off_at: datetime
) -> None:
    """Remember from when on a failure switches a channel off."""
    here = (subscriber_state.c.subscriber == subscriber) & (subscriber_state.c.channel == channel)
    conn.execute(sa.update(subscriber_state).where(here).values(off_at=off_at))


def _state(row: sa.Row[Any]) -> SubscriberState:
    return SubscriberState(
        subscriber=row.subscriber,
        channel=cast(Channel, row.channel),
        state=cast(Switch, row.state),
        reason=row.reason,
        since=row.since,
        failing_since=row.failing_since,
        off_at=row.off_at,
    )
