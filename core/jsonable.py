"""Turns domain values into what json.dumps takes, with the contract's conventions."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime, timedelta
from typing import Any

from core.clock import iso_instant


def jsonable(value: Any) -> Any:
    """Return dataclasses as objects (field names kept), tuples and sets as lists, dates as ISO.

    Instants are UTC with Z, durations seconds. Unknown stays null, several empty stay [].
    """
    if value is None or isinstance(value, str | int | float):  # by far the most, so they come first
        return value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: jsonable(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, dict):
        return {str(k): jsonable(v) for k, v in value.items()}
    if isinstance(value, tuple | list):
        return [jsonable(v) for v in value]
    if isinstance(value, set | frozenset):
        return sorted(jsonable(v) for v in value)
    if isinstance(value, datetime):
        return iso_instant(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    raise TypeError(f"{type(value).__name__} has no JSON form")
