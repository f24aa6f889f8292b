"""The events summed up, brought up to date by what has changed."""

from __future__ import annotations

from datetime import datetime, timedelta

from dashboard.overview import STALE_S, Overview
from store.database import Database
from store.regrouping import merge_events
from tests.store.samples import NOON, new_event, queue, tell


class Seconds:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def open_one(database: Database, name: str, seen: datetime = NOON) -> str:
    with database.begin() as conn:
        return new_event(conn, name=name, seen=seen)


def test_what_is_new_is_seen_after_a_second_and_not_before(
    database: Database,
) -> None:
    seconds = Seconds()
    overview = Overview(database, monotonic=seconds)
    assert overview.snapshot().events == ()
    event = open_one(database, "oujda")
    assert overview.snapshot().events == ()
    seconds.now += STALE_S
    fresh = overview.snapshot()
    assert [e.id for e in fresh.events] == [event]
    assert fresh.version == 1
    seconds.now += STALE_S
    assert overview.snapshot() is fresh


def test_the_latest_event_comes_first_and_a_merged_one_goes(
    database: Database,
) -> None:
    seconds = Seconds()
    overview = Overview(database, monotonic=seconds)
    first = open_one(database, "oujda")
    second = open_one(database, "nador", NOON + timedelta(days=1))
    assert [e.id for e in overview.snapshot().events] == [second, first]
    with database.begin() as conn:
        merge_events(conn, first, [second], at=NOON)
    seconds.now += STALE_S
    [event] = overview.snapshot().events
    assert (event.id, event.view.merged_from, len(event.reports)) == (first, (second,), 2)


def test_a_summary_holds_what_lists_show(database: Database) -> None:
    event = queue(database, "desk")
    with database.begin() as conn:
        tell(conn, event, "oujda", title="Quatre arrestations à Oujda", outlet="Lagune")
        tell(conn, event, "nador", title="Encore", outlet="MAP", tier="official")
    summary = Overview(database).snapshot().find(event)
    assert summary is not None
    assert summary.headline == "Quatre arrestations à Oujda"
    assert {"quatre", "oujda", "encore"} <= summary.words
    assert summary.official
    assert [report["outlet"] for report in summary.reports] == ["Lagune", "MAP"]
    assert [alert["type"] for alert in summary.alerts] == ["event.new"]
