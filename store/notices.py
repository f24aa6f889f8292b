"""Notices to the operator: what stands, what is over, and what was told of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy import Connection

from core.alerts import Channel
from store.schema import alerts, deliveries, notices
from store.upsert import insert

Endpoint = tuple[str, Channel]
"""A subscriber's name and a channel of theirs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredNotice:
    """Something that stands since a UTC instant, or is over since then."""

    key: str
    title: str
    text: str
    endpoint: Endpoint | None
    standing: bool
    since: datetime


def note(
    conn: Connection, key: str, title: str, text: str, endpoint: Endpoint | None, *, at: datetime
) -> bool:
    """Write down that something stands; False where it stood already, with these words from now."""
    told: dict[str, Any] = {"title": title, "text": text}
    told |= dict(zip(("subscriber", "channel"), endpoint or (None, None), strict=True))
    here = notices.c.key == key
    if conn.scalar(sa.select(notices.c.standing).where(here)):
        conn.execute(sa.update(notices).where(here).values(told))
        return False
    told |= {"standing": True, "since": at}
    statement = insert(conn, notices).values(told | {"key": key, "told": False})
    conn.execute(statement.on_conflict_do_update(index_elements=["key"], set_=told))
    return True


def note_end(conn: Connection, keys: Collection[str], text: str, *, at: datetime) -> list[str]:
    """Write down that something is over; returns the keys of what had stood."""
    standing = notices.c.key.in_(keys) & notices.c.standing
    found = list(conn.scalars(sa.select(notices.c.key).where(standing)))
    if found:
        over = {"standing": False, "since": at, "text": text}
        conn.execute(sa.update(notices).where(notices.c.key.in_(found)).values(over))
    return found


def standing_about(conn: Connection, endpoints: Collection[Endpoint]) -> list[str]:
    """Return the keys of what stands about one of these endpoints."""
    if not endpoints:
        return []
    query = sa.select(notices).where(notices.c.standing, notices.c.subscriber.is_not(None))
    return [n.key for n in map(_notice, conn.execute(query)) if n.endpoint in endpoints]


def standing_notices(conn: Connection) -> list[StoredNotice]:
    query = sa.select(notices).where(notices.c.standing).order_by(notices.c.since, notices.c.key)
    return [_notice(row) for row in conn.execute(query)]


def told_notices(conn: Connection) -> list[StoredNotice]:
    """Return what stands and was told."""
    query = sa.select(notices).where(notices.c.standing, notices.c.told)
    return [_notice(row) for row in conn.execute(query.order_by(notices.c.since, notices.c.key))]


def operators_told(conn: Connection) -> set[str]:
    """Return the subscribers to whom a notice was ever queued."""
    own = alerts.c.id == deliveries.c.alert_id
    query = sa.select(deliveries.c.subscriber).join(alerts, own).where(alerts.c.type == "health")
    return set(conn.scalars(query.distinct()))


def untold_notices(conn: Connection, now: datetime, pause: timedelta) -> list[StoredNotice]:
    """Return what is to be told: what differs from what was told, and that not within `pause`."""
    at = notices.c.told_at
    query = sa.select(notices).where(
        notices.c.standing != notices.c.told, at.is_(None) | (at <= now - pause) | (at > now)
    )
    return [_notice(row) for row in conn.execute(query.order_by(notices.c.since, notices.c.key))]


def mark_told(conn: Connection, notice: StoredNotice, *, at: datetime) -> None:
    told = {"told": notice.standing, "told_at": at}
    conn.execute(sa.update(notices).where(notices.c.key == notice.key).values(told))


def _notice(row: sa.Row[Any]) -> StoredNotice:
    endpoint = (row.subscriber, cast(Channel, row.channel)) if row.subscriber else None
    return StoredNotice(
        key=row.key,
        title=row.title,
        text=row.text,
        endpoint=endpoint,
        standing=row.standing,
        since=row.since,
    )
