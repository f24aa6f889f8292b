"""Full-text search, on both systems."""

from __future__ import annotations

from store.articles import save_article
from store.database import Connection, Database
from store.search import (
    MOST_COUNTED,
    Term,
    count_articles,
    index_article,
    search_articles,
    unindexed_articles,
)
from tests.store.samples import article, new_event


def add(conn: Connection, name: str, title: str, text: str) -> int:
    number = save_article(conn, article(name))
    index_article(conn, number, title.split(), text.split())
    return number


def found(conn: Connection, *words: str, prefix: bool = False, **more: int) -> list[int]:
    terms = [Term(word=word, prefix=prefix) for word in words]
    return [a.id for a in search_articles(conn, terms, limit=10, **more)]


def test_all_words_have_to_be_there_in_title_or_text(database: Database) -> None:
    with database.begin() as conn:
        first = add(conn, "a", "خليه وجده", "ارهابيه")
        second = add(conn, "b", "cellule", "خليه")
        assert found(conn, "خليه") == [second, first]
        assert found(conn, "خليه", "وجده") == [first]
        assert found(conn, "خليه", "absent") == []


def test_a_prefix_finds_longer_words_only_where_it_is_asked_for(database: Database) -> None:
    with database.begin() as conn:
        number = add(conn, "a", "demantelement", "")
        assert found(conn, "demant", prefix=True) == [number]
        assert found(conn, "demant") == []


def test_a_new_wording_takes_the_place_of_the_former(database: Database) -> None:
    with database.begin() as conn:
        number = add(conn, "a", "oujda", "")
        index_article(conn, number, ["jerada"], [])
        assert found(conn, "oujda") == []
        assert found(conn, "jerada") == [number]


def test_pages_go_on_where_the_last_ended(database: Database) -> None:
    with database.begin() as conn:
        numbers = [add(conn, name, "x", "") for name in "abc"]
        assert found(conn, "x", before=numbers[2]) == [numbers[1], numbers[0]]


def test_words_that_read_like_operators_are_words(database: Database) -> None:
    with database.begin() as conn:
        number = add(conn, "a", "and or not near", "")
        assert found(conn, "and", "not", "near") == [number]


def test_what_is_found_names_its_event(database: Database) -> None:
    with database.begin() as conn:
        event = new_event(conn, name="oujda")
        index_article(conn, save_article(conn, article("oujda")), ["oujda"], [])
        [hit] = search_articles(conn, [Term(word="oujda", prefix=False)], limit=1)
    assert (hit.event_id, hit.outlet, hit.title) == (event, "Lagune", "Une cellule à oujda")


def test_matches_are_counted_up_to_a_bound(database: Database) -> None:
    with database.begin() as conn:
        for number in range(3):
            add(conn, f"a{number}", "x", "")
        assert count_articles(conn, [Term(word="x", prefix=False)]) == 3 <= MOST_COUNTED


def test_articles_from_before_the_index_are_named_until_they_are_in_it(database: Database) -> None:
    with database.begin() as conn:
        number = save_article(conn, article("old"))
        add(conn, "new", "x", "")
        [(waiting, title, _)] = unindexed_articles(conn, limit=5)
        assert (waiting, title) == (number, "Une cellule à old")
        index_article(conn, number, ["old"], [])
        assert unindexed_articles(conn, limit=5) == []
