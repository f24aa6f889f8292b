"""Every page in a real browser, in both directions, wide and on a phone."""

from __future__ import annotations

import os
import re
import shutil
import socket
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from fastapi.responses import HTMLResponse
from fastapi.routing import APIRoute
from playwright.sync_api import Browser, Page, sync_playwright

from alerts.channels.labels import load_labels
from alerts.channels.links import FeedbackLinks
from alerts.desk import Desk
from core.articles import PollRecord
from core.assessments import Judgement
from core.settings import Settings
from dashboard import app
from store.database import Database, open_database
from store.entries import mark_judged, pending_entries
from store.feedback import Feedback, say, want_page
from store.feeds import record_poll
from store.silences import add_silence
from tests.alerts.newsdesk import article, assessment
from tests.dashboard.conftest import Archive
from tests.dashboard.visiting import face_app, served, standing_clock

PAGES = {
    "/": "/",
    "/events/{event_id}": "/events/{widest}",
    "/trends": "/trends",
    "/feeds": "/feeds",
    "/feeds/{number}": "/feeds/2",
    "/deliveries": "/deliveries",
    "/deliveries/{delivery_id}": "/deliveries/2",
    "/silences": "/silences",
    "/missed": "/missed",
    "/missed/{number}": "/missed/1",
    "/said/{verdict}/{token}": "{said}",
    "/seeds": "/seeds",
    "/search": "/search?q=خلية",
    "/sign-in": "/sign-in",
    "/api": "/api",
}
"""Every page that there is, by its route; a test holds the two together."""

BARE = ("/?q=xyzxyz", "/search?q=xyzxyz", "/deliveries?state=held")
"""Pages on which there is nothing to see."""

KEY = "k" * 32
MISSED = "https://lagune.example/missed"
FAR = datetime(2090, 1, 1, tzinfo=UTC)
SERIOUS = ("serious", "critical")
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium")
    if path is None:
        problem = "Chromium is not installed (apt-get install chromium)"
        pytest.fail(problem) if os.environ.get("CI") == "true" else pytest.skip(problem)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def store(built: Archive, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path = tmp_path_factory.mktemp("browsed") / "balagh.db"
    shutil.copy(built.path, path)
    with closing(open_database(f"sqlite:///{path}")) as database:
        yield database


@pytest.fixture(scope="module")
def address(store: Database, built: Archive) -> Iterator[str]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    here = {"listen": f"127.0.0.1:{port}", "url": f"http://127.0.0.1:{port}"}
    settings = Settings.model_validate({"dashboard": here})
    settings.dashboard._keys = (KEY,)
    clock = standing_clock(built.last + timedelta(minutes=3))
    with store.begin() as conn:
        page = Feedback(
            verdict="missed", voice="web", event_id=None, url=MISSED, note="", said=clock()
        )
        say(conn, page)
        want_page(conn, MISSED, "lagune.example", at=clock())
        add_silence(conn, "desk", text="chira", until=FAR, at=clock(), voice="web")
    app = face_app(store, clock, settings)
    app.add_api_route("/broken", broken)
    with served(app, port) as address:
        yield address


def broken() -> None:
    raise ZeroDivisionError


class Visit:
    """A page that notes what it says on its console and which hosts it asks."""

    def __init__(self, browser: Browser, language: str, size: dict[str, int], scheme: str) -> None:
        self.language = language
        self.context = browser.new_context(
            locale=language,
            viewport=size,  # type: ignore[arg-type]
            color_scheme=scheme,  # type: ignore[arg-type]
        )
        self.page: Page = self.context.new_page()
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))


@pytest.fixture(
    scope="module",
    params=[
        ("ar", WIDE, "light"),
        ("fr", WIDE, "dark"),
        ("ar", PHONE, "dark"),
        ("es", PHONE, "light"),
    ],
    ids=["ar-wide", "fr-wide-dark", "ar-phone-dark", "es-phone"],
)
def visit(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Visit]:
    visit = Visit(browser, *request.param)
    yield visit
    visit.context.close()


def addresses(address: str, page: Page, built: Archive) -> list[str]:
    """Return where every page is, each with something on it; then some that are bare."""
    events = page.request.get(f"{address}/api/v1/events?limit=200").json()["events"]
    widest = str(max(events, key=lambda event: len(event["reports"]))["id"])
    alert = str(next(event for event in events if event["alerts"])["alerts"][0]["id"])
    links = FeedbackLinks(address, (KEY,)).write(alert, "desk", load_labels()["ar"], at=built.last)
    said = next(links).url.removeprefix(address).partition("?")[0]
    return [*(path.format(widest=widest, said=said) for path in PAGES.values()), *BARE]


def test_no_page_is_left_out() -> None:
    routes = (route for module in app.PAGES for route in module.router.routes)
    pages = {
        route.path
        for route in routes
        if isinstance(route, APIRoute)
        and "GET" in route.methods
        and route.response_class is HTMLResponse
    }
    assert pages == set(PAGES)


def test_every_page_is_quiet_within_its_width_and_open_to_everybody(
    visit: Visit, address: str, built: Archive
) -> None:
    """No word on the console, no other host asked, nothing serious found by axe."""
    page, axe = visit.page, Axe()
    for path in addresses(address, page, built):
        answer = page.goto(f"{address}{path}")
        assert answer is not None
        assert answer.status == 200, path
        assert page.evaluate("document.dir") == ("rtl" if visit.language == "ar" else "ltr"), path
        too_wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert too_wide <= 0, path
        found = axe.run(page).response["violations"]
        serious = [
            (path, v["id"], [node["html"][:200] for node in v["nodes"]][:3])
            for v in found
            if v["impact"] in SERIOUS
        ]
        assert serious == []
    assert visit.said == []
    assert all(url.startswith(address) for url in visit.asked)


def test_an_error_is_a_page_too(browser: Browser, address: str) -> None:
    for language, path, status in (
        ("ar", "/nothing", 404),
        ("fr", "/said/wrong/forged", 404),
        ("en", "/?since=x", 422),
        ("ar", "/broken", 500),
    ):
        visit = Visit(browser, language, PHONE, "light")
        answer = visit.page.goto(f"{address}{path}")
        assert answer is not None
        assert answer.status == status
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        told = visit.page.inner_text("main p")
        assert bool(re.search("[a-zA-Z]", told)) == (language != "ar"), (
            "said in the page's language"
        )
        found = Axe().run(visit.page).response["violations"]
        assert [v["id"] for v in found if v["impact"] in SERIOUS] == []
        assert visit.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        assert visit.page.get_by_role("heading", level=1).inner_text()
        assert all(url.startswith(address) for url in visit.asked)
        visit.context.close()


def test_the_keyboard_leads_to_the_content_first(browser: Browser, address: str) -> None:
    visit = Visit(browser, "fr", WIDE, "light")
    page = visit.page
    page.goto(address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
    visit.context.close()


def test_what_came_of_a_missed_page_appears_without_reloading(
    browser: Browser, address: str, store: Database
) -> None:
    visit = Visit(browser, "en", WIDE, "light")
    page = visit.page
    page.goto(f"{address}/missed/1")
    assert "waits" in page.inner_text("main")
    with store.begin() as conn:
        mark_judged(conn, pending_entries(conn, limit=9), at=FAR, kind="none")
    page.get_by_text("announces nothing").wait_for()
    with store.begin() as conn:
        want_page(conn, MISSED, "lagune.example", at=FAR)
    visit.context.close()


def test_a_new_event_appears_without_reloading(
    browser: Browser, address: str, store: Database, built: Archive
) -> None:
    visit = Visit(browser, "en", WIDE, "light")
    page = visit.page
    page.goto(address)
    page.wait_for_selector("[data-live]:not([hidden])")
    before = page.inner_text("#list-title")
    clock = standing_clock(built.last + timedelta(minutes=2))
    told = article("https://new.example/1", title="Une annonce", published=clock(), arrived=clock())
    Desk(store, (), {}, clock).admit(told, Judgement(assessments=(assessment(),)))
    page.get_by_text("Une annonce").wait_for()
    assert page.inner_text("#list-title") != before
    assert page.inner_text("[data-said]")
    assert visit.said == []
    visit.context.close()


def test_an_open_page_says_what_is_watched_though_nothing_happens(
    browser: Browser, address: str, store: Database, built: Archive
) -> None:
    visit = Visit(browser, "en", WIDE, "light")
    page = visit.page
    page.clock.install()
    page.goto(address)
    page.locator(".pulse a[href='/feeds']").focus()
    assert "3/5" in page.inner_text(".pulse")
    polled = {"polled": built.last, "next_poll": FAR, "outcome": "unchanged"}
    with store.begin() as conn:
        record_poll(conn, PollRecord(feed_id=5, **polled))  # type: ignore[arg-type]
    page.clock.fast_forward(61_000)
    page.get_by_text("4/5").wait_for()
    assert page.evaluate("document.activeElement.getAttribute('href')") == "/feeds"
    assert not page.inner_text("[data-said]"), "nobody is told of a list that is the same"
    assert visit.said == []
    visit.context.close()


def test_a_page_whose_server_is_gone_says_that_it_is_not_live(
    browser: Browser, store: Database, built: Archive
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    settings = Settings.model_validate({"dashboard": {"listen": f"127.0.0.1:{port}"}})
    visit = Visit(browser, "en", WIDE, "light")
    with served(face_app(store, standing_clock(built.last), settings), port) as address:
        visit.page.goto(address)
        visit.page.wait_for_selector("[data-live]:not([hidden])")
        assert not visit.page.is_visible("[data-lost]")
    visit.page.wait_for_selector("[data-lost]:not([hidden])")
    assert not visit.page.is_visible("[data-live]")
    visit.context.close()


def test_on_a_phone_what_a_filter_finds_is_in_view(browser: Browser, address: str) -> None:
    visit = Visit(browser, "ar", PHONE, "light")
    page = visit.page
    page.goto(address)
    page.locator("aside summary").first.click()
    page.fill("input[name='q']", "خلية")
    page.click(".filters button")
    page.wait_for_url("**/?q=*")
    found, top = (page.locator(s).bounding_box() for s in ("#list-title", ".top"))
    assert found is not None
    assert top is not None
    assert top["y"] + top["height"] <= found["y"] < PHONE["height"] / 2
    visit.context.close()


def test_on_a_phone_the_page_that_is_shown_stands_in_view_among_the_others(
    browser: Browser, address: str
) -> None:
    for language in ("ar", "fr"):
        visit = Visit(browser, language, PHONE, "light")
        visit.page.goto(f"{address}/search")
        box = visit.page.locator(".top nav [aria-current]").bounding_box()
        assert box is not None
        assert -1 <= box["x"] <= PHONE["width"] - box["width"] + 1, language
        visit.context.close()
