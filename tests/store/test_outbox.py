"""The outbox: who may be sent what, when, and what becomes of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.alerts import Outcome
from store.alerts import raise_alert
from store.database import Database
from store.events import open_event
from store.outbox import (
    DeliveryRecord,
    list_deliveries,
    redeliver,
    redeliver_dead,
    release_claims,
)
from store.regrouping import merge_events
from store.subscribers import set_subscriber_state, subscriber_states
from tests.store.samples import (
    DELIVERED,
    FAILED,
    LIST,
    MINUTE,
    NOON,
    alert,
    attempt,
    claim,
    delivery,
    queue,
)


def listed(database: Database) -> list[DeliveryRecord]:
    with database.read() as conn:
        return list_deliveries(conn, limit=100)


def test_a_claim_holds_all_that_is_needed_to_send(database: Database) -> None:
    with database.begin() as conn:
        event_id = open_event(conn, LIST, seen=NOON)
        queued = delivery(channel="email", message_id="<1@example.org>", body=b"\0\xff body")
        raise_alert(conn, alert(event_id, created=NOON - MINUTE), [queued])
    [claimed] = claim(database)
    assert (claimed.alert_id, claimed.event_id) == (alert(event_id).id, event_id)
    assert (claimed.subscriber, claimed.channel, claimed.type) == ("desk", "email", "event.new")
    assert (claimed.message_id, claimed.body) == (queued.message_id, queued.body)
    assert (claimed.attempts, claimed.created) == (0, NOON - MINUTE)


def test_only_what_is_due_is_claimed(database: Database) -> None:
    with database.begin() as conn:
        later = delivery(due=NOON + MINUTE)
        raise_alert(conn, alert(open_event(conn, LIST, seen=NOON)), [later])
    assert claim(database, NOON) == []
    assert len(claim(database, NOON + MINUTE)) == 1


def test_a_claimed_delivery_is_nobody_elses_until_its_lease_ends(database: Database) -> None:
    queue(database, "desk")
    [first] = claim(database, lease=3 * MINUTE)
    assert claim(database, NOON + 2 * MINUTE) == []
    assert claim(database, NOON + 3 * MINUTE) == [first]


def test_a_new_daemon_need_not_wait_for_the_leases_of_a_dead_one(database: Database) -> None:
    for _ in range(3):
        queue(database, "desk")
    held, delivered, _ = claim(database, limit=2) + claim(database, NOON, limit=1)
    attempt(database, delivered)
    with database.begin() as conn:
        assert release_claims(conn, at=NOON) == 2
    again = claim(database, NOON)
    assert delivered.id not in {d.id for d in again}
    assert held in again


def test_in_quiet_hours_only_what_is_about_balagh_itself_is_claimed(database: Database) -> None:
    queue(database, "desk", "other")
    with database.begin() as conn:
        told = alert(None, id="alr_notice", type="health")
        raise_alert(conn, told, [delivery()])
    claimed = claim(database, quiet=["desk"])
    assert sorted((d.subscriber, d.type) for d in claimed) == [
        ("desk", "health"),
        ("other", "event.new"),
    ]
    assert [d.type for d in claim(database)] == ["event.new"]


def test_a_delivered_one_is_done(database: Database) -> None:
    queue(database, "desk")
    attempt(database, *claim(database))
    assert claim(database, NOON + timedelta(days=9)) == []
    [record] = listed(database)
    assert (record.state, record.attempts, record.last_status) == ("delivered", 1, 200)
    assert record.next_attempt is None


def test_a_failed_one_comes_again_at_its_time(database: Database) -> None:
    queue(database, "desk")
    [claimed] = claim(database)
    attempt(database, claimed, FAILED, again=NOON + 5 * MINUTE)
    [record] = listed(database)
    assert (record.state, record.attempts, record.last_status) == ("pending", 1, 503)
    assert record.next_attempt == NOON + 5 * MINUTE
    assert claim(database, NOON + 4 * MINUTE) == []
    [again] = claim(database, NOON + 5 * MINUTE)
    assert (again.id, again.body, again.attempts) == (claimed.id, claimed.body, 1)


@pytest.mark.parametrize("verdict", ["retry", "dead"])
def test_one_without_another_attempt_is_given_up(database: Database, verdict: str) -> None:
    queue(database, "desk")
    outcome = Outcome(verdict=verdict, status=None, detail="refused")  # type: ignore[arg-type]
    attempt(database, *claim(database), outcome)
    assert [record.state for record in listed(database)] == ["dead"]


def test_gone_switches_the_channel_off(database: Database) -> None:
    queue(database, "desk", "other", alerts=2)
    gone = Outcome(verdict="gone", status=410, detail="410 Gone")
    first = claim(database)
    attempt(database, next(d for d in first if d.subscriber == "desk"), gone)
    with database.read() as conn:
        states = subscriber_states(conn)
    [state] = states.values()
    assert (state.subscriber, state.channel, state.state) == ("desk", "webhook", "off")
    assert (state.reason, state.since) == ("410 Gone", NOON)
    attempt(database, next(d for d in first if d.subscriber == "other"))
    assert [d.subscriber for d in claim(database)] == ["other"]
    assert sorted(record.state for record in listed(database)) == [
        "dead",
        "delivered",
        "pending",
        "sending",
    ]


def test_every_attempt_is_written_down(database: Database) -> None:
    queue(database, "desk")
    long = Outcome(verdict="retry", status=500, detail="broken", answer="é" * 9_000)
    attempt(database, *claim(database), long, again=NOON)
    attempt(database, *claim(database), at=NOON + MINUTE)
    query = "SELECT number, verdict, status, detail, length(answer) FROM attempts ORDER BY number"
    with database.read() as conn:
        rows = [tuple(row) for row in conn.exec_driver_sql(query)]
    assert rows == [(1, "retry", 500, "broken", 2048), (2, "delivered", 200, "200 OK", 0)]


def test_an_update_waits_for_its_predecessor(database: Database) -> None:
    queue(database, "desk", "other", alerts=2)
    first = claim(database)
    assert [d.type for d in first] == ["event.new", "event.new"]
    assert claim(database) == []
    desk = next(d for d in first if d.subscriber == "desk")
    attempt(database, desk, FAILED, again=NOON + 5 * MINUTE)
    assert claim(database, NOON + MINUTE / 2) == []
    [again] = (d for d in claim(database, NOON + 5 * MINUTE) if d.subscriber == "desk")
    attempt(database, again, at=NOON + 5 * MINUTE)
    [update] = (d for d in claim(database, NOON + 5 * MINUTE) if d.subscriber == "desk")
    assert update.type == "event.update"


def test_a_dead_predecessor_lets_the_update_go(database: Database) -> None:
    queue(database, "desk", alerts=2)
    attempt(database, *claim(database), FAILED)
    assert [d.type for d in claim(database)] == ["event.update"]


def test_events_do_not_wait_for_each_other(database: Database) -> None:
    queue(database, "desk", alerts=2)
    attempt(database, *claim(database), FAILED, again=NOON + 5 * MINUTE)
    second = queue(database, "desk")
    assert [d.event_id for d in claim(database)] == [second]


def test_a_merge_joins_the_order_of_its_events(database: Database) -> None:
    first, second = queue(database, "desk"), queue(database, "desk")
    with database.begin() as conn:
        merge_events(conn, first, [second], at=NOON)
        raise_alert(conn, alert(first, 2, type="event.merged"), [delivery()])
    sent = []
    while claimed := claim(database):
        [only] = claimed
        sent.append((only.event_id, only.type))
        attempt(database, only)
    assert sent == [(first, "event.new"), (second, "event.new"), (first, "event.merged")]


def test_sends_in_flight_count_against_the_cap(database: Database) -> None:
    for _ in range(5):
        queue(database, "desk", "other")
    taken = claim(database, busy={("desk", "webhook"): 1}, per_subscriber=2)
    assert sorted(d.subscriber for d in taken) == ["desk", "other", "other"]


def test_each_channel_of_a_subscriber_has_places_of_its_own(database: Database) -> None:
    for _ in range(3):
        with database.begin() as conn:
            both = [delivery(), delivery(channel="email")]
            raise_alert(conn, alert(open_event(conn, LIST, seen=NOON)), both)
    taken = claim(database, per_subscriber=2, busy={("desk", "webhook"): 1})
    assert sorted(d.channel for d in taken) == ["email", "email", "webhook"]


def test_a_subscriber_with_thousands_due_starves_nobody(database: Database) -> None:
    for _ in range(30):
        queue(database, "flooded")
    queue(database, "late one")
    assert {d.subscriber for d in claim(database, limit=2)} == {"flooded", "late one"}
    queue(database, "later one")
    turns = [claim(database, NOON + n * MINUTE, limit=1)[0].subscriber for n in (1, 2)]
    assert "later one" in turns


def test_a_paused_channel_keeps_its_deliveries(database: Database) -> None:
    queue(database, "desk")
    with database.begin() as conn:
        set_subscriber_state(conn, "desk", "webhook", "paused", at=NOON, reason="holiday")
    assert claim(database) == []
    with database.begin() as conn:
        set_subscriber_state(conn, "desk", "webhook", "on", at=NOON)
    assert len(claim(database)) == 1


def test_what_arrived_stays_so(database: Database) -> None:
    """A sender whose lease ran out says late that it failed, after another one delivered."""
    queue(database, "desk")
    [slow] = claim(database)
    [fast] = claim(database, NOON + MINUTE)
    attempt(database, fast)
    attempt(database, slow, FAILED, again=NOON)
    [record] = listed(database)
    assert (record.state, record.attempts) == ("delivered", 2)


def test_redelivering_by_number(database: Database) -> None:
    queue(database, "desk", "other", "third")
    first, second, _ = claim(database)
    attempt(database, first)
    attempt(database, second, FAILED)
    with database.begin() as conn:
        numbers = [record.id for record in list_deliveries(conn, limit=9)]
        assert redeliver(conn, [*numbers, 404], at=NOON + MINUTE / 2) == 2
    again = claim(database, NOON + MINUTE / 2)
    assert {d.id for d in again} == {first.id, second.id}
    assert [d.attempts for d in again] == [0, 0]
    for delivered in again:
        attempt(database, delivered)
    assert [record.state for record in listed(database)] == ["sending", "delivered", "delivered"]


def test_redelivering_what_was_given_up_in_a_while(database: Database) -> None:
    for minute in range(4):
        with database.begin() as conn:
            event_id = open_event(conn, LIST, seen=NOON)
            raised = alert(event_id, created=NOON + minute * MINUTE)
            raise_alert(conn, raised, [delivery(), delivery("other")])
    for claimed in claim(database):
        attempt(database, claimed, FAILED if claimed.subscriber == "desk" else DELIVERED)
    with database.begin() as conn:
        span = {"since": NOON + MINUTE, "until": NOON + 3 * MINUTE}
        assert redeliver_dead(conn, **span, at=NOON + 9 * MINUTE, subscriber="other") == 0
        assert redeliver_dead(conn, **span, at=NOON + 9 * MINUTE) == 2
    assert {d.subscriber for d in claim(database, NOON + 9 * MINUTE)} == {"desk"}
    assert sorted(record.state for record in listed(database)).count("dead") == 2


def test_the_list_of_deliveries(database: Database) -> None:
    event_id = queue(database, "desk", "other")
    attempt(database, claim(database)[0], FAILED)
    with database.read() as conn:
        second, first = list_deliveries(conn, limit=9)
        assert list_deliveries(conn, limit=9, state="dead") == [first]
        assert list_deliveries(conn, limit=1) == [second]
    assert (first.subscriber, first.channel, first.type) == ("desk", "webhook", "event.new")
    assert (first.alert_id, first.event_id) == (alert(event_id).id, event_id)
    assert (second.subscriber, second.state, second.next_attempt) == ("other", "sending", None)
