"""What the forms of the pages do."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient

from dashboard.overview import Snapshot
from store.database import Database
from store.entries import pending_entries
from store.silences import standing_silences
from tests.alerts.newsdesk import article
from tests.dashboard.reading import links, texts, words


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


URL = "https://lagune.example/missed"
ANNOUNCED = (
    "أعلن المكتب المركزي للأبحاث القضائية أنه أوقف الجمعة سبعة أشخاص متشبعين بفكر داعش"
    " في تدخلات بوزان وشفشاون."
)


FRIDAY = datetime(2019, 10, 25, 20, tzinfo=UTC)


def judge(visitor: TestClient, archive: Database, text: str, problem: str = "") -> None:
    """Do with the page that waits what the daemon does."""
    face = visitor.app.state.face  # type: ignore[attr-defined]
    with archive.read() as conn:
        [pending] = pending_entries(conn, limit=9)
    now = face.clock()
    read = article(URL, title="", text=text, published=FRIDAY, arrived=now)
    face.desk.admit(read, face.matcher.judge(read), entry=replace(pending, problem=problem))


def test_a_missed_page_waits_for_the_daemon(visitor: TestClient, archive: Database) -> None:
    answer = visitor.post("/missed", data={"url": URL})
    page = visitor.get(answer.headers["location"])
    assert "waits to be fetched" in words(page.text)
    assert "data-waits" in page.text
    with archive.read() as conn:
        assert [pending.entry.url for pending in pending_entries(conn, limit=9)] == [URL]
    assert texts(visitor.get("/").text, "//ul[@class='missed']/li") == [
        "lagune.example/missed waits"
    ]
    assert visitor.post("/missed", data={"url": "javascript:alert(1)"}).status_code == 422


def test_who_named_a_page_sees_which_event_it_tells(visitor: TestClient, archive: Database) -> None:
    here = visitor.post("/missed", data={"url": URL}).headers["location"]
    judge(visitor, archive, ANNOUNCED)
    page = visitor.get(here).text
    assert "data-waits" not in page
    [event] = links(page, "/events/")
    assert visitor.get(event).status_code == 200
    assert "announces an operation" in words(page)
    assert "agency acts" in words(page)


def test_who_named_a_page_sees_why_it_announces_nothing(
    visitor: TestClient, archive: Database
) -> None:
    here = visitor.post("/missed", data={"url": URL}).headers["location"]
    judge(visitor, archive, "Le BCIJ fête ses dix ans.")
    page = words(visitor.get(here).text)
    assert "announces nothing" in page
    assert "It would have changed with" in page
    judge_again = visitor.post("/missed", data={"url": URL}).headers["location"]
    assert judge_again == here
    judge(visitor, archive, "Il pleut à Rabat.")
    assert "nothing to assess" in words(visitor.get(here).text)


def test_who_named_a_page_sees_why_it_could_not_be_read(
    visitor: TestClient, archive: Database
) -> None:
    here = visitor.post("/missed", data={"url": URL}).headers["location"]
    judge(visitor, archive, "", problem="the server answers 404: there is nothing at this address")
    assert "could not be read: The server answers 404" in words(visitor.get(here).text)
    [row] = texts(visitor.get("/missed").text, "//tbody/tr")
    assert "could not be read" in row
    assert "on these pages" in row


def test_a_page_that_nobody_named_is_not_there(visitor: TestClient) -> None:
    assert visitor.get("/missed/77").status_code == 404


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
    assert row.startswith("desk Until 1 February 2090, 00:00 · on these pages ·")
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
    for text in (" ", "\N{ARABIC TATWEEL}", "\N{ARABIC FATHA}", "\N{ZERO WIDTH JOINER}", "."):
        asked = {"text": text, "until": "2090-01-01"}
        assert visitor.post("/silences", data=asked).status_code == 422
    assert mutes(archive) == []


def test_what_nobody_gave_out_can_not_be_muted(visitor: TestClient) -> None:
    answer = visitor.post("/events/evt_x/silence", data={"until": "2090-01-01"})
    assert answer.status_code == 404
