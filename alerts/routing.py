"""Who is told of an alert: pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from alerts.payload import Raised
from alerts.view import EventView
from core.subscribers import SubscriberSettings
from matching.normalise import fold

RECLASSIFYING = ("act", "topic", "places")
"""What an event is known for; where it changes, it may meet the choice of other subscribers."""


def recipients(
    raised: Raised, subscribers: Sequence[SubscriberSettings], told: Collection[str] = ()
) -> list[SubscriberSettings]:
    """Return the subscribers who asked for alerts like this one, in the settings' order.

    `told` are the names of those who were told of the event before: they hear what becomes of it,
    also where it is known for something else by now, or is taken back.
    """
    return [s for s in subscribers if wants(s, raised) or (s.name in told and _follows(s, raised))]


def newcomers(
    raised: Raised, subscribers: Sequence[SubscriberSettings], told: Collection[str]
) -> list[SubscriberSettings]:
    """Return those who want the event only now that it is known for something else.

    `told` are the names of those who were told of it before. To the others it is news, whatever
    they chose of updates.
    """
    if raised.type == "event.new":
        return []
    reclassified = is_reclassified(raised)
    waiting = [s for s in subscribers if reclassified or waits_for_reports(s)]
    as_new = replace(raised, type="event.new")
    return [s for s in recipients(as_new, waiting) if s.name not in told]


def is_reclassified(raised: Raised) -> bool:
    return any(change.what in RECLASSIFYING for change in raised.changes)


def waits_for_reports(subscriber: SubscriberSettings) -> bool:
    """Tell whether one more report of a known event may be what a subscriber waits for."""
    return bool(subscriber.tiers or subscriber.min_score)


def wants(subscriber: SubscriberSettings, raised: Raised) -> bool:
    """Tell whether a subscriber's filters let an event's alert through.

    An empty list means all. An event whose topic or place is unknown passes every choice of them:
    a missed operation costs more than one alert too many.
    """
    event = raised.event
    return (
        event.act in subscriber.acts
        and (not subscriber.watchlists or event.watchlist in subscriber.watchlists)
        and (not subscriber.topics or event.topic is None or event.topic in subscriber.topics)
        and (not subscriber.places or not event.places or _is_somewhere(event, subscriber.places))
        and (not subscriber.tiers or any(r.facts.tier in subscriber.tiers for r in raised.reports))
        and raised.best_score >= subscriber.min_score
        and _follows(subscriber, raised)
    )


def _is_somewhere(event: EventView, places: Sequence[str]) -> bool:
    """A place is chosen by its name, or by its code or the beginning of it: "02." is a region."""
    wanted = [fold(place).text for place in places]
    return any(
        fold(str(place["name"])).text in wanted
        or (place["code"] is not None and place["code"].startswith(tuple(places)))
        for place in event.places
    )


def _follows(subscriber: SubscriberSettings, raised: Raised) -> bool:
    """Tell whether a subscriber's choice of updates lets an alert through."""
    if raised.type != "event.update":
        return True
    if subscriber.updates == "important":
        return any(change.important for change in raised.changes)
    return subscriber.updates == "all"
