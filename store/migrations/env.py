"""Alembic's entry: runs the revisions in one transaction, alone on the database.

What can't be done is said in one line, which is the process's last.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from alembic import context
from sqlalchemy import Connection, make_url
from sqlalchemy.exc import SQLAlchemyError

from store.database import make_engine
from store.locks import lock_name
from store.migrate import STORE_URL, VERSIONS
from store.problems import explain


@contextmanager
def without_foreign_keys(conn: Connection) -> Iterator[None]:
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


def upgrade() -> None:
    engine = make_engine(make_url(os.environ[STORE_URL]))
    with engine.connect() as conn, without_foreign_keys(conn), conn.begin():
        lock_name(conn, "migrate")
        context.configure(connection=conn, version_table=VERSIONS, render_as_batch=True)
        context.run_migrations()
    engine.dispose()


try:
    upgrade()
except SQLAlchemyError as error:
    sys.exit(explain(error))
