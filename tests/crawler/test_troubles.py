"""Which feeds the operator is told of, once each, and when it is over."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from alerts.notices import Notices
from core.articles import Feed
from crawler.troubles import FeedTroubles, trouble
from store.database import Database
from store.feeds import feed_states, record_poll, sync_feeds
from store.notices import standing_notices
from tests.conftest import SteppedClock
from tests.crawler.states import feed_state
from tests.store.samples import NOON, feed, poll

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
    troubles = FeedTroubles(database, Notices((), {}), clock)
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
