"""What waits for its next attempt comes sooner where its receiver is known to answer again."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa

from core.alerts import Delivery
from store.database import Database
from store.hastening import hasten, hasten_after
from store.outbox import DeliveryRecord, list_deliveries
from store.schema import deliveries
from tests.store.samples import FAILED, MINUTE, NOON, attempt, claim, queue

LATER = NOON + 600 * MINUTE


def fail(database: Database, times: int = 3, **outcome: object) -> Delivery:
    """Queue an alert for the desk and let so many attempts fail, a minute apart."""
    queue(database, "desk")
    for minute in range(times):
        at = NOON + minute * MINUTE
        [claimed] = claim(database, at)
        again = LATER if minute == times - 1 else at + MINUTE
        attempt(database, claimed, replace(FAILED, **outcome), at=at, again=again)
    return claimed


def hastened(database: Database, **given: object) -> list[int]:
    """Say that the desk answers again; returns what is due then."""
    at = NOON + 10 * MINUTE
    with database.begin() as conn:
        hasten_after(conn, "desk", "webhook", **{"since": NOON, "at": at} | given)  # type: ignore[arg-type]
    return [d.id for d in claim(database, at)]


def test_what_failed_again_and_again_is_due_when_its_receiver_answers(database: Database) -> None:
    failed = fail(database)
    assert claim(database, NOON + 9 * MINUTE) == []
    assert hastened(database) == [failed.id]


def test_what_is_hastened_is_due_as_every_instant_is_written(database: Database) -> None:
    fail(database)
    with database.begin() as conn:
        hasten_after(conn, "desk", "webhook", since=NOON, at=NOON + 10 * MINUTE)
        written = conn.exec_driver_sql("SELECT DISTINCT due FROM deliveries").scalars().all()
        conn.execute(sa.update(deliveries).values(due=NOON + 10 * MINUTE))
        expected = conn.exec_driver_sql("SELECT DISTINCT due FROM deliveries").scalars().all()
    assert written == expected


def test_what_failed_now_and_then_keeps_its_schedule(database: Database) -> None:
    """A delivery that is refused, between others that arrive, must not use up its attempts."""
    fail(database)
    assert hastened(database, since=NOON + MINUTE) == []
    [record] = (r for r in listed(database) if r.state == "pending")
    assert record.next_attempt == LATER


def test_of_other_receivers_nothing_is_hastened(database: Database) -> None:
    fail(database)
    with database.begin() as conn:
        assert hasten_after(conn, "other", "webhook", since=NOON, at=NOON + MINUTE) == 0
        assert hasten_after(conn, "desk", "email", since=NOON, at=NOON + MINUTE) == 0
        assert hasten(conn, "desk", "email", at=NOON + MINUTE) == 0


@pytest.mark.parametrize(("minutes", "due"), [(3, NOON + 10 * MINUTE), (60, NOON + 62 * MINUTE)])
def test_the_receivers_wish_to_wait_is_kept(database: Database, minutes: int, due: object) -> None:
    fail(database, retry_after=minutes * MINUTE)
    hastened(database)
    [record] = listed(database)
    assert record.next_attempt == (None if minutes == 3 else due)


def test_a_person_hastens_whatever_waits(database: Database) -> None:
    failed = fail(database, times=1)
    with database.begin() as conn:
        assert hasten(conn, "desk", "webhook", at=NOON + MINUTE) == 1
    assert [d.id for d in claim(database, NOON + MINUTE)] == [failed.id]


def listed(database: Database) -> list[DeliveryRecord]:
    with database.read() as conn:
        return list_deliveries(conn, limit=9)
