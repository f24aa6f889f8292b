"""Entries: what the feeds offered, and whether it was judged."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy import Connection

from core.articles import Entry, FeedState, PendingEntry, PollRecord, Tier
from core.assessments import Kind
from store.schema import entries, feeds
from store.types import bounded_key

_BATCH = 500
"""Values in one IN (…): both databases allow far more, a statement of megabytes helps nobody."""

T = TypeVar("T")

_TOLD = ("url", "title", "summary", "content", "published", "outlet", "content_hash")


class _Stored(NamedTuple):
    """What the store knows of an entry beside what its feed says."""

    id: int
    found: datetime
    quiet: bool


def add_entries(conn: Connection, state: FeedState, record: PollRecord) -> list[PendingEntry]:
    """Store a document's new and changed entries as pending and return them in its order.

    Of two entries with one identity the first counts, as readers show it.
    """
    offered: dict[str, Entry] = {}
    for entry in record.entries:
        offered.setdefault(bounded_key(entry.identity), entry)
    known = _known(conn, state.id, list(offered))
    new = {key: entry for key, entry in offered.items() if key not in known}
    changed = {
        key: entry
        for key, entry in offered.items()
        if key in known and known[key].content_hash != entry.content_hash
    }
    rows = _insert(conn, state.id, new, record) | _update(conn, changed, known, record)
    return [_pending(state, offered[key], rows[key]) for key in offered if key in rows]


def pending_entries(conn: Connection, *, limit: int, after: int = 0) -> list[PendingEntry]:
    """Return entries that are not judged yet, by their number, from the one that follows `after`.

    Entries of feeds that were switched off since are among them.
    """
    columns = (feeds.c.name, feeds.c.outlet.label("publisher"), feeds.c.tier, feeds.c.language)
    query = (
        sa.select(entries, *columns)
        .join(feeds)
        .where(entries.c.state == "pending", entries.c.id > after)
        .order_by(entries.c.id)
        .limit(limit)
    )
    return [_read_pending(row) for row in conn.execute(query)]


def mark_judged(
    conn: Connection, judged: Collection[PendingEntry], *, at: datetime, kind: Kind
) -> None:
    """Mark entries as judged; those that are so already stay as they are.

    An entry that changed since it was handed out stays pending: its new text is not judged yet.
    Their own HTML goes, since the article holds the text; of those of no interest the summary too.
    """
    done: dict[str, Any] = {"state": "judged", "judged": at, "kind": kind, "content": ""}
    if kind == "none":
        done["summary"] = ""
    told = sa.tuple_(entries.c.id, entries.c.content_hash)
    for batch in _batches([(pending.id, pending.entry.content_hash) for pending in judged]):
        conn.execute(
            sa.update(entries).where(told.in_(batch), entries.c.state == "pending").values(done)
        )


def _known(conn: Connection, feed_id: int, keys: Sequence[str]) -> dict[str, Any]:
    columns = (entries.c.id, entries.c.content_hash, entries.c.found, entries.c.quiet)
    query = sa.select(entries.c.identity, *columns).where(entries.c.feed_id == feed_id)
    return {
        row.identity: row
        for batch in _batches(keys)
        for row in conn.execute(query.where(entries.c.identity.in_(batch)))
    }


def _insert(
    conn: Connection, feed_id: int, new: dict[str, Entry], record: PollRecord
) -> dict[str, _Stored]:
    if not new:
        return {}
    quiet = [_is_quiet(entry, record) for entry in new.values()]
    rows = [
        _told(entry)
        | {"feed_id": feed_id, "identity": key, "found": record.polled, "quiet": hushed}
        | {"state": "pending"}
        for (key, entry), hushed in zip(new.items(), quiet, strict=True)
    ]
    statement = sa.insert(entries).returning(entries.c.id, sort_by_parameter_order=True)
    ids = conn.scalars(statement, rows)
    return {
        key: _Stored(number, record.polled, hushed)
        for key, number, hushed in zip(new, ids, quiet, strict=True)
    }


def _update(
    conn: Connection,
    changed: dict[str, Entry],
    known: dict[str, Any],
    record: PollRecord,
) -> dict[str, _Stored]:
    """A quiet entry that changes is still an old one: it stays quiet."""
    stored = {
        key: _Stored(known[key].id, known[key].found, known[key].quiet or _is_quiet(entry, record))
        for key, entry in changed.items()
    }
    rows = [
        _told(entry) | {"number": stored[key].id, "quiet": stored[key].quiet}
        for key, entry in changed.items()
    ]
    if rows:
        again = {"state": "pending", "judged": None, "kind": None}
        values: dict[str, Any] = again | {name: sa.bindparam(name) for name in (*_TOLD, "quiet")}
        conn.execute(
            sa.update(entries).where(entries.c.id == sa.bindparam("number")).values(values), rows
        )
    return stored


def _is_quiet(entry: Entry, record: PollRecord) -> bool:
    before = record.quiet_before
    return before is not None and (entry.published is None or entry.published < before)


def _told(entry: Entry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in _TOLD}


def _pending(state: FeedState, entry: Entry, stored: _Stored) -> PendingEntry:
    return PendingEntry(
        id=stored.id,
        feed_id=state.id,
        feed=state.feed.name,
        outlet=entry.outlet or state.feed.outlet,
        tier=state.feed.tier,
        language=state.feed.language,
        entry=entry,
        found=stored.found,
        quiet=stored.quiet,
    )


def _read_pending(row: sa.Row[Any]) -> PendingEntry:
    told = {name: getattr(row, name) for name in _TOLD}
    return PendingEntry(
        id=row.id,
        feed_id=row.feed_id,
        feed=row.name,
        outlet=row.outlet or row.publisher,
        tier=cast(Tier, row.tier),
        language=row.language,
        entry=Entry(identity=row.identity, **told),
        found=row.found,
        quiet=row.quiet,
    )


def _batches(values: Sequence[T]) -> Iterator[Sequence[T]]:
    return (values[at : at + _BATCH] for at in range(0, len(values), _BATCH))
