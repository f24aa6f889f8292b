"""Several processes on one database, one of which may be killed at any time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from core.errors import StoreError, StoreLocked
from store.candidates import candidates
from store.database import Database, open_database
from store.entries import pending_entries
from store.events import list_events, lock_watchlist
from store.locks import folder_lock
from store.outbox import list_deliveries
from tests.forks import Fork
from tests.store.samples import LIST, claim, queue
from tests.store.worker import OPERATIONS, main


@contextmanager
def working(url: str, *verbs: str) -> Iterator[list[Fork]]:
    """Start workers together: none goes on before all are ready."""
    with ExitStack() as stack:
        workers = [stack.enter_context(Fork(main, verb, url)) for verb in verbs]
        assert [worker.line() for worker in workers] == ["ready"] * len(workers)
        for worker in workers:
            worker.go()
        yield workers


def test_an_operation_opens_one_event_whoever_reads_it_first(
    database: Database, database_url: str
) -> None:
    with working(database_url, "resolve", "resolve", "resolve") as workers:
        assert [worker.rest() for worker in workers] == [[], [], []]
    with database.read() as conn:
        assert len(list_events(conn, limit=99)) == OPERATIONS
        [(stored,)] = conn.exec_driver_sql("SELECT count(*) FROM events").all()
    assert stored == OPERATIONS


def test_a_delivery_is_claimed_by_one_process(database: Database, database_url: str) -> None:
    for number in range(60):
        queue(database, f"subscriber {number % 7}")
    with working(database_url, "take", "take") as workers:
        claimed = [number for worker in workers for number in worker.rest()]
    assert len(claimed) == len(set(claimed)) == 60


def test_a_kill_within_a_transaction_leaves_nothing(database: Database, database_url: str) -> None:
    with working(database_url, "hold") as [worker]:
        assert worker.line() == "there"
        worker.kill()
        with database.begin() as conn:
            lock_watchlist(conn, LIST)
            assert pending_entries(conn, limit=9) == []
            assert candidates(conn, LIST, {"k"}) == []
            assert list_deliveries(conn, limit=9) == []


def test_a_kill_behind_a_commit_leaves_everything(database: Database, database_url: str) -> None:
    with working(database_url, "finish") as [worker]:
        assert worker.line() == "there"
        worker.kill()
        with database.read() as conn:
            assert len(pending_entries(conn, limit=9)) == 2
            assert candidates(conn, LIST, {"k"})[0].alerted
    assert len(claim(database)) == 2


def test_readers_go_on_beside_a_writer(database: Database, database_url: str) -> None:
    with working(database_url, "hold") as [worker]:
        assert worker.line() == "there"
        with database.read() as conn:
            assert pending_entries(conn, limit=9) == []


def test_a_database_that_stays_locked_is_said_in_one_line(database_url: str) -> None:
    postgres = database_url.startswith("postgresql")
    impatient = "&options=-c%20lock_timeout%3D200ms" if postgres else "?timeout=0.2"
    database = open_database(database_url + impatient)
    with working(database_url, "hold") as [worker]:
        assert worker.line() == "there"
        with pytest.raises(StoreError, match="another process") as caught, database.begin() as conn:
            lock_watchlist(conn, LIST)
        assert "\n" not in str(caught.value)
        worker.kill()
        with database.begin() as conn:
            lock_watchlist(conn, LIST)
    database.close()


def test_one_daemon_works_on_a_database(database: Database, database_url: str) -> None:
    with working(database_url, "guard") as [first]:
        assert first.line() == "there"
        with working(database_url, "guard") as [second]:
            [refused] = second.rest()
            assert refused.startswith("StoreLocked: database ")
            assert "another daemon" in refused
            assert second.status == 2
        with pytest.raises(StoreLocked), database.hold_daemon_lock():
            pass
        first.kill()
        for _ in retries():
            try:
                with database.hold_daemon_lock():
                    break
            except StoreLocked:
                continue


def retries() -> Iterator[int]:
    """A server sees the end of a killed client a moment after the client's parent does."""
    return iter(range(10_000))


def test_processes_that_open_a_new_database_together(fresh_url: str) -> None:
    with working(fresh_url, "look", "look", "look") as workers:
        assert [worker.rest() for worker in workers] == [["0"], ["0"], ["0"]]


def test_openers_of_a_new_file_go_one_by_one(tmp_path: Path) -> None:
    """The second of two that change a file's journal together is refused, however patient it is."""
    with working(f"sqlite:///{tmp_path}/balagh.db", "queue") as [worker]:
        with folder_lock(tmp_path, "another's"):
            assert worker.line() == "waits"
        assert worker.rest() == ["0"]
