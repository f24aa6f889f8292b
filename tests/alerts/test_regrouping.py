"""Merges and splits by hand: one event.merged, one event.new, and no merge against a person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from alerts.regrouping import Regrouped
from core.assessments import Assessment, Slots
from core.errors import UsageError
from store.events import find_event
from store.outbox import list_deliveries
from store.reports import stored_reports
from tests.alerts.newsdesk import NOON, Newsdesk, article, assessment, place, slot, slots

MINUTE = timedelta(minutes=1)
AGADIR = place("Agadir", "09.001.01.01")
TAZA = place("Taza", "03.561.01.09")
JERADA = place("Jerada", "02.275.01.05")


def another() -> Assessment:
    """An operation of the day before that nobody takes for the usual one."""
    stated = Slots(
        date=slot(date(2024, 1, 29)), count=slot(1), ages=slot((22, 22)), places=(AGADIR,)
    )
    return assessment(slots=stated)


def two_events(newsdesk: Newsdesk) -> tuple[str, str]:
    newsdesk.admit(article(), assessment())
    newsdesk.clock.advance(MINUTE)
    newsdesk.admit(article("https://two.example/1", arrived=NOON + MINUTE), another())
    first, second = (str(alert.event_id) for alert in newsdesk.told)
    return first, second


def one_event_of_two_outlets(newsdesk: Newsdesk) -> tuple[str, int]:
    """Return the event and the number of the second outlet's report."""
    for number in range(2):
        newsdesk.admit(article(f"https://o{number}.example/1"), assessment())
    event = str(newsdesk.told[0].event_id)
    return event, reports(newsdesk, event)["o1.example"]


def reports(newsdesk: Newsdesk, event_id: str) -> dict[str, int]:
    """The numbers of an event's reports by outlet."""
    with newsdesk.database.read() as conn:
        found = [stored.report for stored in stored_reports(conn, event_id)]
    return {report.facts.outlet: report.id for report in found if report.id is not None}


def test_a_merge_is_told_once_under_the_first_id(newsdesk: Newsdesk) -> None:
    first, second = two_events(newsdesk)
    done = newsdesk.desk.merge([second, first])
    assert done.events == (first,)
    assert newsdesk.types == ["event.new", "event.new", "event.merged"]
    merged = newsdesk.told[-1]
    assert merged.event_id == first
    assert merged.payload["event"]["merged_from"] == [second]
    assert merged.payload["event"]["outlets"] == 2
    assert merged.payload["why"]["new_because"] == "merged by hand"
    assert ("all", "event.merged") in newsdesk.deliveries()
    with newsdesk.database.read() as conn:
        found = find_event(conn, second)
    assert found is not None
    assert found.record.id == first
    with pytest.raises(UsageError, match=f"is {first}"):
        newsdesk.desk.merge([first, second])
    assert newsdesk.types.count("event.merged") == 1


def test_a_merge_of_what_nobody_was_told_tells_nothing(newsdesk: Newsdesk) -> None:
    newsdesk.admit(article(), assessment())
    newsdesk.clock.advance(MINUTE)
    published = NOON - timedelta(days=20)
    old = article("https://two.example/1", published=published, arrived=NOON + MINUTE)
    silent = str(newsdesk.admit(old, another()).placed[0].event_id)
    assert newsdesk.desk.merge([str(newsdesk.told[0].event_id), silent]).raised is None
    assert newsdesk.types == ["event.new"]
    assert newsdesk.events() == 1


def test_a_split_tells_the_second_operation_as_new(newsdesk: Newsdesk) -> None:
    first, second = two_events(newsdesk)
    newsdesk.desk.merge([first, second])
    stayed, new = newsdesk.desk.split(first, [reports(newsdesk, first)["two.example"]]).events
    assert stayed == first
    assert new not in (first, second)
    told = newsdesk.told[-1]
    assert (told.type, told.event_id) == ("event.new", new)
    assert [p["name"] for p in told.payload["event"]["places"]] == ["Agadir"]
    assert told.payload["why"]["new_because"] == f"told as {first} so far, set apart by hand"
    with newsdesk.database.read() as conn:
        queued = {
            (r.subscriber, r.type) for r in list_deliveries(conn, limit=99) if r.event_id == new
        }
    assert queued == {("all", "event.new"), ("drugs", "event.new")}
    again = newsdesk.admit(article("https://three.example/1"), another())
    assert [placed.event_id for placed in again.placed] == [new]
    assert again.alerts == []


def test_what_was_split_is_never_merged_by_a_later_report(newsdesk: Newsdesk) -> None:
    """Two reports of one operation are set apart; the third, like both, joins one of them."""
    event, number = one_event_of_two_outlets(newsdesk)
    second = newsdesk.desk.split(event, [number]).events[1]
    newsdesk.admit(article("https://o3.example/1"), assessment())
    assert newsdesk.events() == 2
    assert newsdesk.types == ["event.new", "event.new"]
    newsdesk.desk.merge([event, second])
    assert newsdesk.events() == 1


def test_a_merge_that_undoes_a_split_keeps_the_id_that_is_known(newsdesk: Newsdesk) -> None:
    """Also where the split took the first report away."""
    event, _ = one_event_of_two_outlets(newsdesk)
    stayed, new = newsdesk.desk.split(event, [reports(newsdesk, event)["o0.example"]]).events
    done = newsdesk.desk.merge([new, stayed])
    assert done.events == (event,)
    assert newsdesk.told[-1].type == "event.merged"
    assert newsdesk.told[-1].payload["event"]["merged_from"] == [new]


def test_an_old_split_is_told_to_nobody(newsdesk: Newsdesk) -> None:
    event, number = one_event_of_two_outlets(newsdesk)
    newsdesk.clock.advance(timedelta(days=20))
    assert newsdesk.desk.split(event, [number]).raised is None
    assert newsdesk.types == ["event.new"]


def test_a_former_wording_goes_with_its_article(newsdesk: Newsdesk) -> None:
    _, _ = one_event_of_two_outlets(newsdesk)
    reworded = article("https://o1.example/1", text="Autrement dit.")
    newsdesk.admit(reworded, assessment(slots=slots(count=6)))
    event = str(newsdesk.told[0].event_id)
    new = newsdesk.desk.split(event, [reports(newsdesk, event)["o1.example"]]).events[1]
    with newsdesk.database.read() as conn:
        halves = [stored_reports(conn, half) for half in (event, new)]
    assert [[s.superseded for s in half] for half in halves] == [[False], [True, False]]


def test_what_can_not_be_regrouped_is_refused_and_left(newsdesk: Newsdesk) -> None:
    first, second = two_events(newsdesk)
    newsdesk.admit(article("https://x.example/1"), assessment(watchlist="other"))
    other = str(newsdesk.told[-1].event_id)
    here, there = ([*reports(newsdesk, event).values()] for event in (first, second))
    desk = newsdesk.desk
    refused: tuple[tuple[Callable[[], Regrouped], str], ...] = (
        (lambda: desk.merge([first, "evt_404"]), "no event has the id 'evt_404'"),
        (lambda: desk.merge([first]), "name two events"),
        (lambda: desk.merge([]), "none is named"),
        (lambda: desk.merge([first, other]), "several watchlists: dgst-bcij, other"),
        (lambda: desk.split("evt_404", [1]), "no event has the id"),
        (lambda: desk.split(first, there), f"has the reports {here[0]}"),
        (lambda: desk.split(first, []), "has the reports"),
        (lambda: desk.split(first, here), "left without a report"),
    )
    for regroup, why in refused:
        with pytest.raises(UsageError, match=why):
            regroup()
    assert newsdesk.events() == 3
    assert newsdesk.types == ["event.new"] * 3
