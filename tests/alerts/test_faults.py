"""What goes wrong around the outbox: a locked database, a full disk, a clock that jumps."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from alerts.timing import LONGEST_HOLD
from core.alerts import Outcome
from store.database import open_database
from store.outbox import mend_times
from tests.alerts.test_outbox import DELIVERED, RETRY, SOON, Desk, Reader
from tests.conftest import SteppedClock

SECOND = timedelta(seconds=1)
WORDY = Outcome(verdict="delivered", status=200, detail="taken", answer="x" * 2_000)


@pytest.fixture
def desk(tmp_path: Path, clock: SteppedClock) -> Iterator[Desk]:
    desk = Desk(f"sqlite:///{tmp_path}/outbox.db", clock)
    yield desk
    desk.close()


def test_a_database_that_is_locked_for_a_minute_costs_time_only(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    """The lock is met at every second of the minute; waiting for it is scaled down."""
    reader = Reader()
    queued = [desk.queue(reader) for _ in range(3)]
    impatient = open_database(f"{desk.url}?timeout=0.01")
    outbox = desk.outbox(reader, database=impatient)
    with desk.database.begin():
        for _ in range(60):
            desk.clock.advance(SECOND)
            outbox.drain(SOON)
    assert caplog.text.count("the outbox waits: database") >= 60
    assert reader.sent == []
    assert outbox.drain(SOON)
    impatient.close()
    assert sorted(reader.ids) == sorted(queued)
    assert desk.states() == ["delivered"] * 3


def test_a_disk_that_is_full_costs_time_only(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    reader = Reader(script=(WORDY,) * 30)
    queued = [desk.queue(reader) for _ in range(30)]
    outbox = desk.outbox(reader)
    limit = "PRAGMA max_page_count = "
    with desk.database.begin() as conn:
        conn.exec_driver_sql(f"{limit}{conn.exec_driver_sql('PRAGMA page_count').scalar_one()}")
    for _ in range(5):
        desk.clock.advance(timedelta(minutes=5))
        outbox.drain(timedelta(milliseconds=50))
    assert "the disk is full; make room" in caplog.text
    assert desk.states().count("delivered") < 30
    with desk.database.begin() as conn:
        conn.exec_driver_sql(f"{limit}100000")
    assert outbox.drain(SOON)
    assert desk.states() == ["delivered"] * 30
    assert sorted(reader.ids) == sorted(queued)


@pytest.mark.parametrize("seed", range(6))
def test_a_clock_that_jumps_neither_loses_nor_doubles(desk: Desk, seed: int) -> None:
    """Jumps of up to fifty days either way, between sends that fail as often as not."""
    rng = random.Random(seed)
    reader = Reader(script=tuple(rng.choice((RETRY, DELIVERED)) for _ in range(12)))
    script = list(reader.script)
    queued = [desk.queue(reader) for _ in range(3)]
    outbox = desk.outbox(reader)
    for _ in range(15):
        desk.clock.advance(timedelta(hours=rng.randint(-1_200, 1_200)))
        mend(desk, outbox.lease, outbox.longest_wait)
        outbox.drain(SOON)
    for _ in range(12):
        desk.clock.advance(outbox.longest_wait)
        outbox.drain(SOON)
    taken = Counter(
        sent.alert_id
        for sent, answer in zip(reader.sent, [*script, *[DELIVERED] * 99], strict=False)
        if answer is DELIVERED
    )
    assert taken == Counter(queued)
    assert desk.states() == ["delivered"] * 3


def mend(desk: Desk, lease: timedelta, wait: timedelta) -> None:
    with desk.database.begin() as conn:
        mend_times(conn, desk.clock(), lease=lease, wait=wait, hold=LONGEST_HOLD)
