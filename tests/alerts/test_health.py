"""Balagh looks after itself: disk, database, and a sign of life."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from alerts.channels import build_channels
from alerts.channels.heartbeat import Heartbeat
from alerts.health import TROUBLE_AFTER, Health
from alerts.notices import Notices
from core.errors import StoreError
from core.secrets import new_webhook_key
from core.settings import OperatorSettings, Settings, WebhookSettings
from newsroom.faults import status
from newsroom.receivers import WebhookReceiver
from store.database import Database, open_database
from store.feeds import record_poll
from store.notices import standing_notices
from store.outbox import list_deliveries
from store.subscribers import set_subscriber_state
from tests.conftest import SteppedClock
from tests.store.samples import add_feed, feed, poll
from tests.threads import refuse_threads

KEY = new_webhook_key()
MINUTE = timedelta(minutes=1)


class Patient:
    """A Balagh's health, told to a receiver on loopback."""

    def __init__(self, folder: Path, clock: SteppedClock, hook: WebhookReceiver) -> None:
        self.clock = clock
        self.url = f"sqlite:///{folder}/balagh.db?timeout=0.05"
        self.database = open_database(self.url)
        self.settings = Settings.model_validate(
            {
                "webhook": {"allow_private": [hook.authority]},
                "subscriber": [
                    {"name": "ops", "webhook": hook.url, "body": "slack", "health": True}
                ],
            }
        )
        self.heartbeat = Heartbeat(hook.url, self.settings.webhook)
        self.sends = self.online = True

    def health(self, **settings: Any) -> Health:
        channels = build_channels(self.settings, self.clock)
        notices = Notices(self.settings.subscriber, channels)
        chosen = OperatorSettings(**settings)
        return Health(
            self.database,
            notices,
            chosen,
            self.clock,
            self.heartbeat,
            sends=lambda: self.sends,
            online=lambda: self.online,
        )

    def looks(self, health: Health, hook: WebhookReceiver, minutes: int = 1) -> int:
        """Look so often, a minute apart; returns how many signs of life came of it."""
        before = len(hook.received)
        for _ in range(minutes):
            health.check()
            until(lambda: not self.heartbeat._open.locked())
            self.clock.advance(MINUTE)
        return sum(not request.body for request in hook.received[before:])


@pytest.fixture
def hook() -> Iterator[WebhookReceiver]:
    with WebhookReceiver(KEY) as receiver:
        receiver.answer(status(204))
        yield receiver


@pytest.fixture
def patient(tmp_path: Path, clock: SteppedClock, hook: WebhookReceiver) -> Iterator[Patient]:
    patient = Patient(tmp_path, clock, hook)
    yield patient
    patient.heartbeat.close()
    patient.database.close()


def titles(database: Database) -> list[str]:
    with database.read() as conn:
        return [notice.title for notice in standing_notices(conn)]


def test_a_disk_that_fills_up_is_told_and_so_is_its_end(patient: Patient) -> None:
    patient.health(disk_free_mb=0).check()
    assert titles(patient.database) == []
    patient.health(disk_free_mb=10**9).check()
    patient.health(disk_free_mb=10**9).check()
    assert titles(patient.database) == ["the disk is nearly full"]
    patient.clock.advance(11 * MINUTE)
    patient.health(disk_free_mb=0).check()
    assert titles(patient.database) == []
    with patient.database.read() as conn:
        assert [d.type for d in list_deliveries(conn, limit=9)] == ["health", "health"]


def test_a_database_that_fails_is_told_without_it_and_so_is_its_end(
    patient: Patient, hook: WebhookReceiver
) -> None:
    health = patient.health()
    other = open_database(patient.url)
    with other.begin():
        for _ in range(5):
            with pytest.raises(StoreError, match="database is locked"):
                health.check()
            patient.clock.advance(MINUTE)
        [told] = hook.wait_for(1, 10)
        assert "the database fails" in told.body.decode()
    other.close()
    health.check()
    [over] = hook.wait_for(1, 10, lambda r: "over: the database fails" in r.body.decode())
    assert over.body != told.body
    assert len([r for r in hook.received if r.body]) == 2


def test_a_lock_of_two_minutes_is_nobodys_trouble(patient: Patient, hook: WebhookReceiver) -> None:
    health = patient.health()
    other = open_database(patient.url)
    with other.begin():
        for _ in range(3):
            with pytest.raises(StoreError):
                health.check()
            patient.clock.advance(TROUBLE_AFTER / 3)
    other.close()
    health.check()
    hook.wait_for(1, 10)
    assert [r.body for r in hook.received] == [b""]


def test_a_sign_of_life_after_each_healthy_look_and_none_without(
    patient: Patient, hook: WebhookReceiver
) -> None:
    health = patient.health()
    health.check()
    [beat] = hook.wait_for(1, 10)
    assert beat.body == b""
    other = open_database(patient.url)
    with other.begin(), pytest.raises(StoreError):
        health.check()
    other.close()
    assert len(hook.received) == 1


def test_an_outbox_that_stands_still_is_told_past_it_and_gives_no_sign_of_life(
    patient: Patient, hook: WebhookReceiver
) -> None:
    health = patient.health()
    assert patient.looks(health, hook, 2) == 2
    patient.sends = False
    assert patient.looks(health, hook, 5) == 0
    hook.wait_for(1, 10, lambda r: b"no alert can be sent" in r.body)
    patient.sends = True
    assert patient.looks(health, hook) == 1
    hook.wait_for(1, 10, lambda r: b"over: no alert can be sent" in r.body)
    with patient.database.read() as conn:
        assert list_deliveries(conn, limit=9) == []


def test_polls_that_stand_still_are_told_and_give_no_sign_of_life(
    patient: Patient, hook: WebhookReceiver
) -> None:
    with patient.database.begin() as conn:
        number = add_feed(conn, feed("One"), feed("Two"))
    health = patient.health()
    assert patient.looks(health, hook, 15) == 15
    with patient.database.begin() as conn:
        record_poll(conn, poll(number, at=patient.clock()))
    assert patient.looks(health, hook, 15) == 15
    assert patient.looks(health, hook, 4) == 0
    hook.wait_for(1, 10, lambda r: b"no feed is polled" in r.body)
    with patient.database.begin() as conn:
        record_poll(conn, poll(number, at=patient.clock()))
    assert patient.looks(health, hook) == 1
    hook.wait_for(1, 10, lambda r: b"over: no feed is polled" in r.body)


def test_no_sign_of_life_without_a_network_or_a_way_to_tell_anybody(
    patient: Patient, hook: WebhookReceiver
) -> None:
    health = patient.health()
    patient.online = False
    assert patient.looks(health, hook) == 0
    patient.online = True
    with patient.database.begin() as conn:
        set_subscriber_state(conn, "ops", "webhook", "off", at=patient.clock())
    assert patient.looks(health, hook) == 0
    with patient.database.begin() as conn:
        set_subscriber_state(conn, "ops", "webhook", "on", at=patient.clock())
    assert patient.looks(health, hook) == 1


def test_a_sign_of_life_that_hangs_delays_nothing_and_is_not_doubled(
    patient: Patient, hook: WebhookReceiver
) -> None:
    with hook.hold() as hold:
        for _ in range(5):
            patient.heartbeat.beat()
        assert hold.arrived.wait(10)
        assert len(hook.received) == 1
    until(lambda: not patient.heartbeat._open.locked())
    patient.heartbeat.beat()
    hook.wait_for(2, 10)


@pytest.mark.parametrize("thread", ["heartbeat", "deadlines"])
def test_a_sign_of_life_without_a_thread_is_said_and_the_next_one_comes(
    patient: Patient,
    hook: WebhookReceiver,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    thread: str,
) -> None:
    with monkeypatch.context() as busy:
        refuse_threads(busy, thread)
        patient.heartbeat.beat()
        until(lambda: "can't start new thread" in caplog.text)
        until(lambda: not patient.heartbeat._open.locked())
    patient.heartbeat.beat()
    hook.wait_for(1, 10)
    assert len(hook.received) == 1


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://127.0.0.1:1/x", "is not a public address"),
        ("http://[::1/", "URL"),
    ],
)
def test_a_sign_of_life_that_does_not_arrive_is_said(
    url: str, said: str, caplog: pytest.LogCaptureFixture
) -> None:
    heartbeat = Heartbeat(url, WebhookSettings())
    heartbeat.beat()
    until(lambda: "was not reached" in caplog.text)
    assert said in caplog.text


def test_an_answer_that_is_no_success_is_said(
    patient: Patient, hook: WebhookReceiver, caplog: pytest.LogCaptureFixture
) -> None:
    hook.heal()
    patient.heartbeat.beat()  # it is not signed, which this receiver refuses
    until(lambda: "was not reached" in caplog.text)
    assert "it answered 401" in caplog.text


def until(true: Callable[[], bool]) -> None:
    pause = threading.Event()
    for _ in range(1000):
        if true():
            return
        pause.wait(0.01)
    raise AssertionError("it never came")
