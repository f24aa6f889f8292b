"""The version 1 payload (docs/webhook.md): frozen into the alert when it is raised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from alerts.view import EventView, contradictions, report_line
from core.alerts import AlertType
from core.clock import iso_instant
from core.events import Change, Report, Telling
from core.jsonable import jsonable

SCHEMA = 1
LISTED_REPORTS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """What an alert is about, before it has an id.

    `late_s`: seconds between publication and alert where that is out of the ordinary, else None.
    `best_score` is the highest of the event's reports.
    """

    type: AlertType
    event: EventView
    report: Report
    reports: Sequence[Telling]
    changes: Sequence[Change]
    new_because: str
    late_s: int | None
    best_score: float


def build_payload(raised: Raised, *, alert_id: str, created: datetime) -> dict[str, Any]:
    """Return the JSON object of an event.new, event.update or event.merged alert."""
    return {
        "schema": SCHEMA,
        "type": raised.type,
        "id": alert_id,
        "created": iso_instant(created),
        "late_s": raised.late_s,
        "test": False,
        "event": jsonable(raised.event),
        "changes": [_change(c, raised.report) for c in raised.changes],
        "report": _full_report(raised.report),
        "reports": [report_line(r) for r in raised.reports[:LISTED_REPORTS]],
        "contradictions": contradictions(raised.reports),
        "why": _why(raised),
    }


def _change(change: Change, report: Report) -> dict[str, Any]:
    return {
        "what": change.what,
        "before": change.before,
        "after": change.after,
        "source": report.facts.outlet,
    }


def _full_report(report: Report) -> dict[str, Any]:
    marks = [list(mark) for mark in report.marks]
    return report_line(report) | {"passage": report.facts.passage, "marks": marks}


def _why(raised: Raised) -> dict[str, Any]:
    assessment = raised.report.assessment
    evidence = [{k: e[k] for k in ("reason", "points", "text")} for e in assessment["evidence"]]
    return {
        "score": assessment["score"],
        "threshold": assessment["threshold"],
        "evidence": evidence,
        "nearest_seed": assessment["nearest_seed"],
        "new_because": raised.new_because,
    }
