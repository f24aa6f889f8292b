"""Speed of the store, on a SQLite file with all its promises of durability."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from time import perf_counter
from typing import Any

from bench.figure import Figure
from core.alerts import Alert, NewDelivery, Outcome
from core.articles import Entry, Feed, PollRecord
from core.events import Facts
from core.jsonable import jsonable
from store.alerts import raise_alert
from store.database import Connection, Database, open_database
from store.events import candidates, lock_watchlist, open_event
from store.feeds import due_feeds, record_poll, sync_feeds
from store.outbox import AttemptRecord, claim_due, record_attempts
from store.schema import articles, event_slots, events, reports

Row = dict[str, Any]

START = datetime(2024, 1, 30, 12, 0, tzinfo=UTC)
LIST = "dgst-bcij"
POLLS, ENTRIES = 40, 30
FEW, MANY = 1_000, 100_000
EVENTS_A_DAY = 3
LOOKUPS = 100
DELIVERIES, SUBSCRIBERS = 240, 20
LEASE = timedelta(minutes=1)
SENT = Outcome(verdict="delivered", status=200, detail="200 OK")

FLAT = 1.5
"""Looking an event up among 100,000 may cost so many times what it costs among 1,000."""


def measure() -> Iterator[Figure]:
    """Measure on a fresh database."""
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{folder}/bench.db")
        try:
            yield from _polls(database)
            yield from _lookups(database)
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


def _lookups(database: Database) -> Iterator[Figure]:
    """Candidates for one report, by the keys that the matcher gives: days, ages, fingerprints."""
    _open_events(database, range(FEW))
    few = _lookup_time(database, FEW)
    _open_events(database, range(FEW, MANY))
    many = _lookup_time(database, MANY)
    yield Figure(name=f"store: candidates among {FEW:,} events", value=few * 1e3, unit="ms")
    yield Figure(name=f"store: candidates among {MANY:,} events", value=many * 1e3, unit="ms")
    yield Figure(name="store: their ratio", value=many / few, unit="times", ceiling=FLAT)


def _day(number: int) -> datetime:
    return START + timedelta(days=number // EVENTS_A_DAY)


def _index(number: int) -> set[str]:
    day = _day(number).date()
    fingerprints = {f"fp:{number * 7919 + band * 104729}" for band in range(8)}
    return {f"date:{day}", f"pub:{day}", f"ages:{number % 30}-{number % 37 + 30}", *fingerprints}


def _lookup(number: int) -> set[str]:
    near = {_day(number).date() + timedelta(days) for days in range(-12, 5)}
    return _index(number) | {f"pub:{day}" for day in near} | {f"date:{day}" for day in near}


def _open_events(database: Database, numbers: range) -> None:
    """Fill the tables at once: 100,000 events one by one would take longer than all the rest."""
    facts = _facts()
    stored = [_stored(number, facts) for number in numbers]
    with database.begin() as conn:
        conn.execute(articles.insert(), [article for article, _, _, _ in stored])
        conn.execute(events.insert(), [event for _, event, _, _ in stored])
        conn.execute(reports.insert(), [report for _, _, report, _ in stored])
        conn.execute(event_slots.insert(), [slot for _, _, _, slots in stored for slot in slots])


def _stored(number: int, facts: Row) -> tuple[Row, Row, Row, list[Row]]:
    """Return an event's rows: its article, itself, its report, its keys."""
    seen = _day(number)
    event_id, article_id = f"evt_{number:08}", number + 1
    texts = ("title", "text", "outlet", "tier", "feed", "text_source")
    article: Row = dict.fromkeys(texts, "text") | {"id": article_id, "url": event_id}
    article |= {"arrived": seen, "revised": seen, "revision": 1}
    event = {"id": event_id, "watchlist": LIST, "first_seen": seen, "alerted": True}
    report = {"event_id": event_id, "article_id": article_id, "watchlist": LIST}
    report |= {"passage_field": "text", "passage_start": 0, "kind": "operation", "opened": True}
    report |= {"score": 7.0, "threshold": 3.6, "facts": facts, "marks": [], "assessment": {}}
    slots = [{"watchlist": LIST, "slot_key": k, "event_id": event_id} for k in _index(number)]
    return article, event, report, slots


def _facts() -> Row:
    """Return the facts of a report of the usual size."""
    facts = Facts(
        kind="operation",
        act="operation",
        published=START,
        arrived=START,
        date=START.date(),
        passage="What the passage says, at the length of a usual paragraph. " * 8,
        fingerprints=tuple(range(150)),
    )
    return dict(jsonable(facts))


def _lookup_time(database: Database, stored: int) -> float:
    """Return the median seconds of a look-up under the lock that guards a decision."""
    step = max(1, stored // LOOKUPS)

    def look_up(number: int) -> None:
        with database.begin() as conn:
            lock_watchlist(conn, LIST)
            candidates(conn, LIST, _lookup(number))

    times = sorted(_seconds(partial(look_up, number)) for number in range(0, stored, step))
    return times[len(times) // 2]


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
