"""What one receiver that hangs costs the others: their 95th percentile of 1,000 deliveries."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from statistics import median, quantiles

from alerts.channels.webhook import WebhookChannel
from alerts.endpoints import Endpoints
from alerts.notices import Notices
from alerts.outbox import Outbox
from bench.delivery import SUBSCRIBERS, Channels, new_alert, open_throwaway, webhook
from bench.figure import Figure
from core.clock import utc_now
from core.secrets import new_webhook_key
from core.settings import DeliverySettings
from newsroom.receivers import WebhookReceiver
from store.alerts import raise_alert

ALERTS = 250
ROUNDS = 3
PATIENCE_S = 120.0


def measure() -> Iterator[Figure]:
    """Take turns, so that a busy machine slows both ways; medians are compared."""
    pairs = [(_p95(hanging=False), _p95(hanging=True)) for _ in range(ROUNDS)]
    without, beside = (median(values) for values in zip(*pairs, strict=True))
    yield Figure(name="p95 of 1,000 deliveries", value=without, unit="s")
    yield Figure(name="p95 beside a receiver that hangs", value=beside, unit="s")
    ratio = median(b / a for a, b in pairs)
    yield Figure(name="p95 beside one that hangs / without", value=ratio, unit="x", ceiling=1.1)


def _p95(*, hanging: bool) -> float:
    """Queue all at once; return how long the healthy ones waited, in seconds."""
    key = new_webhook_key()
    with (
        WebhookReceiver(key) as receiver,
        WebhookReceiver(key) as hung,
        open_throwaway() as database,
        ThreadPoolExecutor(1) as writer,
        hung.hold(),
    ):
        channels: Channels = {(n, "webhook"): webhook(n, receiver, key) for n in SUBSCRIBERS}
        stuck = webhook("stuck", hung, key)
        told: list[WebhookChannel] = [*channels.values(), *([stuck] if hanging else [])]
        with database.begin() as conn:
            for number in range(ALERTS):
                alert = new_alert(number)
                raise_alert(conn, alert, [channel.render(alert) for channel in told])
        every = channels | {("stuck", "webhook"): stuck}
        endpoints = Endpoints(Notices((), {}))
        outbox = Outbox(
            database,
            every,
            DeliverySettings(),
            utc_now,
            writer,
            endpoints,
            offline=lambda: False,
        )
        began = utc_now()
        outbox.pump()
        came = receiver.wait_for(ALERTS * len(SUBSCRIBERS), PATIENCE_S)
        outbox.close()
    return _percentile([item.arrived for item in came], began)


def _percentile(arrived: list[datetime], began: datetime) -> float:
    waits = [(at - began) / timedelta(seconds=1) for at in arrived]
    return quantiles(waits, n=20)[-1]
