"""Several processes admit rewrites of the same operations at once: one event, one alert each."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

from store.database import Database
from store.events import list_events
from tests.alerts.clerk import OPERATIONS

ROOT = Path(__file__).parents[2]
CLERKS = ("ain", "baraka", "corniche", "derb")


def start(name: str, url: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.alerts.clerk", name, url],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_every_operation_is_one_event_with_one_alert_and_all_its_reports(
    database: Database, database_url: str
) -> None:
    clerks = [start(name, database_url) for name in CLERKS]
    for clerk in clerks:
        assert clerk.stdout is not None
        assert clerk.stdout.readline() == "ready\n"
    for clerk in clerks:
        assert clerk.stdin is not None
        clerk.stdin.write("go\n")
        clerk.stdin.flush()
    assert [(clerk.communicate(timeout=120), clerk.returncode)[1] for clerk in clerks] == [0] * 4
    with database.read() as conn:
        events = list_events(conn, limit=99)
        [(stored,)] = conn.exec_driver_sql("SELECT count(*) FROM events").all()
    assert (len(events), stored) == (OPERATIONS, OPERATIONS)
    for event in events:
        assert Counter(alert.type for alert in event.alerts)["event.new"] == 1
        outlets = sorted(report.facts.outlet for report in event.reports)
        assert outlets == [f"{name}.example" for name in CLERKS]
