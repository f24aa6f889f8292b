"""The API, as a program uses it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from dashboard.overview import Snapshot
from store.database import Database
from store.entries import mark_judged, pending_entries
from store.feedback import all_feedback
from tests.dashboard.visiting import HOST
from tests.docs.contract import violations

TEXT = (
    "أعلن المكتب المركزي للأبحاث القضائية أنه أوقف الجمعة سبعة أشخاص متشبعين بفكر داعش"
    " في تدخلات بوزان وشفشاون."
)
AT = datetime(2030, 1, 1, tzinfo=UTC)
CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)


def get(visitor: TestClient, path: str, **query: Any) -> Any:
    answer = visitor.get(f"/api/v1/{path}", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_what_the_api_answers_is_what_it_says_it_answers(visitor: TestClient) -> None:
    """Whatever is asked: no crash, no status, type or field that the document doesn't name."""
    schema = schemathesis.openapi.from_asgi(
        "/api/v1/openapi.json", visitor.app, headers={"host": HOST}
    )
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) == 10

    @settings(
        max_examples=12, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(st.data())
    def ask(data: st.DataObject) -> None:
        for operation in operations:
            case = data.draw(operation.as_strategy())
            case.call_and_validate(headers={"host": HOST}, checks=CHECKS)

    ask()


def test_events_are_paged_to_the_end(visitor: TestClient, snapshot: Snapshot) -> None:
    page = get(visitor, "events", limit=10)
    assert page["total"] == len(snapshot.events)
    seen = [event["id"] for event in page["events"]]
    while page["next"]:
        answer = visitor.get(page["next"])
        page = answer.json()
        seen += [event["id"] for event in page["events"]]
    assert seen == [event.id for event in snapshot.events]


def test_events_are_as_the_contract_has_them(visitor: TestClient) -> None:
    events = get(visitor, "events")["events"]
    for event in events:
        del event["contradictions"]
    assert violations("events", events) == []


def test_filters_are_those_of_the_page(visitor: TestClient) -> None:
    found = get(visitor, "events", topic="drugs", limit=200)
    assert found["total"] == len(found["events"]) > 0
    assert {event["topic"] for event in found["events"]} == {"drugs"}


def test_an_event_has_its_reports_with_passage_and_reasons(
    visitor: TestClient, snapshot: Snapshot
) -> None:
    event = snapshot.events[0]
    [report, *_] = get(visitor, f"events/{event.id}/reports")["reports"]
    assert report["passage"]
    assert all(0 <= a < b <= len(report["passage"]) for a, b in report["marks"])
    assert report["assessment"]["rules"]
    assert get(visitor, f"events/{event.id}")["id"] == event.id


def test_alerts_are_payloads_paged_the_latest_first(visitor: TestClient) -> None:
    first = get(visitor, "alerts", limit=3)
    second = visitor.get(first["next"]).json()
    created = [alert["created"] for alert in (*first["alerts"], *second["alerts"])]
    assert created == sorted(created, reverse=True)
    ids = [alert["id"] for alert in (*first["alerts"], *second["alerts"])]
    assert len(set(ids)) == len(ids)


def test_feeds_and_coverage_say_what_is_seen(visitor: TestClient) -> None:
    feeds = get(visitor, "feeds")["feeds"]
    assert violations("feeds", feeds) == []
    spells = get(visitor, "coverage")["spells"]
    assert {(s["feed"], s["state"]) for s in spells} >= {
        ("Lagune", "seen"),
        ("Atlas Info", "blind"),
    }


def test_the_archive_is_searched(visitor: TestClient) -> None:
    found = get(visitor, "articles", q="خلية", limit=2)
    assert len(found["articles"]) == 2
    more = visitor.get(found["next"]).json()
    assert {a["id"] for a in found["articles"]}.isdisjoint(a["id"] for a in more["articles"])


def test_a_text_is_judged_as_the_command_does(visitor: TestClient) -> None:
    asked = {"text": TEXT, "published": "2019-10-25T12:00:00Z"}
    verdict = visitor.post("/api/v1/judge", json=asked).json()
    assert violations("judge", verdict) == []
    assert verdict["kind"] == "operation"


def test_the_same_answer_is_not_sent_twice(visitor: TestClient) -> None:
    first = visitor.get("/api/v1/events")
    again = visitor.get("/api/v1/events", headers={"if-none-match": f"W/{first.headers['etag']}"})
    assert (again.status_code, again.content) == (304, b"")
    other = visitor.get("/api/v1/events?limit=1", headers={"if-none-match": first.headers["etag"]})
    assert other.status_code == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [("events/evt_x", 404), ("events?limit=0", 422), ("events?after=evt_x", 422), ("nothing", 404)],
)
def test_errors_are_problems_in_json(visitor: TestClient, path: str, status: int) -> None:
    answer = visitor.get(f"/api/v1/{path}")
    assert (answer.status_code, answer.json()["status"]) == (status, status)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"]


def test_feedback_is_kept_under_the_tokens_name(
    visitor: TestClient, snapshot: Snapshot, archive: Database
) -> None:
    said = {"event": snapshot.events[0].id, "verdict": "wrong", "note": "a visit"}
    assert visitor.post("/api/v1/feedback", json=said).status_code == 202
    with archive.read() as conn:
        [kept] = all_feedback(conn)
    assert (kept.event_id, kept.verdict, kept.note, kept.voice) == (
        snapshot.events[0].id,
        "wrong",
        "a visit",
        "web",
    )


def test_a_missed_page_is_queued(visitor: TestClient, archive: Database) -> None:
    said = {"verdict": "missed", "url": "https://lagune.example/missed"}
    noted = visitor.post("/api/v1/feedback", json=said).json()
    with archive.read() as conn:
        [pending] = pending_entries(conn, limit=5)
    assert pending.entry.url == "https://lagune.example/missed"
    waiting = get(visitor, f"missed/{noted['missed']}")
    assert (waiting["url"], waiting["judged"]) == ("https://lagune.example/missed", None)
    with archive.begin() as conn:
        mark_judged(conn, [replace(pending, problem="it is gone")], at=AT, kind="none")
    judged = get(visitor, f"missed/{noted['missed']}")
    assert (judged["kind"], judged["problem"], judged["event"]) == ("none", "it is gone", None)


@pytest.mark.parametrize(
    "said",
    [
        {"verdict": "right"},
        {"verdict": "missed"},
        {"verdict": "missed", "url": "ftp://x.example/"},
        {"verdict": "missed", "url": "https://x.example/", "event": "evt_1"},
        {"verdict": "right", "event": "evt_1", "more": 1},
    ],
)
def test_feedback_on_nothing_is_refused(visitor: TestClient, said: dict[str, Any]) -> None:
    assert visitor.post("/api/v1/feedback", json=said).status_code == 422


def test_the_description_for_people_names_every_operation(visitor: TestClient) -> None:
    page = visitor.get("/api").text
    for path in visitor.get("/api/v1/openapi.json").json()["paths"]:
        assert path in page
