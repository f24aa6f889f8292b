"""Brings a database to the schema of this program. Called by open_database only."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from core.errors import StoreError, StoreOutdated
from store.locks import lock_name
from store.schema import metadata

FOLDER = Path(__file__).parent / "migrations"
CONFIG = FOLDER / "alembic.ini"
STORE_URL = "BALAGH_STORE_URL"
"""The variable that tells store/migrations/env.py which database to upgrade."""

REVISIONS = sorted(path.name[1:5] for path in FOLDER.glob("versions/v*.py"))
NEWEST = REVISIONS[-1]

VERSIONS = "balagh_version"
"""Where a database keeps its revision: a name that no neighbour in the same database uses."""

_version = sa.Column("version_num", sa.String(32), nullable=False)
_versions = sa.Table(
    VERSIONS, sa.MetaData(), _version, sa.PrimaryKeyConstraint(_version, name=f"{VERSIONS}_pkc")
)


def migrate(engine: Engine, url: str) -> None:
    """Make the tables of an empty database; bring an earlier schema to the newest revision.

    Raises StoreOutdated for a revision that this program doesn't know, StoreError for a database
    of another program or one that can't be upgraded, SQLAlchemyError for what the database refuses.
    """
    with engine.execution_options(reading=True).begin() as conn:
        found = _revision(conn, url)
    if found is None:
        found = _create(engine, url)
    if found not in REVISIONS:
        problem = f"its schema ({found}) is newer than this program's ({NEWEST}); update Balagh"
        raise StoreOutdated(url, problem)
    if found != NEWEST:
        _upgrade(engine, url)


def _revision(conn: Connection, url: str) -> str | None:
    """Return the database's revision, None for an empty one.

    Raises StoreError where tables stand that another program made.
    """
    tables = set(sa.inspect(conn).get_table_names())
    if VERSIONS in tables:
        return conn.scalar(sa.select(_version))
    foreign = tables if conn.dialect.name == "sqlite" else tables & set(metadata.tables)
    if foreign:
        problem = f"it belongs to another program (it has a table {min(foreign)!r})"
        raise StoreError(url, f"{problem}; name another database in store.url")
    return None


def _create(engine: Engine, url: str) -> str:
    """Make all tables as they are now; return the revision that another made meanwhile, or ours."""
    with engine.begin() as conn:
        lock_name(conn, "migrate")
        found = _revision(conn, url)
        if found is not None:
            return found
        _versions.create(conn, checkfirst=True)
        metadata.create_all(conn)
        conn.execute(sa.insert(_versions).values(version_num=NEWEST))
    return NEWEST


def _upgrade(engine: Engine, url: str) -> None:
    """Run Alembic, in a process of its own: loaded here, it would stay in a daemon's memory."""
    address = engine.url
    if address.get_backend_name() == "sqlite":
        address = address.set(database=str(Path(str(address.database)).absolute()))
    command = [sys.executable, "-m", "alembic", "--config", str(CONFIG), "upgrade", "head"]
    done = subprocess.run(
        command,
        env=os.environ | {STORE_URL: address.render_as_string(hide_password=False)},
        capture_output=True,
        check=False,
        text=True,
    )
    if done.returncode:
        said = done.stderr.strip().rpartition("\n")[2]
        raise StoreError(url, f"its schema can't be upgraded to {NEWEST}: {said}")
