"""Turns the decision on a report into alerts, or into none."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from alerts.payload import Raised, build_payload
from alerts.routing import is_reclassified
from alerts.view import view_event
from core.alerts import Alert, AlertType
from core.clock import local_day
from core.durations import format_duration
from core.events import (
    Decision,
    Facts,
    JoinEvent,
    MergeEvents,
    NewEvent,
    Report,
    UpdateEvent,
)
from store.alerts import next_revision
from store.database import Connection
from store.events import event_record, event_reports
from store.reports import best_score

LATE = timedelta(hours=1)
"""An alert that comes longer after publication says how late it is, and why."""

OLDEST_ALERT = timedelta(days=12)
"""What was published longer ago is stored and judged, and raises nothing."""

NOTED = ("future-date", "published-ahead")
"""Reasons that subscribers are told too: a date that was not taken as it stands."""

FRESH = timedelta(hours=24)
"""A report that repeats what was stored without alerting is news for so long; always where it was
published since so long before Balagh began to watch: what came meanwhile is caught up with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """A stored report with what was decided of it.

    `alerted` are the ids of the events, as they were before, of which subscribers were told.
    `bygone` are those whose operation lies over twelve days before the report.
    `since` is when Balagh began to watch, None where it only just does.
    `edited`: the article was known with another wording. `quiet`: nothing new is to be raised.
    """

    watchlist: str
    report: Report
    decision: Decision
    alerted: frozenset[str]
    since: datetime | None
    bygone: frozenset[str]
    edited: bool
    quiet: bool


def raise_for(conn: Connection, placement: Placement, *, now: datetime) -> Raised | None:
    """Return what is to be told of a report; None where it calls for no alert."""
    event_id = placement.report.event_id
    kind = alert_type(placement, now)
    if kind is None or event_id is None:
        return None
    late = None if placement.edited else _lateness(placement.report.facts, now)
    reason = new_because(placement.decision, kind)
    raised = raised_by(conn, kind, placement.report, event_id, reason)
    decision = placement.decision
    return replace(
        raised,
        changes=decision.changes if isinstance(decision, UpdateEvent | MergeEvents) else (),
        new_because="; ".join([reason, *([_delay(late)] if late else ()), *_noted(decision)]),
        late_s=int(late.total_seconds()) if late else None,
    )


def raised_by(
    conn: Connection, kind: AlertType, report: Report, event_id: str, because: str
) -> Raised:
    """Return what is to be told of an event as it is stored now, with nothing new in it."""
    record = event_record(conn, event_id)
    reports = event_reports(conn, event_id)
    return Raised(
        type=kind,
        event=view_event(
            event_id, record.watchlist, record.first_seen, reports, record.merged_from
        ),
        report=report,
        reports=reports,
        changes=(),
        new_because=because,
        late_s=None,
        best_score=best_score(conn, event_id),
    )


def joined(conn: Connection, placement: Placement, *, now: datetime) -> Raised | None:
    """Return a known event with one more fresh report, for those who waited for such a one.

    None where the report is no such. To all others it is nothing new.
    """
    match placement.decision:
        case JoinEvent(event=event) if _is_fresh(placement, now):
            if placement.quiet or _is_history(placement):
                return None
            return raised_by(conn, "event.update", placement.report, event, "one more report")
    return None


def is_old_story(facts: Facts) -> bool:
    """Tell whether an undated report says itself that its story is too old to be told."""
    if facts.published is not None or facts.date is None:
        return False
    return local_day(facts.arrived) - facts.date > OLDEST_ALERT


def first_told(raised: Raised) -> Raised:
    """Return the form of an update, a merge or a join for those who were not told of the event."""
    event = raised.event
    reason = f"only with the report of {raised.report.facts.outlet} is it what was asked for"
    if is_reclassified(raised):
        reason = f"it is known as {event.act}, {event.topic or 'topic unknown'}, only now"
    return replace(raised, type="event.new", changes=(), new_because=reason)


def number_alert(conn: Connection, raised: Raised, *, now: datetime) -> Alert:
    """Return the alert as it is stored: the next one of its event, under lock_watchlist."""
    event_id = raised.event.id
    revision = next_revision(conn, event_id)
    alert_id = f"alr_{uuid.uuid4().hex}"
    return Alert(
        id=alert_id,
        key=f"{event_id}:{revision}",
        type=raised.type,
        event_id=event_id,
        revision=revision,
        created=now,
        payload=build_payload(raised, alert_id=alert_id, created=now),
    )


def alert_type(placement: Placement, now: datetime) -> AlertType | None:
    """Name the alert that a decision calls for.

    An event that was stored without alerting is new to everybody when something new or a fresh
    report comes. A merge is told where an id that subscribers hold leads elsewhere from now on,
    by a quiet report too: what they were told of as two would silently be one.
    """
    match placement.decision:
        case MergeEvents(events=(_, *others)) if not placement.alerted.isdisjoint(others):
            return "event.merged"
        case _ if placement.quiet:
            return None
        case NewEvent():
            return "event.new"
        case _ if _is_history(placement):
            return None
        case UpdateEvent(event=event):
            return "event.update" if event in placement.alerted else "event.new"
        case JoinEvent(event=event):
            known = event in placement.alerted
            return "event.new" if not known and _is_news(placement, now) else None
        case MergeEvents(events=(first, *_), changes=changes):
            if first in placement.alerted:
                return "event.update" if changes else None
            return "event.new" if changes or _is_news(placement, now) else None
    return None


def _is_history(placement: Placement) -> bool:
    """An old operation told as if it were new; of one that was told only a follow-up is news."""
    event = placement.report.event_id
    followup = placement.report.facts.kind == "update" and event in placement.alerted
    return event in placement.bygone and not followup


def _is_fresh(placement: Placement, now: datetime) -> bool:
    facts = placement.report.facts
    age = now - (facts.published or facts.arrived)
    return facts.kind in ("operation", "support") and age <= FRESH


def _is_news(placement: Placement, now: datetime) -> bool:
    """Tell whether a report tells what nobody was told of, though it was stored before."""
    facts, since = placement.report.facts, placement.since
    published = facts.published or facts.arrived
    watched = since is not None and published >= since - FRESH
    own = facts.kind in ("operation", "support")
    return (watched and own) or _is_fresh(placement, now)


def new_because(decision: Decision, kind: AlertType) -> str:
    """Say in words why the report counts as new."""
    match decision:
        case NewEvent(late=True):
            return "first seen late: a follow-up of an operation that no known report tells"
        case NewEvent():
            return "no known event shares its facts"
        case _ if kind == "event.merged":
            return "two known events turned out to be one"
        case UpdateEvent(changes=changes) | MergeEvents(changes=changes) if kind == "event.update":
            return "new in a known event: " + ", ".join(c.what for c in changes)
        case UpdateEvent():
            return "the event was stored before alerting began, now something new is reported"
    return "the event was stored before alerting began, now a fresh report tells it"


def _noted(decision: Decision) -> list[str]:
    return [reason.detail for reason in decision.reasons if reason.name in NOTED]


def _lateness(facts: Facts, now: datetime) -> timedelta | None:
    published = facts.published
    return now - published if published is not None and now - published > LATE else None


def _delay(late: timedelta) -> str:
    return f"the report was found {format_duration(late)} after it was published"
