"""What is forgotten, and what is kept."""

from __future__ import annotations

import pytest

from store.alerts import alerts_of
from store.database import Database
from store.outbox import list_deliveries, redeliver
from store.pruning import prune_attempts, prune_bodies
from tests.store.samples import DELIVERED, FAILED, MINUTE, NOON, attempt, claim, queue


def counted(database: Database, table: str) -> int:
    with database.read() as conn:
        return int(conn.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one())


def test_old_attempts_go_and_their_deliveries_stay(database: Database) -> None:
    queue(database, "desk", alerts=2)
    [first] = claim(database)
    attempt(database, first, DELIVERED)
    [second] = claim(database)
    attempt(database, second, FAILED, at=NOON + MINUTE)
    with database.begin() as conn:
        assert prune_attempts(conn, NOON + MINUTE) == 1
        assert prune_attempts(conn, NOON + MINUTE) == 0
    assert counted(database, "attempts") == 1
    assert counted(database, "deliveries") == 2


def test_an_attempt_after_older_ones_went_takes_no_number_that_is_kept(database: Database) -> None:
    """Redelivered long after it was given up: its oldest attempts are forgotten, not all."""
    queue(database, "desk")
    for minute in range(3):
        [claimed] = claim(database, NOON + minute * MINUTE)
        again = NOON + (minute + 1) * MINUTE
        attempt(database, claimed, FAILED, at=NOON + minute * MINUTE, again=again)
    with database.begin() as conn:
        assert prune_attempts(conn, NOON + 2 * MINUTE) == 2
    for minute in (3, 4):
        [claimed] = claim(database, NOON + minute * MINUTE)
        again = NOON + (minute + 1) * MINUTE
        attempt(database, claimed, FAILED, at=NOON + minute * MINUTE, again=again)
    with database.read() as conn:
        numbers = conn.exec_driver_sql("SELECT number FROM attempts ORDER BY number")
        assert list(numbers.scalars()) == [3, 4, 5]


def test_bodies_of_what_arrived_go_and_others_stay(database: Database) -> None:
    event_id = queue(database, "arrived", "dead", "open")
    for claimed in claim(database):
        if claimed.subscriber != "open":
            attempt(database, claimed, DELIVERED if claimed.subscriber == "arrived" else FAILED)
    with database.begin() as conn:
        assert prune_bodies(conn, NOON) == 0
        assert prune_bodies(conn, NOON + MINUTE) == 1
        assert prune_bodies(conn, NOON + MINUTE) == 0
        ids = {d.subscriber: d.id for d in list_deliveries(conn, limit=9)}
        assert redeliver(conn, [ids["arrived"]], at=NOON) == 0
        assert redeliver(conn, [ids["dead"]], at=NOON) == 1
        assert alerts_of(conn, [event_id])


def test_a_long_history_goes_in_batches(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.pruning.BATCH", 2)
    queue(database, "desk", "other", "third")
    for claimed in claim(database):
        attempt(database, claimed)
    with database.begin() as conn:
        assert [prune_bodies(conn, NOON + MINUTE) for _ in range(3)] == [2, 1, 0]
        assert [prune_attempts(conn, NOON + MINUTE) for _ in range(3)] == [2, 1, 0]
