"""Articles: one for each URL, with its earlier wordings."""

from __future__ import annotations

from store.articles import save_article
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
