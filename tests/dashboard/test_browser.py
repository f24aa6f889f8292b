"""Every page in a real browser, in both directions, wide and on a phone."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from alerts.desk import Desk
from core.assessments import Judgement
from core.settings import Settings
from store.database import Database, open_database
from tests.alerts.newsdesk import article, assessment
from tests.dashboard.conftest import Archive
from tests.dashboard.visiting import face_app, served, standing_clock

PAGES = ("/", "/trends", "/feeds", "/deliveries", "/seeds", "/search?q=خلية", "/sign-in", "/api")
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
    settings = Settings.model_validate({"dashboard": {"listen": f"127.0.0.1:{port}"}})
    clock = standing_clock(built.last + timedelta(minutes=3))
    with served(face_app(store, clock, settings), port) as address:
        yield address


class Visit:
    """A page that notes what it says on its console and which hosts it asks."""

    def __init__(self, browser: Browser, language: str, size: dict[str, int], scheme: str) -> None:
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
        ("fr", PHONE, "light"),
    ],
    ids=["ar-wide", "fr-wide-dark", "ar-phone-dark", "fr-phone"],
)
def visit(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Visit]:
    visit = Visit(browser, *request.param)
    yield visit
    visit.context.close()


def widest(address: str, page: Page) -> str:
    events = page.request.get(f"{address}/api/v1/events?limit=200").json()["events"]
    return str(max(events, key=lambda event: len(event["reports"]))["id"])


def test_every_page_is_quiet_within_its_width_and_open_to_everybody(
    visit: Visit, address: str
) -> None:
    """No word on the console, no other host asked, nothing serious found by axe."""
    page, axe = visit.page, Axe()
    for path in (*PAGES, f"/events/{widest(address, page)}"):
        answer = page.goto(f"{address}{path}")
        assert answer is not None
        assert answer.status == 200, path
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
