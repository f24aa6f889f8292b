from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from standardwebhooks import Webhook

from alerts.payload import Raised, build_payload
from alerts.view import view_event
from core.alerts import AlertType
from core.events import Change
from core.secrets import new_webhook_key
from tests.alerts.channels.samples import CHANGE, PAYLOAD, bulletin, digest, notice, payload
from tests.alerts.channels.schema import DOCS, SCHEMA, problems
from tests.alerts.reports import report

NOW = datetime(2024, 1, 30, 12, 0, tzinfo=UTC)


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == Draft202012Validator.META_SCHEMA["$id"]


@pytest.mark.parametrize("kind", ["event.new", "event.update", "event.merged"])
def test_what_is_raised_keeps_the_schema(kind: AlertType) -> None:
    reports = [
        report(
            topic="terrorism",
            date=date(2024, 1, 29),
            places=("01.511.", "Sebta"),
            place_names=("Tanger", "Sebta"),
            count=count,
            ages=(20, 30 + count),
            group="IS",
            partners=("DGSN",),
            seizures=("2 couteaux",),
            outlet=outlet,
        )
        for count, outlet in ((4, "One"), (5, "Two"))
    ]
    raised = Raised(
        type=kind,
        event=view_event("evt_1", "dgst-bcij", NOW, reports, ["evt_0"]),
        report=reports[1],
        reports=reports,
        changes=[Change(what="count", before="4", after="5", important=True)],
        new_because="no known event shares its facts",
        late_s=7200,
        best_score=7.0,
    )
    built = build_payload(raised, alert_id="alr_1", created=NOW)
    assert len(built["contradictions"]) == 2
    assert problems(json.loads(json.dumps(built))) == []


def test_what_is_unknown_is_null_or_empty() -> None:
    bare = [report(published=None, language=None)]
    raised = Raised(
        type="event.new",
        event=view_event("evt_1", "dgst-bcij", NOW, bare),
        report=bare[0],
        reports=bare,
        changes=[],
        new_because="no known event shares its facts",
        late_s=None,
        best_score=7.0,
    )
    assert problems(build_payload(raised, alert_id="alr_1", created=NOW)) == []


@pytest.mark.parametrize(
    "good",
    [
        PAYLOAD,
        payload(type="event.update", changes=[CHANGE]),
        notice().payload,
        bulletin("test", notice={"title": "A test", "text": "It works"}).payload,
        digest(PAYLOAD, payload(event__count=9)).payload,
    ],
    ids=["new", "update", "health", "test", "digest"],
)
def test_each_type_has_a_place_in_the_schema(good: dict[str, Any]) -> None:
    assert problems(good) == []


@pytest.mark.parametrize(
    "bad",
    [
        payload(schema=2),
        payload(type="event.gone"),
        payload(created="2024-01-30T12:00:00+01:00"),
        payload(event__date="January 2024"),
        payload(event__count="4"),
        payload(event__ages=[24]),
        payload(event__unheard=1),
        payload(notice={"title": "x", "text": "y"}),
        {k: v for k, v in PAYLOAD.items() if k != "why"},
        bulletin("health").payload,
        bulletin("digest", notice={"title": "x", "text": "y"}).payload,
    ],
)
def test_what_the_contract_does_not_know_fails(bad: dict[str, Any]) -> None:
    assert problems(bad)


def test_every_field_is_documented() -> None:
    text = (DOCS / "webhook.md").read_text(encoding="utf-8")
    missing = {name for name in field_names(SCHEMA) if f"`{name}`" not in text}
    assert missing == set()


def test_the_example_in_the_documentation_verifies() -> None:
    text = (DOCS / "webhook.md").read_text(encoding="utf-8")
    example = text.partition("```python\n")[2].partition("```")[0]
    names: dict[str, Any] = {}
    exec(example, names)
    key = new_webhook_key()
    now = datetime.now(UTC)
    body = json.dumps(PAYLOAD)
    headers = {
        "webhook-id": "alr_1_x",
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(key).sign("alr_1_x", now, body),
    }
    assert names["read_alert"](key, body.encode(), headers) == PAYLOAD
    assert names["read_alert"](key, b"{}", headers) is None


def field_names(schema: Any) -> set[str]:
    if isinstance(schema, list):
        return set().union(*map(field_names, schema))
    if not isinstance(schema, dict):
        return set()
    own = set(schema.get("properties", {})) if "required" in schema else set()
    return own.union(*map(field_names, schema.values()))
