"""Durations as people write them in settings ("90s", "5m", "2h", "3d") and read them in logs."""

from __future__ import annotations

import re
from datetime import timedelta

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_FORM = re.compile(r"(\d+(?:\.\d+)?)([smhd])")


def parse_duration(text: str) -> timedelta:
    """Read "90s", "5m", "1h30m" or "2d".

    Raises ValueError for anything else.
    """
    compact = text.replace(" ", "")
    parts = _FORM.findall(compact)
    if not parts or "".join(n + u for n, u in parts) != compact:
        raise ValueError(f"{text!r} is not a duration; write it like 90s, 5m, 2h or 3d")
    return timedelta(seconds=sum(float(n) * _UNITS[u] for n, u in parts))


def format_duration(value: timedelta) -> str:
    """Write a duration with its two largest units: "2d 4h", "5m", "12s"; below a second "0s"."""
    rest = int(abs(value.total_seconds()))
    parts = []
    for unit, size in reversed(_UNITS.items()):
        count, rest = divmod(rest, size)
        if count:
            parts.append(f"{count}{unit}")
    return " ".join(parts[:2]) or "0s"
