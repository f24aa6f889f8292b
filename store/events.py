"""Events: opening them, keeping what was told of them, and finding them by their ids."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from core.events import Report, Telling
from core.jsonable import jsonable
from store.alerts import AlertRecord, alerts_of
from store.facts import hash_of
from store.locks import lock_name
from store.reports import TELLING, has_reports, reports_of, stored_passage
from store.schema import event_slots, events, reports
from store.upsert import insert


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRecord:
    """A stored event; `merged_from` are the ids of those that it took in.

    `alerted`: an event.new alert was raised.
    """

    id: str
    watchlist: str
    first_seen: datetime
    alerted: bool
    merged_from: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedEvent:
    """An event with its reports and its alerts, those of events that it took in among them.

    Both oldest first.
    """

    record: EventRecord
    reports: tuple[Telling, ...]
    alerts: tuple[AlertRecord, ...]


def lock_watchlist(conn: Connection, watchlist: str) -> None:
    """Let one transaction at a time decide about a watchlist's events, until it ends."""
    lock_name(conn, f"watchlist {watchlist}")


def open_event(conn: Connection, watchlist: str, *, seen: datetime) -> str:
    """Store a new event and return its id, "evt_…", which sorts by the time it was first seen."""
    event_id = f"evt_{int(seen.timestamp() * 1000):012x}{secrets.token_hex(5)}"
    row = {"id": event_id, "watchlist": watchlist, "first_seen": seen, "alerted": False}
    conn.execute(sa.insert(events), row)
    return event_id


def add_report(
    conn: Connection,
    watchlist: str,
    report: Report,
    keys: Collection[str],
    *,
    score: float,
    threshold: float,
    decision: Mapping[str, Any] | None = None,
) -> bool:
    """Store a report under its passage; False where one stands there already.

    `decision` is what the resolver made of it, as JSON. The keys are stored with the event of a
    report that the resolver is shown.
    """
    field, start = stored_passage(report)
    opened = report.event_id is not None and not has_reports(conn, report.event_id)
    facts = jsonable(report.facts)
    told = {
        "event_id": report.event_id,
        "article_id": report.article_id,
        "watchlist": watchlist,
        "passage_field": field,
        "passage_start": start,
        "kind": report.facts.kind,
        "opened": opened,
        "facts_hash": hash_of(facts),
        "facts": facts,
        "marks": jsonable(report.marks),
        "assessment": report.assessment,
        "score": score,
        "threshold": threshold,
        "decision": decision,
    }
    statement = insert(conn, reports).on_conflict_do_nothing().returning(reports.c.id)
    if conn.scalar(statement, told) is None:
        return False
    if report.event_id is not None and (opened or report.facts.kind in TELLING):
        add_keys(conn, watchlist, report.event_id, keys)
    return True


def add_keys(conn: Connection, watchlist: str, event_id: str, keys: Collection[str]) -> None:
    rows = [{"watchlist": watchlist, "slot_key": k, "event_id": event_id} for k in sorted(keys)]
    if rows:
        conn.execute(insert(conn, event_slots).on_conflict_do_nothing(), rows)


def event_reports(conn: Connection, event_id: str) -> list[Telling]:
    """Return what is told of an event, oldest first; superseded reports where no other stands."""
    return reports_of(conn, [event_id]).get(event_id, [])


def resolve_id(conn: Connection, event_id: str) -> str:
    """Return the event that an id stands for after all merges; an unknown id is returned."""
    query = sa.select(events.c.merged_into)
    while (into := conn.scalar(query.where(events.c.id == event_id))) is not None:
        event_id = into
    return event_id


def event_record(conn: Connection, event_id: str) -> EventRecord:
    """Return a stored event. An id that nobody gave out ends the transaction as StoreError."""
    row = conn.execute(sa.select(events).where(events.c.id == event_id)).one()
    return _records(conn, [row])[0]


def list_events(
    conn: Connection, *, limit: int, since: datetime | None = None
) -> list[ListedEvent]:
    """Return events with all that is known of them, the latest first; merged ones are left out."""
    query = sa.select(events).where(
        events.c.merged_into.is_(None),
        sa.exists().where(reports.c.event_id == events.c.id),
    )
    if since is not None:
        query = query.where(events.c.first_seen >= since)
    rows = conn.execute(query.order_by(events.c.first_seen.desc(), events.c.id.desc()).limit(limit))
    return _listed(conn, rows.all())


def find_event(conn: Connection, event_id: str) -> ListedEvent | None:
    """Return what an id stands for, after all merges; None for one that nobody gave out."""
    query = sa.select(events).where(events.c.id == resolve_id(conn, event_id))
    return next(iter(_listed(conn, conn.execute(query).all())), None)


def find_events(conn: Connection, event_ids: Collection[str]) -> list[ListedEvent]:
    """Return those of several events that stand by themselves, in no order."""
    query = sa.select(events).where(events.c.id.in_(event_ids), events.c.merged_into.is_(None))
    return _listed(conn, conn.execute(query).all())


def _listed(conn: Connection, rows: Sequence[sa.Row[Any]]) -> list[ListedEvent]:
    records = _records(conn, rows)
    told = reports_of(conn, [record.id for record in records])
    raised = alerts_of(conn, [i for record in records for i in (record.id, *record.merged_from)])
    return [
        ListedEvent(
            record=record,
            reports=tuple(told.get(record.id, ())),
            alerts=tuple(
                sorted(
                    (a for i in (record.id, *record.merged_from) for a in raised.get(i, ())),
                    key=attrgetter("created"),
                )
            ),
        )
        for record in records
    ]


def _records(conn: Connection, rows: Sequence[sa.Row[Any]]) -> list[EventRecord]:
    ids = [row.id for row in rows]
    query = sa.select(events.c.merged_into, events.c.id).where(events.c.merged_into.in_(ids))
    merged: dict[str, list[str]] = {}
    for into, event_id in conn.execute(query.order_by(events.c.id)):
        merged.setdefault(into, []).append(event_id)
    return [
        EventRecord(
            id=row.id,
            watchlist=row.watchlist,
            first_seen=row.first_seen,
            alerted=row.alerted,
            merged_from=tuple(merged.get(row.id, ())),
        )
        for row in rows
    ]
