"""What the forms of the pages do."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient

from dashboard.overview import Snapshot
from store.database import Database
from store.entries import pending_entries
from store.silences import standing_silences
from tests.dashboard.reading import texts, words


def test_feedback_is_kept_and_shown(visitor: TestClient, snapshot: Snapshot) -> None:
    page = f"/events/{snapshot.events[0].id}"
    answer = visitor.post(f"{page}/feedback", data={"verdict": "wrong", "note": "only a visit"})
    assert answer.headers["location"] == f"{page}?done=thanks"
    shown = visitor.get(answer.headers["location"]).text
    assert "Noted." in words(shown)
    assert texts(shown, "//ul[@class='said']/li") == ["Wrong on these pages: only a visit"]


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


def mutes(archive: Database) -> list[tuple[str, str | None, str | None, str]]:
    with archive.read() as conn:
        standing = standing_silences(conn, datetime.min.replace(tzinfo=UTC))
    return [(s.subscriber, s.event_id, s.text, s.voice) for s in standing]


def test_an_event_is_muted_for_one_or_for_all_until_a_day(
    visitor: TestClient, snapshot: Snapshot, archive: Database
) -> None:
    event = snapshot.events[0].id
    asked = {"subscriber": "desk", "until": "2090-02-01"}
    answer = visitor.post(f"/events/{event}/silence", data=asked)
    assert answer.headers["location"] == f"/events/{event}?done=muted"
    assert mutes(archive) == [("desk", event, None, "web")]
    page = visitor.get(answer.headers["location"]).text
    [row] = texts(page, "//ul[@class='silences']/li")
    assert row.startswith("desk Until 1 February 2090, 00:00 · on these pages")
    visitor.post(f"/events/{event}/silence", data={"until": "2090-02-01"})
    assert [name for name, *_ in mutes(archive)] == ["desk", "desk", "analysts"]


def test_a_text_is_muted_and_the_silence_lifted(visitor: TestClient, archive: Database) -> None:
    asked = {"text": " chira ", "until": "2090-02-01", "subscriber": "analysts"}
    assert visitor.post("/silences", data=asked).headers["location"] == "/silences?done=muted"
    assert mutes(archive) == [("analysts", None, "chira", "web")]
    page = visitor.get("/silences").text
    assert "chira" in words(page)
    [lift] = texts(page, "//ul[@class='silences']//form/@action")
    assert visitor.post(lift).headers["location"] == "/silences?done=lifted"
    assert "Nothing is muted." in words(visitor.get("/silences?done=lifted").text)
    assert visitor.post(lift).status_code == 409


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"until": "2001-01-01"}, 422),
        ({"until": "soon"}, 422),
        ({"until": "2090-01-01", "subscriber": "nobody"}, 422),
        ({}, 422),
    ],
)
def test_a_silence_that_can_not_be_is_refused(
    visitor: TestClient,
    snapshot: Snapshot,
    archive: Database,
    asked: dict[str, str],
    status: int,
) -> None:
    event = snapshot.events[0].id
    assert visitor.post(f"/events/{event}/silence", data=asked).status_code == status
    assert visitor.post("/silences", data={"text": "x", **asked}).status_code == status
    assert visitor.post("/silences", data={"text": " ", "until": "2090-01-01"}).status_code == 422
    assert mutes(archive) == []


def test_what_nobody_gave_out_can_not_be_muted(visitor: TestClient) -> None:
    answer = visitor.post("/events/evt_x/silence", data={"until": "2090-01-01"})
    assert answer.status_code == 404
