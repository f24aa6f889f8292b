"""Alerts: raised once for each key, together with their deliveries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy import Connection

from core.alerts import Alert, AlertType, NewDelivery
from store.schema import alerts, deliveries, events
from store.upsert import insert


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRecord:
    """A raised alert, as lists name it."""

    id: str
    type: AlertType
    revision: int
    created: datetime


def next_revision(conn: Connection, event_id: str) -> int:
    """Return the number of an event's next alert, from 1; to be asked under lock_watchlist."""
    last = sa.func.max(alerts.c.revision)
    return (conn.scalar(sa.select(last).where(alerts.c.event_id == event_id)) or 0) + 1


def subscribers_told(conn: Connection, event_id: str) -> set[str]:
    """Return who was sent an alert of an event, or of one that it took in, or is about to be."""
    query = sa.select(deliveries.c.subscriber).where(deliveries.c.event_id == event_id)
    return set(conn.scalars(query.distinct()))


def raise_alert(conn: Connection, alert: Alert, queued: Sequence[NewDelivery]) -> bool:
    """Store an alert and queue its deliveries; False, and nothing queued, where its key exists.

    One delivery is queued for each subscriber and channel.
    """
    row = {
        "id": alert.id,
        "alert_key": alert.key,
        "type": alert.type,
        "event_id": alert.event_id,
        "revision": alert.revision,
        "created": alert.created,
        "payload": alert.payload,
    }
    statement = insert(conn, alerts).on_conflict_do_nothing(index_elements=["alert_key"])
    if conn.scalar(statement.returning(alerts.c.id), row) is None:
        return False
    if alert.type == "event.new":
        told = sa.update(events).where(events.c.id == alert.event_id)
        conn.execute(told.values(alerted=True))
    _queue(conn, alert, queued)
    return True


def is_raised(conn: Connection, key: str) -> bool:
    return conn.scalar(sa.select(alerts.c.id).where(alerts.c.alert_key == key)) is not None


def _queue(conn: Connection, alert: Alert, queued: Sequence[NewDelivery]) -> None:
    rows = [
        {
            "alert_id": alert.id,
            "event_id": alert.event_id,
            "subscriber": delivery.subscriber,
            "channel": delivery.channel,
            "message_id": delivery.message_id,
            "body": delivery.body,
            "state": delivery.state,
            "due": delivery.due,
            "attempts": 0,
            "held_for": delivery.held_for,
        }
        for delivery in queued
    ]
    if rows:
        conn.execute(insert(conn, deliveries).on_conflict_do_nothing(), rows)


def alerts_of(conn: Connection, event_ids: Sequence[str]) -> dict[str, list[AlertRecord]]:
    """Return the alerts of several events, oldest first."""
    columns = (alerts.c.event_id, alerts.c.id, alerts.c.type, alerts.c.revision, alerts.c.created)
    query = sa.select(*columns).where(alerts.c.event_id.in_(event_ids))
    found: dict[str, list[AlertRecord]] = {}
    for row in conn.execute(query.order_by(alerts.c.created, alerts.c.revision)):
        record = AlertRecord(
            id=row.id,
            type=cast(AlertType, row.type),
            revision=row.revision,
            created=row.created,
        )
        found.setdefault(row.event_id, []).append(record)
    return found


def find_payload(conn: Connection, alert_id: str) -> dict[str, Any] | None:
    """Return what an alert said when it was raised; None where none has this id."""
    found: dict[str, Any] | None = conn.scalar(
        sa.select(alerts.c.payload).where(alerts.c.id == alert_id)
    )
    return found
