"""Entries: what the feeds offered, and whether it was judged."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy import Connection

from core.articles import Entry, FeedState, PendingEntry, PollRecord, Selectors, Tier
from core.assessments import Kind
from store.schema import entries, feeds
from store.types import bounded_key
from store.upsert import insert_all

_BATCH = 500
"""Values in one IN (…): both databases allow far more, a statement of megabytes helps nobody."""

T = TypeVar("T")

_TOLD = (
    "url",
    "title",
    "summary",
    "content",
    "published",
    "outlet",
    "content_hash",
    "page",
    "dated",
)
_GIVEN = attrgetter(*_TOLD)
_REMEMBERED = ("identity", "page", "id", "content_hash", "found", "quiet", "published")
_OF_NO_INTEREST = {"summary": "", "content": ""}

ANOTHER = timedelta(days=1)
"""An entry that takes the place of another at its address is at least so much later; outlets that
churn their identities keep the dates."""


Gate = Callable[[Entry], bool]
"""Says whether an entry is a candidate; the others are stored as judged."""


def everything(_: Entry) -> bool:
    """The gate that is open."""
    return True


def add_entries(
    conn: Connection, state: FeedState, record: PollRecord, gate: Gate
) -> tuple[list[PendingEntry], int]:
    """Store a document's new and changed entries.

    Return those that are pending, in its order, and how many entries are new. Of two with one
    identity the first counts, as readers show it. One that comes under another identity is known by
    its page. The gate is asked about each new or changed entry.
    """
    offered: dict[str, Entry] = {}
    for entry in record.entries:
        offered.setdefault(bounded_key(entry.identity), entry)
    known = _known(conn, state, offered)
    rows = {
        key: _row(entry, known.get(key), record, gate)
        for key, entry in offered.items()
        if key not in known or known[key].content_hash != entry.content_hash
    }
    new = {key: row for key, row in rows.items() if key not in known}
    _insert(conn, state.id, new)
    _update(conn, [row | {"number": known[key].id} for key, row in rows.items() if key in known])
    numbers = {key: row.id for key, row in known.items()}
    numbers |= _numbers(conn, state.id, [k for k, row in new.items() if row["state"] == "pending"])
    pending = [
        _pending(state, numbers[key], offered[key], row)
        for key, row in rows.items()
        if row["state"] == "pending"
    ]
    return pending, len(new)


def pending_entries(conn: Connection, *, limit: int, after: int = 0) -> list[PendingEntry]:
    """Return entries that are not judged yet, by their number, from the one that follows `after`.

    Entries of feeds that were switched off since are among them.
    """
    columns = (
        feeds.c.name,
        feeds.c.outlet.label("publisher"),
        feeds.c.tier,
        feeds.c.language,
        feeds.c.selectors,
    )
    query = (
        sa.select(entries, *columns)
        .join(feeds)
        .where(entries.c.state == "pending", entries.c.id > after)
        .order_by(entries.c.id)
        .limit(limit)
    )
    return [_read_pending(row) for row in conn.execute(query)]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedEntry:
    """An entry as a listing shows it: `kind` is None until it is judged, instants are UTC."""

    id: int
    feed: str
    url: str
    title: str
    published: datetime | None
    dated: str
    found: datetime
    quiet: bool
    state: str
    kind: str | None


def latest_entries(conn: Connection, *, feed: str | None, limit: int) -> list[OfferedEntry]:
    """Return the entries that were found last, of one feed (by its name) or of all."""
    told = ("id", "url", "title", "published", "dated", "found", "quiet", "state", "kind")
    query = sa.select(feeds.c.name.label("feed"), *(entries.c[name] for name in told)).join(feeds)
    if feed is not None:
        query = query.where(feeds.c.name == feed)
    rows = conn.execute(query.order_by(entries.c.id.desc()).limit(limit))
    return [OfferedEntry(**row._mapping) for row in rows]


def watching_since(conn: Connection) -> datetime | None:
    """Return when the first entry was found; None where none was yet."""
    return conn.scalar(sa.select(entries.c.found).order_by(entries.c.id).limit(1))


def mark_judged(
    conn: Connection, judged: Collection[PendingEntry], *, at: datetime, kind: Kind
) -> None:
    """Mark entries as judged; those that are so already stay as they are.

    An entry that changed since it was handed out stays pending: its new text is not judged yet.
    Their own HTML goes, since the article holds the text; of those of no interest the summary too.
    Why a page could not be read is kept.
    """
    done: dict[str, Any] = {"state": "judged", "judged": at, "kind": kind, "content": ""}
    if kind == "none":
        done |= _OF_NO_INTEREST
    told = sa.tuple_(entries.c.id, entries.c.content_hash)
    for problem in {pending.problem for pending in judged}:
        alike = [p for p in judged if p.problem == problem]
        for batch in _batches([(pending.id, pending.entry.content_hash) for pending in alike]):
            marked = sa.update(entries).where(told.in_(batch), entries.c.state == "pending")
            conn.execute(marked.values(done | {"problem": problem}))


def _known(conn: Connection, state: FeedState, offered: Mapping[str, Entry]) -> dict[str, Any]:
    """Return the rows of the entries that are known, by the identities that they come under."""
    if state.last_good is None and conn.execute(_ANY, {"feed": state.id}).first() is None:
        return {}  # a first poll
    found = {row.identity: row for row in _rows(conn, _BY_IDENTITY, state.id, list(offered))}
    pages = {_page(e): key for key, e in offered.items() if e.page and key not in found}
    for row in _rows(conn, _BY_PAGE, state.id, list(pages)):
        key = pages[row.page]
        if not _is_later(offered[key], row):
            found[key] = row
    return found


def _rows(
    conn: Connection, query: sa.Select[Any], feed_id: int, values: Sequence[str]
) -> Iterator[sa.Row[Any]]:
    for batch in _batches(values):
        yield from conn.execute(query, {"feed": feed_id, "told": batch})


def _remembered(column: sa.Column[Any]) -> sa.Select[Any]:
    told: sa.BindParameter[Any] = sa.bindparam("told", expanding=True)
    query = sa.select(*(entries.c[name] for name in _REMEMBERED))
    return query.where(entries.c.feed_id == sa.bindparam("feed"), column.in_(told))


# Made once: to put a statement together takes SQLAlchemy longer than SQLite to answer it.
_BY_IDENTITY = _remembered(entries.c.identity)
_BY_PAGE = _remembered(entries.c.page)
_ANY = sa.select(entries.c.id).where(entries.c.feed_id == sa.bindparam("feed")).limit(1)


def _is_later(entry: Entry, known: sa.Row[Any]) -> bool:
    """Say whether a page carries another article than before: judging one twice costs less."""
    if entry.published is None or known.published is None:
        return False
    later: bool = entry.published - known.published > ANOTHER
    return later


def _row(entry: Entry, known: sa.Row[Any] | None, record: PollRecord, gate: Gate) -> dict[str, Any]:
    """Return what is to be written.

    A quiet entry that changes is still an old one and stays so, unless its feed has given the
    identity of an old article to another one: by its page, which the home page is not.
    """
    row = _told(entry)
    is_elsewhere = known is None or known.page != row["page"] or row["page"] is None
    is_another = known is not None and is_elsewhere and _is_later(entry, known)
    row["quiet"] = _is_quiet(entry, record) or (
        known is not None and known.quiet and not is_another
    )
    row["found"] = known.found if known else record.polled
    if gate(entry):
        row |= {"state": "pending", "judged": None, "kind": None}
    else:
        row |= {"state": "judged", "judged": record.polled, "kind": "none"} | _OF_NO_INTEREST
    return row


def _insert(conn: Connection, feed_id: int, new: Mapping[str, dict[str, Any]]) -> None:
    rows = [row | {"feed_id": feed_id, "identity": key} for key, row in new.items()]
    insert_all(conn, entries, rows)


def _update(conn: Connection, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        values: dict[str, Any] = {name: sa.bindparam(name) for name in rows[0] if name != "number"}
        conn.execute(
            sa.update(entries).where(entries.c.id == sa.bindparam("number")).values(values), rows
        )


def _numbers(conn: Connection, feed_id: int, keys: Sequence[str]) -> dict[str, int]:
    return {row.identity: row.id for row in _rows(conn, _BY_IDENTITY, feed_id, keys)}


def _is_quiet(entry: Entry, record: PollRecord) -> bool:
    before = record.quiet_before
    return before is not None and (entry.published is None or entry.published < before)


def _told(entry: Entry) -> dict[str, Any]:
    told = dict(zip(_TOLD, _GIVEN(entry), strict=True))
    told["page"] = _page(entry) or None
    return told


def _page(entry: Entry) -> str:
    return bounded_key(entry.page)


def _pending(state: FeedState, number: int, entry: Entry, row: Mapping[str, Any]) -> PendingEntry:
    return PendingEntry(
        id=number,
        feed_id=state.id,
        feed=state.feed.name,
        outlet=entry.outlet or state.feed.outlet,
        tier=state.feed.tier,
        language=state.feed.language,
        entry=entry,
        found=row["found"],
        quiet=row["quiet"],
        selectors=state.feed.selectors,
    )


def _read_pending(row: sa.Row[Any]) -> PendingEntry:
    told = {name: getattr(row, name) for name in _TOLD} | {"page": row.page or ""}
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
        selectors=Selectors(**(row.selectors or {})),
    )


def _batches(values: Sequence[T]) -> Iterator[Sequence[T]]:
    return (values[at : at + _BATCH] for at in range(0, len(values), _BATCH))
