"""Brings a database to the schema of this program, by Alembic.

open_database loads this module by its name, and only where there is something to bring.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from core.errors import StoreOutdated
from store.locks import lock_name
from store.revision import FOLDER, VERSIONS, newest_revision, revision_of


def migrate(engine: Engine, url: str) -> None:
    """Bring the database to the newest revision.

    Raises StoreOutdated for a revision that this program doesn't know, StoreError for a database
    of another program, SQLAlchemyError for what the database refuses.
    """
    scripts = ScriptDirectory(str(FOLDER))
    with engine.connect() as conn, _without_foreign_keys(conn), conn.begin():
        lock_name(conn, "migrate")
        found = revision_of(conn, url)
        if found is not None and found not in {s.revision for s in scripts.walk_revisions()}:
            known = f"newer than this program's ({newest_revision()})"
            problem = f"its schema ({found}) is {known}; update Balagh"
            raise StoreOutdated(url, problem)
        command.upgrade(_config(conn), "head")


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
