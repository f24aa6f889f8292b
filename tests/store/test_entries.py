"""Entries: pending when they are new or changed, and judged once."""

from __future__ import annotations

import dataclasses
from datetime import datetime, timedelta

import pytest

from core.articles import Entry, PendingEntry
from store.backfills import record_page
from store.backlog import begin_backfill, open_backfills
from store.database import Database
from store.entries import latest_entries, mark_judged, pending_entries
from store.feeds import feed_states, record_poll
from tests.store.samples import ENDLESS, MINUTE, NOON, add_feed, add_pending, entry, feed, poll


def pending(database: Database) -> list[PendingEntry]:
    with database.read() as conn:
        return pending_entries(conn, limit=100)


def test_new_entries_are_pending_with_all_that_is_said_of_them(database: Database) -> None:
    told = entry("a", summary="s", content="<p>c", published=NOON - MINUTE, outlet="Wire")
    with database.begin() as conn:
        number = add_feed(conn, feed(language="ar", tier="aggregator"))
        given = record_poll(conn, poll(number, told, entry("b")))
    assert given == pending(database)
    first, second = given
    assert (first.entry, first.outlet, first.found, first.quiet) == (told, "Wire", NOON, False)
    assert (second.outlet, second.feed, second.feed_id) == ("Lagune", "Lagune", number)
    assert (second.language, second.tier) == ("ar", "aggregator")
    assert first.id < second.id


def test_a_known_entry_is_dropped_and_a_changed_one_is_pending_again(database: Database) -> None:
    with database.begin() as conn:
        first, second = add_pending(conn, "a", "b")
        mark_judged(conn, [first, second], at=NOON, kind="none")
        later = NOON + 5 * MINUTE
        changed = entry("b", title="b, corrected", content_hash="2")
        polled = poll(first.feed_id, entry("a"), changed, entry("c"), at=later)
        again, new = record_poll(conn, polled)
    assert (again.id, again.entry, again.found) == (second.id, changed, NOON)
    assert (new.entry.identity, new.found) == ("c", later)
    assert pending(database) == [again, new]


def test_only_new_entries_count_as_news_of_a_feed(database: Database) -> None:
    with database.begin() as conn:
        [first] = add_pending(conn, "a")
        changed = entry("a", content_hash="2")
        record_poll(conn, poll(first.feed_id, changed, at=NOON + MINUTE))
        assert feed_states(conn)[0].last_new == NOON


def test_one_identity_in_two_feeds_is_two_entries(database: Database) -> None:
    with database.begin() as conn:
        add_feed(conn, feed("Aaa"), feed("Bbb"))
        for state in feed_states(conn):
            assert len(record_poll(conn, poll(state.id, entry("a")))) == 1


def test_of_two_entries_with_one_identity_the_first_counts(database: Database) -> None:
    with database.begin() as conn:
        twice = (entry("a", title="first"), entry("a", title="second", content_hash="2"))
        [only] = record_poll(conn, poll(add_feed(conn), *twice))
    assert only.entry.title == "first"


def test_what_a_first_poll_finds_old_is_quiet_and_stays_so(database: Database) -> None:
    day = timedelta(days=1)
    old, fresh, undated = (
        entry("old", published=NOON - 2 * day),
        entry("fresh", published=NOON - MINUTE),
        entry("undated"),
    )
    with database.begin() as conn:
        number = add_feed(conn)
        found = record_poll(conn, poll(number, old, fresh, undated, quiet_before=NOON - day))
        assert [p.quiet for p in found] == [True, False, True]
        edited = dataclasses.replace(old, title="old, edited", content_hash="2")
        [again] = record_poll(conn, poll(number, edited))
        assert again.quiet
        [later] = record_poll(conn, poll(number, entry("undated since")))
        assert not later.quiet


def test_what_a_backfill_brought_before_the_first_poll_is_known_to_it(database: Database) -> None:
    with database.begin() as conn:
        number = add_feed(conn)
        begin_backfill(conn, number, since=NOON - MINUTE, until=NOON, quiet=True)
        (backfill,) = open_backfills(conn, None)
        record_page(conn, backfill, [entry("a")], at=NOON)
        polled = record_poll(conn, poll(number, entry("a"), entry("b")))
    assert [p.entry.identity for p in polled] == ["b"]


def test_pending_entries_come_by_number_in_pieces(database: Database) -> None:
    with database.begin() as conn:
        numbers = [p.id for p in add_pending(conn, *"abcde")]
        first = pending_entries(conn, limit=2)
        rest = pending_entries(conn, limit=9, after=first[-1].id)
    assert [p.id for p in first + rest] == numbers


def test_judged_is_judged_once(database: Database) -> None:
    with database.begin() as conn:
        first, second = add_pending(conn, "a", "b")
        mark_judged(conn, [first], at=NOON, kind="operation")
        mark_judged(conn, [first], at=NOON + MINUTE, kind="none")
        kept = conn.exec_driver_sql("SELECT kind FROM entries WHERE state = 'judged'").all()
    assert [tuple(row) for row in kept] == [("operation",)]
    assert [p.id for p in pending(database)] == [second.id]


def test_what_changed_meanwhile_stays_pending(database: Database) -> None:
    with database.begin() as conn:
        number = add_feed(conn)
        [first] = record_poll(conn, poll(number, entry("a", content_hash="1")))
        [changed] = record_poll(conn, poll(number, entry("a", title="edited", content_hash="2")))
        mark_judged(conn, [first], at=NOON, kind="none")
    assert [p.entry.title for p in pending(database)] == ["edited"]
    with database.begin() as conn:
        mark_judged(conn, [changed], at=NOON, kind="none")
    assert pending(database) == []


def test_judging_drops_the_html_and_a_change_brings_it_back(database: Database) -> None:
    with database.begin() as conn:
        number = add_feed(conn)
        [first] = record_poll(conn, poll(number, entry("a", content="<p>long")))
        mark_judged(conn, [first], at=NOON, kind="none")
        assert conn.exec_driver_sql("SELECT content FROM entries").scalar_one() == ""
        record_poll(conn, poll(number, entry("a", content="<p>new", content_hash="2")))
    assert [p.entry.content for p in pending(database)] == ["<p>new"]


def test_of_what_is_of_no_interest_only_the_title_is_kept(database: Database) -> None:
    with database.begin() as conn:
        told = (entry("a", summary="long"), entry("b", summary="long"))
        first, second = record_poll(conn, poll(add_feed(conn), *told))
        mark_judged(conn, [first], at=NOON, kind="none")
        mark_judged(conn, [second], at=NOON, kind="mention")
        kept = conn.exec_driver_sql("SELECT title, summary FROM entries ORDER BY id").all()
    assert [tuple(row) for row in kept] == [("a", ""), ("b", "long")]


def test_thousands_of_entries_in_one_document(database: Database) -> None:
    many = [entry(str(n)) for n in range(1_300)]
    with database.begin() as conn:
        number = add_feed(conn)
        assert len(record_poll(conn, poll(number, *many))) == 1_300
        assert record_poll(conn, poll(number, *many)) == []


def test_hostile_text_costs_nothing_but_itself(database: Database) -> None:
    """A JSON Feed may hold a NUL and half a surrogate pair, which no database stores."""
    hostile = Entry(identity="a\0", url="u\ud800", title="ok\0\ud83d", content_hash="1")
    endless = entry(ENDLESS, title="endless")
    with database.begin() as conn:
        number = add_feed(conn)
        assert len(record_poll(conn, poll(number, hostile, endless))) == 2
        assert record_poll(conn, poll(number, hostile, endless)) == []
    assert [p.entry.title[:4] for p in pending(database)] == ["ok��", "endl"]


def test_an_entry_whose_identity_was_churned_is_known_by_its_page(database: Database) -> None:
    first = entry("guid-1", page="lagune.example/a", published=NOON - MINUTE)
    churned = dataclasses.replace(first, identity="guid-2")
    edited = dataclasses.replace(churned, identity="guid-3", title="edited", content_hash="2")
    with database.begin() as conn:
        number = add_feed(conn)
        [known] = record_poll(conn, poll(number, first))
        assert record_poll(conn, poll(number, churned)) == []
        [again] = record_poll(conn, poll(number, edited, at=NOON + MINUTE))
    assert (again.id, again.found, again.entry.title) == (known.id, NOON, "edited")
    assert [p.entry.title for p in pending(database)] == ["edited"]


@pytest.mark.parametrize(
    ("page", "published", "quiet"),
    [
        ("/2", NOON, False),
        ("/1", NOON, True),
        ("/2", NOON - timedelta(days=3), True),
        ("", NOON, False),
    ],
)
def test_another_article_under_the_identity_of_an_old_one_is_told(
    database: Database, page: str, published: datetime, quiet: bool
) -> None:
    old = entry("g", page=page and "/1", published=NOON - timedelta(days=3))
    changed = dataclasses.replace(old, page=page, published=published, content_hash="2")
    with database.begin() as conn:
        number = add_feed(conn)
        record_poll(conn, poll(number, old, quiet_before=NOON))
        [told] = record_poll(conn, poll(number, changed))
    assert told.quiet == quiet


def test_another_article_at_an_old_address_is_new(database: Database) -> None:
    day = timedelta(days=1)
    old = entry("guid-1", page="lagune.example/live", published=NOON - 3 * day)
    new = entry("guid-2", page="lagune.example/live", published=NOON, content_hash="2")
    with database.begin() as conn:
        number = add_feed(conn)
        [first] = record_poll(conn, poll(number, old, quiet_before=NOON - day))
        [second] = record_poll(conn, poll(number, new))
    assert first.quiet
    assert not second.quiet
    assert second.id != first.id


def test_what_the_gate_keeps_out_is_judged_at_once(database: Database) -> None:
    asked: list[str] = []

    def gate(offered: Entry) -> bool:
        asked.append(offered.title)
        return "port" in offered.title

    with database.begin() as conn:
        number = add_feed(conn)
        told = (entry("port", summary="s"), entry("weather", summary="s", content="<p>c"))
        [candidate] = record_poll(conn, poll(number, *told), gate)
        assert record_poll(conn, poll(number, *told), gate) == []
        changed = entry("weather", title="weather at the port", content_hash="2")
        [now_one] = record_poll(conn, poll(number, changed), gate)
        row = conn.exec_driver_sql("SELECT count(*) FROM entries WHERE state = 'judged'").scalar()
    assert asked == ["port", "weather", "weather at the port"]
    assert candidate.entry.title == "port"
    assert now_one.entry == changed
    assert row == 0


def test_a_feed_has_news_also_where_the_gate_keeps_all_of_it_out(database: Database) -> None:
    with database.begin() as conn:
        number = add_feed(conn)
        record_poll(conn, poll(number, entry("weather"), at=NOON), lambda _: False)
        assert feed_states(conn)[0].last_new == NOON


def test_the_latest_entries_say_what_became_of_them(database: Database) -> None:
    with database.begin() as conn:
        add_feed(conn, feed("Aaa"), feed("Bbb"))
        for state in feed_states(conn):
            undated = entry(state.feed.name, dated="no date is given")
            [pending_one] = record_poll(conn, poll(state.id, undated))
        mark_judged(conn, [pending_one], at=NOON, kind="operation")
        found = latest_entries(conn, feed=None, limit=9)
        assert latest_entries(conn, feed="Aaa", limit=9) == found[1:]
        assert latest_entries(conn, feed=None, limit=1) == found[:1]
    assert [(e.feed, e.state, e.kind) for e in found] == [
        ("Bbb", "judged", "operation"),
        ("Aaa", "pending", None),
    ]
    assert {e.dated for e in found} == {"no date is given"}
