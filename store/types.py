"""Column types that hold the same values on SQLite and on PostgreSQL."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

_KEY_BYTES = 2000
_SHORT = _KEY_BYTES // 4
_LONE = "\N{REPLACEMENT CHARACTER}"


def clean_text(text: str) -> str:
    """Return `text` without what no database stores: NUL and lone surrogates.

    Each is replaced by one U+FFFD, so that offsets into the text stay right.
    """
    if "\0" in text:
        text = text.replace("\0", _LONE)
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        text = "".join(_LONE if "\ud800" <= c <= "\udfff" else c for c in text)
    return text


def bounded_key(text: str) -> str:
    """Return `text` as a key that an index of either database takes: cleaned, 2,000 bytes at most.

    A longer one keeps its beginning and ends in its digest; PostgreSQL would refuse it.
    """
    text = clean_text(text)
    if len(text) <= _SHORT or len(encoded := text.encode()) <= _KEY_BYTES:
        return text
    return text[:_SHORT] + "#" + hashlib.sha256(encoded).hexdigest()


def dump_json(value: Any) -> str:
    """Write a JSON text that PostgreSQL takes too, which refuses an escaped NUL."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return clean_text(json.dumps(_clean(value), ensure_ascii=False) if "\\u0000" in text else text)


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, dict):
        return {clean_text(name): _clean(item) for name, item in value.items()}
    return [_clean(item) for item in value] if isinstance(value, list) else value


class Words(TypeDecorator[str]):
    """Text of any length, cleaned on its way in."""

    impl = sa.Text
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[str | None], str | None]:
        """Stand in for process_bind_param, which costs two calls more for each value."""
        return _cleaned


def _cleaned(value: str | None) -> str | None:
    if value is None or (value.isascii() and "\0" not in value):
        return value
    return clean_text(value)


class Instant(TypeDecorator[datetime]):
    """An aware datetime, read back as UTC: TIMESTAMPTZ, or a text that sorts by time."""

    impl = sa.Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(postgresql.TIMESTAMP(timezone=True))
        return dialect.type_descriptor(sa.Text())

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any]:
        """Stand in for process_bind_param, which costs two calls more for each value."""
        return _checked if dialect.name == "postgresql" else _written

    def result_processor(
        self, dialect: Dialect, coltype: object
    ) -> Callable[[Any], datetime | None]:
        """Stand in for process_result_value, which costs two calls more for each value."""
        return _stamped if dialect.name == "postgresql" else _read


def _checked(value: datetime | None) -> datetime | None:
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError(f"{value!r} has no time zone")
    return _as_utc(value)


def _written(value: datetime | None) -> str | None:
    if value is not None and value.tzinfo is UTC:
        return _text(value)
    utc = _checked(value)
    return None if utc is None else _text(utc)


def _stamped(value: datetime | None) -> datetime | None:
    return None if value is None else value.astimezone(UTC)


def _read(value: str | None) -> datetime | None:
    """What was written is UTC, and read as such."""
    return None if value is None else datetime.fromisoformat(value)


@lru_cache(maxsize=1_000)
def _text(utc: datetime) -> str:
    """Kept, since the rows of one poll have most of their instants in common.

    Of UTC only: elsewhere the hour that a clock repeats is equal to itself.
    """
    return utc.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def _as_utc(value: datetime) -> datetime:
    """Feeds name the first and the last day of the calendar, which have no UTC everywhere."""
    try:
        return value.astimezone(UTC)
    except OverflowError:
        return value.replace(tzinfo=UTC)


class Json(TypeDecorator[Any]):
    """A JSON value: JSONB, or its text."""

    impl = sa.Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(postgresql.JSONB(none_as_null=True))
        return dialect.type_descriptor(sa.Text())

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        if value is None or dialect.name == "postgresql":
            return value
        return dump_json(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return (
            json.loads(value) if isinstance(value, str) and dialect.name != "postgresql" else value
        )


class Flag(TypeDecorator[bool]):
    """A boolean: STRICT tables of SQLite know integers only."""

    impl = sa.Boolean
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(sa.Boolean())
        return dialect.type_descriptor(sa.Integer())

    def process_result_value(self, value: Any, dialect: Dialect) -> bool | None:
        return None if value is None else bool(value)


Number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Real: sa.Double[float] = sa.Double().with_variant(sa.REAL(), "sqlite")
Bytes = sa.LargeBinary().with_variant(sa.BLOB(), "sqlite")
