"""What an answer means for its feed."""

from __future__ import annotations

import dataclasses
import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.articles import Cadence, Entry, FeedState, PollRecord, Validators
from core.settings import CrawlSettings
from crawler.planning import Heard, may_ask_conditionally, may_have_rolled_over, plan_after
from crawler.schedule import Wish
from tests.crawler.states import dated, feed_state

NOW = datetime(2024, 1, 30, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
CRAWL = CrawlSettings()
TOLD = Validators(etag='"1"')
KNOWN = feed_state(
    cadence=Cadence(20, 20 * 1200.0),
    validators=TOLD,
    body_hash="old",
    last_good=NOW - 10 * MINUTE,
    last_whole=NOW - 10 * MINUTE,
    last_new=NOW - 10 * MINUTE,
)


def plan(state: FeedState, entries: tuple[Entry, ...] | None, **heard: Any) -> PollRecord:
    given: dict[str, Any] = {
        "status": 200,
        "body_hash": "new",
        "validators": Validators(),
        "took_s": 0.1,
        "whole": True,
    }
    told = Heard(entries=entries, **given | heard)
    return plan_after(state, told, NOW, CRAWL, random.Random(3))


def test_the_first_document_sets_the_pace() -> None:
    busy = plan(feed_state(), dated(*(NOW - n * 4 * MINUTE for n in range(30))))
    rare = plan(feed_state(), dated(*(NOW - n * 8 * HOUR for n in range(30))))

    assert busy.next_poll - NOW < 3 * MINUTE
    assert rare.next_poll - NOW > 50 * MINUTE
    assert busy.quiet_before == NOW - timedelta(hours=24)


def test_what_came_since_the_last_poll_is_learned() -> None:
    before, after = dated(NOW - HOUR), dated(NOW - HOUR, NOW - 2 * MINUTE, NOW - MINUTE)

    assert plan(KNOWN, before).cadence.entries < 20
    assert plan(KNOWN, after).cadence.entries == pytest.approx(22, rel=0.01)
    assert plan(KNOWN, dated(None, None)).cadence.entries == pytest.approx(21, rel=0.01)
    assert plan(KNOWN, None).cadence.entries < 20
    assert plan(KNOWN, after).newest == NOW - MINUTE
    assert plan(KNOWN, after).quiet_before is None


def test_a_long_pause_makes_no_busy_feed_a_rare_one() -> None:
    ten = dated(*(NOW - n * 15 * MINUTE for n in range(10)))
    away = dataclasses.replace(KNOWN, last_good=NOW - timedelta(days=7))

    assert plan(away, ten).next_poll - NOW < 6 * MINUTE
    assert plan(away, dated(*(NOW - n * 24 * HOUR for n in range(9)))).next_poll - NOW > 50 * MINUTE


def test_a_short_document_is_asked_for_in_time_while_it_stays_the_same() -> None:
    rare = dataclasses.replace(KNOWN, cadence=Cadence(9, 9 * 4 * 3600.0))
    short = dataclasses.replace(rare, window_s=30 * 60.0)

    assert plan(short, None).next_poll - NOW < 12 * MINUTE
    assert plan(rare, None).next_poll - NOW > 50 * MINUTE


def test_new_entries_and_changed_documents_are_told_from_the_known_ones() -> None:
    quiet = dataclasses.replace(KNOWN, last_new=NOW - 20 * HOUR)
    old, new = dated(NOW - HOUR), dated(NOW - HOUR, NOW - MINUTE)

    assert plan(quiet, old).health == "silent"
    assert plan(quiet, new).health == "ok"
    assert [plan(KNOWN, entries).outcome for entries in (None, (), new)] == [
        "unchanged",
        "changed",
        "changed",
    ]


@pytest.mark.parametrize(
    ("entries", "slipped"),
    [
        (dated(NOW - 9 * MINUTE, NOW - MINUTE), True),
        (dated(NOW - 11 * MINUTE, NOW - MINUTE), False),
        (dated(NOW - 10 * MINUTE, NOW - MINUTE), False),
        (dated(None), True),
        ((), False),
        (None, False),
    ],
)
def test_a_document_that_does_not_reach_back_may_have_let_entries_slip(
    entries: tuple[Entry, ...] | None, slipped: bool
) -> None:
    record = plan(KNOWN, entries)

    assert may_have_rolled_over(KNOWN, entries, record.oldest) == slipped
    assert not may_have_rolled_over(feed_state(), entries, record.oldest)
    named = record.missed.word if record.missed else None
    assert named == ("rolled over" if slipped else None)
    assert record.health == "ok"


def test_an_article_pinned_to_the_top_hides_no_short_window() -> None:
    ten_minutes = [NOW - n * 2 * MINUTE for n in range(6)]

    assert plan(KNOWN, dated(NOW - 900 * HOUR, *ten_minutes)).oldest == NOW - 10 * MINUTE
    assert plan(KNOWN, dated(NOW - 900 * HOUR, NOW)).oldest == NOW - 900 * HOUR


def test_what_the_server_asks_for_is_obeyed() -> None:
    asked = plan(KNOWN, None, headers={"Retry-After": "3000"})
    endless = plan(KNOWN, None, headers={"Retry-After": "7200"})
    cached = plan(KNOWN, None, headers={"Cache-Control": "max-age=780"})
    told = plan(KNOWN, None, wish=Wish(fresh=13 * MINUTE))

    assert asked.next_poll >= NOW + 50 * MINUTE
    assert endless.next_poll == NOW + HOUR
    assert cached.next_poll - NOW > 11 * MINUTE
    assert told.next_poll == cached.next_poll


def test_not_changed_is_believed_for_as_long_as_the_pace_explains() -> None:
    assert may_ask_conditionally(KNOWN, NOW)
    assert may_ask_conditionally(feed_state(validators=TOLD), NOW)
    assert not may_ask_conditionally(KNOWN, NOW + 7 * HOUR)
    rare = dataclasses.replace(KNOWN, cadence=Cadence(2, 60 * 86400.0))
    assert may_ask_conditionally(rare, NOW + 20 * HOUR)
    assert not may_ask_conditionally(rare, NOW + 25 * HOUR)


def _after_not_changed() -> FeedState:
    """Asked in vain for seven hours."""
    whole = NOW - 7 * HOUR
    return dataclasses.replace(KNOWN, last_whole=whole, last_new=whole)


@pytest.mark.parametrize(
    ("entries", "validators", "trusted"),
    [
        (dated(NOW - 8 * HOUR, NOW - 3 * HOUR), Validators(etag='"2"'), False),
        (dated(NOW - 8 * HOUR, NOW - MINUTE), TOLD, False),
        (dated(NOW - 8 * HOUR, NOW - MINUTE), Validators(etag='"2"'), True),
        (None, TOLD, True),
    ],
)
def test_a_lying_not_changed_is_found_out(
    entries: tuple[Entry, ...] | None, validators: Validators, trusted: bool
) -> None:
    record = plan(_after_not_changed(), entries, validators=validators)

    assert record.trusted == trusted
    after = dataclasses.replace(KNOWN, trusted=record.trusted, last_whole=NOW)
    assert may_ask_conditionally(after, NOW) == trusted
    assert plan(after, dated(NOW)).trusted == trusted


def test_a_document_that_simply_changed_is_no_lie() -> None:
    assert plan(KNOWN, dated(NOW - 3 * HOUR, NOW - MINUTE), validators=TOLD).trusted


def test_a_suspicion_stays_while_the_document_does() -> None:
    record = plan(KNOWN, dated(*[NOW] * 6), drift="6 of 6 titles are spam")
    suspected = dataclasses.replace(KNOWN, health=record.health, error=record.problem)

    assert record.health == "suspected hijack"
    again = plan(suspected, None)
    assert (again.health, again.problem) == (record.health, record.problem)
    assert plan(suspected, dated(*[NOW] * 6)).health == "ok"


def test_a_cache_that_answers_late_is_no_liar() -> None:
    """Entries of the half hour around the last "not changed" prove nothing either way."""
    whole = NOW - 7 * HOUR
    for date in (whole + 20 * MINUTE, KNOWN.last_good):
        told = plan(_after_not_changed(), dated(date), validators=Validators(etag='"2"'))
        assert told.trusted
    early = plan(_after_not_changed(), dated(whole - MINUTE), validators=Validators(etag='"2"'))
    assert early.trusted


def test_how_long_answers_take_is_smoothed() -> None:
    known = dataclasses.replace(KNOWN, took_s=10.0)

    assert plan(known, None, took_s=20.0).took_s == pytest.approx(13.0)
    assert plan(known, None, took_s=0.0).took_s == pytest.approx(7.0)
    assert plan(KNOWN, None, took_s=4.0).took_s == 4.0


def test_slow_answers_are_told_from_one_slow_answer() -> None:
    once = plan(dataclasses.replace(KNOWN, took_s=1.0), None, took_s=20.0)
    always = plan(dataclasses.replace(KNOWN, took_s=19.0), None, took_s=20.0)

    assert (once.health, always.health) == ("ok", "slow")
