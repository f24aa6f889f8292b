"""When each feed was watched, as its polls say."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from core.articles import Finding, Spell
from store.coverage import list_spells, mark_filled
from store.database import Connection, Database
from store.feeds import feed_states, record_poll, sync_feeds
from tests.store.samples import MINUTE, NOON, add_feed, entry, poll

HOUR = timedelta(hours=1)


def at(minutes: int) -> datetime:
    return NOON + minutes * MINUTE


def good(conn: Connection, number: int, minutes: int, *identities: str, **more: Any) -> None:
    entries = [entry(name) for name in identities]
    later = {"next_poll": at(minutes + 10)} | more
    record_poll(conn, poll(number, *entries, at=at(minutes), **later))


def bad(conn: Connection, number: int, minutes: int, outcome: str = "failed") -> None:
    later = {"next_poll": at(minutes + 10), "outcome": outcome, "health": "timeout"}
    record_poll(conn, poll(number, at=at(minutes), **later))


def spells(conn: Connection, since: datetime = NOON - HOUR) -> list[tuple[str, str, int, Any]]:
    def minutes(date: datetime | None) -> int | None:
        return None if date is None else round((date - NOON) / MINUTE)

    def row(spell: Spell) -> tuple[str, str, int, Any]:
        return (spell.state, spell.reason, minutes(spell.started) or 0, minutes(spell.ended))

    return [row(spell) for spell in list_spells(conn, since=since)]


def test_a_feed_that_answers_is_seen_from_its_first_poll_on(database: Database) -> None:
    with database.begin() as conn:
        number = add_feed(conn)
        good(conn, number, 0, "a")
        good(conn, number, 10, "a", "b")
        good(conn, number, 20, outcome="unchanged")
        assert spells(conn) == [("seen", "", 0, None)]
        assert feed_states(conn)[0].last_good == at(20)


def test_blind_is_from_the_last_good_poll_to_the_next(database: Database) -> None:
    with database.begin() as conn:
        number = add_feed(conn)
        good(conn, number, 0, "a")
        bad(conn, number, 10)
        bad(conn, number, 20)
        assert spells(conn) == [("seen", "", 0, 0), ("blind", "timeout", 0, None)]
        good(conn, number, 30, "a", "b")
        assert spells(conn)[1:] == [("late", "timeout", 0, 30), ("seen", "", 30, None)]


def test_a_feed_that_never_answered_is_blind(database: Database) -> None:
    with database.begin() as conn:
        number = add_feed(conn)
        bad(conn, number, 5)
        assert spells(conn) == [("blind", "timeout", 5, None)]


def test_our_own_outage_blinds_and_is_not_held_against_the_feed(database: Database) -> None:
    with database.begin() as conn:
        number = add_feed(conn)
        good(conn, number, 0, "a")
        bad(conn, number, 10, outcome="offline")
        [state] = feed_states(conn)
        assert (state.health, state.failures, state.error) == ("ok", 0, None)
        assert state.next_poll == at(20)
        assert spells(conn)[1] == ("blind", "timeout", 0, None)


def test_what_our_outage_did_before_it_was_noticed_is_taken_back(database: Database) -> None:
    with database.begin() as conn:
        number = add_feed(conn)
        good(conn, number, 0, "a")
        [before] = feed_states(conn)
        bad(conn, number, 10)
        bad(conn, number, 12)
        offline = {"outcome": "offline", "health": "offline", "next_poll": at(14)}
        record_poll(conn, poll(number, at=at(13), before=before, **offline))
        [after] = feed_states(conn)
        known = ("health", "since", "error", "failures", "last_good")
        assert [getattr(after, k) for k in known] == [getattr(before, k) for k in known]
        assert (after.next_poll, after.sequence) == (at(14), 4)
        assert spells(conn)[1:] == [("blind", "offline", 0, None)]


def test_a_feed_that_failed_before_our_outage_is_still_the_one_to_blame(
    database: Database,
) -> None:
    with database.begin() as conn:
        number = add_feed(conn)
        good(conn, number, 0, "a")
        bad(conn, number, 10)
        [before] = feed_states(conn)
        offline = {"outcome": "offline", "health": "offline"}
        record_poll(conn, poll(number, at=at(13), before=before, **offline))
        [after] = feed_states(conn)
        assert (after.health, after.failures) == ("timeout", 1)
        assert spells(conn)[1:] == [("blind", "timeout", 0, None)]


def test_a_roll_over_is_named_by_the_poll_that_finds_it_until_it_is_filled(
    database: Database,
) -> None:
    with database.begin() as conn:
        number = add_feed(conn)
        good(conn, number, 0, "a", "b")
        named = Finding("rolled over", "entries left it")
        good(conn, number, 10, "b", "c", "d", oldest=at(4), missed=named)
        assert feed_states(conn)[0].health == "ok"
        good(conn, number, 20, "e", "f", oldest=at(14), missed=named)
        [state] = feed_states(conn)
        assert (state.health, state.error, state.since) == ("rolled over", named.problem, at(20))
        mark_filled(conn, number, at(10), at(20))
        [state] = feed_states(conn)
        assert (state.health, state.error, state.rolled_over) == ("ok", None, None)
        bad(conn, number, 30)
        mark_filled(conn, number, at(10), at(20))
        assert feed_states(conn)[0].health == "timeout"


def test_a_document_without_anything_known_has_rolled_over(database: Database) -> None:
    with database.begin() as conn:
        number = add_feed(conn)
        good(conn, number, 0, "a", "b")
        good(conn, number, 10, "c", "d", oldest=at(4))
        assert spells(conn) == [("seen", "", 0, None), ("missed", "rolled over", 0, 10)]
        assert feed_states(conn)[0].rolled_over == at(10)


def test_a_document_that_reaches_back_has_not(database: Database) -> None:
    with database.begin() as conn:
        number = add_feed(conn)
        good(conn, number, 0, "a", "b")
        good(conn, number, 10, "c", "d", oldest=at(-1))
        good(conn, number, 20, "d", "e", oldest=at(15))
        good(conn, number, 30)
        assert spells(conn) == [("seen", "", 0, None)]


def test_one_known_entry_of_many_may_be_pinned(database: Database) -> None:
    with database.begin() as conn:
        number = add_feed(conn)
        good(conn, number, 0, "pinned", "b")
        good(conn, number, 10, "pinned", *"cdefg", oldest=at(5))
        assert spells(conn)[1] == ("missed", "rolled over", 0, 10)


def test_a_pause_of_the_daemon_delays_what_it_does_not_lose(database: Database) -> None:
    with database.begin() as conn:
        number = add_feed(conn)
        good(conn, number, 0, "a")
        good(conn, number, 300, "a", "b")
        assert spells(conn) == [("seen", "", 0, None), ("late", "not polled", 0, 300)]


def test_only_spells_that_reach_into_the_time_asked_for_are_listed(database: Database) -> None:
    with database.begin() as conn:
        number = add_feed(conn)
        good(conn, number, 0, "a")
        bad(conn, number, 10)
        good(conn, number, 20, "a")
        assert [state for state, *_ in spells(conn, since=at(20))] == ["seen"]
        assert [state for state, *_ in spells(conn, since=at(19))] == ["late", "seen"]
        sync_feeds(conn, [])
        assert spells(conn) == []
