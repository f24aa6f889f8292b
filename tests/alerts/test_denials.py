"""What is denied or taken back reaches those who were told of it, and confirms nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from core.articles import Article
from core.assessments import Assessment, Slots
from core.settings import Settings
from store.database import Database
from tests.alerts.newsdesk import NOON, TEXT, Newsdesk, article, assessment, place, slot, slots
from tests.conftest import SteppedClock

CHOOSY = Settings.model_validate(
    {
        "subscriber": [
            {"name": "terror", "email": "t@example.org", "topics": ["terrorism"]},
            {"name": "drugs", "email": "d@example.org", "topics": ["drugs"]},
            {"name": "none", "email": "n@example.org", "updates": "none"},
        ]
    }
)
HOUR = timedelta(hours=1)


@pytest.fixture
def choosy(database: Database, clock: SteppedClock) -> Newsdesk:
    return Newsdesk(database, clock, CHOOSY)


def denial(url: str = "https://agency.example/1", **changes: Any) -> Article:
    given = {"title": "Le bureau dément toute arrestation", "arrived": NOON + HOUR}
    return article(url, **(given | changes))


def denied(official: bool = True) -> Assessment:
    """Names what was told: nobody is said to be held."""
    stated = Slots(
        date=slots().date,
        places=(place("Oujda", "02.411.01.23"),),
        count=slot(4),
        official=slot(official),
    )
    return assessment("mention", slots=stated, score=1.0)


def test_a_denial_confirms_nothing(newsdesk: Newsdesk) -> None:
    newsdesk.admit(article(), assessment())
    newsdesk.admit(denial(), denied())
    newsdesk.admit(denial("https://two.example/1"), denied(official=False))
    assert newsdesk.types == ["event.new", "event.update"]
    told = newsdesk.told[1].payload
    assert [change["what"] for change in told["changes"]] == ["denial"]
    assert (told["event"]["status"], told["event"]["outlets"]) == ("unconfirmed", 1)


def test_a_denial_states_no_number_of_its_own(newsdesk: Newsdesk) -> None:
    newsdesk.admit(article(), assessment())
    three = replace(denied().slots, count=slot(3), group=slot("IS"))
    newsdesk.admit(denial(), replace(denied(), slots=three))
    assert [change["what"] for change in newsdesk.told[1].payload["changes"]] == ["denial"]
    assert newsdesk.told[1].payload["event"]["count"] == 4


def test_a_followup_that_corrects_the_number_puts_it_right(newsdesk: Newsdesk) -> None:
    """It would else be those of a new act, on top."""
    newsdesk.admit(article(), assessment(slots=slots(count=8)))
    corrected = denial(title="Rectificatif : six arrestations et non huit")
    newsdesk.admit(corrected, assessment("update", slots=slots(count=6)))
    told = newsdesk.told[1].payload
    assert ("count", "8", "6") in [(c["what"], c["before"], c["after"]) for c in told["changes"]]
    assert told["event"]["count"] == 6


def test_an_article_that_takes_back_what_it_told_is_told_to_all_who_were_told(
    choosy: Newsdesk,
) -> None:
    choosy.admit(article(), assessment(slots=slots(count=6)))
    choosy.admit(article(text=f"{TEXT} Corrigé."), assessment())
    assert choosy.types == ["event.new", "event.update"]
    before = choosy.told[1].payload["event"]
    choosy.admit(denial("https://one.example/1"), denied())
    assert choosy.deliveries() == [
        ("none", "event.new"),
        ("terror", "event.new"),
        ("terror", "event.update"),
        ("terror", "event.update"),
    ]
    after = choosy.told[2].payload["event"]
    for fact in ("act", "topic", "count", "status", "outlets"):
        assert after[fact] == before[fact], fact
    [event] = choosy.listed()
    assert [r.facts.kind for r in event.reports] == ["operation", "update"]


def test_who_was_told_of_an_event_is_told_of_what_becomes_of_it(choosy: Newsdesk) -> None:
    """Also where it is known for something else by then."""
    support = {"act": "support", "topic": slot("drugs")}
    stated = {name: getattr(slots(), name) for name in ("date", "count", "ages", "places")}
    topics = ("drugs", "violence", "violence")
    for number, topic in enumerate(topics):
        told = assessment("support", act=support["act"], slots=Slots(**stated, topic=slot(topic)))
        choosy.admit(article(f"https://o{number}.example/1"), told)
    more = Slots(**{**stated, "count": slot(9)}, topic=slot("violence"))
    choosy.admit(article("https://o9.example/1"), assessment("support", act="support", slots=more))
    assert ("drugs", "event.update") in choosy.deliveries()
    assert choosy.told[-1].payload["event"]["topic"] == "violence"


def test_a_denial_that_comes_again_changes_nothing(newsdesk: Newsdesk) -> None:
    newsdesk.admit(article(), assessment())
    numbers = []
    for _ in range(3):
        newsdesk.admit(denial(), denied())
        [event] = newsdesk.listed()
        numbers.append([report.id for report in event.reports])
    assert numbers == [numbers[0]] * 3
    assert newsdesk.types == ["event.new", "event.update"]
