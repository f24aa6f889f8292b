"""The pretend press behaves as a press: feeds, pages, validators, faults."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import feedparser
import pytest
import requests
import trafilatura

from crawler.documents import FORMATS
from newsroom import faults
from newsroom.outlets import Story, load_outlets
from newsroom.press import Press
from tests.conftest import SteppedClock

TEXT = (
    "Le conseil de la ville a voté mardi soir un budget en légère hausse, après un long débat.",
    "Les crédits iront d’abord à l’éclairage public & aux transports, a précisé la présidente.",
    "Une nouvelle séance est prévue le mois prochain pour examiner les comptes de l’année écoulée.",
)


@pytest.fixture
def press(clock: SteppedClock) -> Iterator[Press]:
    with Press(clock=clock) as press:
        yield press


def _story(outlet: str, **changes: object) -> Story:
    story = Story(
        outlet=outlet,
        slug="budget-vote",
        title="Budget : <le> vote & après",
        paragraphs=TEXT,
        published=datetime(2024, 1, 30, 11, 20, tzinfo=UTC),
    )
    return replace(story, **changes)  # type: ignore[arg-type]


def _get(url: str, **headers: str) -> requests.Response:
    return requests.get(url, headers=headers, timeout=5, allow_redirects=False)


def _own_outlets() -> list[str]:
    return [o.key for o in load_outlets() if o.style in ("full", "summary", "atom")]


@pytest.mark.parametrize("outlet", _own_outlets())
def test_a_published_story_is_in_the_feed_and_on_its_page(press: Press, outlet: str) -> None:
    url = press.publish(_story(outlet))

    feed = feedparser.parse(_get(press.feed_url(outlet)).content)
    page = _get(url)

    assert not feed.bozo
    assert [(e.title, e.link) for e in feed.entries] == [("Budget : <le> vote & après", url)]
    assert feed.entries[0].published_parsed[:5] == (2024, 1, 30, 11, 20)
    assert page.status_code == 200
    assert "Les crédits iront d’abord à l’éclairage public &amp; aux transports" in page.text


def test_every_outlet_is_a_host_of_its_own_with_a_described_feed(press: Press) -> None:
    feeds = press.feeds()

    hosts = {urlsplit(feed.url).netloc for feed in feeds}
    assert len(hosts) == len(feeds) >= 20
    assert hosts == set(press.allow_private)
    assert {feed.language for feed in feeds} == {"ar", "ary", "fr", "en", "es", None}
    assert {feed.format for feed in feeds} == set(FORMATS)
    assert {"official", "national", "regional", "foreign", "search"} <= {f.tier for f in feeds}


def test_some_feeds_carry_the_text_and_others_a_cut_summary(press: Press) -> None:
    for outlet in ("phare", "atlantique"):
        press.publish(_story(outlet))

    full = feedparser.parse(_get(press.feed_url("phare")).content).entries[0]
    cut = feedparser.parse(_get(press.feed_url("atlantique")).content).entries[0]

    assert TEXT[-1] in full.content[0].value
    assert "content" not in cut
    assert TEXT[-1] not in cut.summary
    assert "[&#8230;]" in cut.summary
    assert "est apparu en premier sur" in cut.summary


def test_the_search_feed_finds_stories_of_all_outlets_by_their_words(press: Press) -> None:
    press.publish(_story("phare"))
    found = press.publish(_story("herald", paragraphs=("The DGST said so.",)))

    entries = feedparser.parse(_get(press.feed_url("search")).content).entries

    assert [(e.link, e.source.title) for e in entries] == [(found, "Atlas Herald")]
    assert entries[0].title.endswith(" - Atlas Herald")


@pytest.mark.parametrize("outlet", ["adassa", "hadra", "phare", "herald", "orilla"])
def test_a_page_looks_real_and_its_text_can_be_had(press: Press, outlet: str) -> None:
    words = {
        "adassa": ("عاجل", "اقرأ أيضا:", "استمع إلى المقال"),
        "hadra": ("عاجل", "اقرأ أيضا:", "استمع إلى المقال"),
        "phare": ("Flash info", "Lire aussi :", "Écouter cet article"),
        "herald": ("Breaking", "Read also:", "Listen to this article"),
        "orilla": ("Última hora", "Lea también:", "Escuchar este artículo"),
    }[outlet]

    html = _get(press.publish(_story(outlet))).text
    text = trafilatura.extract(html, fast=True) or ""

    for part in (*words, "adsbygoogle", "WhatsApp", "<nav", 'class="site-footer"'):
        assert part in html
    assert html.count("<li><a href=") > 8  # ticker and teasers
    assert all(paragraph in text for paragraph in TEXT)
    assert len(text) < len("\n".join(TEXT)) * 1.3


def test_an_unchanged_feed_is_answered_304_by_either_validator(
    press: Press, clock: SteppedClock
) -> None:
    press.publish(_story("phare"))
    url = press.feed_url("phare")
    first = _get(url)

    by_tag = _get(url, **{"If-None-Match": first.headers["ETag"]})
    by_date = _get(url, **{"If-Modified-Since": first.headers["Last-Modified"]})
    clock.advance(timedelta(minutes=1))
    press.publish(_story("phare", slug="another"))
    changed = _get(
        url,
        **{
            "If-None-Match": first.headers["ETag"],
            "If-Modified-Since": first.headers["Last-Modified"],
        },
    )

    assert (first.status_code, by_tag.status_code, by_date.status_code) == (200, 304, 304)
    assert by_tag.content == by_date.content == b""
    assert changed.status_code == 200
    assert len(feedparser.parse(changed.content).entries) == 2


def test_an_edit_keeps_the_address_and_the_identity(press: Press) -> None:
    before = press.publish(_story("jisr"))
    press.publish(_story("jisr", slug="another"))
    identity = feedparser.parse(_get(press.feed_url("jisr")).content).entries[-1].id
    after = press.publish(_story("jisr", title="Corrected"))

    entries = feedparser.parse(_get(press.feed_url("jisr")).content).entries
    assert before == after
    assert {e.title: e.id for e in entries if e.link == after} == {"Corrected": identity}


def test_one_outlet_disallows_its_feed(press: Press) -> None:
    assert "Disallow: /feed" in _get(press.robots_url("zaouia")).text
    assert "Disallow: \n" in _get(press.robots_url("phare")).text


def test_one_outlet_still_writes_windows_1256(press: Press) -> None:
    page = _get(press.publish(_story("waha", title="تفكيك خلية – ‹é›")))
    feed = _get(press.feed_url("waha"))

    assert page.headers["Content-Type"] == "text/html; charset=windows-1256"
    assert "تفكيك خلية – ‹é›" in page.content.decode("windows-1256")
    assert feedparser.parse(feed.content).entries[0].title == "تفكيك خلية – ‹é›"


def test_an_unknown_page_is_not_found(press: Press) -> None:
    assert _get(press.base("phare") + "/nothing/").status_code == 404


@pytest.mark.parametrize("thing", ["feed", "page", "robots"])
def test_a_held_request_has_arrived_and_waits_until_it_is_released(
    press: Press, thing: str
) -> None:
    page = press.publish(_story("phare"))
    url = {"feed": press.feed_url("phare"), "page": page, "robots": press.robots_url("phare")}[
        thing
    ]
    answers: list[int] = []
    hold = press.hold(url)
    client = threading.Thread(target=lambda: answers.append(_get(url).status_code))
    client.start()

    assert hold.arrived.wait(5)
    assert _get(press.feed_url("herald")).status_code == 200  # nobody else waits
    assert (answers, press.requests[0].url) == ([], url)
    hold.release()
    client.join(5)

    assert answers == [200]
    assert _get(url).status_code == 200


def test_a_pattern_holds_many_places(press: Press) -> None:
    with press.hold("*/robots.txt") as hold, pytest.raises(requests.ReadTimeout):
        requests.get(press.robots_url("herald"), timeout=0.05)

    assert hold.arrived.is_set()
    assert _get(press.robots_url("herald")).status_code == 200


def test_holds_end_with_the_press(clock: SteppedClock) -> None:
    answers: list[str] = []

    def ask(url: str) -> None:
        try:
            answers.append(str(_get(url).status_code))
        except requests.ConnectionError:
            answers.append("closed")

    with Press(clock=clock) as press:
        hold = press.hold("*")
        client = threading.Thread(target=ask, args=(press.feed_url("phare"),))
        client.start()
        assert hold.arrived.wait(5)
    client.join(5)

    assert (len(answers), hold.over) == (1, True)


def test_a_status_is_given_as_often_as_asked(press: Press) -> None:
    url = press.feed_url("phare")
    press.fault(url, faults.status(503, {"Retry-After": "7"}), times=2)

    answers = [_get(url) for _ in range(3)]

    assert [a.status_code for a in answers] == [503, 503, 200]
    assert answers[0].headers["Retry-After"] == "7"


def test_a_fault_lasts_until_healed(press: Press) -> None:
    url = press.feed_url("phare")
    press.fault(url, faults.redirect("http://127.0.0.1:1/elsewhere"))

    bent = _get(url)
    press.heal(url)

    assert (bent.status_code, bent.headers["Location"]) == (302, "http://127.0.0.1:1/elsewhere")
    assert _get(url).status_code == 200


def test_a_body_can_end_early_drip_grow_or_break(press: Press) -> None:
    press.publish(_story("phare"))
    url = press.feed_url("phare")
    true = _get(url).content

    press.fault(url, faults.close_early(50), times=1)
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        _get(url)

    press.fault(url, faults.drip(0.05), times=1)
    with requests.get(url, timeout=5, stream=True) as answer:
        dripped = answer.raw.read1(100) if hasattr(answer.raw, "read1") else answer.raw.read(1)
    assert 1 <= len(dripped) < 100

    press.fault(url, faults.huge(5_000_000), times=1)
    assert 5_000_000 <= len(_get(url).content) < 5_100_000

    press.fault(url, faults.malformed(), times=1)
    assert feedparser.parse(_get(url).content).bozo
    assert _get(url).content == true


def test_requests_are_recorded_and_can_be_waited_for(press: Press) -> None:
    url = press.feed_url("phare")
    _get(url, **{"User-Agent": "Balagh"})

    (request,) = press.wait_for_requests(url, 1, timeout=5)

    assert (request.method, request.headers["user-agent"]) == ("GET", "Balagh")
    with pytest.raises(TimeoutError, match="1 of 2 came"):
        press.wait_for_requests(url, 2, timeout=0.05)
