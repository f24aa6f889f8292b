"""Turns a decision of the resolver into an alert, or into none."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from alerts.payload import Raised, build_payload
from alerts.view import view_event
from core.alerts import Alert, AlertType
from core.durations import format_duration
from core.events import Change, Decision, MergeEvents, NewEvent, Report, UpdateEvent
from store.alerts import next_revision
from store.database import Connection
from store.events import event_record, event_reports

LATE = timedelta(hours=1)
"""An alert that comes longer after publication says how late it is, and why."""


def raise_for(
    conn: Connection,
    watchlist: str,
    event_id: str,
    decision: Decision,
    report: Report,
    *,
    now: datetime,
) -> tuple[Alert, Raised] | None:
    """Prepare the alert that a decision calls for; None where it calls for none.

    A first report raises event.new. Something new in an event that was stored without alerting
    raises event.new too, since nobody was told of it yet.
    """
    revision = next_revision(conn, event_id)
    kind = alert_type(decision, first=revision == 1)
    if kind is None:
        return None
    record = event_record(conn, event_id)
    reports = event_reports(conn, event_id)
    late = _lateness(report, now)
    raised = Raised(
        type=kind,
        event=view_event(event_id, watchlist, record.first_seen, reports, record.merged_from),
        report=report,
        reports=reports,
        changes=_changes(decision),
        new_because=new_because(decision, first=revision == 1, late=late),
        late_s=int(late.total_seconds()) if late else None,
    )
    alert_id = f"alr_{uuid.uuid4().hex}"
    alert = Alert(
        id=alert_id,
        key=f"{event_id}:{revision}",
        type=kind,
        event_id=event_id,
        revision=revision,
        created=now,
        payload=build_payload(raised, alert_id=alert_id, created=now),
    )
    return alert, raised


def alert_type(decision: Decision, *, first: bool) -> AlertType | None:
    """Name the alert that a decision calls for; `first`: the event has raised none so far."""
    match decision:
        case NewEvent():
            return "event.new"
        case UpdateEvent():
            return "event.new" if first else "event.update"
        case MergeEvents() if not first:
            return "event.merged"
    return None


def new_because(decision: Decision, *, first: bool, late: timedelta | None) -> str:
    """Say in words why the report counts as new, and how late the alert is."""
    match decision:
        case NewEvent(late=True):
            reason = "first seen late: a follow-up of an operation that no known report tells"
        case NewEvent():
            reason = "no known event shares its facts"
        case UpdateEvent(changes=changes) if not first:
            reason = "new in a known event: " + ", ".join(c.what for c in changes)
        case UpdateEvent():
            reason = "the event was stored before alerting began; now something new is reported"
        case _:
            reason = "two known events turned out to be one"
    if late is None:
        return reason
    delay = f"the report was found {format_duration(late)} after it was published"
    return f"{reason}; {delay}"


def _lateness(report: Report, now: datetime) -> timedelta | None:
    published = report.facts.published
    return now - published if published is not None and now - published > LATE else None


def _changes(decision: Decision) -> Sequence[Change]:
    return decision.changes if isinstance(decision, UpdateEvent | MergeEvents) else ()
