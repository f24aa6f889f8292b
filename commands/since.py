"""Reads the time that `--since` means."""

from __future__ import annotations

from datetime import datetime

from core.clock import parse_instant
from core.durations import parse_duration
from core.errors import UsageError


def read_since(text: str, now: datetime) -> datetime:
    """Read a date, or how long ago ("2d"). Raises UsageError, also for what is still to come."""
    try:
        since = now - parse_duration(text)
    except (ValueError, OverflowError):
        try:
            since = parse_instant(text)
        except ValueError:
            raise UsageError(f"--since {text}: write a date like 2026-01-31, or 2d") from None
    if since >= now:
        raise UsageError(f"--since {text}: this is still to come")
    return since
