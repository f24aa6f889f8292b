"""For those who watch over Balagh."""

from __future__ import annotations

import re

from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

from dashboard.overview import Snapshot
from store.database import Database
from store.outbox import list_deliveries
from tests.conftest import SteppedClock
from tests.dashboard.visiting import HOST, face_app
from tests.docs.test_pages import TEXTS


def test_it_lives_and_is_ready(visitor: TestClient) -> None:
    assert visitor.get("/healthz").text == "ok\n"
    assert visitor.get("/readyz").text == "ok\n"


def test_it_is_not_ready_without_its_database(visitor: TestClient) -> None:
    database = visitor.app.state.face.database  # type: ignore[attr-defined]
    with database.begin() as conn:
        conn.exec_driver_sql("ALTER TABLE reports RENAME TO gone")
    assert visitor.get("/readyz").status_code == 503
    assert visitor.get("/healthz").status_code == 200
    assert visitor.get("/api/v1/events").status_code == 503
    assert visitor.get("/").status_code == 503


def test_the_figures_are_those_of_the_archive(visitor: TestClient, snapshot: Snapshot) -> None:
    answer = visitor.get("/metrics")
    found = {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }
    assert found["balagh_events",] == len(snapshot.events)
    assert found["balagh_polls_total",] == 4
    assert found["balagh_feeds", "timeout"] == 1
    with visitor.app.state.face.database.read() as conn:  # type: ignore[attr-defined]
        dead = len(list_deliveries(conn, limit=999, state="dead"))
    assert found["balagh_deliveries", "dead"] == found["balagh_attempts_total", "dead"] == dead > 9
    assert found["balagh_last_poll_age_seconds",] == 180
    assert found["balagh_alerts_total", "event.new"] > 0


def test_every_figure_is_documented(visitor: TestClient) -> None:
    families = text_string_to_metric_families(visitor.get("/metrics").text)
    named = set(re.findall(r"`(balagh_\w+)`", TEXTS["docs/api.md"]))
    names = {f"{f.name}_total" if f.type == "counter" else f.name for f in families}
    assert named == names


def test_where_nothing_waits_nothing_is_late(database: Database, clock: SteppedClock) -> None:
    with TestClient(face_app(database, clock), base_url=f"http://{HOST}") as visitor:
        figures = visitor.get("/metrics").text
    assert "balagh_delivery_lag_seconds 0.0" in figures
    assert 'balagh_deliveries{state="pending"} 0.0' in figures
    assert 'balagh_attempts_total{verdict="dead"} 0.0' in figures
    assert 'balagh_reports_total{kind="operation"} 0.0' in figures
    assert 'balagh_alerts_total{type="event.new"} 0.0' in figures
