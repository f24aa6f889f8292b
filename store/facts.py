"""Reads facts back from the JSON that core.jsonable wrote of them."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from core.events import Facts
from store.schema import reports
from store.types import dump_json

_NAMES = tuple(field.name for field in dataclasses.fields(Facts))
_READERS: dict[str, Callable[[str], object]] = {
    "published": datetime.fromisoformat,
    "arrived": datetime.fromisoformat,
    "date": date.fromisoformat,
    "named_days": date.fromisoformat,
}

REMEMBERED = 1_024
"""Reports of a busy fortnight: every report of these days is compared with them; some 8 MB."""


class _Remembered:
    """The facts of a hash, once they were read."""

    __slots__ = ("facts",)

    def __init__(self) -> None:
        self.facts: Facts | None = None


@lru_cache(maxsize=REMEMBERED)
def _remembered(_hash: str) -> _Remembered:
    return _Remembered()


def hash_of(facts: Any) -> str:
    """Return the hash of facts as JSON: what has the same one says the same, in any database."""
    return hashlib.sha256(dump_json(facts).encode()).hexdigest()[:32]


def read_facts(conn: Connection, stored: Iterable[Sequence[Any]]) -> dict[int, Facts]:
    """Return the facts of reports, given as (id, facts_hash), by their ids.

    They are remembered: most were read for an earlier report, and to fetch them takes longer than
    all else. By the hash and not by the id, since SQLite gives an id again that was rolled back.
    """
    found = {number: _remembered(key) if key else _Remembered() for number, key in stored}
    unread = [number for number, remembered in found.items() if remembered.facts is None]
    if unread:
        query = sa.select(reports.c.id, reports.c.facts).where(reports.c.id.in_(unread))
        for number, facts in conn.execute(query):
            found[number].facts = facts_from_json(facts)
    return {number: one.facts for number, one in found.items() if one.facts is not None}


def facts_from_json(value: Mapping[str, Any]) -> Facts:
    """Return the facts of a stored report; names that this program doesn't know are passed over."""
    # By our own names and not by those of the JSON, which Python would look for letter by letter.
    stated = {name: _read(name, value[name]) for name in _NAMES if name in value}
    return Facts(**stated)


def _read(name: str, value: Any) -> Any:
    read = _READERS.get(name)
    if isinstance(value, list):
        return tuple(map(read, value)) if read else tuple(value)
    return value if value is None or read is None else read(value)
