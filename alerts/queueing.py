"""Renders an event's alert for its subscribers, and says when each is to be told."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from alerts.channels.channel import Channel
from alerts.payload import Raised
from alerts.timing import HOUR, Flow, Hold, hold_of
from core.alerts import Alert, NewDelivery
from core.alerts import Channel as ChannelName
from core.subscribers import SubscriberSettings
from matching.normalise import fold
from store.database import Connection
from store.held import flood_until, recent_messages
from store.silences import Silence, standing_silences

logger = logging.getLogger("balagh.alert")

ChannelKey = tuple[str, ChannelName]
"""A subscriber's name and a channel of theirs."""


def deliveries_of(
    conn: Connection,
    alert: Alert,
    raised: Raised,
    told: Sequence[SubscriberSettings],
    channels: Mapping[ChannelKey, Channel],
    *,
    now: datetime,
) -> list[NewDelivery]:
    """Return what is to be queued for those who are to be told, by all channels of each.

    Some of it waits for a digest, and what a subscriber silenced is only kept.
    """
    silences = standing_silences(conn, now)
    queued = []
    for subscriber in told:
        rendered = render_for(subscriber.name, alert, channels)
        if is_silenced(raised, subscriber.name, silences):
            queued += [replace(d, state="silenced") for d in rendered]
        elif (hold := hold_of(subscriber, now, _flow(conn, subscriber, now))) is not None:
            queued += [_held(d, hold) for d in rendered]
        else:
            queued += rendered
    return queued


def render_for(
    subscriber: str, alert: Alert, channels: Mapping[ChannelKey, Channel]
) -> Iterator[NewDelivery]:
    """Yield the alert as each of a subscriber's channels sends it."""
    return (
        render(key, channel, alert) for key, channel in channels.items() if key[0] == subscriber
    )


def render(key: ChannelKey, channel: Channel, alert: Alert) -> NewDelivery:
    """Return the alert as a channel sends it; one that can't be written keeps nobody else's back.

    It is queued without bytes, which the outbox gives up, as a dead letter that is told.
    """
    try:
        return channel.render(alert)
    except Exception:
        name, way = key
        told = {"alert_id": alert.id}
        logger.exception("an alert can't be written for %s by %s", name, way, extra=told)
        return NewDelivery(
            subscriber=name, channel=way, message_id=alert.id, body=b"", due=alert.created
        )


def is_silenced(raised: Raised, subscriber: str, silences: Sequence[Silence]) -> bool:
    """Tell whether a subscriber muted an event, or a text that its report holds.

    Texts are compared as the matcher folds them: case, accents and vowel signs don't count.
    """
    mine = [s for s in silences if s.subscriber == subscriber]
    if not mine:
        return False
    event, facts = raised.event, raised.report.facts
    ids = {event.id, *event.merged_from}
    text = fold(f"{facts.title}\n{facts.passage}").text
    muted = [sought(s.text) for s in mine if s.text]
    return any(s.event_id in ids for s in mine) or any(words and words in text for words in muted)


def sought(text: str) -> str:
    """Return what a silence looks for; "" for what any text holds: nothing, or a full stop."""
    words = fold(text).text.strip()
    return words if any(map(str.isalnum, words)) else ""


def _flow(conn: Connection, subscriber: SubscriberSettings, now: datetime) -> Flow:
    if not subscriber.per_hour:
        return Flow()
    return Flow(
        recent=recent_messages(conn, subscriber.name, since=now - HOUR),
        flood_until=flood_until(conn, subscriber.name),
    )


def _held(delivery: NewDelivery, hold: Hold) -> NewDelivery:
    return replace(delivery, state="held", held_for=hold.reason, due=hold.until)
