"""What a reader sees while the daemon writes: nothing that was kept is shown too long."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from alerts.desk import Desk
from core.assessments import Judgement
from core.errors import StoreError
from dashboard import app, overview
from dashboard.overview import Overview, Snapshot
from dashboard.watch import Lookout
from store.database import Database
from tests.alerts.newsdesk import article, assessment
from tests.dashboard.conftest import Archive
from tests.dashboard.reading import texts, words
from tests.dashboard.visiting import HOST, face_app, standing_clock


def cards(page: str) -> list[str]:
    return texts(page, "//article[contains(@class, 'card')]/@id")


def test_a_pause_that_goes_on_is_told_as_such_while_what_was_seen_is_kept(
    visitor: TestClient, archive: Database
) -> None:
    """The daemon stopped six hours ago; the page looks at the feeds only now and then."""
    state = visitor.app.state  # type: ignore[attr-defined]
    lookout = Lookout(archive, monotonic=lambda: 0.0)
    for seconds in (0, 5):
        clock = standing_clock(state.face.clock() + timedelta(hours=6, seconds=seconds))
        face = replace(state.face, lookout=lookout, clock=clock)
        with TestClient(app.create_app(face), base_url=f"http://{HOST}") as late:
            page = words(late.get("/", headers={"accept-language": "en"}).text)
            assert "Nothing has been watched since" in page
            assert "Nothing was watched from" not in page


def test_what_the_daemon_writes_meanwhile_is_on_every_page(
    visitor: TestClient, archive: Database, built: Archive, snapshot: Snapshot
) -> None:
    """And nothing that was kept of it before."""
    addresses = (
        "/", "/?outlet=Nouveau", "/trends", "/events.atom", "/events.csv", "/events.stix.json",
        "/api/v1/events?limit=200", "/search?q=nouveautitre",
    )  # fmt: skip
    before = [visitor.get(address).text for address in addresses]
    at = built.last + timedelta(minutes=2)
    told = article(
        "https://new.example/1", title="Nouveautitre", outlet="Nouveau", published=at, arrived=at
    )
    desk = Desk(archive, (), {}, standing_clock(at))
    desk.admit(told, Judgement(assessments=(assessment(),)))
    after = [visitor.get(address).text for address in addresses]
    assert not any("Nouveau" in page for page in before[2:-1])
    assert all("Nouveau" in page for page in after)
    [newest] = cards(after[1])
    older = next(event.id for event in snapshot.events if event.alerts)
    desk.merge([newest, older])
    assert visitor.get(f"/events/{newest}").headers["location"] == f"/events/{older}"
    assert not any(f"/events/{newest}" in visitor.get(address).text for address in addresses)
    assert cards(visitor.get("/?outlet=Nouveau").text) == [older]


def test_all_events_are_shown_though_the_database_fails_at_first(
    archive: Database, built: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Failing(Overview):
        fails = 2

        def snapshot(self) -> Snapshot:
            if self.fails:
                self.fails -= 1
                raise StoreError("sqlite", "it is locked")
            return super().snapshot()

    monkeypatch.setattr(app, "RETRY_S", 0.0)
    monkeypatch.setattr(overview, "FIRST", 2)
    face = face_app(archive, standing_clock(built.last)).state.face
    seen = Failing(archive)
    with TestClient(app.create_app(replace(face, overview=seen)), base_url=f"http://{HOST}"):
        for thread in threading.enumerate():
            if thread.name == "overview":
                thread.join(30)
        assert seen.latest().complete
