"""What waits for its next attempt at a receiver, made due at once: it is known to answer again."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from core.alerts import Channel
from store.locks import lock_name
from store.schema import attempts, deliveries
from store.types import Instant

OFTEN = 3
"""Who fails so often before one success has met a receiver that was away. A single delivery that
its receiver refuses, while it takes the others, does so between two successes rarely: it keeps its
schedule."""


def hasten(conn: Connection, subscriber: str, channel: Channel, *, at: datetime) -> int:
    """Make due all that waits for another attempt; returns how many.

    Where the receiver asked for a wait, it is kept.
    """
    return _hasten(conn, _waiting(subscriber, channel, at), at)


def hasten_after(
    conn: Connection, subscriber: str, channel: Channel, *, since: datetime, at: datetime
) -> int:
    """Make due what failed three times since `since`, all the while nothing arrived there."""
    failed = (
        sa.select(attempts.c.delivery_id)
        .where(attempts.c.finished >= since)
        .group_by(attempts.c.delivery_id)
        .having(sa.func.count() >= OFTEN)
    )
    waiting = _waiting(subscriber, channel, at) & deliveries.c.id.in_(failed)
    return _hasten(conn, waiting, at)


def _waiting(subscriber: str, channel: Channel, at: datetime) -> sa.ColumnElement[bool]:
    return sa.and_(
        deliveries.c.subscriber == subscriber,
        deliveries.c.channel == channel,
        deliveries.c.state == "pending",
        deliveries.c.due > at,
        deliveries.c.attempts > 0,
    )


def _hasten(conn: Connection, waiting: sa.ColumnElement[bool], at: datetime) -> int:
    lock_name(conn, "outbox")
    asked = deliveries.c.not_before
    due = sa.case((asked > at, asked), else_=sa.literal(at, Instant))
    return conn.execute(sa.update(deliveries).where(waiting).values(due=due)).rowcount
