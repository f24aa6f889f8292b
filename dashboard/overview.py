"""All events summed up in memory, brought up to date by what the store says has changed.

Pages, API and feeds of events filter and count here; the store is asked for one event's details.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from alerts.listing import event_view
from alerts.view import EventView, contradictions, report_line
from core.jsonable import jsonable
from matching.search_terms import search_words
from store.database import Connection, Database
from store.events import ListedEvent, find_events
from store.overview import BATCH, Mark, event_marks, whole_mark

STALE_S = 1.0
"""What was looked at so long ago is looked at again; a look costs 6 ms at 10,000 events."""

FIRST = 200
"""The latest events, which are summed up before all others: the first page needs no more."""

SURE_S = 60.0
"""Every event's own mark is read so often even if nothing seems to have changed; that costs 30."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """An event as lists show it. `reports` are the contract's short forms with id and kind.

    `latest` is when its last report arrived, UTC; `headline` that of the first report. `official`:
    an official source tells it or is quoted. `words` are those of all headlines, as search knows
    them.
    """

    view: EventView
    reports: tuple[dict[str, object], ...]
    contradictions: tuple[dict[str, object], ...]
    alerts: tuple[dict[str, object], ...]
    latest: datetime
    headline: str
    headline_language: str | None
    official: bool
    words: frozenset[str]

    @property
    def id(self) -> str:
        return self.view.id


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Snapshot:
    """The events as of one look, the latest first; `version` counts the looks that saw a change.

    Each is itself only, so that what is drawn from one can be kept by it. Until all are summed up,
    it is not `complete`, and holds the latest ones; `number` counts all.
    """

    version: int
    events: tuple[Summary, ...]
    number: int
    complete: bool = True

    def find(self, event_id: str) -> Summary | None:
        return next((event for event in self.events if event.id == event_id), None)


class Overview:
    """Holds the summaries. Threads may share it; one of them at a time looks at the store."""

    def __init__(self, database: Database, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._database = database
        self._monotonic = monotonic
        self._looking = threading.Lock()
        self._telling = threading.Lock()
        self._looked: float | None = None
        self._whole: tuple[int, ...] | None = None
        self._sure_until = 0.0
        self._marks: Mapping[str, Mark] = {}
        self._summaries: dict[str, Summary] = {}
        self._snapshot = Snapshot(version=0, events=(), number=0, complete=False)

    def latest(self) -> Snapshot:
        """Return the present events; while they are summed up, the latest. Raises StoreError."""
        if self._snapshot.complete:
            return self.snapshot()
        if self._snapshot.version == 0:
            with self._database.read() as conn:
                marks = event_marks(conn)
                events = list(_summaries(conn, sorted(marks)[-FIRST:]))
            self._begin(events, len(marks))
        return self._snapshot

    def snapshot(self) -> Snapshot:
        """Return the present events, at most STALE_S old: all of them. Raises StoreError."""
        if self._is_stale():
            with self._looking:
                if self._is_stale():
                    self._look()
        return self._snapshot

    def _is_stale(self) -> bool:
        return self._looked is None or self._monotonic() - self._looked >= STALE_S

    def _look(self) -> None:
        with self._database.read() as conn:
            whole = whole_mark(conn)
            if whole == self._whole and self._monotonic() < self._sure_until:
                self._looked = self._monotonic()
                return
            marks = event_marks(conn)
            changed = [
                event_id for event_id, mark in marks.items() if self._differs(event_id, mark)
            ]
            fresh = {s.id: s for s in _summaries(conn, changed)}
        gone = self._summaries.keys() - marks.keys()
        self._looked = self._monotonic()
        self._whole, self._sure_until = whole, self._looked + SURE_S
        if not fresh and not gone and self._snapshot.complete:
            return
        self._summaries = {k: v for k, v in self._summaries.items() if k not in gone} | fresh
        self._marks = marks
        events = _ordered(self._summaries.values())
        with self._telling:
            version = self._snapshot.version + 1
            self._snapshot = Snapshot(version=version, events=events, number=len(events))

    def _begin(self, events: Sequence[Summary], number: int) -> None:
        """Show the latest events, unless all are there by now."""
        with self._telling:
            if not self._snapshot.complete:
                self._snapshot = Snapshot(
                    version=1, events=_ordered(events), number=number, complete=False
                )

    def _differs(self, event_id: str, mark: Mark) -> bool:
        return self._marks.get(event_id) != mark


def _ordered(events: Iterable[Summary]) -> tuple[Summary, ...]:
    return tuple(sorted(events, key=_order, reverse=True))


def _order(summary: Summary) -> tuple[datetime, str]:
    return summary.view.first_seen, summary.id


def _summaries(conn: Connection, event_ids: list[str]) -> Iterable[Summary]:
    for at in range(0, len(event_ids), BATCH):
        yield from map(summarise, find_events(conn, event_ids[at : at + BATCH]))


def summarise(listed: ListedEvent) -> Summary:
    """Sum up an event that has reports."""
    first = next((t for t in listed.reports if t.facts.kind != "mention"), listed.reports[0])
    return Summary(
        view=event_view(listed),
        reports=tuple(
            report_line(r) | {"id": r.id, "kind": r.facts.kind, "arrived": r.facts.arrived}
            for r in listed.reports
        ),
        contradictions=tuple(contradictions(listed.reports)),
        alerts=tuple(jsonable(listed.alerts)),
        latest=max(t.facts.arrived for t in listed.reports),
        headline=first.facts.title,
        headline_language=first.facts.language,
        official=any(t.facts.official or t.facts.tier == "official" for t in listed.reports),
        words=frozenset(w for t in listed.reports for w in search_words(t.facts.title)),
    )
