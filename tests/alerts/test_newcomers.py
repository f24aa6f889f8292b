"""An event that turns out to be what a subscriber waits for is told to them, as new."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from core.assessments import Assessment
from core.settings import Settings
from store.database import Database
from tests.alerts.newsdesk import Newsdesk, article, assessment, place, slot, slots
from tests.conftest import SteppedClock

SETTINGS = Settings.model_validate(
    {
        "subscriber": [
            {"name": "all", "email": "all@example.org"},
            {"name": "operations", "email": "o@example.org", "acts": ["operation"]},
            {"name": "silent", "email": "s@example.org", "acts": ["operation"], "updates": "none"},
            {"name": "terror", "email": "t@example.org", "topics": ["terrorism"]},
        ]
    }
)


@pytest.fixture
def newsdesk(database: Database, clock: SteppedClock) -> Newsdesk:
    return Newsdesk(database, clock, SETTINGS)


def page(outlet: str) -> Any:
    return article(f"https://{outlet}.example/1")


def told(kind: str, topic: str) -> Assessment:
    stated = slots()
    known = {name: getattr(stated, name) for name in ("date", "count", "ages", "places")}
    return assessment(kind, act=kind, slots=type(stated)(**known, topic=slot(topic)))


def test_a_support_that_is_an_operation_is_told_as_new(newsdesk: Newsdesk) -> None:
    newsdesk.admit(page("one"), told("support", "terrorism"))
    assert newsdesk.deliveries() == [("all", "event.new"), ("terror", "event.new")]
    newsdesk.admit(page("two"), told("operation", "terrorism"))
    assert newsdesk.deliveries() == [
        ("all", "event.new"),
        ("operations", "event.new"),
        ("silent", "event.new"),
        ("terror", "event.new"),
    ], "to whom the event was told before, its act alone is no important news"
    first, update, new = newsdesk.told
    assert (update.type, new.type) == ("event.update", "event.new")
    assert first.event_id == update.event_id == new.event_id
    assert [c["what"] for c in update.payload["changes"]] == ["act"]
    assert new.payload["changes"] == []
    newsdesk.admit(page("three"), told("operation", "terrorism"))
    assert newsdesk.types == ["event.new", "event.update", "event.new"]


def test_an_event_of_another_topic_than_first_told_is_told_as_new(newsdesk: Newsdesk) -> None:
    newsdesk.admit(page("one"), told("operation", "weapons"))
    newsdesk.admit(page("two"), told("operation", "terrorism"))
    assert ("terror", "event.new") not in newsdesk.deliveries()
    newsdesk.admit(page("three"), told("operation", "terrorism"))
    new = [name for name, kind in newsdesk.deliveries() if kind == "event.new"]
    assert new == ["all", "operations", "silent", "terror"]
    assert "event.update" not in {kind for _, kind in newsdesk.deliveries()}


CHOOSY = Settings.model_validate(
    {
        "subscriber": [
            {"name": "all", "email": "all@example.org"},
            {"name": "regional", "email": "r@example.org", "tiers": ["regional"]},
            {"name": "certain", "email": "c@example.org", "min_score": 9},
            {"name": "south", "email": "s@example.org", "places": ["Agadir"]},
        ]
    }
)


def test_one_more_report_is_news_to_those_who_waited_for_such_a_one(
    database: Database, clock: SteppedClock
) -> None:
    newsdesk = Newsdesk(database, clock, CHOOSY)
    newsdesk.admit(page("one"), assessment())
    assert newsdesk.deliveries() == [("all", "event.new")]
    newsdesk.admit(article("https://two.example/1", tier="regional"), assessment())
    newsdesk.admit(page("three"), assessment(score=9.5))
    new = [name for name, kind in newsdesk.deliveries() if kind == "event.new"]
    assert new == ["all", "certain", "regional"]
    because = newsdesk.told[1].payload["why"]["new_because"]
    assert because == "only with the report of two.example is it what was asked for"
    newsdesk.admit(article("https://four.example/1", tier="regional"), assessment(score=9.9))
    assert len(newsdesk.told) == 3


def test_an_old_operation_told_as_if_new_is_no_news_to_those_either(
    database: Database, clock: SteppedClock
) -> None:
    newsdesk = Newsdesk(database, clock, CHOOSY)
    newsdesk.admit(page("one"), assessment())
    clock.advance(timedelta(days=13))
    late = {"published": clock(), "arrived": clock(), "tier": "regional"}
    newsdesk.admit(article("https://two.example/1", **late), assessment(score=9.5))
    assert newsdesk.events() == 1
    assert newsdesk.deliveries() == [("all", "event.new")]


def test_a_place_that_is_told_later_is_news_to_those_who_chose_it(
    database: Database, clock: SteppedClock
) -> None:
    newsdesk = Newsdesk(database, clock, CHOOSY)
    stated = slots()
    newsdesk.admit(page("one"), assessment(slots=stated))
    more = replace(stated, places=(*stated.places, place("Agadir", "09.001.01.01")))
    newsdesk.admit(page("two"), assessment(slots=more))
    assert ("south", "event.new") in newsdesk.deliveries()


def test_who_wants_neither_is_told_nothing(newsdesk: Newsdesk) -> None:
    newsdesk.admit(page("one"), told("support", "drugs"))
    newsdesk.admit(page("two"), told("support", "drugs"))
    assert newsdesk.deliveries() == [("all", "event.new")]
