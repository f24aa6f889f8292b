"""Digests: what was held for a subscriber, frozen into one alert that lists it all."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from alerts.channels.channel import Channel
from alerts.channels.labels import Labels
from alerts.channels.watched import coverage_told
from alerts.queueing import ChannelKey, render_for
from alerts.timing import HOUR, awake, is_quiet, last_cut, next_cut
from core.alerts import Alert, HoldReason
from core.alerts import Channel as ChannelName
from core.clock import iso_instant
from core.coverage import cover_outlets
from core.subscribers import SubscriberSettings
from store.alerts import is_raised, raise_alert
from store.coverage import list_spells
from store.database import Connection
from store.feeds import feed_states
from store.held import (
    HeldAlert,
    fold,
    held_alerts,
    hold_longer,
    let_go,
    subscribers_with_held,
    told_between,
)
from store.subscribers import subscriber_states

logger = logging.getLogger("balagh.alert")

LISTED = 40
"""A message lists no more, so that a webhook's 20 kB can name each; the rest goes in others."""

LATEST = timedelta(hours=6)
"""That nothing was announced is no news so long after the cut."""

MOMENT = timedelta(microseconds=1)

REASONS: tuple[HoldReason, ...] = ("digest", "quiet", "flood", "paused")
"""Where alerts were held for several reasons, the message names the first of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Digests:
    """Cuts the digests of these subscribers. To be called in the writer's thread."""

    subscribers: Sequence[SubscriberSettings]
    channels: Mapping[ChannelKey, Channel]
    labels: Mapping[str, Labels]

    def due(self, conn: Connection, now: datetime) -> bool:
        """Tell whether something is due for one of them who is not in quiet hours."""
        return bool(self._ready(conn, now) or self._without_news(conn, now))

    def cut(self, conn: Connection, now: datetime) -> list[Alert]:
        """Raise the digests that are due; quiet hours are kept.

        What is held for someone whom the settings don't name waits until they do.
        """
        ready = self._ready(conn, now)
        raised = [alert for s in ready for alert in self._cut_for(conn, s, now)]
        return raised + [self._cut_empty(conn, s, now) for s in self._without_news(conn, now)]

    def _without_news(self, conn: Connection, now: datetime) -> list[SubscriberSettings]:
        """Who wants to hear that nothing was announced, and hasn't heard it of this period.

        While all channels of a subscriber are off, or paused, no such word is kept for later.
        """
        wanting = [s for s in self.subscribers if s.digest_empty]
        on = {name for name, _ in self._switched_on(conn)} if wanting else set()
        asking = ((s, _period(s, now)) for s in wanting if s.name in on)
        return [
            s
            for s, period in asking
            if timedelta() <= now - period.comes < LATEST
            and not is_quiet(s, now)
            and not is_raised(conn, _key(s, period.comes, 1))
            and not told_between(conn, s.name, period.since, period.cut)
        ]

    def _cut_empty(self, conn: Connection, subscriber: SubscriberSettings, now: datetime) -> Alert:
        since, cut, comes = _period(subscriber, now)
        coverage = coverage_since(conn, since, now, self.labels[subscriber.language])
        about = _about("digest", since, cut, None, coverage)
        alert = _digest(_key(subscriber, comes, 1), 1, now, about, [])
        on = self._switched_on(conn)
        raise_alert(conn, alert, list(render_for(subscriber.name, alert, on)))
        return alert

    def _switched_on(self, conn: Connection) -> dict[ChannelKey, Channel]:
        states = subscriber_states(conn)
        return {
            k: c for k, c in self.channels.items() if k not in states or states[k].state == "on"
        }

    def _ready(self, conn: Connection, now: datetime) -> list[SubscriberSettings]:
        due = set(subscribers_with_held(conn, now))
        return [s for s in self.subscribers if s.name in due and not is_quiet(s, now)]

    def _cut_for(
        self, conn: Connection, subscriber: SubscriberSettings, now: datetime
    ) -> list[Alert]:
        """Fold what is due; what has to wait for its event's order goes by itself behind it."""
        held = held_alerts(conn, subscriber.name, now)
        let_go(conn, subscriber.name, [h for h in held if h.blocked], at=now)
        raised = []
        for number, part in enumerate(_parts([h for h in held if not h.blocked]), start=1):
            since = min(h.created for h in part)
            coverage = coverage_since(conn, since, now, self.labels[subscriber.language])
            alert = digest_alert(subscriber, part, number, now, coverage)
            by = {(subscriber.name, h.channel) for h in part}
            channels = {key: channel for key, channel in self.channels.items() if key in by}
            if raise_alert(conn, alert, list(render_for(subscriber.name, alert, channels))):
                fold(conn, alert.id, subscriber.name, part)
                raised.append(alert)
            else:  # the clock went back behind a cut that was made: that period had its digest
                hold_longer(conn, subscriber.name, part, until=_later(subscriber, now))
        return raised


def _parts(folded: Sequence[HeldAlert]) -> Iterator[list[HeldAlert]]:
    """Yield what goes into one message: channels that are to tell the same share it."""
    lines: dict[ChannelName, list[HeldAlert]] = {}
    for held in folded:
        lines.setdefault(held.channel, []).append(held)
    shared: dict[tuple[str, ...], list[list[HeldAlert]]] = {}
    for line in lines.values():
        shared.setdefault(tuple(h.alert_id for h in line), []).append(line)
    for together in shared.values():
        for n in range(0, len(together[0]), LISTED):
            yield [held for line in together for held in line[n : n + LISTED]]


def coverage_since(conn: Connection, since: datetime, now: datetime, labels: Labels) -> str:
    """Say which outlets were watched from `since` to now: what was not seen can't be listed.

    It looks back an hour at the least; a clock may have gone back behind `since`.
    """
    since = min(since, now - HOUR)
    spells = list_spells(conn, since=since)
    outlets = cover_outlets(feed_states(conn), spells, since=since, until=now)
    return coverage_told(outlets, labels, since=since, until=now)


def tell_of(digest: Alert) -> None:
    """Log a digest, after its transaction."""
    items = len(digest.payload["items"])
    reason = digest.payload["digest"]["reason"]
    logger.info("digest of %d alerts (%s)", items, reason, extra={"alert_id": digest.id})


def digest_alert(
    subscriber: SubscriberSettings,
    folded: Sequence[HeldAlert],
    number: int,
    now: datetime,
    coverage: str,
) -> Alert:
    """Return part `number` of a subscriber's digest; its period is named by the cut.

    `coverage` says in a sentence which outlets were watched in that time.
    """
    reason = _reason(folded)
    per_hour = subscriber.per_hour if reason == "flood" else None
    about = _about(reason, min(h.created for h in folded), now, per_hour, coverage)
    key = _key(subscriber, max(h.due for h in folded), number)
    told = {h.alert_id: h.payload for h in folded}
    return _digest(key, number, now, about, list(told.values()))


def _key(subscriber: SubscriberSettings, until: datetime, number: int) -> str:
    return f"digest:{subscriber.name}:{iso_instant(until)}:{number}"


def _about(
    reason: HoldReason, since: datetime, until: datetime, per_hour: int | None, coverage: str
) -> dict[str, Any]:
    return {
        "reason": reason,
        "since": iso_instant(since),
        "until": iso_instant(until),
        "per_hour": per_hour,
        "coverage": coverage,
    }


def _digest(
    key: str, number: int, now: datetime, about: dict[str, Any], items: list[dict[str, Any]]
) -> Alert:
    alert_id = f"alr_{uuid.uuid4().hex}"
    payload = {
        "schema": 1,
        "type": "digest",
        "id": alert_id,
        "created": iso_instant(now),
        "late_s": None,
        "test": False,
        "digest": about,
        "items": items,
    }
    return Alert(
        id=alert_id,
        key=key,
        type="digest",
        event_id=None,
        revision=number,
        created=now,
        payload=payload,
    )


class _Period(NamedTuple):
    """A cut's digest tells of the time since the cut before; it `comes` after quiet hours."""

    since: datetime
    cut: datetime
    comes: datetime


def _period(subscriber: SubscriberSettings, now: datetime) -> _Period:
    cut = last_cut(subscriber, now)
    return _Period(last_cut(subscriber, cut - MOMENT), cut, awake(subscriber, cut))


def _reason(folded: Sequence[HeldAlert]) -> HoldReason:
    return min((h.held_for for h in folded), key=REASONS.index)


def _later(subscriber: SubscriberSettings, now: datetime) -> datetime:
    if subscriber.digest == "none":
        return awake(subscriber, now + HOUR)
    return awake(subscriber, next_cut(subscriber, now))
