"""Who is told of an alert: pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from alerts.payload import Raised
from core.settings import SubscriberSettings

RECLASSIFYING = ("act", "topic")
"""What an event is known for; where it changes, it may meet the choice of other subscribers."""


def recipients(
    raised: Raised, subscribers: Sequence[SubscriberSettings]
) -> list[SubscriberSettings]:
    """Return the subscribers who asked for alerts like this one, in the settings' order."""
    return [s for s in subscribers if wants(s, raised)]


def newcomers(
    raised: Raised, subscribers: Sequence[SubscriberSettings], told: Collection[str]
) -> list[SubscriberSettings]:
    """Return those who want the event only now that it is known for something else.

    `told` are the names of those who were told of it before. To the others it is news, whatever
    they chose of updates.
    """
    if not any(change.what in RECLASSIFYING for change in raised.changes):
        return []
    as_new = replace(raised, type="event.new")
    return [s for s in recipients(as_new, subscribers) if s.name not in told]


def wants(subscriber: SubscriberSettings, raised: Raised) -> bool:
    """Tell whether a subscriber's filters let an event's alert through.

    An empty list of watchlists or topics means all. An event whose topic is unknown passes every
    choice of topics: a missed operation costs more than one alert too many.
    """
    event = raised.event
    return (
        event.act in subscriber.acts
        and (not subscriber.watchlists or event.watchlist in subscriber.watchlists)
        and (not subscriber.topics or event.topic is None or event.topic in subscriber.topics)
        and (raised.type != "event.update" or _wants_update(subscriber, raised))
    )


def _wants_update(subscriber: SubscriberSettings, raised: Raised) -> bool:
    if subscriber.updates == "important":
        return any(change.important for change in raised.changes)
    return subscriber.updates == "all"
