"""Silences: what a subscriber doesn't want to be told of until a date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from store.schema import silences


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """Mutes an event, or what holds a text, for a subscriber until a UTC instant.

    `voice` is who made it: "command", "web" or "api:TOKEN"; "" where that was not kept.
    """

    id: int
    subscriber: str
    event_id: str | None
    text: str | None
    until: datetime
    created: datetime
    voice: str


def add_silence(
    conn: Connection,
    subscriber: str,
    *,
    event_id: str | None = None,
    text: str | None = None,
    until: datetime,
    at: datetime,
    voice: str,
) -> int:
    """Mute one of the two; returns the silence's number."""
    row = {"subscriber": subscriber, "event_id": event_id, "text": text}
    statement = sa.insert(silences).values(row | {"until": until, "created": at, "voice": voice})
    return int(conn.scalar(statement.returning(silences.c.id)) or 0)


def standing_silences(conn: Connection, now: datetime) -> list[Silence]:
    """Return the silences that are not over, in the order in which they were made."""
    query = sa.select(silences).where(silences.c.until > now).order_by(silences.c.id)
    return [_silence(row) for row in conn.execute(query)]


def lift_silence(conn: Connection, number: int, *, at: datetime) -> bool:
    """End a silence now; False where none of this number stands."""
    standing = (silences.c.id == number) & (silences.c.until > at)
    return conn.execute(sa.update(silences).where(standing).values(until=at)).rowcount > 0


def _silence(row: sa.Row[Any]) -> Silence:
    return Silence(
        id=row.id,
        subscriber=row.subscriber,
        event_id=row.event_id,
        text=row.text,
        until=row.until,
        created=row.created,
        voice=row.voice,
    )
