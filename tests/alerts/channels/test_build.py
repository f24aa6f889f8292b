from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes

import pytest

from alerts.channels import build_channels
from core.clock import utc_now
from core.errors import ChannelError
from core.settings import DashboardSettings, DeliverySettings, Settings, SmtpSettings
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
    odd = webhook_subscriber("https://[::1/", name="odd")
    with pytest.raises(ChannelError, match="subscriber odd"):
        build_channels(settings(odd), utc_now)


def test_mails_carry_links_where_the_web_face_has_an_address_and_a_secret() -> None:
    mail = SubscriberSettings(name="mail", email="mail@example.org")
    face = DashboardSettings(url="https://face.example/")
    assert b"/said/" not in body(settings(mail, dashboard=face))
    face._keys = ("k" * 32,)
    assert b"https://face.example/said/right/" in body(settings(mail, dashboard=face))


def body(chosen: Settings) -> bytes:
    [channel] = build_channels(chosen, utc_now).values()
    message = message_from_bytes(channel.render(alert()).body)
    [plain, _] = message.get_payload()
    content: bytes = plain.get_payload(decode=True)
    return content
