"""What becomes of an assessed article: event, alert, deliveries, in one transaction."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from itertools import product
from typing import Any

import pytest

from core.alerts import Alert, NewDelivery
from core.assessments import Slots, Span
from core.settings import Settings
from store.alerts import alerts_of
from store.database import Database
from store.entries import pending_entries
from store.events import list_events, lock_watchlist
from tests.alerts.newsdesk import (
    NOON,
    TEXT,
    Newsdesk,
    article,
    assessment,
    entry_from_a_first_poll,
    place,
    slot,
    slots,
)
from tests.conftest import SteppedClock
from tests.store.samples import claim


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


def test_an_alert_that_cannot_be_written_for_one_reaches_all_others(
    database: Database,
    clock: SteppedClock,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """For that one it is queued without bytes."""

    def broken(_: Alert) -> NewDelivery:
        raise ZeroDivisionError("in a template")

    named = [{"name": name, "email": f"{name}@example.org"} for name in ("one", "two")]
    newsdesk = Newsdesk(database, clock, Settings.model_validate({"subscriber": named}))
    monkeypatch.setattr(newsdesk.channels["one", "email"], "render", broken)
    newsdesk.admit(article(), assessment())
    assert newsdesk.types == ["event.new"]
    assert [(d.subscriber, bool(d.body)) for d in claim(database)] == [
        ("one", False),
        ("two", True),
    ]
    assert "an alert can't be written for one by email" in caplog.text


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


def test_a_failure_on_the_way_leaves_nothing_behind(
    database: Database, clock: SteppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It comes after article, event, alert and deliveries are written."""

    def broken(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError("in the last step")

    pending = entry_from_a_first_poll(database, NOON)
    newsdesk = Newsdesk(database, clock)
    monkeypatch.setattr("alerts.desk.mark_judged", broken)
    with pytest.raises(ZeroDivisionError):
        newsdesk.admit(article(), assessment(), entry=pending)
    assert (newsdesk.listed(), newsdesk.deliveries(), newsdesk.told) == ([], [], [])
    with database.read() as conn:
        assert [p.id for p in pending_entries(conn, limit=9)] == [pending.id]


def test_lists_show_an_event_with_its_alerts(newsdesk: Newsdesk) -> None:
    newsdesk.admit(article(), assessment())
    newsdesk.admit(article("https://two.example/1"), replace(assessment(), slots=slots(count=7)))
    with newsdesk.database.read() as conn:
        (listed,) = list_events(conn, limit=9)
        raised = alerts_of(conn, [listed.record.id])[listed.record.id]
    assert [a.id for a in raised] == [a.id for a in newsdesk.told]
    assert [r.url for r in listed.reports] == ["https://one.example/1", "https://two.example/1"]


def waits_for_a_lock(database: Database) -> bool:
    """Tell whether a transaction waits; on SQLite a second writer waits before its first line."""
    with database.read() as conn:
        if conn.dialect.name == "sqlite":
            return True
        query = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
        return conn.exec_driver_sql(query).scalar_one() > 0


def test_articles_of_two_watchlists_do_not_wait_for_each_other(newsdesk: Newsdesk) -> None:
    """Whoever holds a watchlist never waits for one that comes before it by name."""
    both = (assessment(watchlist="zz"), assessment(watchlist="aa", score=4.0))
    with ThreadPoolExecutor() as elsewhere:
        with newsdesk.database.begin() as conn:
            lock_watchlist(conn, "aa")
            admitted = elsewhere.submit(newsdesk.admit, article(), *both)
            while not waits_for_a_lock(newsdesk.database):
                assert not admitted.done()
            lock_watchlist(conn, "zz")
        assert [p.assessment.watchlist for p in admitted.result().placed] == ["zz", "aa"]


def test_a_date_at_the_end_of_the_calendar_costs_no_alert(newsdesk: Newsdesk) -> None:
    for number, day in enumerate((date.max, date.min)):
        far = assessment(slots=slots(day=day, group=slot("IS")))
        newsdesk.admit(article(f"https://one.example/{number}"), far)
    assert newsdesk.types == ["event.new"]
    assert newsdesk.told[0].payload["event"]["date"] is None


def unlike(seed: str) -> str:
    """A text like no other, without figures."""
    return "".join(chr(ord("a") + value % 26) for value in sha256(seed.encode()).digest())


def test_a_busy_archive_hides_no_operation(newsdesk: Newsdesk) -> None:
    """Two weeks of five events a day, each told for three days; then four outlets tell one more."""
    for day, number, outlet in product(range(14), range(5), range(3)):
        when = NOON - timedelta(days=15 - day)
        published = when + timedelta(days=outlet)
        stated = Slots(
            date=slot(when.date()),
            count=slot(number + 1),
            ages=slot((20 + day, 41 + number * 7)),
            topic=slot("drugs"),
            places=(place(f"Commune {number}", f"0{number + 1}.{day + 100}.01.01"),),
        )
        told = unlike(f"{day} {number} {outlet}")
        one = article(
            f"https://o{outlet}.example/{day}-{number}",
            title=told,
            text=told,
            published=published,
            arrived=published,
        )
        newsdesk.clock.now = published
        newsdesk.admit(one, assessment("support", act="support", slots=stated))
    assert newsdesk.events() == 70
    newsdesk.clock.now = NOON
    newsdesk.told.clear()
    for number in range(4):
        stated = Slots(date=slot(NOON.date()), topic=slot("terrorism"), count=slot(4))
        text = unlike(f"the new one {number}")
        one = article(f"https://n{number}.example/1", title=text, text=text)
        newsdesk.admit(one, assessment(slots=stated))
    assert newsdesk.types == ["event.new"]
