"""What people say of alerts: right, wrong, a duplicate; and pages that were missed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, cast

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.sql.dml import ReturningInsert

from core.articles import Article
from core.assessments import Kind
from store.schema import STANDING, articles, entries, feedback, feeds, reports
from store.types import bounded_key
from store.upsert import insert

Verdict = Literal["right", "wrong", "duplicate", "missed"]

BY_HAND = "balagh:by-hand"
"""The address of the feed that holds pages which people named: it is never polled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """One voice on an event, or on a page that was missed.

    `voice` is who says it: "web", "mail:SUBSCRIBER" or "api:TOKEN". `said` is UTC.
    """

    verdict: Verdict
    voice: str
    event_id: str | None
    url: str | None
    note: str
    said: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MissedPage:
    """A page that somebody named; `kind` None while it waits, `event_id` what it told of.

    `problem` says why it could not be read, "" where it was. `said` and `judged` are UTC.
    """

    id: int
    url: str
    voice: str
    said: datetime
    judged: datetime | None
    kind: Kind | None
    problem: str
    event_id: str | None


def say(conn: Connection, given: Feedback) -> int:
    """Keep what somebody says, and return its number.

    A voice that has spoken of the same before changes its mind.
    """
    about = "url" if given.event_id is None else "event_id"
    row = {name: getattr(given, name) for name in ("verdict", "voice", "event_id", "note", "said")}
    row["url"] = bounded_key(given.url) if given.url is not None else None
    statement = insert(conn, feedback).values(row)
    again = {name: row[name] for name in ("verdict", "note", "said")}
    changed = statement.on_conflict_do_update(index_elements=[about, "voice"], set_=again)
    return int(conn.scalar(changed.returning(feedback.c.id)) or 0)


def feedback_on(conn: Connection, event_ids: Sequence[str]) -> list[Feedback]:
    """Return what was said of some events, the earliest first."""
    query = sa.select(feedback).where(feedback.c.event_id.in_(event_ids))
    return _read(conn, query)


def all_feedback(conn: Connection) -> list[Feedback]:
    """Return everything that was said, the earliest first."""
    return _read(conn, sa.select(feedback))


def _read(conn: Connection, query: sa.Select[Any]) -> list[Feedback]:
    return [
        Feedback(
            verdict=cast(Verdict, row.verdict),
            voice=row.voice,
            event_id=row.event_id,
            url=row.url,
            note=row.note,
            said=row.said,
        )
        for row in conn.execute(query.order_by(feedback.c.id))
    ]


def want_page(conn: Connection, url: str, outlet: str, *, at: datetime) -> None:
    """Queue a page to be fetched and judged, quietly; one that is known is judged again.

    The daemon takes it up with its other pending entries.
    """
    feed_id = conn.scalar(_by_hand(conn))
    blank: dict[str, Any] = dict.fromkeys(("title", "summary", "content", "content_hash"), "")
    row = blank | {"feed_id": feed_id, "identity": bounded_key(url), "url": url}
    row |= {"outlet": outlet, "found": at, "quiet": True, "state": "pending"}
    again = {"state": "pending", "judged": None, "kind": None, "problem": ""}
    statement = insert(conn, entries).values(row)
    conn.execute(
        statement.on_conflict_do_update(index_elements=["feed_id", "identity"], set_=again)
    )


def _by_hand(conn: Connection) -> ReturningInsert[tuple[int]]:
    row = dict.fromkeys(("note",), "") | {"url": BY_HAND, "name": "by hand", "outlet": ""}
    row |= {"format": "listing", "tier": "unknown", "health": "unpolled"}
    statement = insert(conn, feeds).values(row | {"active": False, "failures": 0, "sequence": 0})
    named = statement.on_conflict_do_update(index_elements=["url"], set_={"name": "by hand"})
    return named.returning(feeds.c.id)


def missed_pages(conn: Connection, *, limit: int) -> list[MissedPage]:
    """Return pages that somebody named, the latest first, with what came of them."""
    rows = conn.execute(_missed().order_by(feedback.c.id.desc()).limit(limit))
    return list(map(_missed_page, rows))


def missed_page(conn: Connection, number: int) -> MissedPage | None:
    """Return a page that somebody named; None where none has this number."""
    row = conn.execute(_missed().where(feedback.c.id == number)).one_or_none()
    return None if row is None else _missed_page(row)


def _missed() -> sa.Select[Any]:
    known = sa.select(feeds.c.id).where(feeds.c.url == BY_HAND).scalar_subquery()
    told = (
        sa.select(sa.func.max(reports.c.event_id))
        .join(articles)
        .correlate(feedback)
        .where(articles.c.url == feedback.c.url, STANDING)
        .scalar_subquery()
    )
    named = (feedback.c[name] for name in ("id", "url", "voice", "said"))
    found = (entries.c[name] for name in ("judged", "kind", "problem"))
    return (
        sa.select(*named, *found, told.label("event_id"))
        .select_from(feedback)
        .outerjoin(entries, (entries.c.identity == feedback.c.url) & (entries.c.feed_id == known))
        .where(feedback.c.verdict == "missed")
    )


def _missed_page(row: sa.Row[Any]) -> MissedPage:
    return MissedPage(
        id=row.id,
        url=row.url,
        voice=row.voice,
        said=row.said,
        judged=row.judged,
        kind=cast(Kind | None, row.kind),
        problem=row.problem or "",
        event_id=row.event_id,
    )


def articles_of(conn: Connection, event_id: str) -> list[tuple[Kind, Article]]:
    """Return the articles that tell an event now, in the order stored, with what each reports."""
    query = (
        sa.select(articles, reports.c.kind)
        .join(reports)
        .where(reports.c.event_id == event_id, STANDING)
        .order_by(reports.c.id)
    )
    return [(cast(Kind, row.kind), _article(row)) for row in conn.execute(query)]


def article_at(conn: Connection, url: str) -> Article | None:
    """Return the article under a URL, None where it was never judged."""
    row = conn.execute(sa.select(articles).where(articles.c.url == bounded_key(url))).one_or_none()
    return None if row is None else _article(row)


def _article(row: sa.Row[Any]) -> Article:
    return Article(
        id=str(row.id),
        url=row.url,
        title=row.title,
        text=row.text,
        language=row.language,
        published=row.published,
        arrived=row.arrived,
        outlet=row.outlet,
    )
