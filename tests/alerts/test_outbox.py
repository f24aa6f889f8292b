from __future__ import annotations

import logging
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from alerts.channels.channel import Channel
from alerts.channels.labels import load_labels
from alerts.channels.webhook import WebhookChannel
from alerts.endpoints import Endpoints
from alerts.hand import CROWD
from alerts.notices import Notices
from alerts.outbox import LEASE_MARGIN, OFFLINE_WAIT, Outbox
from core.alerts import Alert, Delivery, NewDelivery, Outcome
from core.alerts import Channel as ChannelName
from core.clock import utc_now
from core.secrets import new_webhook_key
from core.settings import DeliverySettings, WebhookSettings
from core.subscribers import SubscriberSettings
from newsroom.faults import status
from newsroom.receivers import WebhookReceiver
from store.alerts import raise_alert
from store.database import Database, open_database
from store.events import open_event
from store.outbox import DeliveryRecord, list_deliveries
from tests.alerts.channels.samples import alert, webhook_subscriber
from tests.conftest import SteppedClock

SOON = timedelta(seconds=10)
DELIVERED = Outcome(verdict="delivered", status=200, detail="taken")
RETRY = Outcome(verdict="retry", status=503, detail="busy")


KEY = new_webhook_key()


def webhook(receiver: WebhookReceiver) -> WebhookChannel:
    settings = WebhookSettings(allow_private=(receiver.authority,))
    subscriber = webhook_subscriber(receiver.url, (KEY,))
    return WebhookChannel(subscriber, settings, load_labels()["en"], utc_now)


class Crowd:
    """Counts the sends that are open at once, of one reader or of several."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.open = 0
        self.most = 0

    def change(self, by: int) -> None:
        with self._lock:
            self.open += by
            self.most = max(self.most, self.open)


class Reader:
    """A channel that notes what it is sent and answers from a script, then "delivered"."""

    timeout = timedelta(seconds=20)

    def __init__(
        self,
        name: str = "desk",
        script: tuple[Outcome | Exception, ...] = (),
        crowd: Crowd | None = None,
        channel: ChannelName = "webhook",
    ) -> None:
        self.name = name
        self.channel = channel
        self.script = list(script)
        self.sent: list[Delivery] = []
        self.mine = Crowd()
        self.crowds = [self.mine] if crowd is None else [self.mine, crowd]
        self.gate = threading.Event()
        self.gate.set()
        self.mute = False
        self._lock = threading.Lock()

    def render(self, alert: Alert) -> NewDelivery:
        return NewDelivery(
            subscriber=self.name,
            channel=self.channel,
            message_id=f"{alert.id}_{self.name}",
            body=b"" if self.mute else f"{alert.id} to {self.name}".encode(),
            due=alert.created,
        )

    def send(self, delivery: Delivery) -> Outcome:
        with self._lock:
            self.sent.append(delivery)
            answer = self.script.pop(0) if self.script else DELIVERED
        for crowd in self.crowds:
            crowd.change(1)
        self.gate.wait(20)
        for crowd in self.crowds:
            crowd.change(-1)
        if isinstance(answer, Exception):
            raise answer
        return answer

    @property
    def open(self) -> int:
        return self.mine.open

    def close(self) -> None:
        self.gate.set()

    @property
    def ids(self) -> list[str]:
        return [delivery.alert_id for delivery in self.sent]


class Desk:
    """A database with its outbox, and short words for what tests do to them."""

    def __init__(self, url: str, clock: SteppedClock) -> None:
        self.url = url
        self.clock = clock
        self.database = open_database(url)
        self.writer = ThreadPoolExecutor(1)
        self.raised = 0
        self.operators: list[SubscriberSettings] = []
        self.subscribers: list[SubscriberSettings] = []
        self.offline = False
        self._opened: list[Outbox] = []

    def outbox(self, *channels: Channel, database: Database | None = None, **caps: int) -> Outbox:
        outbox = Outbox(
            database or self.database,
            by_name(channels),
            DeliverySettings(jitter=0, **caps),
            self.clock,
            self.writer,
            Endpoints(Notices(self.operators, by_name(channels))),
            offline=lambda: self.offline,
            subscribers=self.subscribers,
        )
        self._opened.append(outbox)
        return outbox

    def event(self) -> str:
        with self.database.begin() as conn:
            return open_event(conn, "dgst-bcij", seen=self.clock())

    def queue(self, *channels: Channel, event_id: str | None = None) -> str:
        """Raise an alert for these channels; returns its id."""
        self.raised += 1
        new = replace(
            alert(id=f"alr_{self.raised}"),
            key=f"key:{self.raised}",
            event_id=event_id,
            created=self.clock(),
        )
        with self.database.begin() as conn:
            raise_alert(conn, new, [channel.render(new) for channel in channels])
        return new.id

    def deliveries(self) -> list[DeliveryRecord]:
        with self.database.read() as conn:
            return sorted(list_deliveries(conn, limit=1000), key=lambda d: d.id)

    def states(self) -> list[str]:
        return [delivery.state for delivery in self.deliveries()]

    def attempts(self) -> list[tuple[Any, ...]]:
        with self.database.read() as conn:
            rows = conn.exec_driver_sql(
                "SELECT verdict, status, detail FROM attempts ORDER BY delivery_id, number"
            )
            return [tuple(row) for row in rows]

    def close(self) -> None:
        for outbox in self._opened:
            outbox.close()
        self.writer.shutdown()
        self.database.close()


@pytest.fixture
def desk(tmp_path: Path, clock: SteppedClock) -> Iterator[Desk]:
    desk = Desk(f"sqlite:///{tmp_path}/outbox.db", clock)
    yield desk
    desk.close()


def by_name(channels: tuple[Channel, ...]) -> Mapping[Any, Channel]:
    rendered = [(channel.render(alert()), channel) for channel in channels]
    return {(new.subscriber, new.channel): channel for new, channel in rendered}


def until(true: Callable[[], bool]) -> None:
    """Wait for another thread, ten seconds at most."""
    end = time.monotonic() + 10
    while not true():
        assert time.monotonic() < end, "waited in vain"
        threading.Event().wait(0.005)


def in_hand(desk: Desk, reader: Reader, number: int, *, per_subscriber: int) -> Outbox:
    """Queue so many alerts, and return the outbox once its sends hang at the reader's gate."""
    reader.gate.clear()
    for _ in range(number):
        desk.queue(reader)
    outbox = desk.outbox(reader, per_subscriber=per_subscriber)
    outbox.pump()
    until(lambda: reader.open == per_subscriber)
    return outbox


def test_what_is_due_is_sent_and_recorded(desk: Desk) -> None:
    reader = Reader()
    queued = desk.queue(reader)
    assert desk.outbox(reader).drain(SOON)
    assert reader.ids == [queued]
    assert reader.sent[0].body == b"alr_1 to desk"
    assert desk.states() == ["delivered"]
    assert desk.attempts() == [("delivered", 200, "taken")]


def test_one_pump_sends_everything_however_small_the_caps(desk: Desk) -> None:
    readers = [Reader("a"), Reader("b")]
    for _ in range(10):
        desk.queue(*readers)
    outbox = desk.outbox(*readers, concurrency=2, per_subscriber=1)
    outbox.pump()
    until(lambda: desk.states() == ["delivered"] * 20)
    assert [len(set(reader.ids)) for reader in readers] == [10, 10]


def test_pump_does_not_wait(desk: Desk) -> None:
    reader = Reader()
    reader.gate.clear()
    desk.queue(reader)
    outbox = desk.outbox(reader)
    outbox.pump()
    until(lambda: reader.open == 1)
    assert not outbox.drain(timedelta(milliseconds=20))
    reader.gate.set()
    assert outbox.drain(SOON)


def test_caps_hold_for_each_subscriber_and_for_all(desk: Desk) -> None:
    crowd = Crowd()
    readers = [Reader(name, crowd=crowd) for name in "abc"]
    for reader in readers:
        reader.gate.clear()
    for _ in range(6):
        desk.queue(*readers)
    outbox = desk.outbox(*readers, concurrency=5, per_subscriber=2)
    outbox.pump()
    until(lambda: crowd.open == 5)
    for reader in readers:
        reader.gate.set()
    assert outbox.drain(SOON)
    assert crowd.most == 5
    assert max(reader.mine.most for reader in readers) == 2
    assert all(len(reader.sent) == 6 for reader in readers)


def test_a_send_that_outlives_its_lease_is_not_doubled(desk: Desk) -> None:
    reader = Reader()
    reader.gate.clear()
    desk.queue(reader)
    outbox = desk.outbox(reader)
    outbox.pump()
    until(lambda: reader.open == 1)
    desk.clock.advance(timedelta(hours=1))
    assert not outbox.drain(timedelta(milliseconds=50))
    reader.gate.set()
    assert outbox.drain(SOON)
    assert len(reader.sent) == 1
    assert desk.states() == ["delivered"]


def test_a_receiver_that_hangs_delays_no_other(desk: Desk) -> None:
    hanging, healthy = Reader("hanging"), Reader("healthy")
    hanging.gate.clear()
    for _ in range(20):
        desk.queue(hanging, healthy)
    desk.outbox(hanging, healthy, concurrency=4, per_subscriber=2).pump()
    until(lambda: len(healthy.sent) == 20)
    assert len(hanging.sent) == 2


def test_a_webhook_that_hangs_delays_no_mail_to_the_same_subscriber(desk: Desk) -> None:
    hook, mail = Reader("desk"), Reader("desk", channel="email")
    hook.gate.clear()
    for _ in range(20):
        desk.queue(hook, mail)
    desk.outbox(hook, mail, concurrency=4, per_subscriber=2).pump()
    until(lambda: len(mail.sent) == 20)
    assert len(hook.sent) == 2


def test_many_deliveries_are_claimed_with_one_commit(desk: Desk) -> None:
    """A commit takes as long as several sends."""
    crowd = Crowd()
    readers = [Reader(name, crowd=crowd) for name in "abcd"]
    for reader in readers:
        reader.gate.clear()
    for _ in range(25):
        desk.queue(*readers)
    outbox = desk.outbox(*readers, concurrency=8, per_subscriber=2)
    outbox.pump()
    until(lambda: crowd.open == 8)
    assert desk.states() == ["sending"] * 100
    for reader in readers:
        reader.gate.set()
    assert outbox.drain(SOON)
    assert [len(reader.sent) for reader in readers] == [25] * 4


def test_what_waits_in_hand_behind_a_slow_receiver_is_given_back(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("alerts.hand.LONGEST_WAIT", timedelta())
    reader = Reader()
    outbox = in_hand(desk, reader, 5, per_subscriber=1)
    monkeypatch.setattr("alerts.hand.SLOW_S", 0.0)
    outbox.pump()
    until(lambda: desk.states() == ["sending", *["pending"] * 4])
    desk.clock.advance(timedelta(minutes=1))
    desk.queue(reader)
    reader.gate.set()
    assert outbox.drain(SOON)
    assert reader.ids == [f"alr_{number}" for number in range(1, 7)]
    assert desk.states() == ["delivered"] * 6


def test_many_receivers_that_hang_delay_no_other(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("alerts.hand.SLOW_S", 0.05)
    hanging = [Reader(f"hanging {number}") for number in range(3)]
    healthy = Reader("healthy")
    for reader in hanging:
        reader.gate.clear()
    desk.queue(*hanging, healthy)
    outbox = desk.outbox(*hanging, healthy, concurrency=1)
    until(lambda: not outbox.drain(timedelta(milliseconds=60)) and len(healthy.sent) == 1)
    assert [reader.mine.open for reader in hanging] == [1, 1, 1]


def test_sends_that_hang_do_not_pile_up_without_end(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("alerts.hand.SLOW_S", 0.0)
    crowd = Crowd()
    hanging = [Reader(f"hanging {number}", crowd=crowd) for number in range(3)]
    for reader in hanging:
        reader.gate.clear()
    for _ in range(3):
        desk.queue(*hanging)
    outbox = desk.outbox(*hanging, concurrency=1, per_subscriber=3)
    until(lambda: not outbox.drain(timedelta(milliseconds=5)) and crowd.open == CROWD)
    for _ in range(5):
        outbox.drain(timedelta(milliseconds=5))
    assert crowd.most == CROWD


def test_a_failed_send_is_repeated_on_the_schedule_with_the_same_bytes(desk: Desk) -> None:
    reader = Reader(script=(RETRY, RETRY))
    desk.queue(reader)
    outbox = desk.outbox(reader)
    outbox.drain(SOON)
    (waiting,) = desk.deliveries()
    assert (waiting.state, waiting.last_status) == ("pending", 503)
    assert waiting.next_attempt == desk.clock() + timedelta(seconds=5)
    desk.clock.advance(timedelta(seconds=4))
    outbox.drain(SOON)
    assert len(reader.sent) == 1
    desk.clock.advance(timedelta(seconds=1))
    outbox.drain(SOON)
    desk.clock.advance(timedelta(minutes=5))
    outbox.drain(SOON)
    assert desk.states() == ["delivered"]
    assert len({(d.message_id, d.body) for d in reader.sent}) == 1
    assert [d.attempts for d in reader.sent] == [0, 1, 2]


def test_while_our_own_network_is_down_nothing_is_used_up(desk: Desk) -> None:
    down = replace(RETRY, status=None, detail="no answer in time")
    reader = Reader(script=(down,) * 99)
    desk.queue(reader)
    outbox = desk.outbox(reader)
    desk.offline = True
    for _ in range(99):
        outbox.drain(SOON)
        desk.clock.advance(OFFLINE_WAIT)
    (waiting,) = desk.deliveries()
    assert (waiting.state, waiting.attempts, len(reader.sent)) == ("pending", 0, 99)
    assert "our own network is down" in desk.attempts()[0][2]
    desk.offline = False
    outbox.drain(SOON)
    assert desk.states() == ["delivered"]


def test_a_receiver_that_answers_is_judged_by_its_answer_in_an_outage_too(desk: Desk) -> None:
    reader = Reader(script=(RETRY,))
    desk.queue(reader)
    desk.offline = True
    desk.outbox(reader).drain(SOON)
    (waiting,) = desk.deliveries()
    assert (waiting.attempts, waiting.last_status) == (1, 503)


def test_a_fault_of_our_own_counts_in_an_outage_too(desk: Desk) -> None:
    reader = Reader(script=(ValueError("a template"),))
    desk.queue(reader)
    desk.offline = True
    desk.outbox(reader).drain(SOON)
    (waiting,) = desk.deliveries()
    assert (waiting.attempts, desk.attempts()[0][2]) == (
        1,
        "inside Balagh: ValueError('a template')",
    )


def test_a_receiver_that_is_gone_is_sent_no_more_of_what_is_in_hand(desk: Desk) -> None:
    gone = Outcome(verdict="gone", status=410, detail="410 Gone")
    reader = Reader(script=(gone,) * 20)
    outbox = in_hand(desk, reader, 20, per_subscriber=2)
    reader.gate.set()
    assert outbox.drain(SOON)
    assert len(reader.sent) <= 2
    assert desk.states().count("dead") == len(reader.sent)
    assert desk.states().count("pending") == 20 - len(reader.sent)


def test_after_the_whole_schedule_a_delivery_is_dead(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    reader = Reader(script=(RETRY,) * 50)
    desk.queue(reader)
    outbox = desk.outbox(reader)
    waits = DeliverySettings().schedule
    for wait in waits:
        desk.clock.advance(wait)
        outbox.drain(SOON)
    assert len(reader.sent) == len(waits) == 10
    assert desk.states() == ["dead"]
    assert "desk by webhook: retry, busy; given up after 10 attempts" in caplog.messages
    desk.clock.advance(timedelta(days=9))
    outbox.drain(SOON)
    assert len(reader.sent) == 10


def test_a_receiver_that_comes_back_after_days_gets_at_once_what_it_missed(desk: Desk) -> None:
    reader, other = Reader(script=(RETRY,) * 99), Reader("other", script=(RETRY,) * 99)
    missed = [desk.queue(reader, other)]
    outbox = desk.outbox(reader, other)
    for hour in range(60):
        if hour == 30:
            missed.append(desk.queue(reader))
        outbox.drain(SOON)
        desk.clock.advance(timedelta(hours=1))
    reader.script.clear()
    reader.sent.clear()
    fresh = desk.queue(reader)
    outbox.drain(SOON)
    assert reader.ids == [fresh, *missed]
    assert sorted(desk.states()) == ["delivered"] * 3 + ["pending"]


def test_a_receivers_wish_to_wait_is_kept(desk: Desk) -> None:
    reader = Reader(script=(replace(RETRY, retry_after=timedelta(hours=1)),))
    desk.queue(reader)
    desk.outbox(reader).drain(SOON)
    assert desk.deliveries()[0].next_attempt == desk.clock() + timedelta(hours=1)


def test_a_retry_that_falls_into_quiet_hours_comes_after_them(desk: Desk) -> None:
    reader, other = Reader(script=(RETRY, RETRY)), Reader("other", script=(RETRY, RETRY))
    quiet = {"email": "desk@example.org", "timezone": "UTC", "quiet_hours": "12:03-19:00"}
    desk.subscribers = [SubscriberSettings.model_validate(quiet | {"name": "desk"})]
    desk.queue(reader, other)
    outbox = desk.outbox(reader, other)
    for _ in range(7 * 12 - 1):
        outbox.drain(SOON)
        desk.clock.advance(timedelta(minutes=5))
    assert (len(reader.sent), len(other.sent)) == (1, 3)
    desk.clock.advance(timedelta(minutes=5))
    outbox.drain(SOON)
    assert len(reader.sent) == 2
    assert desk.states() == ["pending", "delivered"]


@pytest.mark.parametrize("verdict", ["dead", "gone"])
def test_a_final_answer_is_not_repeated(desk: Desk, verdict: Any) -> None:
    reader = Reader(script=(Outcome(verdict=verdict, status=410, detail="no more"),))
    desk.queue(reader)
    outbox = desk.outbox(reader)
    outbox.drain(SOON)
    desk.clock.advance(timedelta(days=2))
    outbox.drain(SOON)
    assert len(reader.sent) == 1
    assert desk.states() == ["dead"]


def test_an_update_waits_for_its_predecessor(desk: Desk) -> None:
    reader = Reader(script=(RETRY,))
    event = desk.event()
    first, second = desk.queue(reader, event_id=event), desk.queue(reader, event_id=event)
    other = desk.queue(reader, event_id=desk.event())
    outbox = desk.outbox(reader)
    outbox.drain(SOON)
    assert set(reader.ids) == {first, other}
    desk.clock.advance(timedelta(seconds=5))
    outbox.drain(SOON)
    assert reader.ids[-2:] == [first, second]


def test_a_subscriber_that_the_settings_no_longer_name_is_given_up(desk: Desk) -> None:
    left, kept = Reader("left"), Reader("kept")
    desk.queue(left, kept)
    desk.outbox(kept).drain(SOON)
    assert sorted(desk.states()) == ["dead", "delivered"]
    assert ("dead", None, "the settings name no subscriber left by webhook") in desk.attempts()


def test_an_error_within_a_channel_costs_only_its_delivery(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    broken, healthy = Reader("broken", (ValueError("oops"),)), Reader("healthy")
    desk.queue(broken, healthy)
    outbox = desk.outbox(broken, healthy)
    outbox.drain(SOON)
    assert sorted(desk.states()) == ["delivered", "pending"]
    assert "a send failed inside Balagh" in caplog.text
    desk.clock.advance(timedelta(seconds=5))
    outbox.drain(SOON)
    assert desk.states() == ["delivered"] * 2


def test_what_could_not_be_written_is_given_up_and_told(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    reader = Reader()
    reader.mute = True
    desk.queue(reader)
    desk.outbox(reader).drain(SOON)
    assert (reader.sent, desk.states()) == ([], ["dead"])
    assert "an alert could not be delivered to desk by webhook" in caplog.text


def test_a_send_without_a_thread_frees_its_place_and_comes_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    reader = Reader()
    desk.queue(reader)
    desk.queue(reader)
    outbox = desk.outbox(reader, per_subscriber=1)
    start = threading.Thread.start

    def refuse_once(thread: threading.Thread) -> None:
        if thread.name == "send":
            monkeypatch.setattr(threading.Thread, "start", start)
            raise RuntimeError("can't start new thread")
        start(thread)

    with monkeypatch.context():
        monkeypatch.setattr(threading.Thread, "start", refuse_once)
        assert outbox.drain(SOON)
    assert "no thread for a send (can't start new thread); it is due again in" in caplog.text
    desk.clock.advance(reader.timeout + LEASE_MARGIN)
    outbox.drain(SOON)
    assert desk.states() == ["delivered"] * 2


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_an_unexpected_failure_around_a_send_holds_no_place(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("in the backoff")

    reader = Reader(script=(RETRY,))
    desk.queue(reader)
    outbox = desk.outbox(reader, per_subscriber=1)
    with monkeypatch.context() as breaking:
        breaking.setattr("alerts.outbox.next_attempt", broken)
        assert outbox.drain(SOON)
    desk.clock.advance(reader.timeout + LEASE_MARGIN)
    outbox.drain(SOON)
    assert desk.states() == ["delivered"]


def test_an_unexpected_failure_in_a_turn_is_said_and_the_next_turn_works(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("in the query")

    reader = Reader()
    desk.queue(reader)
    outbox = desk.outbox(reader)
    with monkeypatch.context() as breaking:
        breaking.setattr("alerts.outbox.claim_due", broken)
        assert outbox.drain(SOON)
    assert "in the query" in caplog.text
    assert not outbox.works
    outbox.drain(SOON)
    assert outbox.works
    assert desk.states() == ["delivered"]


REFUSING = """
CREATE TRIGGER refusing BEFORE INSERT ON attempts WHEN new.delivery_id = 1
BEGIN SELECT raise(ABORT, 'no such attempt'); END
"""


def test_an_attempt_that_cannot_be_recorded_costs_only_its_line(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither does it stop the others, nor is it sent again and again."""
    reader, other = Reader(script=(RETRY,)), Reader("other")
    desk.queue(reader)
    desk.queue(other)
    with desk.database.begin() as conn:
        conn.exec_driver_sql(REFUSING)
    outbox = desk.outbox(reader, other)
    assert outbox.drain(SOON)
    assert desk.states() == ["pending", "delivered"]
    assert desk.attempts() == [("delivered", 200, "taken")]
    assert "an attempt could not be recorded" in caplog.text
    desk.clock.advance(timedelta(seconds=5))
    assert outbox.drain(SOON)
    desk.clock.advance(timedelta(hours=9))
    assert outbox.drain(SOON)
    assert len(reader.sent) == 2
    assert desk.states() == ["delivered"] * 2


def test_a_notice_that_cannot_be_written_stops_no_other_delivery(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    dead = Outcome(verdict="dead", status=550, detail="no such mailbox")
    reader, other = Reader(script=(dead,)), Reader("other")
    desk.queue(reader)
    desk.queue(other)

    def broken(*_: object) -> None:
        raise ZeroDivisionError("in the words of a notice")

    monkeypatch.setattr("alerts.endpoints.dead_letter", broken)
    assert desk.outbox(reader, other).drain(SOON)
    assert desk.states() == ["dead", "delivered"]


def test_a_channel_that_is_switched_off_gets_a_notice(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    gone = Outcome(verdict="gone", status=410, detail="it answered 410")
    reader = Reader("systems", script=(gone,))
    desk.queue(reader)
    desk.outbox(reader).drain(SOON)
    (notice,) = [line for line in caplog.records if line.name == "balagh.notice"]
    assert notice.levelno == logging.WARNING
    said = notice.getMessage()
    assert "systems by webhook is switched off: it answered 410" in said
    assert "scrapy subscribers resume systems" in said


def test_each_attempt_is_one_line_in_the_log(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "balagh.attempt")
    reader = Reader(script=(RETRY,))
    event = desk.event()
    queued = desk.queue(reader, event_id=event)
    desk.outbox(reader).drain(SOON)
    (line,) = caplog.records
    assert line.name == "balagh.attempt"
    expected = "desk by webhook: retry, busy; next attempt at 2024-01-30T12:00:05Z"
    assert line.getMessage() == expected
    given = {k: line.__dict__[k] for k in ("alert_id", "event_id", "subscriber", "channel")}
    assert given == {
        "alert_id": queued,
        "event_id": event,
        "subscriber": "desk",
        "channel": "webhook",
    }
    assert (line.__dict__["verdict"], line.__dict__["status"]) == ("retry", 503)
    assert line.__dict__["delivery_id"] == desk.deliveries()[0].id
    assert line.__dict__["duration"] == 0.0


def test_close_lets_a_send_come_to_its_end(desk: Desk) -> None:
    reader = Reader()
    reader.gate.clear()
    desk.queue(reader)
    outbox = desk.outbox(reader)
    outbox.pump()
    until(lambda: reader.open == 1)
    closing = threading.Thread(target=outbox.close)
    closing.start()
    reader.gate.set()
    closing.join(2)
    assert not closing.is_alive()
    desk.writer.shutdown()
    assert desk.states() == ["delivered"]


def test_close_abandons_a_receiver_that_hangs_and_its_delivery_is_sent_again(desk: Desk) -> None:
    with WebhookReceiver(KEY) as receiver:
        channel = webhook(receiver)
        desk.queue(channel)
        outbox = desk.outbox(channel)
        with receiver.hold() as hold:
            outbox.pump()
            assert hold.arrived.wait(10)
            began = time.monotonic()
            outbox.close()
            assert time.monotonic() - began < 2
        until(lambda: outbox._hand.idle)
        assert (desk.states(), desk.attempts()) == (["sending"], [])
        desk.clock.advance(channel.timeout + LEASE_MARGIN)
        assert desk.outbox(webhook(receiver)).drain(SOON)
        first, second = receiver.received
    assert (first.webhook_id, first.body) == (second.webhook_id, second.body)
    assert desk.states() == ["delivered"]


def test_a_closed_outbox_takes_nothing_new(desk: Desk) -> None:
    reader = Reader()
    outbox = desk.outbox(reader)
    outbox.close()
    desk.queue(reader)
    assert outbox.drain(SOON)
    assert reader.sent == []


def test_a_writer_that_was_shut_down_first_does_no_harm(desk: Desk) -> None:
    reader = Reader()
    outbox = desk.outbox(reader)
    desk.writer.shutdown()
    outbox.pump()
    assert outbox.drain(SOON)


def test_what_could_not_be_recorded_is_recorded_later_and_not_sent_again(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    reader = Reader()
    reader.gate.clear()
    desk.queue(reader)
    impatient = open_database(f"{desk.url}?timeout=0.05")
    outbox = desk.outbox(reader, database=impatient)
    outbox.pump()
    until(lambda: reader.open == 1)
    with desk.database.begin():
        reader.gate.set()
        until(lambda: "the outbox waits: database" in caplog.text)
    assert desk.states() == ["sending"]
    desk.clock.advance(timedelta(hours=1))
    assert outbox.drain(SOON)
    impatient.close()
    assert desk.states() == ["delivered"]
    assert len(reader.sent) == 1


def test_a_locked_database_is_said_and_outlived(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    reader = Reader()
    desk.queue(reader)
    impatient = open_database(f"{desk.url}?timeout=0.05")
    outbox = desk.outbox(reader, database=impatient)
    with desk.database.begin():
        assert outbox.drain(SOON)
    assert "the outbox waits: database" in caplog.text
    assert outbox.drain(SOON)
    impatient.close()
    assert desk.states() == ["delivered"]


def test_a_real_receiver_that_fails_first_gets_one_id_and_one_body(desk: Desk) -> None:
    with WebhookReceiver(KEY) as receiver:
        receiver.answer(status(500), times=1)
        channel = webhook(receiver)
        desk.queue(channel)
        outbox = desk.outbox(channel)
        outbox.drain(SOON)
        desk.clock.advance(timedelta(seconds=5))
        outbox.drain(SOON)
        first, second = receiver.received
    assert first.verified
    assert second.verified
    assert (first.webhook_id, first.body) == (second.webhook_id, second.body)
    assert [row[:2] for row in desk.attempts()] == [("retry", 500), ("delivered", 200)]


HANGING = """
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from alerts.endpoints import Endpoints
from alerts.notices import Notices
from alerts.outbox import Outbox
from core.clock import utc_now
from core.settings import DeliverySettings
from store.database import open_database
from tests.alerts.test_outbox import Reader, by_name, until

class Deaf(Reader):
    def close(self): pass

reader = Deaf()
reader.gate.clear()
writer = ThreadPoolExecutor(1)
database, endpoints = open_database(sys.argv[1]), Endpoints(Notices((), {}))
outbox = Outbox(
    database, by_name((reader,)), DeliverySettings(), utc_now, writer, endpoints,
    offline=lambda: False,
)
outbox.pump()
until(lambda: reader.open)
print("closing", flush=True)
outbox.close()
writer.shutdown()
"""


def test_the_process_ends_though_a_send_hangs(desk: Desk) -> None:
    desk.queue(Reader())
    command = [sys.executable, "-c", HANGING, desk.url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "closing\n"
        assert process.wait(12) == 0  # the send itself would hang for 20 s
    assert desk.states() == ["sending"]
