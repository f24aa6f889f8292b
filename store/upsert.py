"""INSERT in the ways that both databases have, and SQLAlchemy keeps apart or makes slow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Dialect
from sqlalchemy.dialects import postgresql, sqlite


def insert(conn: Connection, table: sa.Table) -> postgresql.Insert | sqlite.Insert:
    """Return the INSERT with ON CONFLICT of the connection's database."""
    return postgresql.insert(table) if conn.dialect.name == "postgresql" else sqlite.insert(table)


def insert_all(conn: Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that name the same columns, two at the least.

    On SQLite the driver is handed what it binds: SQLAlchemy would take as long to get it ready as
    SQLite to store it.
    """
    if not rows:
        return
    if conn.dialect.name == "postgresql":
        conn.execute(sa.insert(table), rows)
        return
    names = tuple(column.name for column in table.c if column.name in rows[0])
    given = zip(*map(itemgetter(*names), rows), strict=True)
    bound = [
        _bound(table.c[n], conn.dialect, values) for n, values in zip(names, given, strict=True)
    ]
    conn.exec_driver_sql(_statement(table, names, conn.dialect), list(zip(*bound, strict=True)))


@lru_cache
def _statement(table: sa.Table, names: tuple[str, ...], dialect: Dialect) -> str:
    return str(sa.insert(table).compile(dialect=dialect, column_keys=names))


def _bound(column: sa.Column[Any], dialect: Dialect, values: Iterable[Any]) -> Iterable[Any]:
    bind = column.type.bind_processor(dialect)
    return values if bind is None else map(bind, values)
