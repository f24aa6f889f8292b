"""Feeds: named by the settings, due by the clock, described by their polls."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import pytest

from core.articles import FeedState, Selectors, Validators
from core.errors import StoreError
from store.backlog import open_backfills
from store.database import Database
from store.feeds import due_feeds, feed_states, mend_polls, record_poll, sync_feeds
from tests.store.samples import MINUTE, NOON, add_feed, entry, feed, poll


def states(database: Database) -> list[FeedState]:
    with database.read() as conn:
        return feed_states(conn)


def test_a_new_feed_is_known_and_unpolled(database: Database) -> None:
    described = feed(
        format="listing",
        language="ar",
        tier="national",
        home="https://a.example/",
        selectors=Selectors(item="div.card", drop=".ad"),
    )
    with database.begin() as conn:
        sync_feeds(conn, [described])
    [state] = states(database)
    assert state.feed == described
    assert (state.health, state.since, state.last_poll, state.sequence) == (
        "unpolled",
        None,
        None,
        0,
    )


def test_feeds_keep_their_order_and_numbers(database: Database) -> None:
    a, b, c = feed("Aaa"), feed("Bbb"), feed("Ccc")
    with database.begin() as conn:
        sync_feeds(conn, [b, c])
    before = {state.feed.name: state.id for state in states(database)}
    with database.begin() as conn:
        sync_feeds(conn, [a, c, b])
    assert [s.feed.name for s in states(database)] == ["Bbb", "Ccc", "Aaa"]
    assert {s.feed.name: s.id for s in states(database)}.items() >= before.items()


def test_a_feed_that_is_named_again_goes_on_where_it_was(database: Database) -> None:
    with database.begin() as conn:
        number = add_feed(conn)
        record_poll(conn, poll(number, validators=Validators(etag='"7"')))
        sync_feeds(conn, [])
        assert feed_states(conn) == []
        assert due_feeds(conn, NOON + timedelta(days=1), limit=9) == []
        sync_feeds(conn, [feed(note="back")])
    [state] = states(database)
    assert (state.id, state.feed.note, state.validators.etag) == (number, "back", '"7"')
    assert (state.health, state.sequence) == ("ok", 1)


def test_of_two_feeds_with_one_url_the_later_describes_it(database: Database) -> None:
    own = dataclasses.replace(feed(), name="My Lagune")
    with database.begin() as conn:
        sync_feeds(conn, [feed(), own])
    assert [state.feed.name for state in states(database)] == ["My Lagune"]


def test_due_are_the_unpolled_then_the_longest_due(database: Database) -> None:
    with database.begin() as conn:
        sync_feeds(conn, [feed("Later"), feed("Sooner"), feed("Future"), feed("Never")])
        numbers = {state.feed.name: state.id for state in feed_states(conn)}
        for name, minutes in (("Later", 3), ("Sooner", 2), ("Future", 60)):
            record_poll(conn, poll(numbers[name], next_poll=NOON + minutes * MINUTE))
        due = due_feeds(conn, NOON + 3 * MINUTE, limit=9)
        assert [state.feed.name for state in due] == ["Never", "Sooner", "Later"]
        assert due_feeds(conn, NOON + 3 * MINUTE, limit=1) == due[:1]
        others = due_feeds(conn, NOON + 3 * MINUTE, limit=1, without={due[0].id})
        assert others == due[1:2]


def test_a_clock_that_is_set_back_leaves_no_feed_and_no_gap_alone(database: Database) -> None:
    with database.begin() as conn:
        number = add_feed(conn)
        tomorrow = NOON + timedelta(days=1)
        record_poll(conn, poll(number, entry("a"), at=tomorrow))
        later = tomorrow + MINUTE
        record_poll(conn, poll(number, entry("b"), at=later, oldest=later))
        assert due_feeds(conn, NOON, limit=9) == []
        mend_polls(conn, NOON)
        assert [state.id for state in due_feeds(conn, NOON, limit=9)] == [number]
        assert [b.feed_id for b in open_backfills(conn, NOON)] == [number]


def test_a_feed_that_waits_rightly_is_left_alone(database: Database) -> None:
    with database.begin() as conn:
        number = add_feed(conn)
        record_poll(conn, poll(number, next_poll=NOON + timedelta(days=1)))
        mend_polls(conn, NOON + MINUTE)
        assert due_feeds(conn, NOON + MINUTE, limit=9) == []


def test_a_good_poll_is_written_down(database: Database) -> None:
    told = Validators(etag='"1"', last_modified="Tue, 30 Jan 2024 11:00:00 GMT")
    with database.begin() as conn:
        record_poll(conn, poll(add_feed(conn), entry("a"), validators=told, body_hash="abc"))
    [state] = states(database)
    assert (state.validators, state.body_hash) == (told, "abc")
    assert (state.health, state.since, state.failures, state.sequence) == ("ok", NOON, 0, 1)
    assert (state.last_poll, state.next_poll) == (NOON, NOON + 2 * MINUTE)
    assert (state.interval_s, state.last_new) == (120.0, NOON)


def test_a_failed_poll_keeps_what_is_known(database: Database) -> None:
    told = Validators(etag='"1"')
    with database.begin() as conn:
        number = add_feed(conn)
        record_poll(conn, poll(number, entry("a"), validators=told, body_hash="abc"))
        [before] = feed_states(conn)
        failure = {"outcome": "failed", "health": "timeout", "problem": "no answer in 30 s"}
        late = NOON + 2 * MINUTE
        assert (
            record_poll(conn, poll(number, at=late, next_poll=late + 9 * MINUTE, **failure)) == []
        )
    [state] = states(database)
    assert (state.validators, state.body_hash, state.interval_s) == (told, "abc", 120.0)
    assert (state.health, state.error) == ("timeout", "no answer in 30 s")
    assert (state.failures, state.sequence) == (1, before.sequence + 1)
    assert (state.since, state.last_new) == (late, NOON)
    assert state.next_poll == late + 9 * MINUTE


def test_since_is_when_the_failing_or_the_health_began(database: Database) -> None:
    with database.begin() as conn:
        number = add_feed(conn)
        seen = []
        for minute, reason in enumerate((None, None, "timeout", "http", None, None)):
            outcome = "failed" if reason else "changed"
            at = NOON + minute * MINUTE
            record_poll(conn, poll(number, at=at, outcome=outcome, health=reason or "ok"))
            [state] = feed_states(conn)
            seen.append((state.health, state.since, state.failures))
    begun = [NOON + minute * MINUTE for minute in (0, 0, 2, 2, 4, 4)]
    health = ["ok", "ok", "timeout", "http", "ok", "ok"]
    assert seen == list(zip(health, begun, [0, 0, 1, 2, 0, 0], strict=True))


def test_an_unchanged_poll_keeps_validators_that_its_answer_omits(database: Database) -> None:
    told = Validators(etag='"1"')
    with database.begin() as conn:
        number = add_feed(conn)
        record_poll(conn, poll(number, entry("a"), validators=told, body_hash="abc"))
        record_poll(conn, poll(number, at=NOON + MINUTE, outcome="unchanged"))
        [state] = feed_states(conn)
        assert (state.validators, state.body_hash, state.last_new) == (told, "abc", NOON)
        record_poll(conn, poll(number, outcome="changed", body_hash="def"))
        [state] = feed_states(conn)
        assert (state.validators, state.body_hash) == (Validators(), "def")


def test_a_poll_of_an_unknown_feed_is_an_error(database: Database) -> None:
    with pytest.raises(StoreError), database.begin() as conn:
        record_poll(conn, poll(404))
