"""Which schema a database has, and which one this program knows."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import Connection

from core.errors import StoreError
from store.schema import metadata

FOLDER = Path(__file__).parent / "migrations"
VERSIONS = "balagh_version"
"""Where a database keeps its revision: a name that no neighbour in the same database uses."""


@cache
def newest_revision() -> str:
    """Return the revision of the last migration, by the name of its file ("v0015_….py")."""
    return max(path.name[1:5] for path in (FOLDER / "versions").glob("v*.py"))


def revision_of(conn: Connection, url: str) -> str | None:
    """Return the database's revision, None for an empty one.

    Raises StoreError where tables stand that another program made.
    """
    tables = set(sa.inspect(conn).get_table_names())
    if VERSIONS in tables:
        found = conn.scalar(sa.select(sa.column("version_num")).select_from(sa.table(VERSIONS)))
        return None if found is None else str(found)
    foreign = tables if conn.dialect.name == "sqlite" else tables & set(metadata.tables)
    if foreign:
        problem = f"it belongs to another program (it has a table {min(foreign)!r})"
        raise StoreError(url, f"{problem}; name another database in store.url")
    return None
