"""Events as the contract's list gives them: the payload's event, its reports and alerts."""

from __future__ import annotations

from typing import Any

from alerts.view import EventView, report_line, view_event
from core.jsonable import jsonable
from store.events import ListedEvent


def event_view(listed: ListedEvent) -> EventView:
    """Sum up a listed event."""
    record = listed.record
    return view_event(
        record.id, record.watchlist, record.first_seen, listed.reports, record.merged_from
    )


def event_json(listed: ListedEvent) -> dict[str, Any]:
    """Return one row of `scrapy events --json` (docs/contract.md)."""
    return {
        **jsonable(event_view(listed)),
        "reports": [report_line(r) | {"id": r.id, "kind": r.facts.kind} for r in listed.reports],
        "alerts": jsonable(listed.alerts),
    }
