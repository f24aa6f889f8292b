"""Regrouping: reports and keys of events that became one, or two again."""

from __future__ import annotations

from datetime import timedelta

from store.alerts import raise_alert
from store.candidates import candidates
from store.database import Connection, Database
from store.events import event_record, event_reports, list_events, resolve_id
from store.regrouping import keep_apart, merge_events, split_event
from store.reports import stored_reports
from tests.store.samples import LIST, MINUTE, NOON, alert, new_event, tell


def test_a_merge_brings_reports_and_keys_together(database: Database) -> None:
    with database.begin() as conn:
        first = new_event(conn, "k", "a", name="a", seen=NOON)
        second = new_event(conn, "k", "b", name="b", seen=NOON - MINUTE)
        raise_alert(conn, alert(second), [])
        merge_events(conn, first, [second], at=NOON)
        assert resolve_id(conn, second) == resolve_id(conn, first) == first
        [known] = candidates(conn, LIST, {"b"})
        assert (known.id, len(known.reports)) == (first, 2)
        assert (known.first_seen, known.alerted) == (NOON - MINUTE, True)
        assert [r.event_id for r in event_reports(conn, first)] == [first, first]
        assert event_reports(conn, second) == []
        assert event_record(conn, first).merged_from == (second,)


def test_ids_lead_on_through_later_merges(database: Database) -> None:
    with database.begin() as conn:
        a, b, c = (new_event(conn, "k", name=name) for name in "abc")
        merge_events(conn, b, [a], at=NOON)
        merge_events(conn, c, [a, c], at=NOON + MINUTE)
        assert [resolve_id(conn, event) for event in (a, b, c)] == [c, c, c]
        assert event_record(conn, c).merged_from == tuple(sorted((a, b)))
        merge_events(conn, a, [b], at=NOON + MINUTE)
        assert [listed.record.id for listed in list_events(conn, limit=9)] == [c]


def kept_apart(conn: Connection, *keys: str) -> dict[str, frozenset[str]]:
    return {event.id: event.apart for event in candidates(conn, LIST, keys)}


def test_a_split_takes_reports_and_keys_along(database: Database) -> None:
    with database.begin() as conn:
        event_id = new_event(conn, "k", name="a")
        tell(conn, event_id, "b", {"k", "b"}, kind="mention", count=9)
        tell(conn, event_id, "c", {"k", "c"}, count=2)
        first, mention, third = (s.report.id for s in stored_reports(conn, event_id))
        going = [number for number in (mention, third) if number is not None]
        keys = {"stays": {"k", "a"}, "goes": {"k", "c"}}
        new = split_event(conn, event_id, going, seen=NOON - timedelta(days=1), keys=keys)
        assert [r.id for r in event_reports(conn, event_id)] == [first]
        assert [r.id for r in event_reports(conn, new)] == [mention, third]
        assert [event.id for event in candidates(conn, LIST, {"a"})] == [event_id]
        [found] = candidates(conn, LIST, {"c", "b"})
        assert (found.id, found.first_seen, found.alerted) == (new, NOON - timedelta(days=1), False)
        assert [told.count for told in found.reports] == [9, 2]
        assert kept_apart(conn, "k") == {event_id: {new}, new: {event_id}}
        decisions = [stored.decision for stored in stored_reports(conn, new)]
    assert [decision and decision["decision"] for decision in decisions] == ["split by hand"] * 2


def test_what_is_apart_stays_so_through_merges_with_others(database: Database) -> None:
    with database.begin() as conn:
        a, b, c, d = (new_event(conn, "k", name=name) for name in "abcd")
        keep_apart(conn, a, [b])
        merge_events(conn, c, [a], at=NOON)
        assert kept_apart(conn, "k") == {b: {c}, c: {b}, d: frozenset()}
        merge_events(conn, d, [b], at=NOON)
        assert kept_apart(conn, "k") == {c: {d}, d: {c}}
        merge_events(conn, c, [d], at=NOON)
        assert kept_apart(conn, "k") == {c: frozenset()}
