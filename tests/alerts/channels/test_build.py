from __future__ import annotations

from datetime import timedelta

import pytest

from alerts.channels import build_channels
from core.clock import utc_now
from core.errors import ChannelError
from core.settings import DeliverySettings, Settings, SmtpSettings
from core.subscribers import SubscriberSettings
from tests.alerts.channels.samples import CREATED, alert, webhook_subscriber


def settings(*subscribers: SubscriberSettings, **more: object) -> Settings:
    return Settings(subscriber=subscribers, **more)


def test_every_subscriber_has_the_channels_that_it_names() -> None:
    both = webhook_subscriber("https://a.example/", name="both", email="both@example.org")
    mail = SubscriberSettings(name="mail", email="mail@example.org", language="ar")
    channels = build_channels(settings(both, mail), utc_now)
    assert set(channels) == {("both", "webhook"), ("both", "email"), ("mail", "email")}
    for (name, kind), channel in channels.items():
        new = channel.render(alert())
        assert (new.subscriber, new.channel) == (name, kind)


def test_the_schedule_and_the_timeouts_reach_the_channels() -> None:
    both = webhook_subscriber("https://a.example/", name="both", email="both@example.org")
    channels = build_channels(
        settings(
            both,
            delivery=DeliverySettings(schedule=("3s", "5s")),
            smtp=SmtpSettings(timeout="7s"),
        ),
        utc_now,
    )
    assert {c.render(alert()).due - CREATED for c in channels.values()} == {timedelta(seconds=3)}
    assert channels["both", "email"].timeout == timedelta(seconds=7)
    assert channels["both", "webhook"].timeout == timedelta(seconds=20)


def test_a_channel_that_cannot_work_is_named() -> None:
    odd = SubscriberSettings(name="odd", email="odd@مثال.example")
    with pytest.raises(ChannelError, match="subscriber odd"):
        build_channels(settings(odd), utc_now)
