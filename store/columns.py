"""The columns of store/schema.py, alike on both databases."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from store.types import Words


def text(name: str, *rules: sa.schema.SchemaItem, default: str | None = None) -> sa.Column[str]:
    return sa.Column(name, Words, *rules, nullable=False, server_default=default)


def needed(
    name: str, kind: Any, *rules: sa.schema.SchemaItem, server_default: Any = None
) -> sa.Column[Any]:
    return sa.Column(name, kind, *rules, nullable=False, server_default=server_default)


def optional(name: str, kind: Any, *rules: sa.schema.SchemaItem) -> sa.Column[Any]:
    return sa.Column(name, kind, *rules, nullable=True)


def where(condition: str) -> dict[str, Any]:
    """Make an index partial, on both databases."""
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}
