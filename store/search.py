"""Full-text search over the archive: FTS5 on SQLite, tsvector on PostgreSQL.

Both are handed words that are folded and stemmed already (matching/search_terms.py), so that both
find the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from store.schema import SEARCH, STANDING, articles, reports

MOST_COUNTED = 1_000
"""More matches are not counted: nobody pages so far, and counting would cost more than finding."""

MOST_WORDS = 20_000
"""Of a longer text the beginning is found."""

_index = sa.table(SEARCH, sa.column("article_id", sa.BigInteger))
_rowid: sa.ColumnClause[int] = sa.literal_column("article_words.rowid", sa.Integer)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A folded word that has to be there; `prefix`: or one that begins with it."""

    word: str
    prefix: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundArticle:
    """An article that matches; `event_id` is an event that it tells of."""

    id: int
    url: str
    title: str
    text: str
    language: str | None
    outlet: str
    published: datetime | None
    arrived: datetime
    event_id: str | None


def index_article(
    conn: Connection, article_id: int, title: Sequence[str], text: Sequence[str]
) -> None:
    """Let an article be found by its words from now on, in place of former ones."""
    values = {"id": article_id, "title": " ".join(title), "text": " ".join(text[:MOST_WORDS])}
    if conn.dialect.name == "sqlite":
        conn.execute(sa.text("DELETE FROM article_words WHERE rowid = :id"), values)
        row = "INSERT INTO article_words (rowid, title, text) VALUES (:id, :title, :text)"
        conn.execute(sa.text(row), values)
        return
    words = "to_tsvector('simple', :title) || to_tsvector('simple', :text)"
    conn.execute(
        sa.text(
            f"INSERT INTO article_words (article_id, words) VALUES (:id, {words})"
            " ON CONFLICT (article_id) DO UPDATE SET words = excluded.words"
        ),
        values,
    )


def unindexed_articles(conn: Connection, *, limit: int) -> list[tuple[int, str, str]]:
    """Return (id, title, text) of articles that were stored before there was an index."""
    number = _number(conn)
    known = sa.select(number).select_from(_index).where(number == articles.c.id)
    query = sa.select(articles.c.id, articles.c.title, articles.c.text).where(~known.exists())
    rows = conn.execute(query.order_by(articles.c.id.desc()).limit(limit))
    return [(row.id, row.title, row.text) for row in rows]


def search_articles(
    conn: Connection, terms: Sequence[Term], *, limit: int, before: int | None = None
) -> list[FoundArticle]:
    """Return articles that hold all terms, the latest first; `before` is the last number seen."""
    number = _number(conn)
    query = sa.select(number).select_from(_index).where(_matches(conn, terms))
    if before is not None:
        query = query.where(number < before)
    ids = conn.scalars(query.order_by(number.desc()).limit(limit)).all()
    events = _events_told(conn, ids)
    rows = conn.execute(sa.select(articles).where(articles.c.id.in_(ids)))
    found = {
        row.id: FoundArticle(
            id=row.id,
            url=row.url,
            title=row.title,
            text=row.text,
            language=row.language,
            outlet=row.outlet,
            published=row.published,
            arrived=row.arrived,
            event_id=events.get(row.id),
        )
        for row in rows
    }
    return [found[i] for i in ids if i in found]


def count_articles(conn: Connection, terms: Sequence[Term]) -> int:
    """Return how many articles hold all terms, MOST_COUNTED + 1 at most."""
    found = sa.select(sa.literal(1)).select_from(_index).where(_matches(conn, terms))
    query = sa.select(sa.func.count()).select_from(found.limit(MOST_COUNTED + 1).subquery())
    return int(conn.scalar(query) or 0)


def _number(conn: Connection) -> sa.ColumnElement[int]:
    return _rowid if conn.dialect.name == "sqlite" else _index.c.article_id


def _matches(conn: Connection, terms: Sequence[Term]) -> sa.ColumnElement[bool]:
    """The words hold letters and digits only, so that none of them reads as an operator."""
    if conn.dialect.name == "sqlite":
        wanted = " AND ".join(f'"{t.word}"{"*" if t.prefix else ""}' for t in terms)
        return sa.text("article_words MATCH :wanted").bindparams(wanted=wanted)  # type: ignore[return-value]
    wanted = " & ".join(f"'{t.word}'{':*' if t.prefix else ''}" for t in terms)
    found = sa.text("article_words.words @@ to_tsquery('simple', :wanted)")
    return found.bindparams(wanted=wanted)  # type: ignore[return-value]


def _events_told(conn: Connection, article_ids: Sequence[int]) -> dict[int, str]:
    """What tells of none is left out here: asked in SQL, SQLite would take the wrong index."""
    query = sa.select(reports.c.article_id, reports.c.event_id).where(
        reports.c.article_id.in_(article_ids), STANDING
    )
    return {row.article_id: row.event_id for row in conn.execute(query) if row.event_id}
