"""Small valid values for the store's tests; each takes what a test cares about."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from core.alerts import Alert, Delivery, NewDelivery, Outcome
from core.articles import Article, Entry, Feed, PendingEntry, PollRecord
from core.events import Facts, Report
from store.alerts import raise_alert
from store.articles import save_article
from store.database import Connection, Database
from store.events import add_report, open_event
from store.feeds import due_feeds, record_poll, sync_feeds
from store.outbox import AttemptRecord, claim_due, record_attempts

NOON = datetime(2024, 1, 30, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LIST = "dgst-bcij"
DELIVERED = Outcome(verdict="delivered", status=200, detail="200 OK")
FAILED = Outcome(verdict="retry", status=503, detail="503 Service Unavailable", answer="busy")


ENDLESS = "".join(sha256(bytes([n % 256, n // 256])).hexdigest() for n in range(800))
"""A long text that can't be compressed into an index."""


def feed(name: str = "Lagune", **more: Any) -> Feed:
    return Feed(name=name, url=f"https://{name.lower()}.example/feed", outlet=name, **more)


def entry(identity: str, **more: Any) -> Entry:
    told = {"url": f"https://lagune.example/{identity}", "title": identity, "content_hash": "1"}
    return Entry(identity=identity, **told | more)


def poll(feed_id: int, *entries: Entry, at: datetime = NOON, **more: Any) -> PollRecord:
    given = {"outcome": "changed", "next_poll": at + 2 * MINUTE} | more
    return PollRecord(feed_id=feed_id, polled=at, entries=entries, **given)


def add_feed(conn: Connection, *feeds: Feed) -> int:
    """Make these the feeds (one by default) and return the number of the one due first."""
    sync_feeds(conn, feeds or [feed()])
    return due_feeds(conn, NOON, limit=1)[0].id


def add_pending(conn: Connection, *identities: str) -> list[PendingEntry]:
    return record_poll(conn, poll(add_feed(conn), *(entry(i) for i in identities)))


def article(name: str = "oujda", **more: Any) -> Article:
    given: dict[str, Any] = {
        "id": name,
        "url": f"https://lagune.example/{name}",
        "title": f"Une cellule à {name}",
        "text": "Le bureau a interpellé quatre personnes.",
        "language": "fr",
        "published": NOON,
        "arrived": NOON + MINUTE,
        "outlet": "Lagune",
        "tier": "national",
    }
    return Article(**given | more)


def facts(**more: Any) -> Facts:
    given: dict[str, Any] = {"kind": "operation", "act": "operation", "published": NOON}
    return Facts(**given | {"arrived": NOON + MINUTE} | more)


def report(event_id: str | None, article_id: int, start: int = 0, **more: Any) -> Report:
    return Report(
        event_id=event_id,
        article_id=article_id,
        url="",
        facts=facts(**more),
        marks=((0, 9), (12, 20)),
        assessment={"span": {"field": "text", "start": start, "end": start + 40}},
    )


def tell(
    conn: Connection,
    event_id: str | None,
    name: str,
    keys: Collection[str] = (),
    *,
    watchlist: str = LIST,
    **more: Any,
) -> bool:
    """Store an article of this name that tells of an event."""
    told = report(event_id, save_article(conn, article(name)), **more)
    return add_report(conn, watchlist, told, keys, score=7.5, threshold=3.6)


def new_event(conn: Connection, *keys: str, name: str = "oujda", seen: datetime = NOON) -> str:
    """Open an event that is found under these keys."""
    event_id = open_event(conn, LIST, seen=seen)
    tell(conn, event_id, name, keys)
    return event_id


def alert(event_id: str | None, revision: int = 1, **more: Any) -> Alert:
    given: dict[str, Any] = {
        "id": f"alr_{event_id}_{revision}",
        "key": f"{event_id}:{revision}",
        "type": "event.new" if revision == 1 else "event.update",
        "event_id": event_id,
        "revision": revision,
        "created": NOON,
        "payload": {"schema": 1},
    }
    return Alert(**given | more)


def delivery(subscriber: str = "desk", due: datetime = NOON, **more: Any) -> NewDelivery:
    given: dict[str, Any] = {"channel": "webhook", "message_id": f"msg_{subscriber}"}
    return NewDelivery(subscriber=subscriber, due=due, **{"body": b"{}"} | given | more)


def queue(database: Database, *subscribers: str, alerts: int = 1) -> str:
    """Open an event with so many alerts, each of which goes to every subscriber."""
    with database.begin() as conn:
        event_id = open_event(conn, LIST, seen=NOON)
        for revision in range(1, alerts + 1):
            raise_alert(conn, alert(event_id, revision), [delivery(s) for s in subscribers])
    return event_id


def claim(database: Database, at: datetime = NOON, **more: Any) -> list[Delivery]:
    given: dict[str, Any] = {"lease": MINUTE, "limit": 100, "busy": {}, "per_subscriber": 100}
    with database.begin() as conn:
        return claim_due(conn, at, **given | more)


def attempt(
    database: Database,
    claimed: Delivery,
    outcome: Outcome = DELIVERED,
    *,
    at: datetime = NOON,
    again: datetime | None = None,
) -> None:
    with database.begin() as conn:
        made = AttemptRecord(
            delivery_id=claimed.id, started=at, finished=at, outcome=outcome, next_attempt=again
        )
        record_attempts(conn, [made])
