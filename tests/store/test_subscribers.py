"""Switches of the subscribers' channels."""

from __future__ import annotations

from store.database import Database
from store.subscribers import set_subscriber_state, subscriber_states
from tests.store.samples import MINUTE, NOON


def test_a_switch_is_remembered_for_each_channel(database: Database) -> None:
    with database.begin() as conn:
        assert subscriber_states(conn) == {}
        set_subscriber_state(conn, "desk", "email", "paused", at=NOON)
        set_subscriber_state(conn, "desk", "webhook", "off", at=NOON, reason="410 Gone")
        set_subscriber_state(conn, "desk", "email", "on", at=NOON + MINUTE, reason="back")
        states = subscriber_states(conn)
    assert {key: (s.state, s.reason, s.since) for key, s in states.items()} == {
        ("desk", "email"): ("on", "back", NOON + MINUTE),
        ("desk", "webhook"): ("off", "410 Gone", NOON),
    }
