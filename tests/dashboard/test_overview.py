"""The events summed up, brought up to date by what has changed."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from dashboard import overview
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
    seen = Overview(database, monotonic=seconds)
    former = seen.snapshot()
    assert former.events == ()
    event = open_one(database, "oujda")
    assert seen.snapshot().events == ()
    seconds.now += STALE_S
    fresh = seen.snapshot()
    assert [e.id for e in fresh.events] == [event]
    assert fresh.version == former.version + 1
    seconds.now += STALE_S
    assert seen.snapshot() is fresh


def test_the_latest_event_comes_first_and_a_merged_one_goes(
    database: Database,
) -> None:
    seconds = Seconds()
    seen = Overview(database, monotonic=seconds)
    first = open_one(database, "oujda")
    second = open_one(database, "nador", NOON + timedelta(days=1))
    assert [e.id for e in seen.snapshot().events] == [second, first]
    with database.begin() as conn:
        merge_events(conn, first, [second], at=NOON)
    seconds.now += STALE_S
    [event] = seen.snapshot().events
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


def test_until_all_events_are_summed_up_the_latest_are_shown(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overview, "FIRST", 2)
    names = ("oujda", "nador", "fes")
    events = [open_one(database, n, NOON + timedelta(days=d)) for d, n in enumerate(names)]
    seen = Overview(database, monotonic=Seconds())
    first = seen.latest()
    assert [e.id for e in first.events] == [events[2], events[1]]
    assert (first.number, first.complete) == (3, False)
    assert seen.latest() is first
    whole = seen.snapshot()
    assert ([e.id for e in whole.events], whole.number, whole.complete) == (
        events[::-1],
        3,
        True,
    )
    assert whole.version > first.version, "open pages are told"
    assert seen.latest() is whole


def test_an_empty_store_is_complete(database: Database) -> None:
    assert Overview(database).snapshot().complete
