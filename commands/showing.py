"""Shows events on a terminal: a line of the list, and one event with all that is known of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from alerts.listing import event_view
from alerts.view import contradictions
from commands.tables import moment, print_table
from core.printable import readable_line
from store.events import ListedEvent
from store.reports import StoredReport


def event_row(event: ListedEvent) -> tuple[object, ...]:
    view = event_view(event)
    return (
        moment(view.first_seen),
        view.act,
        view.date,
        ", ".join(str(place["name"]) for place in view.places),
        view.count,
        "-".join(map(str, view.ages)) if view.ages else None,
        view.outlets,
        view.status,
        view.id,
    )


def print_event(event: ListedEvent, reports: Sequence[StoredReport]) -> None:
    """Print facts, contradictions, alerts, and each report with why it stands there."""
    for line in _facts(event):
        print(readable_line(line))
    print()
    heads = ("report", "published", "outlet", "kind", "title", "why it stands here")
    print_table(heads, map(_report_row, reports), empty="no reports")


def _facts(event: ListedEvent) -> Iterator[str]:
    view = event_view(event)
    yield f"{view.id}  {view.act}, {view.topic or 'topic unknown'}, {view.status}"
    named = {
        "date": view.date,
        "places": ", ".join(str(place["name"]) for place in view.places),
        "held": view.count,
        "ages": "-".join(map(str, view.ages)) if view.ages else None,
        "group": view.group,
        "partner": ", ".join(view.partner),
        "seizures": ", ".join(view.seizures),
        "took in": ", ".join(view.merged_from),
    }
    yield from (f"  {name}: {value}" for name, value in named.items() if value not in (None, ""))
    for found in contradictions(event.reports):
        yield f"  outlets differ in {found['slot']}: {'; '.join(map(_stated, found['values']))}"
    for alert in event.alerts:
        yield f"  told {moment(alert.created)}: {alert.type}, {alert.id}"


def _stated(value: dict[str, Any]) -> str:
    stated = value["value"]
    shown = "-".join(map(str, stated)) if isinstance(stated, list) else stated
    return f"{shown} ({', '.join(value['outlets'])})"


def _report_row(stored: StoredReport) -> tuple[object, ...]:
    facts = stored.report.facts
    return (
        stored.report.id,
        moment(facts.published),
        facts.outlet,
        f"{facts.kind}, superseded" if stored.superseded else facts.kind,
        facts.title,
        _why(stored.decision),
    )


def _why(decision: dict[str, Any] | None) -> str:
    """Name the decision and the reasons that carry points, the weightiest first."""
    if decision is None:
        return "not recorded"
    reasons = sorted(decision["reasons"], key=lambda reason: -abs(reason["points"]))
    told = [f"{r['name']} {r['points']:+.1f}" for r in reasons if r["points"]]
    return ": ".join(filter(None, (decision["decision"], ", ".join(told))))
