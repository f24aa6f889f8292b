"""Regrouping: events made one, and reports taken out of one, each with what it is found by."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from store.events import add_keys, open_event, resolve_id
from store.schema import deliveries, event_slots, events, kept_apart, reports
from store.upsert import insert

BY_HAND = {"decision": "split by hand", "reasons": []}
"""Kept with a report that a person placed, in place of what the resolver made of it."""


def merge_events(conn: Connection, into: str, others: Collection[str], *, at: datetime) -> None:
    """Make events one: `into` takes the reports and keys of the others, whose ids lead to it.

    What was queued for them keeps its turn in the order of `into`. What was set apart from one of
    them is apart from `into` now; what was kept apart from one another no longer is.
    """
    into = resolve_id(conn, into)
    merged = sorted({resolve_id(conn, other) for other in others} - {into})
    if not merged:
        return
    together = sa.select(events).where(events.c.id.in_([into, *merged]))
    rows = conn.execute(together).all()
    one = {
        "first_seen": min(row.first_seen for row in rows),
        "alerted": any(row.alerted for row in rows),
    }
    conn.execute(sa.update(events).where(events.c.id == into).values(one))
    gone = {"merged_into": into, "merged": at}
    conn.execute(sa.update(events).where(events.c.id.in_(merged)).values(gone))
    led_there = events.c.merged_into.in_(merged)
    conn.execute(sa.update(events).where(led_there).values(merged_into=into))
    for table in (reports, deliveries):
        moved = sa.update(table).where(table.c.event_id.in_(merged))
        conn.execute(moved.values(event_id=into))
    _move_keys(conn, merged, into)
    _move_apart(conn, merged, into)


def _move_keys(conn: Connection, merged: Sequence[str], into: str) -> None:
    theirs = event_slots.c.event_id.in_(merged)
    key = (event_slots.c.watchlist, event_slots.c.slot_key)
    found = sa.select(*key, sa.literal(into)).where(theirs).distinct()
    taken = insert(conn, event_slots).from_select(["watchlist", "slot_key", "event_id"], found)
    conn.execute(taken.on_conflict_do_nothing())
    conn.execute(sa.delete(event_slots).where(theirs))


def _move_apart(conn: Connection, merged: Sequence[str], into: str) -> None:
    """Both directions are stored, so one look finds all that an event is kept apart from."""
    one, other = kept_apart.c.event_id, kept_apart.c.other_id
    theirs = sa.select(other).where(one.in_(merged), other.not_in([into, *merged])).distinct()
    keep_apart(conn, into, conn.scalars(theirs).all())
    conn.execute(sa.delete(kept_apart).where(one.in_(merged) | other.in_(merged)))


def keep_apart(conn: Connection, event_id: str, others: Collection[str]) -> None:
    """Never merge these events with the first again, unless by hand."""
    pairs = [pair for other in others for pair in ((event_id, other), (other, event_id))]
    rows = [{"event_id": one, "other_id": other} for one, other in pairs]
    if rows:
        conn.execute(insert(conn, kept_apart).on_conflict_do_nothing(), rows)


def split_event(
    conn: Connection,
    event_id: str,
    report_ids: Collection[int],
    *,
    seen: datetime,
    keys: Mapping[str, Collection[str]],
) -> str:
    """Move reports of an event into a new one, set the two apart, and return the new one's id.

    `seen` is when the new one was first told. `keys` are those that either is found by from now
    on: under "stays", and under "goes". Under lock_watchlist; some report has to stay.
    """
    watchlist = conn.scalars(sa.select(events.c.watchlist).where(events.c.id == event_id)).one()
    new = open_event(conn, watchlist, seen=seen)
    going = sa.update(reports).where(reports.c.event_id == event_id, reports.c.id.in_(report_ids))
    conn.execute(going.values(event_id=new, decision=BY_HAND))
    conn.execute(sa.delete(event_slots).where(event_slots.c.event_id == event_id))
    for half, what in ((event_id, "stays"), (new, "goes")):
        add_keys(conn, watchlist, half, keys[what])
        _mark_opening(conn, half)
    keep_apart(conn, event_id, [new])
    return new


def _mark_opening(conn: Connection, event_id: str) -> None:
    """The first report of an event tells it, whatever its kind."""
    first = sa.select(sa.func.min(reports.c.id)).where(reports.c.event_id == event_id)
    opening = sa.update(reports).where(reports.c.id == first.scalar_subquery())
    conn.execute(opening.values(opened=True))
