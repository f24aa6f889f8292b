"""When each feed was watched: spells that begin and end with its polls."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy import Connection

from core.articles import FeedState, PollRecord, Spell, SpellState
from core.coverage import PUNCTUAL
from store.backlog import begin_backfill
from store.schema import feeds, spells

PINNED = 5
"""Among so many entries one may be an old one that is pinned to the top."""

ROLLED_OVER = "rolled over"
"""The health word of a feed from which entries slipped out between two polls."""

_GOING_ON = sa.select(spells.c.id, spells.c.state).where(
    spells.c.feed_id == sa.bindparam("number"), spells.c.ended.is_(None)
)


def cover(conn: Connection, before: FeedState, record: PollRecord, new: int) -> bool:
    """Write down what a poll says of the time since the last good one; `new` entries were unknown.

    A document that reaches back to it closes a gap: what was published came late, but came.
    Return whether entries slipped out unseen.
    """
    answered = record.outcome in ("changed", "unchanged")
    missed = _rolled_over(before.last_good, record, new)
    if missed is not None:
        _mark_missed(conn, before.id, missed, record.polled)
    first = before.sequence == 0
    opened = None if first else conn.execute(_GOING_ON, {"number": before.id}).one_or_none()
    if opened is None:
        _open(conn, before.id, "seen" if answered else "blind", record)
    elif opened.state == "seen" and not answered:
        _close(conn, opened.id, before.last_good or record.polled)
        _open(conn, before.id, "blind", record, since=before.last_good)
    elif opened.state == "blind" and answered:
        _close(conn, opened.id, record.polled, state="late")
        _open(conn, before.id, "seen", record)
    elif opened.state == "blind" and _is_taken_back(before, record):
        conn.execute(sa.update(spells).where(spells.c.id == opened.id).values(reason=record.health))
    elif answered and _was_missed(before, record):
        _insert(conn, before.id, "late", "not polled", before.last_good, record.polled)
    return missed is not None


def mark_filled(conn: Connection, feed_id: int, since: datetime, until: datetime) -> None:
    """Note that paging back has brought what a feed had dropped in that time."""
    conn.execute(_missed(feed_id, since, until).values(state="late"))
    mended = sa.update(feeds).where(feeds.c.id == feed_id)
    conn.execute(mended.values(rolled_over=None))
    well = {"health": "ok", "since": until, "error": None}
    conn.execute(mended.where(feeds.c.health == ROLLED_OVER).values(well))


def mark_unfilled(
    conn: Connection, feed_id: int, since: datetime, until: datetime, reason: str
) -> None:
    """Note why paging back could not bring what a feed had dropped in that time."""
    conn.execute(_missed(feed_id, since, until).values(reason=reason))


def list_spells(conn: Connection, *, since: datetime) -> list[Spell]:
    """Return the active feeds' spells that were not over at `since`, the oldest first.

    One that goes on has no end.
    """
    query = (
        sa.select(spells)
        .join(feeds)
        .where(feeds.c.active, spells.c.ended.is_(None) | (spells.c.ended > since))
        .order_by(spells.c.started, spells.c.id)
    )
    return list(_read(conn.execute(query)))


def _rolled_over(last_good: datetime | None, record: PollRecord, new: int) -> datetime | None:
    """Return since when entries have slipped out; None where none have.

    Nothing known is left in the document then, and it does not reach back. One known entry of many
    may be pinned to the top.
    """
    offered = len(record.entries)
    known = offered - new
    if last_good is None or not offered or known > (1 if offered >= PINNED else 0):
        return None
    return last_good if record.oldest is None or record.oldest > last_good else None


def _mark_missed(conn: Connection, feed_id: int, since: datetime, until: datetime) -> None:
    _insert(conn, feed_id, "missed", ROLLED_OVER, since, until)
    conn.execute(sa.update(feeds).where(feeds.c.id == feed_id).values(rolled_over=until))
    begin_backfill(conn, feed_id, since=since, until=until, quiet=False)


def _missed(feed_id: int, since: datetime, until: datetime) -> sa.Update:
    return sa.update(spells).where(
        spells.c.feed_id == feed_id,
        spells.c.state == "missed",
        spells.c.started >= since,
        spells.c.ended <= until,
    )


def _is_taken_back(before: FeedState, record: PollRecord) -> bool:
    """Say whether the feed was blamed for this spell, which our own network has brought about."""
    return before.failures > 0 and record.before is not None and record.before.failures == 0


def _was_missed(before: FeedState, record: PollRecord) -> bool:
    return before.next_poll is not None and record.polled - before.next_poll > PUNCTUAL


def _open(
    conn: Connection,
    feed_id: int,
    state: SpellState,
    record: PollRecord,
    since: datetime | None = None,
) -> None:
    reason = "" if state == "seen" else record.health
    _insert(conn, feed_id, state, reason, since or record.polled, None)


def _insert(
    conn: Connection,
    feed_id: int,
    state: SpellState,
    reason: str,
    started: datetime | None,
    ended: datetime | None,
) -> None:
    values = {"feed_id": feed_id, "state": state, "reason": reason}
    conn.execute(sa.insert(spells), values | {"started": started, "ended": ended})


def _close(conn: Connection, number: int, ended: datetime, **values: Any) -> None:
    conn.execute(sa.update(spells).where(spells.c.id == number).values(ended=ended, **values))


def _read(rows: sa.CursorResult[Any]) -> Iterator[Spell]:
    for row in rows:
        yield Spell(
            feed_id=row.feed_id,
            state=cast(SpellState, row.state),
            reason=row.reason,
            started=row.started,
            ended=row.ended,
        )
