"""Locks between processes, one daemon for each database; they end with the process."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from core.errors import StoreError, StoreLocked
from store.problems import explain

CLASS = 0x62616C67
"""Sets our advisory locks on PostgreSQL apart from those of other programs ("balg")."""

_OTHER = "another daemon is working on it; stop that one, or give this one its own store.url"


@contextmanager
def file_lock(path: Path, url: str) -> Iterator[None]:
    """Hold a file's lock. Raises StoreLocked, StoreError where the file can't be made."""
    try:
        file = path.open("ab")
    except OSError as error:
        raise StoreError(url, f"{path} can't be opened: {error.strerror}") from None
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StoreLocked(url, _OTHER) from None
        yield


@contextmanager
def session_lock(engine: Engine, url: str) -> Iterator[None]:
    """Hold an advisory lock in a connection of its own. Raises StoreLocked, StoreError."""
    try:
        conn = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    except SQLAlchemyError as error:
        raise StoreError(url, explain(error)) from error
    with conn:
        if not conn.scalar(sa.select(sa.func.pg_try_advisory_lock(CLASS, 0))):
            raise StoreLocked(url, _OTHER)
        try:
            yield
        finally:
            # A connection that broke has given the lock back already.
            with suppress(SQLAlchemyError):
                conn.scalar(sa.select(sa.func.pg_advisory_unlock(CLASS, 0)))


def lock_name(conn: Connection, name: str) -> None:
    """Let one transaction at a time pass here under this name.

    On SQLite every writing transaction is alone already.
    """
    if conn.dialect.name == "postgresql":
        key = sa.func.hashtext(sa.cast(name, sa.Text))
        conn.execute(sa.select(sa.func.pg_advisory_xact_lock(CLASS, key)))
