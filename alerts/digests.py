"""Digests: what was held for a subscriber, frozen into one alert that lists it all."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from alerts.channels.channel import Channel
from alerts.channels.labels import Labels
from alerts.channels.watched import coverage_told
from alerts.queueing import ChannelKey, render_for
from alerts.timing import HOUR, awake, is_quiet, next_cut
from core.alerts import Alert, HoldReason
from core.clock import iso_instant
from core.coverage import cover_outlets
from core.subscribers import SubscriberSettings
from store.alerts import raise_alert
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
)

logger = logging.getLogger("balagh.alert")

LISTED = 40
"""A message lists no more, so that a webhook's 20 kB can name each; the rest goes in others."""

REASONS: tuple[HoldReason, ...] = ("digest", "quiet", "flood")
"""Where alerts were held for several reasons, the message names the first of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Digests:
    """Cuts the digests of these subscribers. To be called in the writer's thread."""

    subscribers: Sequence[SubscriberSettings]
    channels: Mapping[ChannelKey, Channel]
    labels: Mapping[str, Labels]

    def due(self, conn: Connection, now: datetime) -> bool:
        """Tell whether something held is due for one of them who is not in quiet hours."""
        return bool(self._ready(conn, now))

    def cut(self, conn: Connection, now: datetime) -> list[Alert]:
        """Raise the digests that are due; quiet hours are kept.

        What is held for someone whom the settings don't name waits until they do.
        """
        ready = self._ready(conn, now)
        return [alert for s in ready for alert in self._cut_for(conn, s, now)]

    def _ready(self, conn: Connection, now: datetime) -> list[SubscriberSettings]:
        due = set(subscribers_with_held(conn, now))
        return [s for s in self.subscribers if s.name in due and not is_quiet(s, now)]

    def _cut_for(
        self, conn: Connection, subscriber: SubscriberSettings, now: datetime
    ) -> list[Alert]:
        """Fold what is due; what has to wait for its event's order goes by itself behind it."""
        held = held_alerts(conn, subscriber.name, now)
        let_go(conn, subscriber.name, [h.alert_id for h in held if h.blocked], at=now)
        folded = [h for h in held if not h.blocked]
        parts = [folded[n : n + LISTED] for n in range(0, len(folded), LISTED)]
        raised = []
        for number, part in enumerate(parts, start=1):
            since = min(h.created for h in part)
            coverage = coverage_since(conn, since, now, self.labels[subscriber.language])
            alert = digest_alert(subscriber, part, number, now, coverage)
            ids = [h.alert_id for h in part]
            if raise_alert(conn, alert, list(render_for(subscriber.name, alert, self.channels))):
                fold(conn, alert.id, subscriber.name, ids)
                raised.append(alert)
            else:  # the clock went back behind a cut that was made: that period had its digest
                hold_longer(conn, subscriber.name, ids, until=_later(subscriber, now))
        return raised


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
    period = iso_instant(max(h.due for h in folded))
    alert_id = f"alr_{uuid.uuid4().hex}"
    return Alert(
        id=alert_id,
        key=f"digest:{subscriber.name}:{period}:{number}",
        type="digest",
        event_id=None,
        revision=number,
        created=now,
        payload=_payload(alert_id, subscriber, folded, now, coverage),
    )


def _payload(
    alert_id: str,
    subscriber: SubscriberSettings,
    folded: Sequence[HeldAlert],
    now: datetime,
    coverage: str,
) -> dict[str, Any]:
    reason = _reason(folded)
    return {
        "schema": 1,
        "type": "digest",
        "id": alert_id,
        "created": iso_instant(now),
        "late_s": None,
        "test": False,
        "digest": {
            "reason": reason,
            "since": iso_instant(min(h.created for h in folded)),
            "per_hour": subscriber.per_hour if reason == "flood" else None,
            "coverage": coverage,
        },
        "items": [h.payload for h in folded],
    }


def _reason(folded: Sequence[HeldAlert]) -> HoldReason:
    return min((h.held_for for h in folded), key=REASONS.index)


def _later(subscriber: SubscriberSettings, now: datetime) -> datetime:
    if subscriber.digest == "none":
        return awake(subscriber, now + HOUR)
    return awake(subscriber, next_cut(subscriber, now))
