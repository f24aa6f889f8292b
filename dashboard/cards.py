"""Puts an event into words for a page: the same words that its alert would have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from alerts.channels.labels import Labels
from alerts.channels.story import Row, Story, held, tell
from alerts.channels.texts import isolate, one_line
from core.jsonable import jsonable
from dashboard.filters import confirmation
from dashboard.overview import Summary
from dashboard.places import Gazetteer

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

    @property
    def more_outlets(self) -> int:
        return max(0, len(self.outlets) - SHOWN_OUTLETS)


def card_of(
    event: Summary, payloads: Sequence[Mapping[str, Any]], labels: Labels, gazetteer: Gazetteer
) -> Card:
    """Return an event's card; `payloads` are those of its alerts, oldest first."""
    summary = in_language(event, gazetteer, labels.language)
    names = {
        str(one["name"]): str(other["name"])
        for one, other in zip(event.view.places, summary.view.places, strict=True)
    }
    reports = [r for r in summary.reports if r["kind"] != "mention"] or list(summary.reports)
    story = tell(payload_of(summary), labels)
    brief = {labels[name] for name in BRIEF}
    return Card(
        event=summary,
        story=story,
        title=title_of(summary, labels),
        brief=tuple(row for row in story.rows if row.label in brief),
        status=confirmation(summary),
        outlets=tuple(dict.fromkeys(str(r["outlet"]) for r in reports)),
        languages=tuple(sorted({str(r["language"]) for r in reports if r["language"]})),
        turns=tuple(_turn(dict(payload), labels, names) for payload in payloads),
        found_late=_found_late(event),
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
    places = [isolate(one_line(str(place["name"])), labels) for place in view.places]
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


def in_language(event: Summary, gazetteer: Gazetteer, language: str) -> Summary:
    """Return an event with the names of its places as the language has them."""
    places = _places(event.view.places, gazetteer, language)
    return replace(event, view=replace(event.view, places=tuple(places)))


def told_in_language(
    payload: Mapping[str, Any], gazetteer: Gazetteer, language: str
) -> dict[str, Any]:
    """Return the payload of an alert of an event with the names of its places so."""
    event = payload["event"]
    places = list(_places(event["places"], gazetteer, language))
    return {**payload, "event": {**event, "places": places}}


def _places(
    places: Iterable[Mapping[str, Any]], gazetteer: Gazetteer, language: str
) -> Iterator[dict[str, Any]]:
    for place in places:
        yield {**place, "name": gazetteer.name(str(place["name"]), place["code"], language)}


def _turn(payload: dict[str, Any], labels: Labels, names: Mapping[str, str]) -> Turn:
    """Put an alert into words; what changed of places stands under the `names` of the page."""
    changes = [_named(change, names) for change in payload["changes"]]
    story = tell(payload | {"changes": changes}, labels)
    at = datetime.fromisoformat(payload["created"])
    return Turn(type=story.type, at=at, changes=story.changes)


def _named(change: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Return a change with its places under other names."""
    listed = ("before", "after") if change["what"] == "places" else ()
    told = {side: change[side].split(", ") for side in listed if change[side]}
    return {**change} | {
        side: ", ".join(names.get(name, name) for name in places) for side, places in told.items()
    }
