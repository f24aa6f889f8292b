"""What becomes of an assessed article: event, alert, deliveries, in one transaction."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from alerts.channels import build_channels
from alerts.desk import Admission, Desk
from core.alerts import Alert, NewDelivery
from core.articles import Article, Entry, Feed, PollRecord
from core.assessments import Assessment, Evidence, Judgement, Place, Slot, Slots, Span
from core.settings import Settings
from store.alerts import alerts_of
from store.database import Database
from store.entries import pending_entries
from store.events import list_events
from store.feeds import feed_states, record_poll, sync_feeds
from store.outbox import list_deliveries
from tests.conftest import SteppedClock

NOON = datetime(2024, 1, 30, 12, 0, tzinfo=UTC)
TEXT = "Le bureau a arrêté quatre hommes de 35 à 40 ans à Oujda et Jerada."
HERE = Span(field="text", start=0, end=len(TEXT))
SETTINGS = Settings.model_validate(
    {
        "subscriber": [
            {"name": "all", "email": "all@example.org", "updates": "all"},
            {"name": "drugs", "email": "drugs@example.org", "topics": ["drugs"]},
        ]
    }
)


def article(url: str = "https://one.example/1", **changes: Any) -> Article:
    given: dict[str, Any] = {
        "id": url,
        "url": url,
        "title": "Quatre arrestations",
        "text": TEXT,
        "language": "fr",
        "published": NOON - timedelta(minutes=5),
        "arrived": NOON,
        "outlet": url.split("/")[2],
        "tier": "national",
    }
    return Article(**given | changes)


def slot(value: Any) -> Slot[Any]:
    return Slot(value=value, text="x", span=HERE)


def place(name: str, code: str) -> Place:
    return Place(name=name, code=code, text=name, span=HERE)


def slots(count: int = 4, day: date = date(2024, 1, 30), **more: Any) -> Slots:
    return Slots(
        date=slot(day),
        count=slot(count),
        ages=slot((35, 40)),
        topic=slot("terrorism"),
        places=(place("Oujda", "02.411.01.23"), place("Jerada", "02.275.01.05")),
        **more,
    )


def assessment(kind: str = "operation", **changes: Any) -> Assessment:
    act = {"operation": "operation", "update": "operation", "retelling": "operation"}
    aspect = {"operation": "new", "update": "followup", "retelling": "past"}
    given: dict[str, Any] = {
        "watchlist": "dgst-bcij",
        "kind": kind,
        "act": act.get(kind, kind),
        "aspect": aspect.get(kind),
        "score": 7.0,
        "threshold": 3.0,
        "rules": ("agency acts",),
        "evidence": (Evidence(reason="agency acts", points=7.0, text="bureau", span=HERE),),
        "slots": slots(),
        "nearest_seed": None,
        "counterfactual": "4 points less",
        "span": HERE,
    }
    return Assessment(**given | changes)


class Newsdesk:
    """A desk over a database, with real channels and a clock that stands."""

    def __init__(self, database: Database, clock: SteppedClock) -> None:
        self.database = database
        self.told: list[Alert] = []
        channels = build_channels(SETTINGS, clock)
        self.desk = Desk(database, SETTINGS.subscriber, channels, clock, self.told.append)

    def admit(self, one: Article, *assessments: Assessment, **more: Any) -> Admission:
        return self.desk.admit(one, Judgement(assessments=assessments), **more)

    @property
    def types(self) -> list[str]:
        return [alert.type for alert in self.told]

    def deliveries(self) -> list[tuple[str, str]]:
        with self.database.read() as conn:
            rows = list_deliveries(conn, limit=99)
        return sorted((row.subscriber, row.type) for row in rows)

    def events(self) -> int:
        with self.database.read() as conn:
            return len(list_events(conn, limit=99))


@pytest.fixture
def newsdesk(database: Database, clock: SteppedClock) -> Newsdesk:
    return Newsdesk(database, clock)


def test_a_first_report_raises_one_alert_for_those_who_want_it(newsdesk: Newsdesk) -> None:
    admission = newsdesk.admit(article(), assessment())
    assert newsdesk.types == ["event.new"]
    assert admission.alerts == newsdesk.told
    assert newsdesk.deliveries() == [("all", "event.new")]
    payload = newsdesk.told[0].payload
    assert payload["id"] == newsdesk.told[0].id
    assert payload["event"]["status"] == "unconfirmed"
    assert payload["report"]["passage"] == TEXT
    assert payload["why"]["new_because"] == "no known event shares its facts"
    assert payload["late_s"] is None
    json.dumps(payload)


def test_another_outlet_repeating_raises_nothing(newsdesk: Newsdesk) -> None:
    newsdesk.admit(article(), assessment())
    newsdesk.admit(article("https://two.example/1"), assessment())
    assert newsdesk.types == ["event.new"]
    assert newsdesk.events() == 1


def test_something_new_raises_an_update_under_the_event(newsdesk: Newsdesk) -> None:
    newsdesk.admit(article(), assessment())
    newsdesk.admit(article("https://two.example/1"), assessment(slots=slots(count=7)))
    assert newsdesk.types == ["event.new", "event.update"]
    first, update = newsdesk.told
    assert update.event_id == first.event_id
    assert (first.revision, update.revision) == (1, 2)
    assert [c["what"] for c in update.payload["changes"]] == ["count"]
    assert update.payload["event"]["count"] == 7


def test_the_same_article_again_raises_nothing(newsdesk: Newsdesk) -> None:
    for _ in range(2):
        newsdesk.admit(article(), assessment())
    assert newsdesk.types == ["event.new"]
    assert newsdesk.deliveries() == [("all", "event.new")]


@pytest.mark.parametrize("kind", ["retelling", "mention"])
def test_what_is_told_again_or_only_mentioned_raises_nothing(newsdesk: Newsdesk, kind: str) -> None:
    old = assessment(kind, slots=slots(day=date(2019, 3, 1)))
    newsdesk.admit(article(), old)
    assert newsdesk.types == []
    assert newsdesk.deliveries() == []


def test_two_operations_in_one_article_are_two_events(newsdesk: Newsdesk) -> None:
    second = Slots(
        date=slot(date(2024, 1, 29)),
        count=slot(1),
        ages=slot((22, 22)),
        places=(place("Agadir", "09.001.01.01"),),
    )
    later = Span(field="text", start=40, end=len(TEXT))
    newsdesk.admit(article(), assessment(), assessment(slots=second, span=later))
    assert newsdesk.types == ["event.new", "event.new"]
    assert newsdesk.events() == 2


def test_what_was_published_over_twelve_days_ago_is_stored_silently(newsdesk: Newsdesk) -> None:
    old = article(published=NOON - timedelta(days=12, hours=1))
    newsdesk.admit(old, assessment(slots=slots(day=date(2024, 1, 18))))
    assert newsdesk.types == []
    assert newsdesk.events() == 1


def test_catching_up_says_how_late_it_is(newsdesk: Newsdesk) -> None:
    late = article(published=NOON - timedelta(days=3))
    newsdesk.admit(late, assessment(slots=slots(day=date(2024, 1, 27))))
    payload = newsdesk.told[0].payload
    assert payload["late_s"] == 3 * 86400
    assert payload["why"]["new_because"].endswith("found 3d after it was published")


def test_a_follow_up_whose_event_nobody_saw_opens_it_late(newsdesk: Newsdesk) -> None:
    newsdesk.admit(article(), assessment("update"))
    assert newsdesk.types == ["event.new"]
    assert newsdesk.told[0].payload["why"]["new_because"].startswith("first seen late")


def entry_from_a_first_poll(database: Database, published: datetime) -> Any:
    with database.begin() as conn:
        sync_feeds(conn, [Feed(name="One", url="https://one.example/feed", outlet="One")])
        state = feed_states(conn)[0]
        entry = Entry(identity="1", url="https://one.example/1", title="t", published=published)
        record = PollRecord(
            feed_id=state.id,
            polled=NOON,
            next_poll=NOON,
            outcome="changed",
            entries=(entry,),
            quiet_before=NOON - timedelta(hours=24),
        )
        return record_poll(conn, record)[0]


def test_old_entries_of_a_first_poll_are_stored_without_alerting(newsdesk: Newsdesk) -> None:
    old = NOON - timedelta(hours=30)
    pending = entry_from_a_first_poll(newsdesk.database, old)
    newsdesk.admit(article(published=old), assessment(), entry=pending)
    assert newsdesk.types == []
    assert newsdesk.events() == 1
    newsdesk.admit(article("https://two.example/1"), assessment(slots=slots(count=7)))
    assert newsdesk.types == ["event.new"]
    assert "before alerting began" in newsdesk.told[0].payload["why"]["new_because"]


def test_an_entry_is_judged_with_its_article(newsdesk: Newsdesk) -> None:
    pending = entry_from_a_first_poll(newsdesk.database, NOON)
    newsdesk.admit(article(), assessment(), entry=pending)
    with newsdesk.database.read() as conn:
        assert pending_entries(conn, limit=9) == []


class RenderFailed(Exception):
    """What a channel raises in the test below."""


class BrokenChannel:
    """A channel that fails while it renders, after article and event are written."""

    timeout = timedelta(seconds=1)

    def render(self, alert: Alert) -> NewDelivery:
        raise RenderFailed


def test_a_failure_on_the_way_leaves_nothing_behind(
    database: Database, clock: SteppedClock
) -> None:
    pending = entry_from_a_first_poll(database, NOON)
    broken: Any = {("all", "email"): BrokenChannel()}
    desk = Desk(database, SETTINGS.subscriber, broken, clock)
    with pytest.raises(RenderFailed):
        desk.admit(article(), Judgement(assessments=(assessment(),)), entry=pending)
    with database.read() as conn:
        assert list_events(conn, limit=9) == []
        assert [p.id for p in pending_entries(conn, limit=9)] == [pending.id]


def test_lists_show_an_event_with_its_alerts(newsdesk: Newsdesk) -> None:
    newsdesk.admit(article(), assessment())
    newsdesk.admit(article("https://two.example/1"), replace(assessment(), slots=slots(count=7)))
    with newsdesk.database.read() as conn:
        (listed,) = list_events(conn, limit=9)
        raised = alerts_of(conn, [listed.record.id])[listed.record.id]
    assert [a.id for a in raised] == [a.id for a in newsdesk.told]
    assert [r.url for r in listed.reports] == ["https://one.example/1", "https://two.example/1"]
