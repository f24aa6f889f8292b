"""Reads facts back from the JSON that core.jsonable wrote of them."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from core.events import Facts

_NAMES = tuple(field.name for field in dataclasses.fields(Facts))
_READERS: dict[str, Callable[[str], object]] = {
    "published": datetime.fromisoformat,
    "arrived": datetime.fromisoformat,
    "date": date.fromisoformat,
}

REMEMBERED = 1_024
"""Reports of a busy fortnight: every report of these days is compared with them; some 8 MB."""


class _Report:
    """What stood last under a report's number: the text, and the facts that were read from it."""

    __slots__ = ("read",)

    def __init__(self) -> None:
        self.read: tuple[str, Facts] | None = None


@lru_cache(maxsize=REMEMBERED)
def _report(_number: int) -> _Report:
    return _Report()


def facts_from_text(number: int, text: str) -> Facts:
    """Return the facts of a stored report, as `text` has them now; they are remembered.

    Looked up by the number, since it takes long to hash a text that is new each time it comes from
    the database; a number that was rolled back is given again, to another text.
    """
    report = _report(number)
    read = report.read
    if read is None or read[0] != text:
        read = report.read = (text, facts_from_json(json.loads(text)))
    return read[1]


def facts_from_json(value: Mapping[str, Any]) -> Facts:
    """Return the facts of a stored report; names that this program doesn't know are passed over."""
    # By our own names and not by those of the JSON, which Python would look for letter by letter.
    stated = {name: _read(name, value[name]) for name in _NAMES if name in value}
    return Facts(**stated)


def _read(name: str, value: Any) -> Any:
    if isinstance(value, list):
        return tuple(value)
    return value if value is None or name not in _READERS else _READERS[name](value)
