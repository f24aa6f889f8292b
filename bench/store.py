"""Speed of the store, on a SQLite file with all its promises of durability."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from time import perf_counter

from bench.figure import Figure
from core.alerts import Alert, NewDelivery, Outcome
from core.articles import Entry, Feed, PollRecord
from store.alerts import raise_alert
from store.database import Connection, Database, open_database
from store.events import open_event
from store.feeds import due_feeds, record_poll, sync_feeds
from store.outbox import AttemptRecord, claim_due, record_attempts

START = datetime(2024, 1, 30, 12, 0, tzinfo=UTC)
LIST = "dgst-bcij"
POLLS, ENTRIES = 40, 30
DELIVERIES, SUBSCRIBERS = 240, 20
LEASE = timedelta(minutes=1)
SENT = Outcome(verdict="delivered", status=200, detail="200 OK")


def measure() -> Iterator[Figure]:
    """Measure on a fresh database."""
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{folder}/bench.db")
        try:
            yield from _polls(database)
            yield from _deliveries(database)
        finally:
            database.close()


def _seconds(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


def _polls(database: Database) -> Iterator[Figure]:
    """New entries, 30 to a poll, and polls that bring nothing new: each a transaction."""
    with database.begin() as conn:
        sync_feeds(conn, [Feed(name="bench", url="https://bench.example/feed", outlet="bench")])
        number = due_feeds(conn, START, limit=1)[0].id

    def poll(documents: range) -> None:
        for document in documents:
            with database.begin() as conn:
                record_poll(conn, _poll(number, document))

    new = _seconds(lambda: poll(range(POLLS)))
    known = _seconds(lambda: poll(range(POLLS)))
    yield Figure(name="store: new entries recorded", value=POLLS * ENTRIES / new, unit="rows/s")
    yield Figure(name="store: polls without news recorded", value=POLLS / known, unit="polls/s")


def _poll(feed_id: int, document: int) -> PollRecord:
    entries = tuple(
        Entry(
            identity=f"{document}-{item}",
            url=f"https://bench.example/{document}/{item}",
            title="A headline of the usual length, as outlets write them",
            summary="Two sentences that say what has happened. " * 4,
            published=START,
            content_hash="1",
        )
        for item in range(ENTRIES)
    )
    return PollRecord(
        feed_id=feed_id,
        polled=START,
        next_poll=START + timedelta(minutes=2),
        outcome="changed",
        entries=entries,
    )


def _deliveries(database: Database) -> Iterator[Figure]:
    """Claims of eight while hundreds wait, and a record of each: every one a transaction."""
    with database.begin() as conn:
        for number in range(DELIVERIES // SUBSCRIBERS):
            _raise(conn, number)
    claimed: list[int] = []

    def claim() -> None:
        while len(claimed) < DELIVERIES:
            with database.begin() as conn:
                taken = claim_due(conn, START, lease=LEASE, limit=8, busy={}, per_subscriber=2)
                claimed.extend(delivery.id for delivery in taken)

    def record() -> None:
        for delivery_id in claimed:
            with database.begin() as conn:
                made = AttemptRecord(
                    delivery_id=delivery_id,
                    started=START,
                    finished=START,
                    outcome=SENT,
                    next_attempt=None,
                )
                record_attempts(conn, [made])

    yield Figure(name="store: deliveries claimed", value=DELIVERIES / _seconds(claim), unit="/s")
    yield Figure(name="store: attempts recorded", value=DELIVERIES / _seconds(record), unit="/s")


def _raise(conn: Connection, number: int) -> None:
    """Tell every subscriber of an event of its own."""
    alert = Alert(
        id=f"alr_{number}",
        key=f"bench:{number}",
        type="event.new",
        event_id=open_event(conn, LIST, seen=START),
        revision=1,
        created=START,
        payload={"schema": 1},
    )
    queued = [
        NewDelivery(
            subscriber=f"subscriber {subscriber}",
            channel="webhook",
            message_id=f"msg_{number}_{subscriber}",
            body=b"{}" * 2_000,
            due=START,
        )
        for subscriber in range(SUBSCRIBERS)
    ]
    raise_alert(conn, alert, queued)
