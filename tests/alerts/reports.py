"""Short ways to make reports for tests."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from core.events import Facts, Report

ASSESSMENT: dict[str, Any] = {
    "score": 7.5,
    "threshold": 3.6,
    "evidence": [
        {
            "reason": "actor",
            "points": 7.5,
            "text": "the bureau arrested",
            "span": {"field": "text", "start": 0, "end": 19},
        }
    ],
    "nearest_seed": None,
}


def facts(**changes: Any) -> Facts:
    at = datetime(2024, 1, 30, 10, 0, tzinfo=UTC)
    given: dict[str, Any] = {
        "kind": "operation",
        "act": "operation",
        "published": at,
        "arrived": at,
        "outlet": "One",
        "tier": "national",
        "language": "fr",
        "title": "Une cellule démantelée",
        "passage": "Le bureau a arrêté quatre hommes.",
    }
    return Facts(**(given | changes))


def report(url: str | None = None, **changes: Any) -> Report:
    """A report on a page of its outlet's, unless another is given."""
    return Report(
        event_id="evt_1",
        article_id=1,
        url=url or f"https://{changes.get('outlet', 'One').lower()}.example/1",
        facts=facts(**changes),
        marks=((3, 9),),
        assessment=ASSESSMENT,
    )
