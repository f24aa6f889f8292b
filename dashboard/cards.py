"""Puts an event into words for a page: the same words that its alert would have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from alerts.channels.labels import Labels
from alerts.channels.story import Row, Story, contradiction, held, named_place, tell
from alerts.channels.texts import isolate, one_line
from core.jsonable import jsonable
from dashboard.filters import confirmation
from dashboard.overview import Summary

SHOWN_OUTLETS = 4
MOST_PLACES = 3
LATE, OF_OLD = timedelta(hours=1), timedelta(days=12)
BRIEF = ("group", "ages", "seized", "by", "with")
"""Rows that a card shows below what its title says."""

_NO_REASONS = {
    "score": 0,
    "threshold": 0,
    "evidence": [],
    "nearest_seed": None,
    "new_because": "",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """An alert in the course of an event: when it was raised, and what was new."""

    type: str
    at: datetime
    changes: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """An event as lists show it. `status` is official, confirmed or unconfirmed.

    `found_late` is how long after its publication it was first seen, where that is long.
    """

    event: Summary
    story: Story
    title: str
    brief: tuple[Row, ...]
    status: str
    outlets: tuple[str, ...]
    languages: tuple[str, ...]
    turns: tuple[Turn, ...]
    found_late: timedelta | None
    contradictions: tuple[tuple[Row, Row], ...]
    """Each in brief, and with all outlets."""

    @property
    def more_outlets(self) -> int:
        return max(0, len(self.outlets) - SHOWN_OUTLETS)


def card_of(event: Summary, payloads: Sequence[Mapping[str, Any]], labels: Labels) -> Card:
    """Return an event's card; `payloads` are those of its alerts, oldest first."""
    reports = [r for r in event.reports if r["kind"] != "mention"] or list(event.reports)
    story = tell(payload_of(event), labels)
    shown = {labels[name] for name in BRIEF}
    return Card(
        event=event,
        story=story,
        title=title_of(event, labels),
        brief=tuple(row for row in story.rows if row.label in shown),
        status=confirmation(event),
        outlets=tuple(dict.fromkeys(str(r["outlet"]) for r in reports)),
        languages=tuple(sorted({str(r["language"]) for r in reports if r["language"]})),
        turns=tuple(_turn(payload, labels) for payload in payloads),
        found_late=_found_late(event),
        contradictions=tuple(
            (brief, contradiction(found, labels, most=None))
            for brief, found in zip(story.contradictions, event.contradictions, strict=True)
        ),
    )


def _found_late(event: Summary) -> timedelta | None:
    """An outage of a night, not an archive that was read years later."""
    published = event.reports[0]["published"]
    if not isinstance(published, str):
        return None
    late = event.view.first_seen - datetime.fromisoformat(published)
    return late if LATE < late < OF_OLD else None


def title_of(summary: Summary, labels: Labels) -> str:
    """Say how many and where; the headline where neither is known."""
    view = summary.view
    places = [named_place(place, labels) for place in view.places]
    more = ["…"] if len(places) > MOST_PLACES else []
    parts = [held(view.count, labels), labels.listed([*places[:MOST_PLACES], *more])]
    return " · ".join(filter(None, parts)) or isolate(one_line(summary.headline), labels)


def payload_of(summary: Summary) -> dict[str, Any]:
    """Return an event in the form of an alert's payload, for what puts payloads into words."""
    first = summary.reports[0]
    return {
        "type": "event.new",
        "id": "",
        "test": False,
        "late_s": None,
        "event": jsonable(summary.view),
        "changes": [],
        "report": {**first, "title": summary.headline, "passage": "", "marks": []},
        "reports": list(summary.reports),
        "contradictions": list(summary.contradictions),
        "why": _NO_REASONS,
    }


def _turn(payload: Mapping[str, Any], labels: Labels) -> Turn:
    """Put an alert into words."""
    story = tell({**payload}, labels)
    at = datetime.fromisoformat(payload["created"])
    return Turn(type=story.type, at=at, changes=story.changes)
