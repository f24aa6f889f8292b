"""Deliveries as a person looks at them: with every attempt, by event or by state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast, get_args

import sqlalchemy as sa
from sqlalchemy import Connection

from core.alerts import AlertType, Channel, DeliveryState
from store.schema import alerts, attempts, deliveries

STATES: tuple[DeliveryState, ...] = get_args(DeliveryState)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One send: when it began and ended, how, and the beginning of what was answered."""

    started: datetime
    finished: datetime
    verdict: str
    status: int | None
    detail: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """A delivery with its alert and all its attempts, the earliest first."""

    id: int
    alert_id: str
    event_id: str | None
    type: AlertType
    created: datetime
    subscriber: str
    channel: Channel
    state: DeliveryState
    next_attempt: datetime | None
    attempts: tuple[Attempt, ...]


def count_deliveries(conn: Connection) -> dict[DeliveryState, int]:
    """Return how many deliveries there are in each state."""
    counted = sa.select(deliveries.c.state, sa.func.count()).group_by(deliveries.c.state)
    found = {row[0]: row[1] for row in conn.execute(counted)}
    return {state: found.get(state, 0) for state in STATES}


def list_sendings(
    conn: Connection,
    *,
    limit: int,
    state: DeliveryState | None = None,
    before: int | None = None,
) -> list[Sending]:
    """Return deliveries, the latest first; `before` is the last number seen."""
    query = _SENDINGS
    if state is not None:
        query = query.where(deliveries.c.state == state)
    if before is not None:
        query = query.where(deliveries.c.id < before)
    return _read(conn, query.order_by(deliveries.c.id.desc()).limit(limit))


def find_sendings(conn: Connection, numbers: Sequence[int]) -> list[Sending]:
    """Return the deliveries of these numbers that there are, the earliest first."""
    return _read(conn, _SENDINGS.where(deliveries.c.id.in_(numbers)).order_by(deliveries.c.id))


def sendings_of(conn: Connection, event_ids: Sequence[str]) -> list[Sending]:
    """Return the deliveries of some events' alerts, the earliest first."""
    query = _SENDINGS.where(alerts.c.event_id.in_(event_ids))
    return _read(conn, query.order_by(deliveries.c.id))


_SENDINGS = sa.select(
    *(deliveries.c[name] for name in ("id", "alert_id", "subscriber", "channel", "state", "due")),
    alerts.c.event_id,
    alerts.c.type,
    alerts.c.created,
).join(alerts, alerts.c.id == deliveries.c.alert_id)


def _read(conn: Connection, query: sa.Select[tuple[object, ...]]) -> list[Sending]:
    rows = conn.execute(query).all()
    made = _attempts(conn, [row.id for row in rows])
    return [
        Sending(
            id=row.id,
            alert_id=row.alert_id,
            event_id=row.event_id,
            type=cast(AlertType, row.type),
            created=row.created,
            subscriber=row.subscriber,
            channel=cast(Channel, row.channel),
            state=cast(DeliveryState, row.state),
            next_attempt=row.due if row.state in ("pending", "held") else None,
            attempts=tuple(made.get(row.id, ())),
        )
        for row in rows
    ]


def _attempts(conn: Connection, delivery_ids: Sequence[int]) -> dict[int, list[Attempt]]:
    query = sa.select(attempts).where(attempts.c.delivery_id.in_(delivery_ids))
    found: dict[int, list[Attempt]] = {}
    for row in conn.execute(query.order_by(attempts.c.delivery_id, attempts.c.number)):
        found.setdefault(row.delivery_id, []).append(
            Attempt(
                started=row.started,
                finished=row.finished,
                verdict=row.verdict,
                status=row.status,
                detail=row.detail,
                answer=row.answer,
            )
        )
    return found
