"""What is said of a feed that answers, and of one that has changed its nature."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.articles import Cadence, Entry, Feed, Tier
from crawler.drift import find_drift
from crawler.health import diagnose
from tests.crawler.states import dated, feed_state

NOW = datetime(2024, 1, 30, 12, 0, tzinfo=UTC)
HOURLY = Cadence(100, 100 * 3600.0)
HOURS = timedelta(hours=1)


@pytest.mark.parametrize(
    ("known", "word", "said"),
    [
        ({}, "ok", None),
        ({"last_new": NOW - 5 * HOURS}, "ok", None),
        ({"took_s": 12.4}, "slow", "take 12 s"),
        ({"last_new": NOW - 8 * HOURS}, "unchanged", "no new entry for 8h"),
        ({"last_new": NOW - 20 * HOURS}, "silent", "one every 1h was usual"),
        ({"newest": NOW - 40 * 24 * HOURS}, "stale", "2023-12-21.*feeds discover"),
        ({"rolled_over": NOW - 2 * HOURS, "interval_s": 300.0}, "rolled over", "every 5m"),
        ({"rolled_over": NOW - 30 * HOURS}, "ok", None),
    ],
)
def test_a_health_word_comes_with_its_evidence(
    known: dict[str, Any], word: str, said: str | None
) -> None:
    finding = diagnose(feed_state(cadence=HOURLY, **known), NOW, None)

    assert finding.word == word
    if said is None:
        assert finding.problem is None
    else:
        assert finding.problem is not None
        assert re.search(said, finding.problem)


def test_a_rare_feed_is_not_silent_after_a_day() -> None:
    weekly = Cadence(3, 3 * 7 * 86400.0)

    assert diagnose(feed_state(cadence=weekly, last_new=NOW - 24 * HOURS), NOW, None).word == "ok"


def test_the_worst_is_said_first() -> None:
    state = feed_state(cadence=HOURLY, last_new=NOW - 90 * HOURS, took_s=60.0, rolled_over=NOW)

    assert diagnose(state, NOW, "9 of 9 titles are spam").word == "suspected hijack"
    assert diagnose(state, NOW, None).word == "rolled over"


ARABIC = ["أمطار مرتقبة في الشمال", "البرلمان يناقش قانون المالية", "توقيف مشتبه فيه بطنجة"] * 3
FRENCH = ["Pluies attendues dans le nord", "Le parlement débat du budget", "Un suspect arrêté"] * 3
SPAM = ["Slot gacor hari ini", "Best online casino bonus", "Free spins at 1xbet"] * 3


def _titled(titles: list[str]) -> tuple[Entry, ...]:
    return tuple(entry for title in titles for entry in dated(NOW, title=title))


@pytest.mark.parametrize(
    ("language", "titles", "drifted"),
    [
        ("ar", ARABIC, None),
        ("ary", ARABIC, None),
        ("fr", FRENCH, None),
        (None, FRENCH, None),
        (None, SPAM, "9 of 9 titles are spam"),
        ("ar", FRENCH, "9 of 9 titles are not in the feed's language (ar)"),
        ("ar", FRENCH[:4], None),
        ("ar", ARABIC + FRENCH[:3], None),
        ("fr", ["3 - 1", "2 - 2", "0 - 0", "1 - 4", "5 - 2"], "5 of 5 titles are not"),
        ("fr", SPAM * 4 + FRENCH * 9, "30 of 30 titles are spam"),
        ("fr", [*FRENCH, "Un casino clandestin démantelé à Tanger"], None),
    ],
)
def test_a_feed_that_carries_other_things_is_suspected(
    language: str | None, titles: list[str], drifted: str | None
) -> None:
    feed = Feed(name="x", url="https://x.example/", outlet="x", language=language)
    found = find_drift(feed, _titled(titles))

    assert found == drifted or (drifted and found and found.startswith(drifted))


@pytest.mark.parametrize(
    ("home", "tier", "hosts", "drifted"),
    [
        (
            "https://x.example/",
            "national",
            ["slots.test"] * 6,
            "6 of 6 entries lead to other sites",
        ),
        ("https://x.example/", "national", ["www.x.example", "amp.x.example"] * 3, None),
        ("https://x.example/", "national", ["x.example"] * 4 + ["y.test"] * 3, None),
        ("https://y.test/", "national", ["www.y.test"] * 6, None),
        ("https://x.example/", "aggregator", ["y.test"] * 6, None),
        (None, "national", ["y.test"] * 6, None),
        ("https://x.example/", "national", ["y.test"] * 4, None),
    ],
)
def test_a_feed_that_leads_elsewhere_is_suspected(
    home: str | None, tier: Tier, hosts: list[str], drifted: str | None
) -> None:
    feed = Feed(name="x", url="https://x.example/feed", outlet="x", home=home, tier=tier)
    entries = [
        replace(entry, url=f"https://{host}/article")
        for entry, host in zip(_titled(FRENCH), hosts, strict=False)
    ]
    found = find_drift(feed, entries)

    assert found == drifted or (drifted and found and found.startswith(drifted))
