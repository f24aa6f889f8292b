"""Feeds: which there are, when they are due, and what their polls gave."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy import Connection

from core.articles import (
    Cadence,
    Cms,
    Feed,
    FeedFormat,
    FeedState,
    Finding,
    PendingEntry,
    PollRecord,
    Selectors,
    Tier,
    Validators,
)
from store.coverage import cover
from store.entries import Gate, add_entries, everything
from store.schema import backfills, feeds
from store.upsert import insert

_DESCRIBED = ("name", "outlet", "format", "language", "tier", "home", "cms", "note", "selectors")
_UNPOLLED = {"health": "unpolled", "failures": 0, "sequence": 0}
_ANSWERED = ("changed", "unchanged")

# Made once: to put a statement together takes SQLAlchemy longer than SQLite to carry it out.
_ONE = sa.select(feeds).where(feeds.c.id == sa.bindparam("number")).with_for_update()
_POLLED = sa.update(feeds).where(feeds.c.id == sa.bindparam("number"))
_BLAMED = ("health", "since", "error", "failures")


def sync_feeds(conn: Connection, wanted: Sequence[Feed]) -> None:
    """Make the settings' feeds the active ones. A feed is known by its URL.

    What is known of a feed stays: one that is named no more is switched off, and goes on where it
    was when it is named again. Of two with one URL the later describes it.
    """
    conn.execute(sa.update(feeds).values(active=False))
    rows = [dataclasses.asdict(feed) | {"active": True} | _UNPOLLED for feed in wanted]
    if not rows:
        return
    statement = insert(conn, feeds)
    described = {name: statement.excluded[name] for name in (*_DESCRIBED, "active")}
    conn.execute(
        statement.on_conflict_do_update(index_elements=["url"], set_=described),
        rows,
    )


def due_feeds(
    conn: Connection, now: datetime, *, limit: int, without: Collection[int] = ()
) -> list[FeedState]:
    """Return active feeds whose time has come: those never polled first, then the longest due.

    `without` are the numbers of feeds that are left out.
    """
    due = feeds.c.next_poll.is_(None) | (feeds.c.next_poll <= now)
    order = (feeds.c.next_poll.nulls_first(), feeds.c.id)
    numbers = sa.select(feeds.c.id).where(feeds.c.active, due).order_by(*order)
    found = conn.scalars(numbers.limit(limit + len(without)))
    left = [number for number in found if number not in without][:limit]
    rows = conn.execute(sa.select(feeds).where(feeds.c.id.in_(left)).order_by(*order))
    return [_state(row) for row in rows]


def mend_polls(conn: Connection, now: datetime) -> None:
    """Make due what was polled later than now: the clock was set back, and would leave it alone."""
    conn.execute(sa.update(feeds).where(feeds.c.last_poll > now).values(next_poll=now))
    gaps = sa.update(backfills).where(backfills.c.state == "open", backfills.c.until > now)
    conn.execute(gaps.values(due=now))


def stand_still(conn: Connection, before: datetime) -> bool:
    """Tell whether a feed is due since `before`, and none of them was polled later than that."""
    due = feeds.c.next_poll.is_(None) | (feeds.c.next_poll <= before)
    waits = sa.exists().where(feeds.c.active, due)
    polled = sa.exists().where(feeds.c.active, feeds.c.last_poll > before)
    return bool(conn.scalar(sa.select(waits & ~polled)))


def feed_states(conn: Connection) -> list[FeedState]:
    """Return all active feeds in the order in which they were first named."""
    query = sa.select(feeds).where(feeds.c.active).order_by(feeds.c.id)
    return [_state(row) for row in conn.execute(query)]


def feed_state(conn: Connection, feed_id: int) -> FeedState:
    """Return a feed by its number, whether it is active or not."""
    return _state(conn.execute(sa.select(feeds).where(feeds.c.id == feed_id)).one())


def record_poll(
    conn: Connection, record: PollRecord, gate: Gate = everything
) -> list[PendingEntry]:
    """Write down one poll (transaction 1); return its new and changed entries that are pending.

    Those are the ones that the gate lets through; the others are judged with it.

    A failed poll keeps validators, interval and entries; a good one ends a feed's failing.
    An entry that was published before `quiet_before` is quiet, and so is one without a date, which
    may be as old; both stay so when they change.
    """
    number = {"number": record.feed_id}
    state = _state(conn.execute(_ONE, number).one())
    answered = record.outcome in _ANSWERED
    pending, new = add_entries(conn, state, record, gate) if answered else ([], 0)
    missed = cover(conn, state, record, new)
    values = {
        "sequence": state.sequence + 1,
        "last_poll": record.polled,
        "next_poll": record.next_poll,
        "last_new": record.polled if new else state.last_new,
    }
    if record.outcome != "offline":
        values |= _health(state, record, missed)
        values |= _success(state, record) if answered else {"failures": state.failures + 1}
    elif record.before is not None:
        values |= {name: getattr(record.before, name) for name in _BLAMED}
    conn.execute(_POLLED, values | number)
    return pending


def _health(state: FeedState, record: PollRecord, missed: bool) -> dict[str, Any]:
    """`since` is when it began; of a failing feed another reason for failing begins nothing."""
    failing = record.outcome not in _ANSWERED
    found = Finding(record.health, record.problem)
    if missed and record.missed is not None:
        found = record.missed
    same = state.failures > 0 if failing else state.health == found.word
    return {
        "health": found.word,
        "since": state.since if same else record.polled,
        "error": found.problem,
    }


def _success(state: FeedState, record: PollRecord) -> dict[str, Any]:
    """An answer without validators keeps the old ones if nothing changed: a 304 may omit them."""
    told = record.validators
    kept = state.validators if record.outcome == "unchanged" and told == Validators() else told
    keep_hash = record.outcome == "unchanged" and record.body_hash is None
    return {
        "failures": 0,
        "etag": kept.etag,
        "last_modified": kept.last_modified,
        "body_hash": state.body_hash if keep_hash else record.body_hash,
        "interval_s": (record.next_poll - record.polled).total_seconds(),
        "cadence_entries": record.cadence.entries,
        "cadence_span_s": record.cadence.span_s,
        "last_good": record.polled,
        "last_whole": record.polled if record.whole else state.last_whole,
        "newest": record.newest or state.newest,
        "trusted": record.trusted,
        "took_s": record.took_s,
        "window_s": _window_s(state, record),
    }


def _window_s(state: FeedState, record: PollRecord) -> float | None:
    if record.oldest is None:
        return state.window_s
    return (record.polled - record.oldest).total_seconds()


def _state(row: sa.Row[Any]) -> FeedState:
    return FeedState(
        id=row.id,
        feed=Feed(
            name=row.name,
            url=row.url,
            outlet=row.outlet,
            format=cast(FeedFormat, row.format),
            language=row.language,
            tier=cast(Tier, row.tier),
            home=row.home,
            cms=cast(Cms, row.cms),
            note=row.note,
            selectors=Selectors(**(row.selectors or {})),
        ),
        validators=Validators(etag=row.etag, last_modified=row.last_modified),
        body_hash=row.body_hash,
        health=row.health,
        since=row.since,
        last_poll=row.last_poll,
        next_poll=row.next_poll,
        interval_s=row.interval_s,
        last_new=row.last_new,
        error=row.error,
        failures=row.failures,
        sequence=row.sequence,
        cadence=Cadence(row.cadence_entries, row.cadence_span_s),
        last_good=row.last_good,
        last_whole=row.last_whole,
        rolled_over=row.rolled_over,
        newest=row.newest,
        trusted=row.trusted,
        took_s=row.took_s,
        window_s=row.window_s,
    )
