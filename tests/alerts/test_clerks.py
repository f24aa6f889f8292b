"""Several processes admit rewrites of the same operations at once: one event, one alert each."""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack

from store.database import Database
from store.events import list_events
from tests.alerts.clerk import OPERATIONS, main
from tests.forks import Fork

CLERKS = ("ain", "baraka", "corniche", "derb")


def test_every_operation_is_one_event_with_one_alert_and_all_its_reports(
    database: Database, database_url: str
) -> None:
    with ExitStack() as stack:
        clerks = [stack.enter_context(Fork(main, name, database_url)) for name in CLERKS]
        assert [clerk.line() for clerk in clerks] == ["ready"] * 4
        for clerk in clerks:
            clerk.go()
        assert [(clerk.rest(), clerk.status) for clerk in clerks] == [([], 0)] * 4
    with database.read() as conn:
        events = list_events(conn, limit=99)
        [(stored,)] = conn.exec_driver_sql("SELECT count(*) FROM events").all()
    assert (len(events), stored) == (OPERATIONS, OPERATIONS)
    for event in events:
        assert Counter(alert.type for alert in event.alerts)["event.new"] == 1
        outlets = sorted(report.facts.outlet for report in event.reports)
        assert outlets == [f"{name}.example" for name in CLERKS]
