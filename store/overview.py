"""Which events have changed since somebody looked: what the web face keeps its summaries by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection

from store.schema import alerts, reports

BATCH = 500


class Mark(NamedTuple):
    """What changes whenever a report is added to an event, moved or superseded."""

    reports: int
    superseded: int
    numbers: int


def whole_mark(conn: Connection) -> tuple[int, ...]:
    """Return what changes with any event's mark: but for an exchange of reports between events."""
    columns = (
        sa.func.count(),
        sa.func.sum(sa.cast(reports.c.superseded, sa.Integer)),
        sa.func.sum(reports.c.id),
        sa.func.count(reports.c.event_id.distinct()),
    )
    query = sa.select(*columns).where(reports.c.event_id.is_not(None))
    return tuple(int(value or 0) for value in conn.execute(query).one())


def event_marks(conn: Connection) -> dict[str, Mark]:
    """Return a mark for each event that has reports; read from an index alone."""
    columns = (
        sa.func.count(),
        sa.func.sum(sa.cast(reports.c.superseded, sa.Integer)),
        sa.func.sum(reports.c.id),
    )
    query = sa.select(reports.c.event_id, *columns).where(reports.c.event_id.is_not(None))
    rows = conn.execute(query.group_by(reports.c.event_id))
    return {row[0]: Mark(row[1], row[2], int(row[3])) for row in rows}


def latest_alerts(conn: Connection, event_ids: Sequence[str]) -> list[dict[str, Any]]:
    """Return the payloads of all alerts of some events, oldest first."""
    query = sa.select(alerts.c.payload).where(alerts.c.event_id.in_(event_ids))
    return list(conn.scalars(query.order_by(alerts.c.created, alerts.c.revision)))


def list_alerts(conn: Connection, *, limit: int, before: str | None = None) -> list[dict[str, Any]]:
    """Return the payloads of all alerts, the latest first; `before` is the id of the last seen."""
    order = (alerts.c.created.desc(), alerts.c.id.desc())
    query = sa.select(alerts.c.payload).order_by(*order).limit(limit)
    if before is not None:
        seen = sa.select(alerts.c.created, alerts.c.id).where(alerts.c.id == before)
        place = conn.execute(seen).one_or_none()
        if place is None:
            return []
        here = sa.tuple_(alerts.c.created, alerts.c.id)
        query = query.where(
            here < sa.tuple_(*map(sa.literal, place, (alerts.c.created.type, alerts.c.id.type)))
        )
    return list(conn.scalars(query))
