"""Reads facts back from the JSON that core.jsonable wrote of them."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from core.events import Facts

_NAMES = frozenset(field.name for field in dataclasses.fields(Facts))
_READERS: dict[str, Callable[[str], object]] = {
    "published": datetime.fromisoformat,
    "arrived": datetime.fromisoformat,
    "date": date.fromisoformat,
}

REMEMBERED = 1_024
"""Reports of a busy fortnight: every report of these days is compared with them; some 8 MB."""


class _Stored:
    """A report's number, and its facts as the database holds them.

    Looked up by the number, since it takes long to hash a text that is new each time it is read;
    the same by the text, since a number that was rolled back is given again.
    """

    __slots__ = ("number", "text")

    def __init__(self, number: int, text: str) -> None:
        self.number, self.text = number, text

    def __hash__(self) -> int:
        return self.number

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Stored) and self.text == other.text


def facts_from_text(number: int, text: str) -> Facts:
    """Return the facts of a stored report, which are remembered."""
    return _read_stored(_Stored(number, text))


@lru_cache(maxsize=REMEMBERED)
def _read_stored(stored: _Stored) -> Facts:
    return facts_from_json(json.loads(stored.text))


def facts_from_json(value: Mapping[str, Any]) -> Facts:
    """Return the facts of a stored report; names that this program doesn't know are passed over."""
    return Facts(**{name: _read(name, item) for name, item in value.items() if name in _NAMES})


def _read(name: str, value: Any) -> Any:
    if isinstance(value, list):
        return tuple(value)
    return value if value is None or name not in _READERS else _READERS[name](value)
