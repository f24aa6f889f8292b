"""Webhooks as Standard Webhooks 1.0 defines them: docs/webhook.md is what receivers read."""

from __future__ import annotations

import socket
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from standardwebhooks import Webhook

from alerts.backoff import RETRY_AFTER_MAX
from alerts.channels.address import Resolver, connect, public_or_named, resolve
from alerts.channels.bodies import standard_body
from alerts.channels.channel import message_token
from alerts.channels.deadline import Deadline, OpenAttempts
from alerts.channels.labels import Labels
from alerts.channels.posting import Answer, Lines, PostFailed, reach
from alerts.channels.slack import slack_body
from core.alerts import Alert, Delivery, NewDelivery, Outcome
from core.clock import Clock
from core.errors import ChannelError
from core.secrets import LiveKeys
from core.settings import WebhookSettings
from core.subscribers import SubscriberSettings

USER_AGENT = "Balagh/1 (webhook)"
ANSWER_KEPT = 2_000
GONE = 410


class WebhookChannel:
    """POSTs a subscriber's alerts to its URL, signed with each of its live secrets."""

    def __init__(
        self,
        subscriber: SubscriberSettings,
        settings: WebhookSettings,
        labels: Labels,
        clock: Clock,
        *,
        wait: timedelta = timedelta(),
        resolver: Resolver = resolve,
    ) -> None:
        """`wait` is the time between an alert and its first attempt. Raises ChannelError."""
        assert subscriber.webhook is not None
        self._subscriber = subscriber
        self._url = subscriber.webhook
        self._host = _host_of(subscriber.name, self._url)
        self._keys = LiveKeys(subscriber.secret_file, subscriber.webhook_keys)
        self._check = public_or_named(settings.allow_private)
        self._resolver = resolver
        self._labels = labels
        self._clock = clock
        self._wait = wait
        self._timeout = settings.timeout
        self._lines = Lines()
        self._attempts = OpenAttempts(settings.timeout)

    @property
    def timeout(self) -> timedelta:
        return self._timeout

    def render(self, alert: Alert) -> NewDelivery:
        """Return the body as JSON of at most 20 kB; longer parts are shortened and named in it."""
        if self._subscriber.body == "slack":
            body = slack_body(alert.payload, self._labels)
        else:
            body = standard_body(alert.payload)
        return NewDelivery(
            subscriber=self._subscriber.name,
            channel="webhook",
            message_id=message_token(alert.id, self._subscriber.name),
            body=body,
            due=alert.created + self._wait,
        )

    def send(self, delivery: Delivery) -> Outcome:
        headers = self._headers(delivery)
        with self._attempts.open() as deadline:
            try:
                with self._lines.borrow() as line:
                    dial = self._dial(deadline)
                    answer = line.post(self._url, delivery.body, headers, deadline, dial)
            except PostFailed as failure:
                return Outcome(verdict="retry", status=None, detail=f"{self._host}: {failure}")
        return self._judge(answer)

    def probe(self) -> str | None:
        with self._attempts.open() as deadline:
            try:
                reach(self._url, self._dial(deadline))
            except PostFailed as failure:
                return f"{self._host}: {failure}"
        return None

    def close(self) -> None:
        self._attempts.close()
        self._lines.close()

    def _headers(self, delivery: Delivery) -> dict[str, str]:
        """Stamp and sign the attempt; without a secret (a Slack receiver) it goes unsigned."""
        now = self._clock()
        text = delivery.body.decode()
        signers = [Webhook(key) for key in self._keys.current()]
        signatures = [signer.sign(delivery.message_id, now, text) for signer in signers]
        return {
            "Content-Type": "application/json",
            "User-Agent": USER_AGENT,
            "webhook-id": delivery.message_id,
            "webhook-timestamp": str(int(now.timestamp())),
            **({"webhook-signature": " ".join(signatures)} if signatures else {}),
        }

    def _dial(self, deadline: Deadline) -> Callable[[str, int], socket.socket]:
        return lambda host, port: connect(host, port, deadline, self._check, self._resolver)

    def _judge(self, answer: Answer) -> Outcome:
        """Only 2xx is success, 410 switches off, everything else may be mended and is retried."""
        detail = f"{self._host} answered {answer.status}"
        kept = answer.body[:ANSWER_KEPT].decode("utf-8", "replace")
        if 200 <= answer.status < 300:
            return Outcome(verdict="delivered", status=answer.status, detail=detail, answer=kept)
        if answer.status == GONE:
            return Outcome(verdict="gone", status=GONE, detail=detail, answer=kept)
        return Outcome(
            verdict="retry",
            status=answer.status,
            detail=detail,
            answer=kept,
            retry_after=retry_after(answer.headers.get("Retry-After"), self._clock()),
        )


def _host_of(subscriber: str, url: str) -> str:
    """Return the host's name, which may be told; the rest of the URL may hold a secret."""
    try:
        parts = urlsplit(url)
        usable = bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise ChannelError(subscriber, "its webhook is no URL that can be called")
    return str(parts.hostname)


def retry_after(value: str | None, now: datetime) -> timedelta | None:
    """Read a Retry-After header, seconds or a date; None for anything else.

    A receiver may ask for 24 hours at most, so that it can't silence itself for good.
    """
    if value is None:
        return None
    text = value.strip()
    try:
        if text.isascii() and text.isdigit():
            wait = timedelta(seconds=min(int(text[:12]), 10**9))
        else:
            date = parsedate_to_datetime(text)
            wait = (date if date.tzinfo else date.replace(tzinfo=UTC)) - now
    except (ValueError, OverflowError):
        return None
    return min(max(wait, timedelta()), RETRY_AFTER_MAX)
