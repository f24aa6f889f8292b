"""An article that is edited stays with its event: what it says anew is told once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from alerts.view import contradictions
from core.articles import Article
from core.assessments import Assessment, Slots, Span
from core.events import JoinEvent
from tests.alerts.newsdesk import NOON, TEXT, Newsdesk, article, assessment, place, slot, slots

EDIT = timedelta(minutes=30)


def edited(**changes: Any) -> Article:
    given = {"text": f"{TEXT} Mis à jour.", "arrived": NOON + EDIT}
    return article(**(given | changes))


def elsewhere(count: int = 1) -> Slots:
    """The facts of another operation, of eleven days before."""
    return Slots(
        date=slot(date(2024, 1, 19)),
        count=slot(count),
        ages=slot((22, 22)),
        places=(place("Agadir", "09.001.01.01"),),
    )


def terse() -> Slots:
    """What a flash says: hardly a fact, and none that another operation contradicts."""
    return Slots(topic=slot("terrorism"))


def at(start: int) -> Span:
    return Span(field="text", start=start, end=len(TEXT))


def seized(name: str, code: str) -> Assessment:
    """A report of a support; the edit below puts it elsewhere."""
    stated = Slots(
        date=slot(date(2024, 1, 30)),
        count=slot(4),
        topic=slot("drugs"),
        places=(place(name, code),),
    )
    return assessment("support", act="support", slots=stated)


def test_two_outlets_and_an_edit_are_one_event(newsdesk: Newsdesk) -> None:
    newsdesk.admit(article(), seized("Agadir", "09.001.01.01"))
    corrected = (
        "Correction : les quatre suspects étaient recherchés depuis des mois dans l'Oriental."
    )
    newsdesk.admit(edited(text=corrected, title="Correction"), seized("Oujda", "02.411.01.23"))
    newsdesk.admit(article("https://two.example/1"), seized("Oujda", "02.411.01.23"))
    assert newsdesk.types == ["event.new", "event.update"]
    [event] = newsdesk.listed()
    assert [r.facts.outlet for r in event.reports] == ["one.example", "two.example"]


def test_an_edit_that_raises_the_number_held_is_one_update(newsdesk: Newsdesk) -> None:
    newsdesk.admit(article(), assessment())
    newsdesk.admit(article("https://two.example/1"), assessment())
    for _ in range(2):
        newsdesk.admit(edited(), assessment(slots=slots(count=6)))
    assert newsdesk.types == ["event.new", "event.update"]
    [change] = newsdesk.told[1].payload["changes"]
    assert (change["what"], change["before"], change["after"]) == ("count", "4", "6")


def test_an_edit_that_lowers_the_number_held_is_one_update(newsdesk: Newsdesk) -> None:
    newsdesk.admit(article(), assessment(slots=slots(count=6)))
    for _ in range(2):
        newsdesk.admit(edited(), assessment(slots=slots(count=4)))
    assert newsdesk.types == ["event.new", "event.update"]
    told = newsdesk.told[1].payload
    assert [(c["what"], c["before"], c["after"]) for c in told["changes"]] == [("count", "6", "4")]
    assert told["event"]["count"] == 4


def test_what_an_article_said_before_is_not_new_again(newsdesk: Newsdesk) -> None:
    named = slots(group=slot("IS"), official=slot(True))
    newsdesk.admit(article(), assessment(slots=named))
    newsdesk.admit(article("https://two.example/1"), assessment())
    newsdesk.admit(edited(), assessment(slots=named, span=at(3)))
    assert newsdesk.types == ["event.new"]


def test_an_article_whose_passage_moved_does_not_contradict_itself(newsdesk: Newsdesk) -> None:
    newsdesk.admit(article(), assessment())
    newsdesk.admit(edited(), assessment(slots=slots(count=6), span=at(3)))
    [event] = newsdesk.listed()
    assert [r.facts.count for r in event.reports] == [6]
    assert contradictions(event.reports) == []
    assert newsdesk.told[-1].payload["contradictions"] == []


def test_an_article_that_tells_it_no_more_counts_no_more(newsdesk: Newsdesk) -> None:
    newsdesk.admit(article(), assessment(slots=slots(count=6)))
    newsdesk.admit(article("https://two.example/1"), assessment(slots=slots(count=6)))
    newsdesk.admit(edited())
    [event] = newsdesk.listed()
    assert [r.facts.outlet for r in event.reports] == ["two.example"]


def test_an_event_that_no_article_tells_any_more_is_not_raised_again(newsdesk: Newsdesk) -> None:
    newsdesk.admit(article(), assessment())
    newsdesk.admit(edited())
    newsdesk.admit(article("https://two.example/1"), assessment())
    assert newsdesk.types == ["event.new"]
    assert newsdesk.events() == 1


def test_a_page_that_now_tells_another_operation_raises_it(newsdesk: Newsdesk) -> None:
    newsdesk.admit(article(published=None), assessment())
    other = edited(published=None, text="Un homme de 22 ans interpellé à Agadir, le 19 janvier.")
    newsdesk.admit(other, assessment(slots=elsewhere()))
    assert newsdesk.types == ["event.new", "event.new"]
    assert [[r.facts.count for r in e.reports] for e in newsdesk.listed()] in (
        [[1], [4]],
        [[4], [1]],
    )


def test_an_operation_added_to_an_article_is_a_second_event(newsdesk: Newsdesk) -> None:
    newsdesk.admit(article(), assessment())
    newsdesk.admit(
        edited(), assessment(), assessment(slots=elsewhere(), span=at(40)), assessment("mention")
    )
    assert newsdesk.types == ["event.new", "event.new"]
    assert newsdesk.events() == 2


def test_an_edit_days_after_is_not_late(newsdesk: Newsdesk) -> None:
    newsdesk.admit(article(), assessment())
    newsdesk.clock.advance(timedelta(days=3))
    newsdesk.admit(edited(), assessment(slots=slots(count=6)))
    update = newsdesk.told[-1].payload
    assert update["type"] == "event.update"
    assert update["late_s"] is None
    assert "found" not in update["why"]["new_because"]


def test_a_report_that_says_the_same_is_not_resolved_again(newsdesk: Newsdesk) -> None:
    """Else it could merge events that have come to look alike, and nobody would be told."""
    first = newsdesk.admit(article(), assessment()).placed[0]
    [again] = newsdesk.admit(article(arrived=NOON + EDIT), assessment()).placed
    assert isinstance(again.decision, JoinEvent)
    assert again.decision.event == again.event_id == first.event_id
    assert [reason.name for reason in again.decision.reasons] == ["unchanged"]


@pytest.mark.parametrize("less", [{"tier": "search"}, {"text_source": "feed"}])
def test_a_headline_of_a_known_page_is_no_edit_of_it(newsdesk: Newsdesk, less: Any) -> None:
    """A search feed names the page that the outlet's own feed led to."""
    known = slots(group=slot("IS"))
    newsdesk.admit(article(), assessment(slots=known))
    stub = edited(text="Quatre arrestations", **less)
    newsdesk.admit(stub, assessment(slots=terse(), span=Span(field="title", start=0, end=9)))
    [event] = newsdesk.listed()
    assert [r.facts.group for r in event.reports] == ["IS", None]
    newsdesk.admit(article("https://two.example/1"), assessment(slots=known))
    assert newsdesk.types == ["event.new"]


def test_the_page_of_a_known_headline_takes_its_place(newsdesk: Newsdesk) -> None:
    newsdesk.admit(article(tier="search", outlet="One - News"), assessment(slots=terse()))
    newsdesk.admit(edited(), assessment(slots=slots(group=slot("IS")), span=at(3)))
    [event] = newsdesk.listed()
    assert [r.facts.outlet for r in event.reports] == ["one.example"]
    assert newsdesk.types.count("event.new") == 1


def test_a_passage_that_is_judged_twice_is_one_report(newsdesk: Newsdesk) -> None:
    newsdesk.admit(article(), assessment(), assessment(slots=elsewhere()))
    assert newsdesk.types == ["event.new"]
    assert newsdesk.events() == 1


def test_the_reports_of_an_edit_that_makes_two_events_one_stay_together(newsdesk: Newsdesk) -> None:
    """The edit of the first passage shows it; the second one's event is gone by then."""
    halves = (
        assessment("support", act="support", slots=Slots(count=slot(4), ages=slot((35, 40)))),
        assessment(
            "support",
            act="support",
            span=at(30),
            slots=Slots(date=slot(date(2024, 1, 30)), places=slots().places),
        ),
    )
    newsdesk.admit(article(title="Drogue", text="Quatre hommes. " + "x" * 40), *halves)
    assert newsdesk.events() == 2
    whole = [replace(half, slots=slots()) for half in halves]
    newsdesk.admit(edited(title="Drogue", text=f"{TEXT} Corrigé."), *whole)
    [event] = newsdesk.listed()
    assert len(event.reports) == 2
    assert newsdesk.types == ["event.new", "event.new", "event.merged"]


def supplier() -> tuple[Article, Assessment]:
    """Four days later one more is arrested elsewhere; the title names the cell's towns."""
    later = NOON + timedelta(days=4)
    title = "Cellule d'Oujda et de Jerada : le fournisseur arrêté à Taza"
    given: dict[str, Any] = {"title": title, "published": later, "arrived": later}
    stated = Slots(
        date=slot(later.date()), topic=slot("terrorism"), places=(place("Taza", "03.561.01.07"),)
    )
    told = article("https://two.example/2", text="Un homme arrêté à Taza.", **given)
    return told, assessment(slots=stated)


def test_what_follows_an_event_up_unsaid_stands_when_it_is_judged_again(newsdesk: Newsdesk) -> None:
    """It was stored as the follow-up that its title makes it."""
    [opened] = newsdesk.admit(article(), assessment()).placed
    [first], [again] = (newsdesk.admit(*supplier()).placed for _ in range(2))
    assert first.event_id == again.event_id == opened.event_id
    assert "unsaid" in [reason.name for reason in first.decision.reasons]
    assert [reason.name for reason in again.decision.reasons] == ["unchanged"]


def test_what_arrives_behind_its_follow_up_is_the_operation_however_often_it_is_judged(
    newsdesk: Newsdesk,
) -> None:
    cell = article(arrived=NOON + timedelta(days=4, hours=1)), assessment()
    for _ in range(3):
        newsdesk.admit(*supplier())
        newsdesk.admit(*cell)
    [event] = newsdesk.listed()
    assert [report.facts.kind for report in event.reports] == ["operation", "operation"]
    assert newsdesk.types == ["event.new", "event.update"]


def test_a_report_in_which_the_matcher_finds_more_by_now_merges_nothing(
    newsdesk: Newsdesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As stored before the places in titles of news were looked for: it says the same."""
    tiflet = place("Tiflet", "04.291.01.05")
    day, drugs = date(2024, 1, 30), slot("drugs")
    stated = Slots(
        date=slot(day), count=slot(4), ages=slot((30, 52)), topic=drugs, places=(tiflet,)
    )
    lorry = article(title="Saisie", text="Du cannabis dans un camion frigorifique à Tiflet.")
    later = NOON + timedelta(days=1)
    owner = article(
        "https://two.example/2",
        title="Camion frigorifique de Tiflet : le propriétaire arrêté",
        text="Un homme de 52 ans a été arrêté.",
        published=later,
        arrived=later,
    )
    held = Slots(date=slot(later.date()), count=slot(1), ages=slot((52, 52)), topic=drugs)
    seizure, arrest = (assessment("support", slots=told) for told in (stated, held))
    with monkeypatch.context() as before:
        before.setattr("matching.facts.places_named", lambda *_, **__: ())
        newsdesk.admit(lorry, seizure)
        newsdesk.admit(owner, arrest)
    assert newsdesk.types == ["event.new", "event.new"]
    newsdesk.admit(owner, arrest)
    assert newsdesk.types == ["event.new", "event.new"]
