"""Events as the contract's list gives them: the payload's event, its reports and alerts."""

from __future__ import annotations

from typing import Any

from alerts.view import report_line, view_event
from core.jsonable import jsonable
from store.events import ListedEvent


def event_json(listed: ListedEvent) -> dict[str, Any]:
    """Return one row of `scrapy events --json` (docs/contract.md)."""
    record = listed.record
    view = view_event(
        record.id, record.watchlist, record.first_seen, listed.reports, record.merged_from
    )
    return {
        **jsonable(view),
        "reports": [report_line(r) | {"kind": r.facts.kind} for r in listed.reports],
        "alerts": jsonable(listed.alerts),
    }
