"""The ways to tell a subscriber: webhook and email. Only here stand requests and smtplib."""

from __future__ import annotations

from alerts.channels.channel import Channel
from alerts.channels.email import EmailChannel
from alerts.channels.labels import load_labels
from alerts.channels.links import feedback_links
from alerts.channels.webhook import WebhookChannel
from core.alerts import Channel as ChannelName
from core.clock import Clock
from core.settings import Settings


def build_channels(settings: Settings, clock: Clock) -> dict[tuple[str, ChannelName], Channel]:
    """Return every subscriber's channels by (name, "webhook" or "email"). Raises ChannelError."""
    wait = settings.delivery.schedule[0]
    words = load_labels()
    links = feedback_links(settings.dashboard)
    channels: dict[tuple[str, ChannelName], Channel] = {}
    for subscriber in settings.subscriber:
        labels = words[subscriber.language]
        if subscriber.webhook:
            channels[subscriber.name, "webhook"] = WebhookChannel(
                subscriber, settings.webhook, labels, clock, wait=wait
            )
        if subscriber.email:
            channels[subscriber.name, "email"] = EmailChannel(
                subscriber, settings.smtp, labels, wait=wait, links=links
            )
    return channels
