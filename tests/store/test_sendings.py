"""Deliveries with their attempts."""

from __future__ import annotations

from store.database import Database
from store.sendings import count_deliveries, list_sendings, sendings_of
from tests.store.samples import FAILED, NOON, attempt, claim, queue


def test_a_delivery_is_shown_with_every_attempt(database: Database) -> None:
    event = queue(database, "desk")
    [claimed] = claim(database)
    attempt(database, claimed, FAILED, again=NOON)
    [claimed] = claim(database)
    attempt(database, claimed)
    with database.read() as conn:
        [sent] = sendings_of(conn, [event])
        assert [a.verdict for a in sent.attempts] == ["retry", "delivered"]
        assert sent.attempts[0].status == 503
        assert (sent.state, sent.subscriber, sent.next_attempt) == ("delivered", "desk", None)
        assert sendings_of(conn, ["evt_other"]) == []


def test_deliveries_are_listed_by_state_and_by_page_the_latest_first(database: Database) -> None:
    queue(database, "one", "two", "three")
    [first, *_] = claim(database)
    attempt(database, first, FAILED)
    with database.read() as conn:
        every = list_sendings(conn, limit=10)
        assert [s.id for s in every] == sorted((s.id for s in every), reverse=True)
        assert [s.id for s in list_sendings(conn, limit=10, before=every[0].id)] == [
            s.id for s in every[1:]
        ]
        assert [s.id for s in list_sendings(conn, limit=10, state="dead")] == [first.id]
        counted = count_deliveries(conn)
        assert {s: n for s, n in counted.items() if n} == {"sending": 2, "dead": 1}
