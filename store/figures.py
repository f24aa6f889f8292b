"""Counts of everything, for those who watch over Balagh (/metrics)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import get_args

import sqlalchemy as sa
from sqlalchemy import Connection

from core.alerts import AlertType, DeliveryState, Verdict
from core.assessments import Kind
from store.schema import alerts, articles, attempts, deliveries, entries, events, feeds, reports


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """`last_poll` and `oldest_due` (of what waits to be sent) are UTC, None where there is none."""

    polls: int
    feeds: Mapping[str, int]
    entries: int
    pending: int
    articles: int
    events: int
    reports: Mapping[str, int]
    alerts: Mapping[str, int]
    deliveries: Mapping[str, int]
    attempts: Mapping[str, int]
    last_poll: datetime | None
    oldest_due: datetime | None


def figures(conn: Connection) -> Figures:
    """Count; entries and articles by their greatest number: all there ever were."""
    due = sa.select(sa.func.min(deliveries.c.due)).where(deliveries.c.state == "pending")
    pending = sa.select(sa.func.count()).where(entries.c.state == "pending")
    own = events.c.merged_into.is_(None)
    return Figures(
        polls=conn.scalar(sa.select(sa.func.sum(feeds.c.sequence))) or 0,
        feeds=_by(conn, feeds.c.health, feeds.c.active),
        entries=conn.scalar(sa.select(sa.func.max(entries.c.id))) or 0,
        pending=conn.scalar(pending) or 0,
        articles=conn.scalar(sa.select(sa.func.max(articles.c.id))) or 0,
        events=conn.scalar(sa.select(sa.func.count()).select_from(events).where(own)) or 0,
        reports=_each(Kind) | _by(conn, reports.c.kind, ~reports.c.superseded),
        alerts=_each(AlertType) | _by(conn, alerts.c.type),
        deliveries=_each(DeliveryState) | _by(conn, deliveries.c.state),
        attempts=_each(Verdict) | _by(conn, attempts.c.verdict),
        last_poll=conn.scalar(sa.select(sa.func.max(feeds.c.last_poll))),
        oldest_due=conn.scalar(due),
    )


def _each(words: object) -> dict[str, int]:
    """None of each: a count that is missing until there is one rings no alarm."""
    return dict.fromkeys(get_args(words), 0)


def _by(
    conn: Connection, column: sa.ColumnElement[str], *which: sa.ColumnElement[bool]
) -> dict[str, int]:
    query = sa.select(column, sa.func.count()).where(*which).group_by(column)
    return {row[0]: row[1] for row in conn.execute(query)}
