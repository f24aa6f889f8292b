"""The pages, as somebody reads them who visits a real archive."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from alerts.channels.labels import load_labels
from alerts.desk import Desk
from core.assessments import Judgement
from core.clock import local_day
from dashboard.filters import day_of
from dashboard.overview import Snapshot, Summary
from store.database import Database
from tests.alerts.newsdesk import article, assessment, slots
from tests.conftest import SteppedClock
from tests.dashboard.conftest import Archive
from tests.dashboard.reading import links, texts, words
from tests.dashboard.visiting import HOST, face_app, standing_clock

LABELS = load_labels()
PAGES = ("/", "/trends", "/feeds", "/deliveries", "/seeds", "/search", "/search?q=a", "/sign-in")


def widest(snapshot: Snapshot) -> Summary:
    """Return the event that has most reports."""
    return max(snapshot.events, key=lambda event: len(event.reports))


def cards(page: str) -> list[str]:
    return texts(page, "//article[contains(@class, 'card')]/@id")


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_there_in_every_language(
    visitor: TestClient, page: str, language: str
) -> None:
    answer = visitor.get(page, headers={"accept-language": language})
    assert answer.status_code == 200
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in answer.text


def test_every_page_is_there_before_anything_is_known(
    database: Database, clock: SteppedClock
) -> None:
    with TestClient(face_app(database, clock), base_url=f"http://{HOST}") as visitor:
        assert [visitor.get(page).status_code for page in PAGES] == [200] * len(PAGES)


def test_a_chosen_language_is_kept(visitor: TestClient) -> None:
    assert 'lang="ar"' in visitor.get("/?lang=ar").text
    assert '<html lang="ar"' in visitor.get("/feeds").text


def test_the_events_page_shows_the_latest_by_day(visitor: TestClient, snapshot: Snapshot) -> None:
    page = visitor.get("/").text
    assert f"{len(snapshot.events)} events" in words(page)
    assert cards(page) == [event.id for event in snapshot.events[:25]]
    days = texts(page, "//h2[@class='date']/time/@datetime")
    assert days == sorted(set(days), reverse=True)
    assert days[0] == str(local_day(snapshot.events[0].view.first_seen))


def test_older_events_stand_on_the_next_page(visitor: TestClient, snapshot: Snapshot) -> None:
    [older] = links(visitor.get("/").text, "?page=2")
    shown = cards(visitor.get(f"/{older}").text)
    assert shown == [event.id for event in snapshot.events[25:50]]


def test_a_card_says_what_was_announced_and_by_whom(
    visitor: TestClient, snapshot: Snapshot
) -> None:
    event = next(e for e in snapshot.events[:25] if e.view.count and e.view.places)
    [card] = texts(visitor.get("/").text, f"//article[@id='{event.id}']")
    assert f"{event.view.count} held" in card
    assert LABELS["en"].place(str(event.view.places[0]["name"])) in card
    assert str(event.reports[0]["outlet"]) in card
    assert event.headline in card


@pytest.mark.parametrize(
    ("asked", "fits"),
    [
        ("topic=drugs", lambda e: e.view.topic == "drugs"),
        ("act=support", lambda e: e.view.act == "support"),
        ("status=official", lambda e: e.official),
        ("status=unconfirmed", lambda e: not e.official and e.view.status == "unconfirmed"),
        ("outlet=Lagune", lambda e: any(r["outlet"] == "Lagune" for r in e.reports)),
        ("place=Tanger", lambda e: any(p["name"] == "Tanger" for p in e.view.places)),
        ("since=2025-01-01", lambda e: day_of(e).year >= 2025),
        ("until=2024-12-31", lambda e: day_of(e).year <= 2024),
        ("place=طنجة", lambda e: any(p["name"] == "Tanger" for p in e.view.places)),
        ("place=tangier", lambda e: any(p["name"] == "Tanger" for p in e.view.places)),
        ("place=مدريد", lambda e: any(p["name"] == "Madrid" for p in e.view.places)),
        ("topic=&act=&q=", lambda e: True),
    ],
)
def test_filters_leave_what_fits(
    visitor: TestClient, snapshot: Snapshot, asked: str, fits: object
) -> None:
    wanted = [event for event in snapshot.events if fits(event)]  # type: ignore[operator]
    assert wanted
    assert f"{len(wanted)} event" in words(visitor.get(f"/?{asked}").text)


def test_words_of_headlines_are_found_in_any_spelling(
    visitor: TestClient, snapshot: Snapshot
) -> None:
    event = next(e for e in snapshot.events if e.headline_language == "ar")
    word = max(event.headline.split(), key=len)
    assert f"/events/{event.id}" in links(visitor.get(f"/?q=و{quote(word)}").text, "/events/")


def test_an_arabic_page_names_places_reasons_and_verdicts_in_arabic(
    visitor: TestClient, snapshot: Snapshot
) -> None:
    event = next(
        e for e in snapshot.events if e.view.places and e.view.places[0]["name"] == "Tanger"
    )
    page = words(visitor.get(f"/events/{event.id}?lang=ar").text)
    assert "طنجة" in page
    assert "الجهاز" in page
    assert re.search(r"[+-]\d+,\d", page), "numbers are written as in Morocco"
    for english in ("agency acts", "points less", "more points", "nothing-near", "news", "apart"):
        assert english not in page


def test_a_filter_that_can_not_be_is_refused_in_words(visitor: TestClient) -> None:
    answer = visitor.get("/?since=yesterday")
    assert answer.status_code == 422
    assert "since" in words(answer.text)


def test_an_event_shows_its_reports_side_by_side_with_the_passage_marked(
    visitor: TestClient, snapshot: Snapshot
) -> None:
    event = widest(snapshot)
    page = visitor.get(f"/events/{event.id}").text
    reports = texts(page, "//article[contains(@class, 'report')]//h3")
    assert [str(r["title"]) for r in event.reports] == reports
    assert len({str(r["language"]) for r in event.reports}) > 1
    assert texts(page, "//blockquote/mark")
    assert 'dir="rtl" lang="ar"' in page


def test_an_events_score_is_explained_as_a_sum(visitor: TestClient, snapshot: Snapshot) -> None:
    page = visitor.get(f"/events/{widest(snapshot).id}").text
    [total, *_] = texts(page, "//table[@class='sum']/tfoot//td[1]")
    points = texts(page, "(//table[@class='sum'])[1]/tbody//td[1]")
    assert sum(map(float, points)) == pytest.approx(float(total.removeprefix("= ")), abs=0.5)
    assert "agency acts" in words(page)


def test_an_event_shows_who_was_told_and_what_came_of_it(
    visitor: TestClient, snapshot: Snapshot
) -> None:
    told = next(e for e in snapshot.events if e.alerts)
    rows = texts(visitor.get(f"/events/{told.id}").text, "//table[@class='cards']/tbody/tr")
    assert any("desk email" in row for row in rows)


def test_an_id_that_nobody_gave_out_is_said_to_lead_nowhere(visitor: TestClient) -> None:
    answer = visitor.get("/events/evt_none")
    assert answer.status_code == 404
    assert "There is nothing here" in words(answer.text)


def test_a_delivery_that_was_given_up_can_be_sent_again(visitor: TestClient) -> None:
    page = visitor.get("/deliveries?state=dead").text
    before = texts(page, "//table/tbody/tr")
    assert "550 no such mailbox here" in before[0]
    [action, *_] = [form.split('"')[0] for form in page.split('action="/deliveries/')[1:]]
    answer = visitor.post(f"/deliveries/{action}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/deliveries?done=redelivered")
    after = visitor.get("/deliveries?state=dead&done=redelivered").text
    assert len(texts(after, "//table/tbody/tr")) == len(before) - 1
    assert "Queued again." in words(after)


def test_what_still_waits_is_not_queued_a_second_time(visitor: TestClient) -> None:
    assert visitor.post("/deliveries/999999/redeliver").status_code == 409


def test_seeds_show_what_they_taught(visitor: TestClient) -> None:
    page = words(visitor.get("/seeds").text)
    assert "003_9c72bbde1bb9b48c" in page
    assert "Announces" in page
    lessons = visitor.app.state.face.matcher.lessons  # type: ignore[attr-defined]
    phrases = [p for listed in lessons.values() for lesson in listed for p in lesson.phrases]
    assert {phrase.teaches for phrase in phrases} == {"announces", "mentions"}
    for phrase in phrases:
        sign = "+" if phrase.teaches == "announces" else "-"
        assert re.search(rf"{re.escape(phrase.phrase)} \{sign}\d+\.\d", page), phrase


def test_a_text_is_judged_and_explained(visitor: TestClient) -> None:
    told = {
        "text": "أعلن المكتب المركزي للأبحاث القضائية أنه أوقف الجمعة سبعة أشخاص متشبعين بفكر داعش"
        " في تدخلات بوزان وشفشاون.",
        "published": "2019-10-25",
    }
    [verdict] = texts(visitor.post("/seeds", data=told).text, "//div[@id='verdict']")
    assert "announces an operation" in verdict
    assert "Chefchaouen" in verdict
    assert "agency acts" in verdict


def test_a_text_without_an_agency_has_nothing_to_assess(visitor: TestClient) -> None:
    page = visitor.post("/seeds", data={"text": "Il pleut à Rabat."}).text
    assert "nothing to assess" in words(page)
    assert "Il pleut à Rabat." in page


def test_the_search_marks_what_it_finds_and_leads_to_the_event(
    visitor: TestClient, snapshot: Snapshot
) -> None:
    page = visitor.get("/search?q=خلية").text
    assert texts(page, "//ol[@class='hits']/li")
    assert any("خلي" in mark for mark in texts(page, "//mark"))
    assert links(page, "/events/")
    assert "Nothing found." in words(visitor.get("/search?q=xyzxyz").text)


def test_hostile_words_do_no_harm_to_the_search(visitor: TestClient) -> None:
    for asked in ('"', "a OR b*", "NEAR(", "' & !", "((", "*", "\x00"):
        assert visitor.get("/search", params={"q": asked}).status_code == 200


def test_trends_draw_places_months_and_the_first_outlets(
    visitor: TestClient, snapshot: Snapshot
) -> None:
    page = visitor.get("/trends").text
    assert "Tangier: " in " ".join(texts(page, "//*[name()='title']"))
    assert texts(page, "//*[name()='svg' and @class='months']/*[name()='rect']")
    assert any(row.startswith("Lagune") for row in texts(page, "//table/tbody/tr"))


def test_where_no_event_fits_nothing_is_drawn_of_it(visitor: TestClient) -> None:
    page = visitor.get("/trends?since=2090-01-01").text
    assert "No event fits." in words(page)
    assert not texts(page, "//table | //*[name()='svg' and @class='months']")


def test_nothing_in_an_article_becomes_markup(
    visitor: TestClient, snapshot: Snapshot, archive: Database
) -> None:
    script = "<script>alert(1)</script>"
    answer = visitor.post("/seeds", data={"text": f"BCIJ {script}", "title": f'"{script}'})
    assert script not in answer.text
    assert script not in visitor.get("/", params={"q": script, "place": f'">{script}'}).text


def test_the_first_page_says_what_is_new_since_the_last_visit(
    visitor: TestClient, archive: Database, built: Archive
) -> None:
    """Somebody looks in the evening; something is announced; they look again in the morning."""
    face = visitor.app.state.face  # type: ignore[attr-defined]
    assert "In the last 24 hours" in words(visitor.get("/").text)
    at = built.last + timedelta(hours=9)
    told = article("https://new.example/1", title="Une annonce", published=at, arrived=at)
    Desk(archive, (), {}, standing_clock(at)).admit(told, Judgement(assessments=(assessment(),)))
    visitor.app.state.face = replace(  # type: ignore[attr-defined]
        face, clock=standing_clock(at + timedelta(minutes=5))
    )
    page = visitor.get("/").text
    assert "Since your last visit, 9 hours ago" in words(page)
    assert "1 new event" in words(page)
    fresh = "//article[.//span[contains(@class, 'fresh')]]"
    [new] = texts(page, fresh)
    assert "Une annonce" in new
    again = words(visitor.get("/").text)
    assert "1 new event" in again, "a reload within a visit forgets nothing"


def test_a_page_that_a_script_asks_for_is_no_visit(visitor: TestClient) -> None:
    assert "balagh_visit" in visitor.get("/").headers["set-cookie"]
    assert "set-cookie" not in visitor.get("/", headers={"sec-fetch-dest": "empty"}).headers


def test_an_event_that_was_found_late_says_so(
    visitor: TestClient, archive: Database, built: Archive
) -> None:
    at = built.last
    told = article(
        "https://new.example/1", title="Une annonce", published=at - timedelta(hours=5), arrived=at
    )
    Desk(archive, (), {}, standing_clock(at)).admit(told, Judgement(assessments=(assessment(),)))
    [card, *_] = texts(visitor.get("/").text, "//article[contains(@class, 'card')]")
    assert "found 5 hours after publication" in card


def test_of_many_outlets_that_agree_against_others_a_few_are_named_and_all_on_demand(
    visitor: TestClient, archive: Database, built: Archive
) -> None:
    desk = Desk(archive, (), {}, standing_clock(built.last))
    for number in range(9):
        own = slots(count=4 if number else 5, day=local_day(built.last))
        told = article(f"https://agree{number}.example/1", text=f"{number}", arrived=built.last)
        desk.admit(told, Judgement(assessments=(assessment(slots=own),)))
    [card, *_] = texts(visitor.get("/").text, "//article[contains(@class, 'card')]")
    assert "agree6.example, 2 more" in card
    assert "agree7.example" not in card
    page = visitor.get(links(visitor.get("/").text, "/events/")[0]).text
    [brief] = texts(page, "//details[@class='contradiction']/summary")
    [whole] = texts(page, "//details[@class='contradiction']/p")
    assert "2 more" in brief
    assert ("agree7.example" in brief, "agree7.example" in whole) == (False, True)


def test_the_first_page_says_whether_everything_was_seen(visitor: TestClient) -> None:
    [panel] = texts(visitor.get("/").text, "//section[@aria-labelledby='seen']")
    assert "Not everything." in panel
    assert "Atlas Info" in panel
    assert "timeout" in panel


def test_seeds_name_what_may_be_further_names(visitor: TestClient) -> None:
    lessons = visitor.app.state.face.matcher.lessons  # type: ignore[attr-defined]
    found = [alias for listed in lessons.values() for lesson in listed for alias in lesson.aliases]
    page = words(visitor.get("/seeds").text)
    assert found
    for alias in found:
        assert f"{' '.join(alias.text.split())} of {alias.agency}" in page


def test_a_delivery_has_a_page_with_every_attempt(visitor: TestClient) -> None:
    [here, *_] = links(visitor.get("/deliveries?state=dead").text, "/deliveries/")
    page = words(visitor.get(here).text)
    assert "550 no such mailbox here" in page
    assert "refused for good" in page
    assert re.search(r"(desk|analysts), email", page)
    assert visitor.get("/deliveries/999999").status_code == 404


def test_a_delivery_says_of_which_event_it_tells(visitor: TestClient, snapshot: Snapshot) -> None:
    rows = texts(visitor.get("/deliveries").text, "//tbody/tr")
    told = next(e for e in snapshot.events if e.alerts and e.view.count and e.view.places)
    place = LABELS["en"].place(str(told.view.places[0]["name"]))
    title = f"{told.view.count} held · {place}"
    assert any(title in row for row in rows)
