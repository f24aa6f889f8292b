"""Notices when our own network is down: many hosts fail at once, and none answers."""

from __future__ import annotations

import logging

logger = logging.getLogger("balagh.outage")

HOSTS = 3
"""So many hosts that were well fail one after the other, with no answer in between: three that
break by themselves between two answers of a hundred others would be a strange day."""

SUSPECT = ("dns", "refused", "timeout")
"""What a missing network looks like; an HTTP status comes from somewhere."""

UNASKED = ("robots", "private address", "format")
"""Refusals that need no network: kept rules say them as well."""


class Outage:
    """Polls are told to it in the order of their ends; nothing in it knows the time."""

    def __init__(self) -> None:
        self._failing: set[str] = set()
        self._going_on = False

    @property
    def going_on(self) -> bool:
        return self._going_on

    def answered(self) -> None:
        """Something came over the network: whatever fails now is to blame itself."""
        if self._going_on:
            logger.warning("our own network is back; the feeds are asked again")
        self._going_on = False
        self._failing.clear()

    def failed(self, host: str, reason: str, *, well_before: bool) -> bool:
        """Return whether our own network is to blame for this failure.

        `well_before`: the host's feed answered the last time; one that never did proves nothing.
        """
        if reason in UNASKED:
            return self._going_on
        if reason not in SUSPECT:
            self.answered()
            return False
        if well_before:
            self._failing.add(host)
        if not self._going_on and len(self._failing) >= HOSTS:
            self._going_on = True
            logger.warning(
                "our own network seems to be down: %d hosts failed at once and none answers;"
                " the feeds are not blamed and are asked again every minute",
                len(self._failing),
            )
        return self._going_on
