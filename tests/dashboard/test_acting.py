"""What the forms of the pages do."""

from __future__ import annotations

from fastapi.testclient import TestClient

from dashboard.overview import Snapshot
from store.database import Database
from store.entries import pending_entries
from tests.dashboard.reading import texts, words


def test_feedback_is_kept_and_shown(visitor: TestClient, snapshot: Snapshot) -> None:
    page = f"/events/{snapshot.events[0].id}"
    answer = visitor.post(f"{page}/feedback", data={"verdict": "wrong", "note": "only a visit"})
    assert answer.headers["location"] == f"{page}?done=thanks"
    shown = visitor.get(answer.headers["location"]).text
    assert "Noted." in words(shown)
    assert texts(shown, "//ul[@class='said']/li") == ["Wrong web: only a visit"]


def test_feedback_on_nothing_is_refused(visitor: TestClient, snapshot: Snapshot) -> None:
    event = snapshot.events[0].id
    assert visitor.post("/events/evt_x/feedback", data={"verdict": "right"}).status_code == 404
    assert visitor.post(f"/events/{event}/feedback", data={"verdict": "maybe"}).status_code == 422


def test_a_missed_page_waits_for_the_daemon(visitor: TestClient, archive: Database) -> None:
    url = "https://lagune.example/missed"
    assert visitor.post("/missed", data={"url": url}).status_code == 303
    with archive.read() as conn:
        assert [pending.entry.url for pending in pending_entries(conn, limit=9)] == [url]
    assert texts(visitor.get("/").text, "//ul[@class='missed']/li") == [f"{url} waits"]
    assert visitor.post("/missed", data={"url": "javascript:alert(1)"}).status_code == 422


def test_events_are_merged_and_the_old_id_leads_on(visitor: TestClient, snapshot: Snapshot) -> None:
    newer, older = snapshot.events[0].id, snapshot.events[1].id
    answer = visitor.post(f"/events/{newer}/merge", data={"other": older})
    assert answer.headers["location"] == f"/events/{older}?done=merged"
    assert visitor.get(f"/events/{newer}").headers["location"] == f"/events/{older}"
    assert visitor.post(f"/events/{older}/merge", data={"other": "evt_x"}).status_code == 409


def test_reports_are_split_off(visitor: TestClient, snapshot: Snapshot) -> None:
    event = max(snapshot.events, key=lambda e: len(e.reports))
    answer = visitor.post(
        f"/events/{event.id}/split", data={"report": [str(event.reports[-1]["id"])]}
    )
    assert answer.status_code == 303
    new = answer.headers["location"].removesuffix("?done=was_split")
    assert new != f"/events/{event.id}"
    titles = texts(visitor.get(new).text, "//article[contains(@class, 'report')]//h3")
    assert titles == [event.reports[-1]["title"]]
