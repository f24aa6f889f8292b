"""A tiny archive of events in memory, and short ways to make reports, for tests of resolving."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from core.events import (
    Decision,
    Facts,
    KnownEvent,
    MergeEvents,
    NewEvent,
)
from matching.facts import index_keys, lookup_keys
from matching.resolve import resolve, told_as

MORNING = datetime(2024, 1, 30, 9, 0, tzinfo=UTC)
TANGER, CASABLANCA, OUJDA, NADOR = "01.511.01.0", "06.141.01.0", "02.411.01.23", "02.381.01.05"
AGADIR, TIFLET, FARKHANA = "09.001.01.01", "04.291.01.05", "Farkhana"
SALE = "04.441.01.0"


def told(*, hours: float = 0, **stated: Any) -> Facts:
    """A report `hours` after the morning of 30 January 2024: an operation, unless stated."""
    at = MORNING + timedelta(hours=hours)
    given: dict[str, Any] = {
        "kind": "operation",
        "act": "operation",
        "topic": "terrorism",
        "published": at,
        "arrived": at,
        "outlet": "One",
        "language": "fr",
    }
    facts = given | stated
    facts.setdefault("place_names", facts.get("places", ()))
    return Facts(**facts)


def supported(**stated: Any) -> Facts:
    return told(**({"kind": "support", "act": "support", "topic": "drugs"} | stated))


@dataclass
class Archive:
    """Keeps reports in events as the store does, looked up by their keys."""

    events: dict[str, list[Facts]] = field(default_factory=dict)
    seen: dict[str, datetime] = field(default_factory=dict)
    given: dict[int, int] = field(default_factory=dict)
    """By identity, what was admitted: what is kept of it may be told as a follow-up."""

    def admit(self, facts: Facts) -> Decision:
        decision = resolve(facts, self.candidates(facts))
        event = self._place(facts, decision)
        if event is not None and facts.kind in ("operation", "support", "update"):
            kept = told_as(facts, decision)
            self.events[event].append(kept)
            self.given[id(kept)] = id(facts)
        return decision

    def candidates(self, facts: Facts) -> list[KnownEvent]:
        keys = lookup_keys(facts)
        return [
            KnownEvent(
                id=event,
                watchlist="test",
                first_seen=self.seen[event],
                reports=tuple(reports),
                alerted=True,
            )
            for event, reports in self.events.items()
            if any(keys & index_keys(report) for report in reports)
        ]

    def _place(self, facts: Facts, decision: Decision) -> str | None:
        if isinstance(decision, NewEvent):
            event = f"evt_{len(self.seen)}"
            self.events[event], self.seen[event] = [], facts.arrived
            return event
        if isinstance(decision, MergeEvents):
            first, *others = decision.events
            for other in others:
                self.events[first] += self.events.pop(other)
            return first
        return decision.event


def grouped(reports: Iterable[Facts]) -> frozenset[frozenset[int]]:
    """The events that reports end in, as groups of their places in the given order by identity."""
    archive = Archive()
    listed = list(reports)
    for report in listed:
        archive.admit(report)
    return frozenset(
        frozenset(archive.given[id(report)] for report in group)
        for group in archive.events.values()
    )
