"""Who is told of an alert: pure."""

from __future__ import annotations

from collections.abc import Sequence

from alerts.payload import Raised
from core.settings import SubscriberSettings


def recipients(
    raised: Raised, subscribers: Sequence[SubscriberSettings]
) -> list[SubscriberSettings]:
    """Return the subscribers who asked for alerts like this one, in the settings' order."""
    return [s for s in subscribers if wants(s, raised)]


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
