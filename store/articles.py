"""Articles: the texts that were judged, each with its earlier wordings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from core.articles import Article, TextSource, Tier
from store.schema import article_revisions, articles
from store.types import bounded_key, clean_text
from store.upsert import insert


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownArticle:
    """A stored article and where its present wording comes from."""

    id: int
    tier: Tier
    text_source: TextSource


def find_article(conn: Connection, url: str) -> KnownArticle | None:
    """Return the article under a URL, None where it is not known yet."""
    columns = (articles.c.id, articles.c.tier, articles.c.text_source)
    query = sa.select(*columns).where(articles.c.url == bounded_key(url))
    row = conn.execute(query).one_or_none()
    return None if row is None else KnownArticle(**row._mapping)


def count_articles(conn: Connection) -> int:
    return conn.scalar(sa.select(sa.func.count()).select_from(articles)) or 0


def latest_articles(conn: Connection, most: int, before: int | None) -> list[tuple[int, Article]]:
    """Return at most so many articles with their numbers, the latest first; `before` a number."""
    query = sa.select(articles).order_by(articles.c.id.desc()).limit(most)
    if before is not None:
        query = query.where(articles.c.id < before)
    return [(row.id, _article(row)) for row in conn.execute(query)]


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
        tier=row.tier,
        feed=row.feed,
        text_source=row.text_source,
    )


def save_article(conn: Connection, article: Article) -> int:
    """Store an article under its URL and return its number.

    A known one keeps its number and its first arrival; where title or text have changed, so has
    all that is known of it, and the former wording is kept as a revision.
    """
    url = bounded_key(article.url)
    told = {
        "title": clean_text(article.title),
        "text": clean_text(article.text),
        "language": article.language,
        "published": article.published,
        "text_source": article.text_source,
        "outlet": article.outlet,
        "tier": article.tier,
        "feed": article.feed,
        "revised": article.arrived,
    }
    first = {
        "url": url,
        "arrived": article.arrived,
        "revision": 1,
    }
    statement = insert(conn, articles).on_conflict_do_nothing(index_elements=["url"])
    number = conn.scalar(statement.returning(articles.c.id), told | first)
    return _revise(conn, url, told) if number is None else int(number)


def _revise(conn: Connection, url: str, told: dict[str, Any]) -> int:
    wording = (articles.c.revision, articles.c.title, articles.c.text, articles.c.revised)
    query = sa.select(articles.c.id, *wording).where(articles.c.url == url).with_for_update()
    number, *former = conn.execute(query).one()
    revision, title, text, revised = former
    if (title, text) != (told["title"], told["text"]):
        kept = {"article_id": number, "revision": revision, "title": title, "text": text}
        conn.execute(sa.insert(article_revisions), kept | {"revised": revised})
        conn.execute(
            sa.update(articles)
            .where(articles.c.id == number)
            .values(told | {"revision": revision + 1})
        )
    return int(number)
