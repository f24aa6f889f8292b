"""Brings a database to the schema of this program. Called by open_database only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from core.errors import StoreError, StoreOutdated
from store.locks import lock_name
from store.schema import metadata

FOLDER = Path(__file__).parent / "migrations"
VERSIONS = "balagh_version"
"""Where a database keeps its revision: a name that no neighbour in the same database uses."""


def migrate(engine: Engine, url: str) -> None:
    """Bring the database to the newest revision; one that is there is only looked at.

    Raises StoreOutdated for a revision that this program doesn't know, StoreError for a database
    of another program, SQLAlchemyError for what the database refuses.
    """
    scripts = ScriptDirectory(str(FOLDER))
    newest = scripts.get_current_head()
    with engine.execution_options(reading=True).begin() as conn:
        if _revision(conn, url) == newest:
            return
    with engine.connect() as conn, _without_foreign_keys(conn), conn.begin():
        lock_name(conn, "migrate")
        found = _revision(conn, url)
        if found is not None and found not in {s.revision for s in scripts.walk_revisions()}:
            problem = f"its schema ({found}) is newer than this program's ({newest}); update Balagh"
            raise StoreOutdated(url, problem)
        command.upgrade(_config(conn), "head")


def _revision(conn: Connection, url: str) -> str | None:
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


@contextmanager
def _without_foreign_keys(conn: Connection) -> Iterator[None]:
    """On SQLite, altering a table copies it; with the keys on, its children would be deleted."""
    raw = conn.connection.driver_connection
    if conn.dialect.name != "sqlite" or raw is None:
        yield
        return
    raw.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        raw.execute("PRAGMA foreign_keys = ON")


def _config(conn: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes.update(connection=conn, version_table=VERSIONS)
    return config
