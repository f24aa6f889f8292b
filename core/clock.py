"""The clock, as everything that needs the time receives it, and the two time zones of the work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]
"""Returns the present as a UTC-aware datetime."""

MOROCCO = ZoneInfo("Africa/Casablanca")
"""Naive times of Moroccan outlets, and every bare date, are local days here."""


YEARS = (1900, 2200)
"""A year outside is a slip or a placeholder, and near the calendar's ends arithmetic fails."""


def utc_now() -> datetime:
    return datetime.now(UTC)


def local_day(instant: datetime) -> date:
    """Return the Moroccan calendar day of an aware instant."""
    return instant.astimezone(MOROCCO).date()


def iso_instant(instant: datetime) -> str:
    """Write an aware instant as UTC with Z, whole seconds."""
    return instant.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")


def parse_instant(text: str) -> datetime:
    """Read an ISO date or instant; a bare date or a naive time is Moroccan.

    Raises ValueError.
    """
    value = datetime.fromisoformat(text)
    if not YEARS[0] <= value.year <= YEARS[1]:
        raise ValueError(f"the year {value.year} can't be meant")
    return (
        value.replace(tzinfo=MOROCCO).astimezone(UTC)
        if value.tzinfo is None
        else value.astimezone(UTC)
    )
