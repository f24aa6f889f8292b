"""When each feed was watched, as its polls say."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from core.articles import Spell
from store.coverage import list_spells
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
