"""Deliveries that wait to be folded into a digest, and what becomes of them there.

In a digest they share its fate; until then they keep their place in the order of their event.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy import Connection

from core.alerts import Channel, HoldReason
from store.locks import lock_name
from store.schema import alerts, deliveries

_HELD = (deliveries.c.state == "held") & deliveries.c.folded_into.is_(None)
_ON_ITS_WAY = deliveries.c.state.in_(("pending", "sending", "held"))
_EVENTS = ("event.new", "event.update", "event.merged")
_OF_EVENTS = (*_EVENTS, "digest")


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldAlert:
    """An alert that a subscriber's channel is to tell together with others; `due` is UTC.

    `blocked`: what was raised before it of the same event is still on its way there otherwise.
    """

    alert_id: str
    channel: Channel
    payload: dict[str, Any]
    created: datetime
    due: datetime
    held_for: HoldReason
    blocked: bool


def recent_messages(conn: Connection, subscriber: str, *, since: datetime) -> list[datetime]:
    """Return when a subscriber's latest messages were raised, digests too, the oldest first."""
    query = (
        sa.select(alerts.c.created)
        .join(deliveries, deliveries.c.alert_id == alerts.c.id)
        .where(
            alerts.c.created > since,
            alerts.c.type.in_(_OF_EVENTS),
            deliveries.c.subscriber == subscriber,
            deliveries.c.state.not_in(("held", "silenced")),
            deliveries.c.folded_into.is_(None),
        )
        .group_by(alerts.c.id, alerts.c.created)
        .order_by(alerts.c.created)
    )
    return list(conn.scalars(query))


def told_between(conn: Connection, subscriber: str, since: datetime, until: datetime) -> bool:
    """Tell whether alerts of events raised in that time went to a subscriber, or are about to."""
    query = (
        sa.select(deliveries.c.id)
        .join(alerts, alerts.c.id == deliveries.c.alert_id)
        .where(
            alerts.c.created >= since,
            alerts.c.created < until,
            alerts.c.event_id.is_not(None),
            deliveries.c.subscriber == subscriber,
            deliveries.c.state != "silenced",
        )
    )
    return conn.scalar(query.limit(1)) is not None


def flood_until(conn: Connection, subscriber: str) -> datetime | None:
    """Return when a subscriber's flood is to be folded; None where none is held back."""
    flooded = _HELD & (deliveries.c.subscriber == subscriber) & (deliveries.c.held_for == "flood")
    return cast(
        "datetime | None", conn.scalar(sa.select(sa.func.max(deliveries.c.due)).where(flooded))
    )


def subscribers_with_held(conn: Connection, now: datetime) -> list[str]:
    """Return for whom something held is due to be folded."""
    query = sa.select(deliveries.c.subscriber).where(_HELD, deliveries.c.due <= now).distinct()
    return sorted(conn.scalars(query))


def held_alerts(conn: Connection, subscriber: str, now: datetime) -> list[HeldAlert]:
    """Return what is due to be folded for a subscriber's channels, in the order of raising."""
    mine = deliveries.c.subscriber == subscriber
    query = (
        sa.select(deliveries, alerts.c.payload, alerts.c.created)
        .join(alerts, alerts.c.id == deliveries.c.alert_id)
        .where(_HELD, mine, deliveries.c.due <= now)
        .order_by(deliveries.c.id)
    )
    rows = conn.execute(query).all()
    blocked = _blocked(conn, subscriber, rows)
    return [
        HeldAlert(
            alert_id=row.alert_id,
            channel=cast(Channel, row.channel),
            payload=row.payload,
            created=row.created,
            due=row.due,
            held_for=cast(HoldReason, row.held_for),
            blocked=row.id in blocked,
        )
        for row in rows
    ]


def _blocked(conn: Connection, subscriber: str, rows: Collection[sa.Row[Any]]) -> set[int]:
    """Number the deliveries behind one of their event that doesn't go into the same digest.

    Each channel for itself: what one is switched off for, or fails at, stops nothing of the other.
    """
    query = sa.select(deliveries.c.event_id, deliveries.c.channel, deliveries.c.id).where(
        deliveries.c.subscriber == subscriber,
        deliveries.c.event_id.in_({row.event_id for row in rows}),
        _ON_ITS_WAY,
    )
    together = {row.id for row in rows}
    blocked: set[int] = set()
    stopped: set[tuple[str, str]] = set()
    for event_id, channel, number in sorted(conn.execute(query), key=lambda row: row.id):
        if (event_id, channel) in stopped or number not in together:
            stopped.add((event_id, channel))
            blocked.add(number)
    return blocked


def hold_backlog(conn: Connection, subscriber: str, channel: Channel, *, at: datetime) -> int:
    """Hold what waits for a channel that is switched on again, to be folded at once.

    Returns how many; a single one goes by itself.
    """
    lock_name(conn, "outbox")
    of_event = sa.exists().where(alerts.c.id == deliveries.c.alert_id, alerts.c.type.in_(_EVENTS))
    here = (deliveries.c.subscriber == subscriber) & (deliveries.c.channel == channel)
    waiting = here & of_event & (deliveries.c.state == "pending")
    number = conn.scalar(sa.select(sa.func.count()).where(waiting)) or 0
    if number < 2:
        return 0
    held = {"state": "held", "held_for": "paused", "due": at}
    return conn.execute(sa.update(deliveries).where(waiting).values(held)).rowcount


def fold(conn: Connection, digest_id: str, subscriber: str, folded: Collection[HeldAlert]) -> None:
    """Note that these go to a subscriber within a digest."""
    _change(conn, subscriber, folded, {"folded_into": digest_id})


def let_go(
    conn: Connection, subscriber: str, blocked: Collection[HeldAlert], *, at: datetime
) -> None:
    """Send these by themselves, in the order of their event."""
    _change(conn, subscriber, blocked, {"state": "pending", "due": at, "held_for": None})


def hold_longer(
    conn: Connection, subscriber: str, held: Collection[HeldAlert], *, until: datetime
) -> None:
    """Leave these to a later digest."""
    _change(conn, subscriber, held, {"due": until})


def _change(
    conn: Connection, subscriber: str, held: Collection[HeldAlert], values: dict[str, Any]
) -> None:
    lock_name(conn, "outbox")
    for channel in {h.channel for h in held}:
        ids = [h.alert_id for h in held if h.channel == channel]
        here = (deliveries.c.channel == channel) & deliveries.c.alert_id.in_(ids)
        mine = here & (deliveries.c.subscriber == subscriber)
        conn.execute(sa.update(deliveries).where(_HELD, mine).values(values))
