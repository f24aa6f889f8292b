"""What tells the web face that an event has changed."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from store.database import Connection, Database, open_database
from store.events import find_events
from store.figures import figures
from store.overview import event_marks, latest_alerts
from store.regrouping import merge_events
from store.reports import standing_reports, supersede
from store.schema import STANDING, reports
from tests.store.samples import LIST, NOON, new_event, queue, tell


def told_again(conn: Connection, event_id: str) -> None:
    tell(conn, event_id, "jerada")


def worded_anew(conn: Connection, event_id: str) -> None:
    supersede(conn, [report.id for report in standing_reports(conn, 1, LIST)])


def merged(conn: Connection, event_id: str) -> None:
    merge_events(conn, event_id, [new_event(conn, name="nador")], at=NOON)


@pytest.mark.parametrize("change", [told_again, worded_anew, merged])
def test_every_change_of_an_event_changes_its_mark(database: Database, change: object) -> None:
    with database.begin() as conn:
        event = new_event(conn)
        before = event_marks(conn)[event]
        assert event_marks(conn)[event] == before
        change(conn, event)  # type: ignore[operator]
        assert event_marks(conn)[event] != before


def test_an_event_that_was_merged_away_has_no_mark_and_is_not_found(database: Database) -> None:
    with database.begin() as conn:
        one, other = new_event(conn), new_event(conn, name="nador")
        merge_events(conn, one, [other], at=NOON)
        assert set(event_marks(conn)) == {one}
        assert [event.record.id for event in find_events(conn, [one, other])] == [one]


def test_the_payloads_of_an_events_alerts_come_in_their_order(database: Database) -> None:
    event = queue(database, "desk", alerts=2)
    with database.read() as conn:
        assert latest_alerts(conn, [event]) == [{"schema": 1}, {"schema": 1}]
        assert latest_alerts(conn, ["evt_other"]) == []


def test_standing_reports_of_an_article_are_found_by_their_index(tmp_path: Path) -> None:
    """SQLite uses a partial index only where a query says the condition in its words."""
    with closing(open_database(f"sqlite:///{tmp_path}/x.db")) as database, database.read() as conn:
        query = sa.select(reports.c.id).where(reports.c.article_id == 1, STANDING)
        plan = conn.execute(sa.text(f"EXPLAIN QUERY PLAN {query}"), {"article_id_1": 1}).all()
    assert "uq_reports_passage" in str(plan)


def test_reports_are_counted_from_an_index_alone(tmp_path: Path) -> None:
    """Each row holds a passage and an assessment: to read 30,000 takes 30 ms, their index 3."""
    asked: list[str] = []
    with closing(open_database(f"sqlite:///{tmp_path}/x.db")) as database, database.read() as conn:
        sa.event.listen(conn, "before_cursor_execute", lambda *given: asked.append(given[2]))
        figures(conn)
        [query] = [text for text in asked if "GROUP BY reports.kind" in text]
        plan = conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}").all()
    assert "COVERING INDEX ix_reports_kind_superseded" in str(plan)
