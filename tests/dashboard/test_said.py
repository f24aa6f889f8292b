"""What the links in mails lead to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from alerts.channels.labels import load_labels
from alerts.channels.links import VALID, FeedbackLinks, feedback_links
from core.settings import Settings
from dashboard.access import Access
from dashboard.app import PAGES
from dashboard.overview import Snapshot
from dashboard.texts import load_texts
from store.database import Database
from store.feedback import Feedback, all_feedback
from store.schema import metadata
from tests.dashboard.conftest import Archive
from tests.dashboard.reading import texts, words
from tests.dashboard.visiting import face_app, standing_clock

LABELS = load_labels()
URL = "https://face.example"


@pytest.fixture
def settings() -> Settings:
    settings = Settings.model_validate({"dashboard": {"url": URL}})
    settings.dashboard._keys = ("k" * 32,)
    return settings


@pytest.fixture
def reader(archive: Database, built: Archive, settings: Settings) -> Iterator[TestClient]:
    """Somebody who reads their mail, and knows no password."""
    access = Access(key="k", password="$argon2id$not-theirs")
    app = face_app(archive, standing_clock(built.last), settings, access)
    headers = {"accept": "text/html", "accept-language": "en"}
    with TestClient(app, base_url=URL, headers=headers, follow_redirects=False) as client:
        yield client


@pytest.fixture
def links(settings: Settings) -> FeedbackLinks:
    found = feedback_links(settings.dashboard)
    assert found is not None
    return found


@pytest.fixture
def told(snapshot: Snapshot) -> tuple[str, str]:
    """An event with an alert, and that alert's id."""
    event = next(e for e in snapshot.events if e.alerts)
    return event.id, str(event.alerts[0]["id"])


@pytest.fixture
def link(links: FeedbackLinks, told: tuple[str, str], built: Archive) -> str:
    """The address behind "wrong" in a mail to the desk."""
    written = links.write(told[1], "desk", LABELS["en"], at=built.last)
    return next(link.url for link in written if link.verdict == "wrong").removeprefix(URL)


def kept(archive: Database) -> list[Feedback]:
    with archive.read() as conn:
        return all_feedback(conn)


def test_looking_at_a_link_says_nothing(
    reader: TestClient, link: str, archive: Database, snapshot: Snapshot, told: tuple[str, str]
) -> None:
    for _ in range(3):
        page = reader.get(link)
        assert page.status_code == 200
    assert reader.head(link).status_code in (200, 405)
    assert kept(archive) == []
    headline = next(e.headline for e in snapshot.events if e.id == told[0])
    assert headline in words(page.text)
    assert texts(page.text, "//main//button") == ["Wrong", "Right", "A duplicate"]


def test_nothing_that_is_only_looked_at_changes_anything(
    visitor: TestClient, reader: TestClient, link: str, archive: Database, told: tuple[str, str]
) -> None:
    """Browsers fetch pages ahead, and programs follow every link that they find."""
    filled = {
        "{event_id}": told[0], "{delivery_id}": "1", "{number}": "1",
        "/said/{verdict}/{token}": link.partition("?")[0], "{path:path}": "balagh.css",
    }  # fmt: skip
    known = [*visitor.app.routes, *visitor.app.openapi()["paths"]]  # type: ignore[attr-defined]
    addresses = {route if isinstance(route, str) else getattr(route, "path", "") for route in known}
    pages = {r.path for module in PAGES for r in module.router.routes if isinstance(r, APIRoute)}
    before = everything(archive)
    for address in sorted({*addresses, *pages} - {"/live", ""}):
        for gap, value in filled.items():
            address = address.replace(gap, value)
        assert "{" not in address
        for client in (visitor, reader):
            for more in ({}, {"purpose": "prefetch", "sec-purpose": "prefetch;prerender"}):
                assert client.get(address, headers=more).status_code < 500
    assert everything(archive) == before


def everything(database: Database) -> dict[str, list[object]]:
    with database.read() as conn:
        return {
            table.name: [tuple(row) for row in conn.execute(table.select())]
            for table in metadata.sorted_tables
        }


@pytest.mark.parametrize("language", LABELS)
def test_the_page_speaks_the_language_of_the_mail(
    reader: TestClient, links: FeedbackLinks, told: tuple[str, str], built: Archive, language: str
) -> None:
    labels = LABELS[language]
    written = links.write(told[1], "desk", labels, at=built.last)
    page = reader.get(next(written).url.removeprefix(URL)).text
    assert f'<html lang="{language}" dir="{labels["direction"]}">' in page
    buttons = [labels[verdict] for verdict in ("right", "wrong", "duplicate")]
    assert texts(page, "//main//button") == buttons
    assert load_texts()[language]["said_hint"] in words(page)


def test_what_is_confirmed_is_kept_under_the_subscribers_name(
    reader: TestClient, link: str, archive: Database, told: tuple[str, str]
) -> None:
    page = reader.post(link, data={"note": "a visit"})
    assert "Wrong: Noted." in words(page.text)
    [said] = kept(archive)
    assert (said.verdict, said.voice, said.event_id, said.note) == (
        "wrong",
        "mail:desk",
        told[0],
        "a visit",
    )


def test_a_mail_program_may_confirm_for_its_reader(
    reader: TestClient, link: str, archive: Database
) -> None:
    """As it does to unsubscribe with one click: a POST without cookie, origin or redirect."""
    answer = reader.post(link, data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert [said.verdict for said in kept(archive)] == ["wrong"]


def test_the_last_word_counts(reader: TestClient, link: str, archive: Database) -> None:
    page = reader.post(link).text
    [right, _] = texts(page, "//main//button/@formaction")
    reader.post(right)
    assert [said.verdict for said in kept(archive)] == ["right"]


def test_an_event_that_was_merged_away_still_hears(
    reader: TestClient,
    links: FeedbackLinks,
    archive: Database,
    snapshot: Snapshot,
    built: Archive,
) -> None:
    newer, older = [event for event in snapshot.events if event.alerts][:2]
    reader.app.state.face.desk.merge([newer.id, older.id])  # type: ignore[attr-defined]
    written = links.write(str(newer.alerts[0]["id"]), "desk", LABELS["en"], at=built.last)
    reader.post(next(written).url.removeprefix(URL))
    assert [said.event_id for said in kept(archive)] == [older.id]


def test_a_link_that_has_run_out_says_so(
    reader: TestClient,
    links: FeedbackLinks,
    archive: Database,
    told: tuple[str, str],
    built: Archive,
) -> None:
    at = built.last - VALID - timedelta(minutes=1)
    old = next(links.write(told[1], "desk", LABELS["en"], at=at)).url.removeprefix(URL)
    page = reader.get(old)
    assert page.status_code == 410
    assert "This link has expired" in words(page.text)
    assert reader.post(old).status_code == 410
    assert kept(archive) == []


def test_a_link_that_nobody_signed_leads_nowhere(
    reader: TestClient, link: str, links: FeedbackLinks, archive: Database, built: Archive
) -> None:
    verdict, token = link.split("/")[2], link.split("/")[3].partition("?")[0]
    forged = FeedbackLinks(URL, ("f" * 32,)).write("alr_1", "desk", LABELS["en"], at=built.last)
    unknown = links.write("alr_nobody", "desk", LABELS["en"], at=built.last)
    for address in (
        f"/said/{verdict}/{token[:-2]}",
        next(forged).url.removeprefix(URL),
        next(unknown).url.removeprefix(URL),
    ):
        assert reader.get(address).status_code == 404
        assert reader.post(address).status_code == 404
    assert reader.post(f"/said/missed/{token}").status_code == 422
    assert kept(archive) == []


def test_without_a_secret_there_are_no_links(visitor: TestClient, link: str) -> None:
    assert visitor.get(link).status_code == 404


def test_another_site_can_not_speak_for_a_reader(
    reader: TestClient, link: str, archive: Database
) -> None:
    assert reader.post(link, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert kept(archive) == []
