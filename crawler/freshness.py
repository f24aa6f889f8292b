"""What a server's headers ask of whoever polls it: how long to wait before the next time."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)
_SECONDS = re.compile(r"\d{1,9}\Z")


def asked_pause(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """Return what Retry-After asks for (RFC 9110, 10.2.3): seconds or a date; None without one."""
    value = headers.get("Retry-After", "").strip()
    if _SECONDS.match(value):
        return timedelta(seconds=int(value))
    try:
        until = parsedate_to_datetime(value)
    except (ValueError, OverflowError):  # a year or a zone beyond the calendar
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return max(until - now, timedelta())


def fresh_for(headers: Mapping[str, str]) -> timedelta:
    """Return how long a cache would answer with the same document: max-age without its Age."""
    found = _MAX_AGE.search(headers.get("Cache-Control", ""))
    if found is None:
        return timedelta()
    age = headers.get("Age", "").strip()
    passed = int(age) if _SECONDS.match(age) else 0
    return timedelta(seconds=max(int(found[1]) - passed, 0))
