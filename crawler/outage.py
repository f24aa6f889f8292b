"""Notices when our own network is down: many hosts fail at once, and none answers."""

from __future__ import annotations

import logging
from datetime import datetime

from core.articles import FeedState
from core.durations import format_duration
from crawler.routes import answers

logger = logging.getLogger("balagh.outage")

HOSTS = 3
"""So many hosts that were well fail one after the other, with no answer in between: three that
break by themselves between two answers of a hundred others would be a strange day."""

SUSPECT = ("dns", "refused", "timeout", "tls")
"""What a missing network looks like, a portal that wants a login, or a clock that is years off and
makes every certificate void; an HTTP status comes from somewhere."""

UNASKED = ("robots", "private address")
"""Refusals that need no network: kept rules say them as well."""


class Outage:
    """Polls are told to it in the order of their ends. Other threads may read what it knows.

    `since` is when the first of them failed, None while nothing is wrong; `heard` says whether
    anything has answered since the start.
    """

    def __init__(self) -> None:
        self._hosts: set[str] = set()
        self._blamed: dict[int, FeedState] = {}
        self._first_failed: datetime | None = None
        self.since: datetime | None = None
        self.heard = False

    @property
    def going_on(self) -> bool:
        return self.since is not None

    def answered(self, at: datetime) -> None:
        """Something came over the network: whatever fails now is to blame itself."""
        if self.since is not None:
            away = format_duration(at - self.since)
            logger.warning("our own network is back after %s; the feeds are asked again", away)
        self.heard = True
        self.since = self._first_failed = None
        self._hosts.clear()
        self._blamed.clear()

    def failed(self, host: str, reason: str, before: FeedState, at: datetime) -> list[FeedState]:
        """Return the feeds whose failures are our own network's: none as long as it seems well.

        Once it is noticed, this one; and at that moment all that were blamed since the last answer,
        as they stood `before` they failed. A host whose feed never answered proves nothing.
        """
        if reason not in UNASKED and reason not in SUSPECT:
            self.answered(at)
        if self.going_on:
            return [before]
        if reason not in SUSPECT:
            return []
        self._first_failed = self._first_failed or at
        self._blamed.setdefault(before.id, before)
        if answers(before):
            self._hosts.add(host)
        return self._notice() if len(self._hosts) >= HOSTS else []

    def _notice(self) -> list[FeedState]:
        self.since = self._first_failed
        blamed = list(self._blamed.values())
        self._blamed.clear()
        logger.warning(
            "our own network seems to be down: %d hosts failed at once and none answers;"
            " the feeds are not blamed and are asked again every minute",
            len(self._hosts),
        )
        return blamed
