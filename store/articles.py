"""Articles: the texts that were judged, each with its earlier wordings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from core.articles import Article, TextSource, Tier
from core.headlines import headline_key, same_publisher
from store.schema import article_revisions, articles
from store.types import bounded_key, clean_text
from store.upsert import insert

TWINS = timedelta(days=3)
"""So long after an article a search feed may still list it; later the same headline is another."""

_KNOWN = (articles.c.id, articles.c.tier, articles.c.text_source)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownArticle:
    """A stored article and where its present wording comes from."""

    id: int
    tier: Tier
    text_source: TextSource


def find_article(conn: Connection, article: Article) -> KnownArticle | None:
    """Return the stored article that this one is; None where it is not known yet.

    It is known by its page, whatever address leads there. What a search feed tells of is known by
    its headline too, within some days and of the same publisher: its links are opaque.
    """
    row = _at_its_page(conn, article) or _under_its_headline(conn, article)
    if row is None:
        return None
    return KnownArticle(id=row.id, tier=row.tier, text_source=row.text_source)


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


def save_article(conn: Connection, article: Article, known: KnownArticle | None = None) -> int:
    """Store an article and return its number; `known` is what find_article said of it.

    A known one keeps its number and its first arrival; where title or text have changed, so has
    all that is known of it, and the former wording is kept as a revision.
    """
    told: dict[str, Any] = {
        "title": clean_text(article.title),
        "text": clean_text(article.text),
        "language": article.language,
        "published": article.published,
        "text_source": article.text_source,
        "outlet": article.outlet,
        "tier": article.tier,
        "feed": article.feed,
        "revised": article.arrived,
        "headline": headline_key(article.title) or None,
    }
    first = {"url": bounded_key(article.url), "page": _page(article), "arrived": article.arrived}
    known = known or find_article(conn, article)
    if known is None:
        statement = insert(conn, articles).on_conflict_do_nothing().returning(articles.c.id)
        number = conn.scalar(statement, told | first | {"revision": 1})
        if number is not None:
            return int(number)
        known = find_article(conn, article)  # another process was faster
        assert known is not None
    told["page"] = sa.func.coalesce(articles.c.page, first["page"])
    if known.tier == "search" and article.tier != "search":
        told |= {"url": first["url"], "page": first["page"]}
    _revise(conn, known.id, told)
    return known.id


def _page(article: Article) -> str:
    return bounded_key(article.page or article.url)


def _at_its_page(conn: Connection, article: Article) -> Any:
    same_page = articles.c.page == _page(article)
    query = sa.select(*_KNOWN).where(same_page | (articles.c.url == bounded_key(article.url)))
    return conn.execute(
        query.order_by(same_page.desc().nulls_last(), articles.c.id).limit(1)
    ).one_or_none()


def _under_its_headline(conn: Connection, article: Article) -> Any:
    headline = headline_key(article.title)
    if not headline:
        return None
    query = sa.select(*_KNOWN, articles.c.outlet).where(
        articles.c.headline == headline, articles.c.arrived >= article.arrived - TWINS
    )
    if article.tier != "search":
        query = query.where(articles.c.tier == "search")
    rows = conn.execute(query.order_by(articles.c.id))
    return next((row for row in rows if same_publisher(row.outlet, article.outlet)), None)


def _revise(conn: Connection, number: int, told: dict[str, Any]) -> None:
    wording = (articles.c.revision, articles.c.title, articles.c.text, articles.c.revised)
    query = sa.select(*wording).where(articles.c.id == number).with_for_update()
    revision, title, text, revised = conn.execute(query).one()
    if (title, text) != (told["title"], told["text"]):
        kept = {"article_id": number, "revision": revision, "title": title, "text": text}
        conn.execute(sa.insert(article_revisions), kept | {"revised": revised})
        conn.execute(
            sa.update(articles)
            .where(articles.c.id == number)
            .values(told | {"revision": revision + 1})
        )
