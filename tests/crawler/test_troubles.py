"""Which feeds the operator is told of, once each, and when it is over."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from alerts.notices import Notices
from core.articles import Feed, Finding
from crawler.outage import Outage
from crawler.skew import Skew
from crawler.troubles import FeedTroubles, trouble
from store.backfills import record_page
from store.backlog import open_backfills
from store.database import Database
from store.feeds import feed_states, record_poll, sync_feeds
from store.notices import standing_notices
from tests.conftest import SteppedClock
from tests.crawler.states import feed_state
from tests.store.samples import NOON, entry, feed, poll

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("known", "told"),
    [
        ({}, False),
        ({"health": "slow"}, False),
        ({"health": "unchanged"}, False),
        ({"health": "silent"}, True),
        ({"health": "stale"}, True),
        ({"health": "rolled over"}, True),
        ({"health": "suspected hijack"}, True),
        ({"health": "timeout", "failures": 2}, False),
        ({"health": "timeout", "failures": 3}, True),
        ({"health": "blocked", "failures": 1}, False),
        ({"health": "blocked", "failures": 2}, True),
        ({"health": "robots", "failures": 2}, True),
    ],
)
def test_what_lasts_is_told_and_what_passes_is_not(known: dict[str, Any], told: bool) -> None:
    assert (trouble(feed_state(**known), []) is not None) == told


def test_a_notice_has_the_evidence_and_the_open_routes() -> None:
    other = feed_state(id=2, feed=Feed(name="Other", url="https://y.example/", outlet="x"))
    answering = feed_state(
        id=3, feed=Feed(name="Sister", url="https://z.example/", outlet="x"), last_good=NOON
    )
    blind = feed_state(health="blocked", failures=2, error="the server answers 403")

    notice = trouble(blind, [blind, other, answering])
    assert notice is not None
    assert (notice.key, notice.title) == ("feed:https://x.example/feed", "feed x: blocked")
    assert notice.text == "the server answers 403; the same news is open at Sister"


def test_a_feed_is_told_of_until_it_is_seen_again(
    database: Database, clock: SteppedClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "balagh.notice")
    troubles = FeedTroubles(database, Notices((), {}), clock, Outage(), Skew())
    with database.begin() as conn:
        sync_feeds(conn, [feed("Lagune"), feed("Atlas")])
        lagune, atlas = (state.id for state in feed_states(conn))

    def polled(number: int, outcome: str, health: str) -> list[str]:
        clock.advance(MINUTE)
        told = {"outcome": outcome, "health": health, "problem": "why", "at": clock()}
        with database.begin() as conn:
            record_poll(conn, poll(number, **told))
        troubles.check()
        with database.read() as conn:
            return [notice.key for notice in standing_notices(conn)]

    assert polled(lagune, "failed", "blocked") == []
    assert polled(lagune, "failed", "blocked") == ["feed:https://lagune.example/feed"]
    assert polled(lagune, "failed", "blocked") == ["feed:https://lagune.example/feed"]
    assert polled(lagune, "offline", "offline") == ["feed:https://lagune.example/feed"]
    assert polled(lagune, "unchanged", "ok") == []
    assert polled(atlas, "changed", "silent") == ["feed:https://atlas.example/feed"]
    with database.begin() as conn:
        sync_feeds(conn, [feed("Lagune")])
    assert polled(lagune, "unchanged", "ok") == []
    said = [record.getMessage() for record in caplog.records]
    assert said == [
        "feed Lagune: blocked: why",
        "over: feed:https://lagune.example/feed: it is seen again",
        "feed Atlas: silent: why",
        "over: feed:https://atlas.example/feed: the settings name it no more",
    ]


def _said(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [r.getMessage() for r in caplog.records if r.name == "balagh.notice"]


def test_our_own_outage_is_told_once_and_so_is_its_end(
    database: Database, clock: SteppedClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "balagh.notice")
    outage = Outage()
    troubles = FeedTroubles(database, Notices((), {}), clock, outage, Skew())
    for number, host in enumerate("abc"):
        outage.failed(host, "dns", feed_state(id=number, last_good=clock()), clock())

    troubles.check()
    assert _said(caplog) == []
    for _ in range(4):
        clock.advance(2 * MINUTE)
        troubles.check()
    [told] = _said(caplog)
    assert told.startswith("our own network seems to be down: no feed answers since 20")
    assert "Balagh is blind" in told

    restarted = Outage()
    troubles = FeedTroubles(database, Notices((), {}), clock, restarted, Skew())
    troubles.check()
    assert len(_said(caplog)) == 1
    restarted.answered(clock())
    troubles.check()
    troubles.check()
    assert _said(caplog)[1:] == [
        "over: network: it is back after some 4m; what came meanwhile is caught up with"
    ]


def test_what_slipped_out_is_told_where_it_could_not_be_paged_back_to(
    database: Database, clock: SteppedClock, caplog: pytest.LogCaptureFixture
) -> None:
    troubles = FeedTroubles(database, Notices((), {}), clock, Outage(), Skew())
    with database.begin() as conn:
        sync_feeds(conn, [feed("Lagune")])
        [state] = feed_states(conn)
        record_poll(conn, poll(state.id, entry("a"), at=clock()))
        clock.advance(MINUTE)
        missed = Finding("rolled over", "entries left it")
        record_poll(conn, poll(state.id, entry("b"), at=clock(), missed=missed))
        [backfill] = open_backfills(conn, None)

    troubles.check()
    assert _said(caplog) == []
    with database.begin() as conn:
        ended = dataclasses.replace(backfill, state="ended", problem="it keeps no older pages")
        record_page(conn, ended, [], at=clock())
    troubles.check()
    assert _said(caplog) == ["feed Lagune: rolled over: entries left it"]


def test_a_wrong_clock_is_told_once_and_so_is_its_end(
    database: Database, clock: SteppedClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "balagh.notice")
    skew, outage = Skew(), Outage()
    troubles = FeedTroubles(database, Notices((), {}), clock, outage, skew)

    def say(behind: timedelta) -> None:
        for host in "abc":
            skew.heard(host, format_datetime(clock() - behind), "", clock())
        outage.answered(clock())

    say(timedelta())
    troubles.check()
    assert _said(caplog) == []
    for behind in (timedelta(days=1), timedelta(days=1), timedelta()):
        say(behind)
        troubles.check()
    told, over = _said(caplog)
    assert told.startswith("the clock of this computer is wrong: it is 1d ahead of what the")
    assert over == "over: clock: it is right again"
