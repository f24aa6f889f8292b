"""Forgets what nobody needs any more: old attempts, and the bytes of what arrived long ago.

Articles, events and alerts are the archive, and stay; so does what was given up, with its bytes.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from store.schema import alerts, attempts, deliveries

BATCH = 2_000
"""Rows in one transaction: others wait for some milliseconds only."""

_SETTLED = ("delivered", "silenced")


def prune_attempts(conn: Connection, before: datetime) -> int:
    """Forget attempts that ended before this; returns how many, BATCH at most."""
    number = sa.tuple_(attempts.c.delivery_id, attempts.c.number)
    old = sa.select(attempts.c.delivery_id, attempts.c.number)
    old = old.where(attempts.c.finished < before).limit(BATCH)
    return conn.execute(sa.delete(attempts).where(number.in_(old))).rowcount


def prune_bodies(conn: Connection, before: datetime) -> int:
    """Empty the bodies of what arrived, of alerts raised before this; returns how many."""
    old = (
        sa.select(deliveries.c.id)
        .join(alerts, alerts.c.id == deliveries.c.alert_id)
        .where(
            alerts.c.created < before,
            deliveries.c.state.in_(_SETTLED),
            sa.func.length(deliveries.c.body) > 0,
        )
        .limit(BATCH)
    )
    emptied = sa.update(deliveries).where(deliveries.c.id.in_(old)).values(body=b"")
    return conn.execute(emptied).rowcount
