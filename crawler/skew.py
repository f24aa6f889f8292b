"""Is this computer's clock right? Many servers say what time it is; most of them agree."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from statistics import median

LEAST = timedelta(minutes=10)
"""Less than this makes no date wrong that matters, and caches are off by as much."""

HOSTS = 3
AGREEING = 0.75
"""So many of the hosts must say the same: an old page from a cache says another time."""

WITHIN = timedelta(minutes=5)
MOST_HOSTS = 1_000


class Skew:
    """What the servers' Date headers say of our clock. Other threads may read `off`."""

    def __init__(self) -> None:
        self._found: dict[str, timedelta] = {}

    def heard(self, host: str, date: str, age: str, now: datetime) -> None:
        """Take in an answer's Date and Age headers (RFC 9110, RFC 9111); "" where it has none."""
        try:
            said = parsedate_to_datetime(date)
        except (ValueError, OverflowError):
            return
        said = said.replace(tzinfo=said.tzinfo or UTC)
        said += timedelta(seconds=int(age) if age.isdecimal() and len(age) < 9 else 0)
        if len(self._found) < MOST_HOSTS or host in self._found:
            self._found[host] = now - said

    @property
    def off(self) -> timedelta:
        """How far our clock is ahead, by what most hosts say; zero where it is right."""
        told = list(self._found.values())
        if not told:
            return timedelta()
        middle = timedelta(seconds=median(found.total_seconds() for found in told))
        near = sum(abs(found - middle) <= WITHIN for found in told)
        if near < max(HOSTS, AGREEING * len(told)) or abs(middle) < LEAST:
            return timedelta()
        return middle
