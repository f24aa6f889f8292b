"""Deliveries per second to a receiver on loopback, beside plain requests with a session."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import NamedTuple

import requests

from alerts.channels.labels import load_labels
from alerts.channels.webhook import WebhookChannel
from alerts.endpoints import Endpoints
from alerts.notices import Notices
from alerts.outbox import Outbox
from bench.figure import Figure
from core.alerts import Alert, Delivery
from core.alerts import Channel as ChannelName
from core.clock import utc_now
from core.secrets import new_webhook_key
from core.settings import DeliverySettings, WebhookSettings
from core.subscribers import SubscriberSettings
from newsroom.receivers import WebhookReceiver
from store.alerts import raise_alert
from store.database import Database, open_database


class Spent(NamedTuple):
    """What SENDS sends took, in seconds."""

    wall: float
    processor: float


Channels = dict[tuple[str, ChannelName], WebhookChannel]

FLOOR = 0.5
"""Of what plain requests with a session reach."""

SENDS = 1_000
ROUNDS = 5
PAYLOAD = {"notice": {"title": "A benchmark", "text": "x" * 3_000}}
SUBSCRIBERS = [f"subscriber {n}" for n in range(4)]


def measure() -> Iterator[Figure]:
    """Take turns between the ways, so that a busy machine slows each; medians are compared."""
    key = new_webhook_key()
    with (
        WebhookReceiver(key) as receiver,
        open_throwaway() as database,
        requests.Session() as session,
    ):
        channels: Channels = {
            (name, "webhook"): webhook(name, receiver, key) for name in SUBSCRIBERS
        }
        rounds = [
            (
                _spent(_send_alone(channels[SUBSCRIBERS[0], "webhook"])),
                _spent(_send_from_outbox(database, channels)),
                _spent(lambda: _post_plainly(session, receiver.url)),
            )
            for _ in range(ROUNDS)
        ]
    alone, queued, plain = zip(*rounds, strict=True)
    for name, spent in (
        ("webhook sends", alone),
        ("deliveries from the outbox", queued),
        ("plain requests with a session", plain),
    ):
        yield Figure(name=name, value=median(SENDS / wall for wall, _ in spent), unit="/s")
    yield from _ratios("webhook sends / plain requests", alone, plain)
    yield from _ratios("deliveries from the outbox / plain requests", queued, plain)


def _ratios(name: str, ours: tuple[Spent, ...], plain: tuple[Spent, ...]) -> Iterator[Figure]:
    """Compare round by round; the processor's time hardly depends on what else goes on."""
    pairs = list(zip(ours, plain, strict=True))
    wall = median(b.wall / a.wall for a, b in pairs)
    processor = median(b.processor / a.processor for a, b in pairs)
    yield Figure(name=name, value=wall, unit="x", floor=FLOOR)
    yield Figure(name=f"{name}, by processor time", value=processor, unit="x", floor=FLOOR)


def _spent(work: Callable[[], None]) -> Spent:
    began, used = time.perf_counter(), time.process_time()
    work()
    return Spent(time.perf_counter() - began, time.process_time() - used)


def _post_plainly(session: requests.Session, url: str) -> None:
    """Send bodies of the same size, unsigned; the receiver's refusal costs it no less."""
    body = b"x" * 3_100
    for _ in range(SENDS):
        session.post(url, data=body, timeout=10)


def _send_alone(channel: WebhookChannel) -> Callable[[], None]:
    new = channel.render(new_alert(0))
    delivery = Delivery(
        id=1,
        alert_id="alr_0",
        event_id=None,
        type="test",
        subscriber=new.subscriber,
        channel="webhook",
        message_id=new.message_id,
        body=new.body,
        attempts=0,
        created=utc_now(),
    )

    def work() -> None:
        for _ in range(SENDS):
            assert channel.send(delivery).verdict == "delivered"

    return work


def _send_from_outbox(database: Database, channels: Channels) -> Callable[[], None]:
    """Queue the deliveries now; the work claims, sends and records them."""
    for number in range(SENDS // len(channels)):
        alert = new_alert(number)
        with database.begin() as conn:
            raise_alert(conn, alert, [channel.render(alert) for channel in channels.values()])

    def work() -> None:
        with ThreadPoolExecutor(1) as writer:
            outbox = Outbox(
                database,
                channels,
                DeliverySettings(),
                utc_now,
                writer,
                Endpoints(Notices((), {})),
                offline=lambda: False,
            )
            assert outbox.drain(timedelta(minutes=1))

    return work


def new_alert(number: int) -> Alert:
    now = utc_now()
    name = f"alr_{now.timestamp()}_{number}"
    head = {"schema": 1, "type": "test", "id": name, "created": "", "late_s": None, "test": True}
    return Alert(
        id=name,
        key=name,
        type="test",
        event_id=None,
        revision=1,
        created=now,
        payload=head | PAYLOAD,
    )


def webhook(name: str, receiver: WebhookReceiver, key: str) -> WebhookChannel:
    subscriber = SubscriberSettings(name=name, webhook=receiver.url, secret_env="UNREAD")
    subscriber._keys = (key,)
    settings = WebhookSettings(allow_private=(receiver.authority,))
    return WebhookChannel(subscriber, settings, load_labels()["en"], utc_now)


@contextmanager
def open_throwaway() -> Iterator[Database]:
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{Path(folder)}/bench.db")
        yield database
        database.close()
