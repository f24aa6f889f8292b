"""Alerts: each key once, with one delivery for each subscriber and channel."""

from __future__ import annotations

from store.alerts import next_revision, raise_alert
from store.candidates import candidates
from store.database import Database
from store.events import list_events
from store.outbox import list_deliveries
from tests.store.samples import LIST, NOON, alert, delivery, new_event


def test_a_key_is_raised_once(database: Database) -> None:
    with database.begin() as conn:
        event_id = new_event(conn, "k")
        assert raise_alert(conn, alert(event_id), [delivery()])
        again = alert(event_id, id="alr_other")
        assert not raise_alert(conn, again, [delivery("more")])
        [listed] = list_events(conn, limit=9)
        assert [a.id for a in listed.alerts] == [alert(event_id).id]
        assert [d.subscriber for d in list_deliveries(conn, limit=9)] == ["desk"]


def test_a_subscriber_gets_an_alert_once_by_each_channel(database: Database) -> None:
    with database.begin() as conn:
        twice = [delivery(), delivery(), delivery(channel="email")]
        raise_alert(conn, alert(new_event(conn)), twice)
        queued = list_deliveries(conn, limit=9)
    assert sorted(d.channel for d in queued) == ["email", "webhook"]


def test_revisions_count_the_alerts_of_an_event(database: Database) -> None:
    with database.begin() as conn:
        event_id = new_event(conn, name="a")
        raise_alert(conn, alert(new_event(conn, name="b")), [])
        for expected in (1, 2, 3):
            assert next_revision(conn, event_id) == expected
            raise_alert(conn, alert(event_id, expected), [])


def test_an_event_is_alerted_once_its_first_alert_is_raised(database: Database) -> None:
    with database.begin() as conn:
        event_id = new_event(conn, "k")
        assert not candidates(conn, LIST, {"k"})[0].alerted
        raise_alert(conn, alert(event_id), [])
        assert candidates(conn, LIST, {"k"})[0].alerted


def test_an_alert_may_stand_without_an_event(database: Database) -> None:
    with database.begin() as conn:
        notice = alert(None, id="alr_1", key="health:1", type="health", created=NOON)
        assert raise_alert(conn, notice, [delivery(body=b"\0\xff")])
        [queued] = list_deliveries(conn, limit=9)
    assert (queued.event_id, queued.type) == (None, "health")
