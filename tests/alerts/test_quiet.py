"""What was stored without alerting silences nothing, and merges are told to those concerned."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from core.articles import Article, PendingEntry
from core.assessments import Assessment, Slots
from store.alerts import alerts_of
from tests.alerts.newsdesk import (
    NOON,
    Newsdesk,
    article,
    assessment,
    entry_from_a_first_poll,
    place,
    slot,
    slots,
)

OLD = NOON - timedelta(hours=25)


def weeks_later(outlet: str = "two", days: int = 13, **changes: Any) -> Article:
    at = NOON + timedelta(days=days)
    return article(f"https://{outlet}.example/1", published=at, arrived=at, **changes)


def test_an_old_operation_told_as_if_new_raises_nothing(newsdesk: Newsdesk) -> None:
    long_ago = article(published=NOON - timedelta(days=400))
    old_day = date(2022, 12, 26)
    newsdesk.admit(long_ago, assessment(slots=slots(day=old_day)))
    fresh = article("https://two.example/1")
    newsdesk.admit(fresh, assessment(slots=slots(day=old_day, count=9)))
    newsdesk.admit(article("https://three.example/1"), assessment(slots=slots(day=old_day)))
    assert newsdesk.events() == 1
    assert newsdesk.types == []


def test_one_page_that_is_dated_wrongly_hides_no_operation(newsdesk: Newsdesk) -> None:
    wrong = article(published=NOON - timedelta(days=20))
    newsdesk.admit(wrong, assessment(slots=slots(day=date(2024, 1, 10))))
    assert newsdesk.types == []
    for number in (4, 4, 7):
        outlet = f"https://o{len(newsdesk.told)}{number}.example/{len(newsdesk.listed())}"
        newsdesk.admit(article(f"{outlet}{number}"), assessment(slots=slots(count=number)))
    assert newsdesk.events() == 1
    assert newsdesk.types == ["event.new", "event.update"]


def test_a_text_of_old_that_is_published_again_raises_nothing(newsdesk: Newsdesk) -> None:
    newsdesk.admit(article(), assessment())
    at = NOON + timedelta(days=30)
    newsdesk.clock.advance(timedelta(days=30))
    again = {"published": at, "arrived": at}
    newsdesk.admit(
        article("https://two.example/1", **again), assessment(slots=slots(day=at.date()))
    )
    assert newsdesk.events() == 1
    assert newsdesk.types == ["event.new"]


def test_of_an_event_told_long_ago_only_a_followup_is_news(newsdesk: Newsdesk) -> None:
    newsdesk.admit(article(), assessment())
    newsdesk.clock.advance(timedelta(days=13))
    newsdesk.admit(weeks_later(), assessment(slots=slots(count=9)))
    assert newsdesk.types == ["event.new"]
    newsdesk.admit(weeks_later("three"), assessment("update", slots=slots(group=slot("IS"))))
    assert newsdesk.types == ["event.new", "event.update"]


def test_a_denial_that_is_only_a_mention_is_told_once(newsdesk: Newsdesk) -> None:
    newsdesk.admit(article(), assessment())
    for outlet in ("two", "three"):
        denial = other(outlet, hours=1, title="Le bureau dément toute blessure")
        newsdesk.admit(denial, assessment("mention"))
    assert newsdesk.types == ["event.new", "event.update"]
    assert [c["what"] for c in newsdesk.told[1].payload["changes"]] == ["denial"]


def test_dates_to_come_are_left_out_and_said(newsdesk: Newsdesk) -> None:
    ahead = article(published=NOON + timedelta(days=2))
    newsdesk.admit(ahead, assessment(slots=slots(day=date(2024, 3, 1))))
    payload = newsdesk.told[0].payload
    assert payload["event"]["date"] is None
    assert payload["report"]["published"] == "2024-01-30T12:00:00Z"
    because = payload["why"]["new_because"]
    assert "the date 2024-03-01 is still to come, and left out" in because
    assert "dated ahead; counts as its arrival" in because


def quiet_entry(newsdesk: Newsdesk) -> PendingEntry:
    return entry_from_a_first_poll(newsdesk.database, OLD)


def other(outlet: str = "two", hours: float = 20, **changes: Any) -> Article:
    published = NOON - timedelta(hours=hours)
    return article(f"https://{outlet}.example/1", published=published, **changes)


def test_a_fresh_report_of_a_quietly_stored_event_is_told(newsdesk: Newsdesk) -> None:
    newsdesk.admit(article(published=OLD), assessment(), entry=quiet_entry(newsdesk))
    assert newsdesk.types == []
    newsdesk.admit(other(), assessment())
    assert newsdesk.types == ["event.new"]
    assert "a fresh report" in newsdesk.told[0].payload["why"]["new_because"]
    newsdesk.admit(other("three"), assessment())
    assert newsdesk.types == ["event.new"]


def test_an_old_report_of_a_quietly_stored_event_is_not_told(newsdesk: Newsdesk) -> None:
    newsdesk.admit(article(published=OLD), assessment(), entry=quiet_entry(newsdesk))
    newsdesk.admit(other(hours=24.5), assessment())
    newsdesk.admit(other("three"), assessment("mention"))
    assert newsdesk.types == []


@pytest.mark.parametrize("page", ["https://two.example/1", "https://one.example/1"])
def test_catching_up_tells_what_a_new_feed_stored_quietly(newsdesk: Newsdesk, page: str) -> None:
    """A feed is added while the daemon stands still: whichever is polled first, it is told.

    Also where both lead to the same page.
    """
    quiet = quiet_entry(newsdesk)
    newsdesk.clock.advance(timedelta(days=30))
    now = newsdesk.clock()
    told = {"published": now - timedelta(hours=40), "arrived": now}
    stated = slots(day=(now - timedelta(hours=40)).date())
    newsdesk.admit(article(**told), assessment(slots=stated), entry=quiet)
    assert newsdesk.types == []
    for _ in range(2):
        newsdesk.admit(article(page, **told), assessment(slots=stated))
    newsdesk.admit(article("https://three.example/1", **told), assessment(slots=stated))
    assert newsdesk.types == ["event.new"]
    assert newsdesk.told[0].payload["late_s"] == 40 * 3600


@pytest.mark.parametrize("kind", ["operation", "update"])
def test_an_undated_article_that_tells_an_old_story_raises_nothing(
    newsdesk: Newsdesk, kind: str
) -> None:
    told = assessment(kind, slots=slots(day=date(2024, 1, 17)))
    newsdesk.admit(article(published=None), told)
    assert newsdesk.types == []
    newsdesk.admit(article("https://two.example/1"), assessment(slots=slots(day=date(2024, 1, 17))))
    assert newsdesk.types == ["event.new"], "who dates it says that it is news"


def test_an_undated_article_on_the_twelfth_day_is_told(newsdesk: Newsdesk) -> None:
    newsdesk.admit(article(published=None), assessment(slots=slots(day=date(2024, 1, 18))))
    assert newsdesk.types == ["event.new"]


# Two events that nothing links, and a third report that is clearly both.


def first_half() -> Slots:
    return Slots(count=slot(4), ages=slot((35, 40)), topic=slot("drugs"))


def second_half() -> Slots:
    return Slots(
        date=slot(date(2024, 1, 30)),
        topic=slot("drugs"),
        places=(place("Oujda", "02.411.01.23"), place("Jerada", "02.275.01.05")),
    )


def whole() -> Assessment:
    return assessment("support", slots=slots(), act="support")


def support(stated: Slots) -> Assessment:
    return assessment("support", slots=stated, act="support")


def tell_halves(
    newsdesk: Newsdesk, *, quiet: tuple[bool, bool], halves: tuple[Slots, Slots] | None = None
) -> None:
    """Store the two events, quietly where it is said."""
    texts = ("Quatre hommes arrêtés sur renseignement.", "Coup de filet dans l'Oriental.")
    halves = halves or (first_half(), second_half())
    pending = quiet_entry(newsdesk) if any(quiet) else None
    for number, (text, half, hushed) in enumerate(zip(texts, halves, quiet, strict=True)):
        one = article(f"https://half{number}.example/1", title=text, text=text)
        newsdesk.admit(one, support(half), entry=pending if hushed else None)
        newsdesk.clock.advance(timedelta(minutes=1))


def test_a_merge_of_an_untold_event_with_a_told_one_is_a_merge(newsdesk: Newsdesk) -> None:
    tell_halves(newsdesk, quiet=(True, False))
    assert newsdesk.types == ["event.new"]
    newsdesk.admit(other(hours=0), whole())
    assert newsdesk.types == ["event.new", "event.merged"]
    merged = newsdesk.told[1].payload["event"]
    assert merged["merged_from"] == [newsdesk.told[0].event_id]
    newsdesk.admit(other("three", hours=0), whole())
    assert newsdesk.types == ["event.new", "event.merged"]


@pytest.mark.parametrize("quiet", [(False, False), (True, False), (False, True)])
def test_what_either_of_two_events_told_is_no_news_once_they_are_one(
    newsdesk: Newsdesk, quiet: tuple[bool, bool]
) -> None:
    """What was stored quietly nobody was told."""
    finds = ("fusils", "explosifs")
    halves = (
        replace(first_half(), seizures=(slot(finds[0]),)),
        replace(second_half(), seizures=(slot(finds[1]),)),
    )
    tell_halves(newsdesk, quiet=quiet, halves=halves)
    both = replace(whole(), slots=replace(slots(), seizures=tuple(map(slot, finds))))
    newsdesk.admit(other(hours=0), both)
    [event] = newsdesk.listed()
    changes = newsdesk.told[-1].payload["changes"]
    untold = [find for find, hushed in zip(finds, quiet, strict=True) if hushed]
    assert [c["after"] for c in changes if c["what"] == "seizures"] == untold
    assert len(event.reports) == 3


def test_a_told_event_that_takes_in_an_untold_one_is_no_merge(newsdesk: Newsdesk) -> None:
    tell_halves(newsdesk, quiet=(False, True))
    newsdesk.admit(other(hours=0), whole())
    assert newsdesk.events() == 1
    assert "event.merged" not in newsdesk.types
    assert newsdesk.types.count("event.new") == 1


def test_untold_events_that_are_one_are_new(newsdesk: Newsdesk) -> None:
    tell_halves(newsdesk, quiet=(True, True))
    newsdesk.admit(other(hours=0), whole())
    assert newsdesk.types == ["event.new"]
    assert newsdesk.events() == 1


def test_a_quiet_report_merges_told_events_aloud(newsdesk: Newsdesk) -> None:
    tell_halves(newsdesk, quiet=(False, False))
    assert newsdesk.events() == 2
    newsdesk.admit(article(published=OLD), whole(), entry=quiet_entry(newsdesk))
    assert newsdesk.types == ["event.new", "event.new", "event.merged"]
    with newsdesk.database.read() as conn:
        [first] = newsdesk.listed()
        raised = alerts_of(conn, [first.record.id])[first.record.id]
    assert [a.type for a in raised] == ["event.new", "event.merged"]
