"""Backfills: opened by a gap or by a person, resumed where they stood, closed with their spell."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from typing import Any

import pytest

from core.articles import Entry, PendingEntry
from core.backfills import Backfill
from store.backfills import record_page
from store.backlog import begin_backfill, last_backfills, open_backfills
from store.coverage import list_spells, mark_filled
from store.database import Connection, Database
from store.feeds import feed_states, record_poll
from tests.store.samples import MINUTE, NOON, add_feed, entry, poll

HOUR = timedelta(hours=1)


def rolled_over(conn: Connection) -> Backfill:
    """A feed that dropped entries between noon and ten past."""
    number = add_feed(conn)
    record_poll(conn, poll(number, entry("a"), at=NOON))
    later = NOON + 10 * MINUTE
    record_poll(conn, poll(number, entry("z"), at=later, oldest=NOON + 9 * MINUTE))
    (backfill,) = open_backfills(conn, None)
    return backfill


def page(conn: Connection, of: Backfill, *entries: Entry, **after: Any) -> list[PendingEntry]:
    return record_page(conn, dataclasses.replace(of, **after), entries, at=NOON + HOUR)


def spells(conn: Connection) -> list[tuple[str, str]]:
    return [(s.state, s.reason) for s in list_spells(conn, since=NOON - HOUR)]


def test_a_rollover_opens_one_for_the_gap(database: Database) -> None:
    with database.begin() as conn:
        backfill = rolled_over(conn)
        assert (backfill.since, backfill.until) == (NOON, NOON + 10 * MINUTE)
        assert (backfill.quiet, backfill.ahead, backfill.pages) == (False, (), 0)
        assert open_backfills(conn, NOON) == []
        assert open_backfills(conn, NOON + HOUR) == [backfill]
        assert open_backfills(conn, None, feed_ids=[backfill.feed_id + 1]) == []


@pytest.mark.parametrize(
    ("minutes", "states"), [((0, 10), ["late", "missed"]), ((10, 20), ["missed", "late"])]
)
def test_what_is_filled_closes_the_gaps_of_its_time_only(
    database: Database, minutes: tuple[int, int], states: list[str]
) -> None:
    with database.begin() as conn:
        first = rolled_over(conn)
        again = poll(first.feed_id, entry("y"), at=NOON + 20 * MINUTE, oldest=NOON + 19 * MINUTE)
        record_poll(conn, again)
        since, until = (NOON + n * MINUTE for n in minutes)
        mark_filled(conn, first.feed_id, since, until)
        assert [state for state, _ in spells(conn) if state != "seen"] == states


def test_a_page_is_kept_with_where_it_goes_on(database: Database) -> None:
    with database.begin() as conn:
        backfill = rolled_over(conn)
        told = {"ahead": ("https://x.example/2",), "pages": 1, "route": "pages"}
        found = page(conn, backfill, entry("m"), entry("n"), entry("a"), **told)
    with database.begin() as conn:
        (again,) = open_backfills(conn, None)
        page(conn, again, entry("n"), entry("o"), pages=2)
        (third,) = open_backfills(conn, None)

    assert [p.entry.identity for p in found] == ["m", "n"]
    assert (again.ahead, again.pages, again.found) == (("https://x.example/2",), 1, 2)
    assert (third.pages, third.found) == (2, 3)


def test_what_is_known_stays_as_its_feed_told_it(database: Database) -> None:
    with database.begin() as conn:
        backfill = rolled_over(conn)
        other_words = entry("a", content_hash="2")
        other_identity = entry("b", url="https://lagune.example/z")
        page(conn, backfill, entry("p", page="lagune.example/p"))
        same_page = entry("q", url="https://m.lagune.example/p", page="lagune.example/p")
        assert page(conn, backfill, other_words, other_identity, same_page) == []


def test_without_a_date_it_may_be_as_old_as_can_be(database: Database) -> None:
    with database.begin() as conn:
        backfill = rolled_over(conn)
        undated, told = page(conn, backfill, entry("m"), entry("n", published=NOON))
        assert (undated.quiet, told.quiet) == (True, False)


def test_a_gap_that_was_filled_is_late_and_the_feed_well(database: Database) -> None:
    with database.begin() as conn:
        backfill = rolled_over(conn)
        assert ("missed", "rolled over") in spells(conn)
        page(conn, backfill, entry("m"), state="done", ahead=())
        assert ("late", "rolled over") in spells(conn)
        assert feed_states(conn)[0].rolled_over is None
        assert open_backfills(conn, None) == []


def test_a_gap_that_could_not_be_filled_stays_and_says_why(database: Database) -> None:
    with database.begin() as conn:
        backfill = rolled_over(conn)
        page(conn, backfill, state="ended", ahead=(), problem="there are no older pages")
        assert ("missed", "rolled over; there are no older pages") in spells(conn)
        assert feed_states(conn)[0].rolled_over == backfill.until


def test_a_second_gap_is_taken_in_and_begins_anew(database: Database) -> None:
    with database.begin() as conn:
        first = rolled_over(conn)
        page(conn, first, ahead=("https://x.example/2",), pages=1)
        later = NOON + 20 * MINUTE
        record_poll(conn, poll(first.feed_id, entry("zz"), at=later, oldest=later))
        (both,) = open_backfills(conn, None)
        page(conn, first, state="done", ahead=())  # a page that was in flight meanwhile
        assert open_backfills(conn, None) == [both]
        page(conn, both, state="done", ahead=())
        assert [state for state, _ in spells(conn)] == ["seen", "late", "late"]

    assert (both.since, both.until, both.ahead, both.pages) == (NOON, later, (), 0)


def test_a_gap_that_is_taken_in_asks_no_failing_server_sooner_or_oftener(
    database: Database,
) -> None:
    with database.begin() as conn:
        first = rolled_over(conn)
        page(conn, first, tries=4, due=NOON + HOUR, problem="the server answers 503")
        later = NOON + 20 * MINUTE
        record_poll(conn, poll(first.feed_id, entry("zz"), at=later, oldest=later))
        (both,) = open_backfills(conn, None)

    assert (both.tries, both.due, both.until) == (4, NOON + HOUR, later)


def test_history_is_quiet_and_goes_on_where_it_stood(database: Database) -> None:
    with database.begin() as conn:
        number = add_feed(conn)
        begin_backfill(conn, number, since=NOON - 9 * HOUR, until=NOON, quiet=True)
        (history,) = open_backfills(conn, None)
        (old,) = page(conn, history, entry("m", published=NOON), ahead=("x",), pages=1)
        begin_backfill(conn, number, since=NOON - 8 * HOUR, until=NOON + HOUR, quiet=True)
        (same,) = open_backfills(conn, None)
        begin_backfill(conn, number, since=NOON - 20 * HOUR, until=NOON + HOUR, quiet=True)
        (longer,) = open_backfills(conn, None)
        assert last_backfills(conn, quiet=True) == {number: longer}
        assert last_backfills(conn, quiet=False) == {}

    assert old.quiet
    assert (same.pages, same.ahead) == (1, ("x",))
    assert (longer.pages, longer.ahead, longer.found) == (0, (), 1)
    assert longer.since == NOON - 20 * HOUR
