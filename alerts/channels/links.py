"""Signed links in mails: who follows one says what they think of an alert, without signing in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from itsdangerous import BadData, URLSafeSerializer

from alerts.channels.labels import Labels
from core.settings import DashboardSettings

VALID = timedelta(days=30)
VERDICTS = ("right", "wrong", "duplicate")
PATH = "/said"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One choice of a mail: the word for it, and the address behind it."""

    verdict: str
    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """What a link's signature vouches for: this subscriber was told this."""

    alert_id: str
    subscriber: str


class FeedbackLinks:
    """Writes the links and reads them. A retired key still reads what it signed."""

    def __init__(self, url: str, keys: tuple[str, ...]) -> None:
        """`url` is where the web face is reached; keys go newest first."""
        self._url = url.rstrip("/")
        self._serializer = URLSafeSerializer([*reversed(keys)], salt="feedback")

    def write(
        self, alert_id: str, subscriber: str, labels: Labels, *, at: datetime
    ) -> Iterator[Link]:
        """Yield a link for each verdict; they end VALID after `at`. The same each time."""
        until = int((at + VALID).timestamp())
        token = self._serializer.dumps([alert_id, subscriber, until])
        for verdict in VERDICTS:
            url = f"{self._url}{PATH}/{verdict}/{token}?lang={labels.language}"
            yield Link(verdict=verdict, label=labels[verdict], url=url)

    def read(self, token: str, now: datetime) -> Ticket | Literal["expired"] | None:
        """Return what a link vouches for; None where its signature is not ours."""
        try:
            alert_id, subscriber, until = self._serializer.loads(token)
        except BadData:
            return None
        if datetime.fromtimestamp(until, UTC) < now:
            return "expired"
        return Ticket(alert_id=alert_id, subscriber=subscriber)


def feedback_links(settings: DashboardSettings) -> FeedbackLinks | None:
    """Return the links of these settings; None where they name no address, or no secret."""
    if settings.url is None or not settings.keys:
        return None
    return FeedbackLinks(settings.url, settings.keys)
