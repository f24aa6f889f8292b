"""Merges and splits by hand, where the resolver was wrong; called by the desk in its transaction.

A person knows better: what they merge is one event, and what they split is never merged again but
by hand.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from alerts.payload import Raised
from alerts.raising import OLDEST_ALERT, raised_by
from core.errors import UsageError
from core.events import Report
from matching.facts import index_keys
from store.database import Connection
from store.events import EventRecord, find_event, lock_watchlist
from store.regrouping import merge_events, split_event
from store.reports import TELLING, StoredReport, stored_reports

MOMENT = timedelta(milliseconds=1)
"""What ids tell events apart by, in the order in which they were first seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Regrouped:
    """The ids of the events that stand now, the one that stood before first; what is to be told."""

    events: tuple[str, ...]
    raised: Raised | None


def merge_by_hand(conn: Connection, event_ids: Sequence[str], *, now: datetime) -> Regrouped:
    """Make events one, under the one first seen.

    Subscribers are told once where an id that they were told of leads elsewhere from now on.
    Raises UsageError.
    """
    found = _locked(conn, event_ids)
    if len(found) < 2:
        raise UsageError(f"merge what? name two events or more; {_are_one(event_ids, found)}")
    into, *others = sorted(found, key=lambda record: (record.first_seen, record.id))
    told = any(record.alerted for record in others)
    merge_events(conn, into.id, [record.id for record in others], at=now)
    report = _latest(stored_reports(conn, into.id))
    raised = raised_by(conn, "event.merged", report, into.id, "merged by hand") if told else None
    return Regrouped(events=(into.id,), raised=raised)


def split_by_hand(
    conn: Connection, event_id: str, report_ids: Collection[int], *, now: datetime
) -> Regrouped:
    """Move reports of an event into a new one, told to subscribers where they knew the event.

    The new one is the later of the two, so that a merge which undoes the split keeps the id that is
    known. What was published over twelve days ago is not told. Raises UsageError.
    """
    (event,) = _locked(conn, [event_id])
    every = stored_reports(conn, event.id)
    going = _going(event.id, every, report_ids)
    staying = [stored for stored in every if stored not in going]
    new = split_event(
        conn,
        event.id,
        [stored.report.id for stored in going if stored.report.id is not None],
        seen=max(event.first_seen + MOMENT, min(s.report.facts.arrived for s in going)),
        keys={"stays": _keys(staying), "goes": _keys(going)},
    )
    report = _latest(going)
    raised = None
    if event.alerted and report.facts.kind in TELLING and _is_recent(report, now):
        because = f"told as {event.id} so far, set apart by hand"
        raised = raised_by(conn, "event.new", report, new, because)
    return Regrouped(events=(event.id, new), raised=raised)


def _locked(conn: Connection, event_ids: Sequence[str]) -> list[EventRecord]:
    """Return the events that ids stand for, each once; their watchlist is locked from here on."""
    watchlists = {_record(conn, event_id).watchlist for event_id in event_ids}
    if len(watchlists) > 1:
        raise UsageError(f"these events are of several watchlists: {', '.join(sorted(watchlists))}")
    for watchlist in watchlists:
        lock_watchlist(conn, watchlist)
    records = (_record(conn, event_id) for event_id in event_ids)
    return list({record.id: record for record in records}.values())


def _record(conn: Connection, event_id: str) -> EventRecord:
    found = find_event(conn, event_id)
    if found is None:
        raise UsageError(f"no event has the id {event_id!r}: `scrapy events` lists them")
    return found.record


def _are_one(event_ids: Sequence[str], found: Sequence[EventRecord]) -> str:
    return f"{' and '.join(event_ids)} is {found[0].id}" if found else "none is named"


def _going(
    event_id: str, every: Sequence[StoredReport], report_ids: Collection[int]
) -> list[StoredReport]:
    """Return the reports named, and the former wordings of articles that go as a whole."""
    standing = {s.report.id: s for s in every if not s.superseded}
    unknown = sorted(set(report_ids) - {number for number in standing if number is not None})
    if unknown or not report_ids:
        numbers = ", ".join(map(str, sorted(filter(None, standing))))
        raise UsageError(f"--report: {event_id} has the reports {numbers}")
    if len(set(report_ids)) == len(standing):
        raise UsageError(f"{event_id} would be left without a report")
    stays = {s.report.article_id for number, s in standing.items() if number not in report_ids}
    return [
        s
        for s in every
        if (s.report.article_id not in stays if s.superseded else s.report.id in report_ids)
    ]


def _keys(reports: Sequence[StoredReport]) -> set[str]:
    """Mentions are kept with an event; nothing is found by them."""
    telling = [s.report.facts for s in reports if s.report.facts.kind in TELLING]
    return {key for facts in telling for key in index_keys(facts)}


def _latest(reports: Sequence[StoredReport]) -> Report:
    standing = [s.report for s in reports if not s.superseded]
    return next((r for r in reversed(standing) if r.facts.kind in TELLING), standing[-1])


def _is_recent(report: Report, now: datetime) -> bool:
    return now - (report.facts.published or report.facts.arrived) <= OLDEST_ALERT
