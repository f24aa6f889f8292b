"""Notices to the operator: raised and ended by whoever sees a trouble, told once each.

A notice has a key, under which it stands or is over. What flaps is told at most every ten minutes.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from alerts.channels.channel import Channel
from alerts.queueing import ChannelKey, render
from core.alerts import Alert
from core.clock import iso_instant
from core.subscribers import SubscriberSettings
from store.alerts import raise_alert
from store.database import Connection
from store.notices import (
    StoredNotice,
    mark_told,
    note,
    note_end,
    operators_told,
    told_notices,
    untold_notices,
)
from store.subscribers import SubscriberState, subscriber_states

logger = logging.getLogger("balagh.notice")

PAUSE = timedelta(minutes=10)
"""Between two messages about the same thing: an end may come so much later than it happened."""

FEEDS = "feed:"
"""What the keys of notices about feeds begin with."""

MANY = 3
"""More feeds than these at once are told of in one message: they have one cause, or it is the
first day."""

LISTED = 30
"""So many of them are named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A trouble in words: `title` for the subject, `text` with what to do.

    `key` is what it is about ("feed:https://…"). `endpoint` is a subscriber's channel that fails:
    it is told by others.
    """

    key: str
    title: str
    text: str
    endpoint: ChannelKey | None = None


class Notices:
    """Tells the subscribers with `health = true`. To be called in the writer's thread.

    Everything happens in the caller's transaction; deliveries are sent with the next pump.
    """

    def __init__(
        self,
        subscribers: Sequence[SubscriberSettings],
        channels: Mapping[ChannelKey, Channel],
    ) -> None:
        self.operators = [s.name for s in subscribers if s.health]
        self.channels = channels

    def raise_notice(self, conn: Connection, notice: Notice, now: datetime) -> None:
        """Say that something is wrong, as often as it is seen: it is told once, until it ends."""
        self.raise_notices(conn, [notice], now)

    def raise_notices(self, conn: Connection, seen: Sequence[Notice], now: datetime) -> None:
        """Say that these are wrong; where many feeds are at once, one message names them all."""
        fresh = [n for n in seen if note(conn, n.key, n.title, n.text, n.endpoint, at=now)]
        for notice in fresh:
            logger.warning("%s: %s", notice.title, notice.text, extra={"key": notice.key})
        if fresh:
            self.tell(conn, now)

    def end_notices(self, conn: Connection, keys: Sequence[str], text: str, now: datetime) -> None:
        """Say that something is right again; keys under which nothing stands are passed over."""
        for key in note_end(conn, keys, text, at=now):
            logger.info("over: %s: %s", key, text, extra={"key": key})
        self.tell(conn, now)

    def tell(self, conn: Connection, now: datetime) -> None:
        """Queue what is not told yet; called from time to time, too, for what had to wait."""
        for together in _together(untold_notices(conn, now, PAUSE)):
            self._queue(conn, together, self.operators, now)
            for told in together:
                mark_told(conn, told, at=now)

    def welcome(self, conn: Connection, now: datetime) -> None:
        """Tell operators who never got a notice of all that others were told of and that stands.

        To be called once, as a daemon starts.
        """
        if fresh := set(self.operators) - operators_told(conn):
            for together in _together(told_notices(conn)):
                self._queue(conn, together, fresh, now)

    def _queue(
        self,
        conn: Connection,
        together: Sequence[StoredNotice],
        operators: Collection[str],
        now: datetime,
    ) -> None:
        notice = together[0] if len(together) == 1 else summed(together)
        alert = notice_alert(notice, now)
        ways = [w for w in self._ways(notice, subscriber_states(conn)) if w[0] in operators]
        raise_alert(conn, alert, [render(way, self.channels[way], alert) for way in ways])

    def _ways(
        self, notice: StoredNotice, states: Mapping[ChannelKey, SubscriberState]
    ) -> list[ChannelKey]:
        """Another way than the one that fails, until it is over.

        Where mail fails, webhooks rather than mail, if one of them is on and works.
        """
        ways = [way for way in self.channels if way[0] in self.operators]
        if notice.endpoint is None or not notice.standing:
            return ways
        others = [way for way in ways if way != notice.endpoint]
        if notice.endpoint[1] != "email":
            return others
        hooks = [way for way in others if way[1] != "email"]
        return hooks if any(_works(states.get(way)) for way in hooks) else others


def _works(state: SubscriberState | None) -> bool:
    return state is None or (state.state == "on" and state.failing_since is None)


def _together(waiting: Sequence[StoredNotice]) -> Iterator[list[StoredNotice]]:
    """Yield what one message tells: notices about many feeds at once, or one about anything."""
    for standing in (True, False):
        about = [n for n in waiting if n.key.startswith(FEEDS) and n.standing == standing]
        if len(about) > MANY:
            yield about
            waiting = [n for n in waiting if n not in about]
    yield from ([notice] for notice in waiting)


def summed(together: Sequence[StoredNotice]) -> StoredNotice:
    lines = [n.title if n.standing else f"{n.title}: {n.text}" for n in together[:LISTED]]
    more = [f"and {len(together) - LISTED} more"] if len(together) > LISTED else []
    return StoredNotice(
        key="feeds",
        title=f"{len(together)} feeds are not seen as they should be",
        text="\n".join([*lines, *more, "`scrapy feeds --failing` tells of each"]),
        endpoint=None,
        standing=together[0].standing,
        since=min(n.since for n in together),
    )


def notice_alert(notice: StoredNotice, now: datetime) -> Alert:
    """Return the health alert of a notice, as it stands or as it ended."""
    alert_id = f"alr_{uuid.uuid4().hex}"
    return Alert(
        id=alert_id,
        key=f"health:{notice.key}:{alert_id}",
        type="health",
        event_id=None,
        revision=1,
        created=now,
        payload=_payload(alert_id, notice, now),
    )


def _payload(alert_id: str, notice: StoredNotice, now: datetime) -> dict[str, Any]:
    title = notice.title if notice.standing else f"over: {notice.title}"
    return {
        "schema": 1,
        "type": "health",
        "id": alert_id,
        "created": iso_instant(now),
        "late_s": None,
        "test": False,
        "notice": {
            "title": title,
            "text": f"{notice.text} (since {iso_instant(notice.since)})",
            "key": notice.key,
            "standing": notice.standing,
        },
    }
