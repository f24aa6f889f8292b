"""Articles: one for each URL, with its earlier wordings."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from core.articles import Article
from store.articles import count_articles, find_article, latest_articles, save_article
from store.database import Database
from tests.store.samples import ENDLESS, MINUTE, NOON, article

WORDINGS = "SELECT revision, title, text FROM {} ORDER BY revision"


def rows(database: Database, table: str) -> list[tuple[object, ...]]:
    with database.read() as conn:
        return [tuple(row) for row in conn.exec_driver_sql(WORDINGS.format(table))]


def test_an_article_is_stored_once(database: Database) -> None:
    with database.begin() as conn:
        number = save_article(conn, article())
        assert save_article(conn, article(arrived=NOON + 9 * MINUTE)) == number
        assert save_article(conn, article("tanger")) != number
    assert len(rows(database, "articles")) == 2
    assert rows(database, "article_revisions") == []


def test_a_changed_text_keeps_the_former_one(database: Database) -> None:
    with database.begin() as conn:
        number = save_article(conn, article(title="Quatre interpellés", text="quatre"))
        for text in ("cinq", "cinq", "six"):
            changed = article(title="Interpellations", text=text, arrived=NOON + 9 * MINUTE)
            assert save_article(conn, changed) == number
    assert rows(database, "articles") == [(3, "Interpellations", "six")]
    assert rows(database, "article_revisions") == [
        (1, "Quatre interpellés", "quatre"),
        (2, "Interpellations", "cinq"),
    ]


def test_hostile_text_is_no_change_of_itself(database: Database) -> None:
    with database.begin() as conn:
        for _ in range(2):
            save_article(conn, article(title="t\0", text="\ud800", url=ENDLESS))
    assert rows(database, "articles") == [(1, "t�", "�")]


def test_the_latest_articles_come_page_by_page(database: Database) -> None:
    told = [article(f"n{n}", title=f"Titre {n}", outlet="Lagune") for n in range(5)]
    with database.begin() as conn:
        for one in told:
            save_article(conn, one)
    with database.read() as conn:
        assert count_articles(conn) == 5
        first = latest_articles(conn, 3, None)
        second = latest_articles(conn, 3, first[-1][0])
    assert [one.title for _, one in [*first, *second]] == [f"Titre {n}" for n in (4, 3, 2, 1, 0)]
    number, last = second[-1]
    assert last == replace(told[0], id=str(number))


HEADLINE = "Saisie record au port: le parquet ouvre une enquête"


def test_one_page_under_many_addresses_is_one_article(database: Database) -> None:
    with database.begin() as conn:
        number = save_article(conn, article(page="lagune.example/a"))
        other = article(page="lagune.example/a", url="http://m.lagune.example/a?utm_source=x")
        assert save_article(conn, other) == number
        assert save_article(conn, article(url="http://feed.example/#1")) != number
    assert len(rows(database, "articles")) == 2


def listed(**more: Any) -> Article:
    """What a search feed tells of an article of Lagune."""
    url = "https://news.google.com/rss/articles/CBMi"
    told = {"outlet": "Lagune - جريدة إلكترونية", "tier": "search", "title": HEADLINE.upper()}
    return article(url=url, page="news.google.com/rss/articles/CBMi", **told | more)


def test_what_a_search_feed_lists_is_the_outlets_own_article(database: Database) -> None:
    with database.begin() as conn:
        own = save_article(conn, article(title=HEADLINE))
        found = find_article(conn, listed())
        assert found is not None
        assert found.id == own
        assert find_article(conn, listed(outlet="Le Phare")) is None
        assert find_article(conn, listed(title="Saisie")) is None
        assert find_article(conn, listed(arrived=NOON + timedelta(days=9))) is None
        # Two outlets' own articles stay two, whatever their headlines.
        assert find_article(conn, article("elsewhere", title=HEADLINE)) is None


def test_the_outlets_own_article_takes_the_place_of_a_headline(database: Database) -> None:
    with database.begin() as conn:
        number = save_article(conn, listed())
        own = article(title=HEADLINE, page="lagune.example/oujda")
        assert save_article(conn, own) == number
        assert save_article(conn, listed()) == number
        url = conn.exec_driver_sql("SELECT url, page FROM articles").one()
    assert tuple(url) == (own.url, own.page)
