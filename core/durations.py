"""Durations as people write them in settings ("90s", "5m", "2h", "3d") and read them in logs."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Literal

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
Unit = Literal["second", "minute", "hour", "day"]
_NAMES: dict[str, Unit] = {"s": "second", "m": "minute", "h": "hour", "d": "day"}
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


def largest_units(value: timedelta) -> list[tuple[int, Unit]]:
    """Return a duration as its two largest units, "second" to "day"; below a second (0, "second").

    The sign is dropped.
    """
    rest = int(abs(value.total_seconds()))
    parts: list[tuple[int, Unit]] = []
    for letter, size in reversed(_UNITS.items()):
        count, rest = divmod(rest, size)
        if count:
            parts.append((count, _NAMES[letter]))
    return parts[:2] or [(0, "second")]


def format_duration(value: timedelta) -> str:
    """Write a duration with its two largest units: "2d 4h", "5m", "12s"; below a second "0s"."""
    return " ".join(f"{count}{unit[0]}" for count, unit in largest_units(value))
