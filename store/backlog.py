"""Backfills that are open: opened where a feed dropped entries, or a person asks for its past."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy import Connection

from core.backfills import Backfill, BackfillState, Route
from store.schema import backfills, feeds

_FRESH: dict[str, Any] = {
    "route": "",
    "ahead": [],
    "last_page": "",
    "pages": 0,
    "found": 0,
    "reached": None,
    "tries": 0,
    "problem": None,
}


def begin_backfill(
    conn: Connection, feed_id: int, *, since: datetime, until: datetime, quiet: bool
) -> None:
    """Open a backfill for a time in a feed's life.

    Where one is open already it takes the new time in: from its first page again if that is more
    than it was after.
    """
    query = sa.select(backfills).where(
        backfills.c.feed_id == feed_id, backfills.c.quiet == quiet, backfills.c.state == "open"
    )
    known = conn.execute(query).one_or_none()
    time = {"since": since, "until": until}
    if known is None:
        whose = {"feed_id": feed_id, "quiet": quiet, "state": "open", "due": until}
        conn.execute(sa.insert(backfills).values(_FRESH | time | whose))
    elif not quiet or since < known.since:
        wider = {"since": min(since, known.since), "until": max(until, known.until)}
        wider |= {"due": max(until, known.due), "found": known.found, "tries": known.tries}
        conn.execute(sa.update(backfills).where(backfills.c.id == known.id).values(_FRESH | wider))


def open_backfills(
    conn: Connection, now: datetime | None, *, feed_ids: Iterable[int] | None = None
) -> list[Backfill]:
    """Return the open backfills of active feeds, in the order of their opening.

    Those that are due by `now` (None = all), of these feeds (None = all).
    """
    query = (
        sa.select(backfills)
        .join(feeds)
        .where(backfills.c.state == "open", feeds.c.active)
        .order_by(backfills.c.id)
    )
    if now is not None:
        query = query.where(backfills.c.due <= now)
    if feed_ids is not None:
        query = query.where(backfills.c.feed_id.in_(list(feed_ids)))
    return [_read(row) for row in conn.execute(query)]


def last_backfills(conn: Connection, *, quiet: bool) -> dict[int, Backfill]:
    """Return each feed's latest backfill of this sort, by the feed's number."""
    query = sa.select(backfills).where(backfills.c.quiet == quiet).order_by(backfills.c.id)
    return {row.feed_id: _read(row) for row in conn.execute(query)}


def _read(row: sa.Row[Any]) -> Backfill:
    return Backfill(
        id=row.id,
        feed_id=row.feed_id,
        since=row.since,
        until=row.until,
        quiet=row.quiet,
        state=cast(BackfillState, row.state),
        route=cast(Route, row.route),
        ahead=tuple(row.ahead),
        last_page=row.last_page,
        pages=row.pages,
        found=row.found,
        reached=row.reached,
        tries=row.tries,
        due=row.due,
        problem=row.problem,
    )
