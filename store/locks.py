"""Locks between processes, one daemon for each database; they end with the process."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from core.errors import StoreError, StoreLocked
from store.problems import explain

CLASS = 0x62616C67
"""Sets our advisory locks on PostgreSQL apart from those of other programs ("balg")."""

Holding = Callable[[], None]
"""Called now and then by the one who holds the daemon's lock: takes it again where its connection
broke. Raises StoreLocked where another has it now, StoreError where the database is away."""

_OTHER = "another daemon is working on it; stop that one, or give this one its own store.url"


@contextmanager
def file_lock(path: Path, url: str) -> Iterator[Holding]:
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
        yield _always


@contextmanager
def folder_lock(folder: Path, url: str) -> Iterator[None]:
    """Let one opener of a database in this folder pass at a time; the others wait.

    Leaves no file behind. Raises StoreError where the folder can't be read or knows no locks.
    """
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise StoreError(url, f"the folder {folder} can't be read: {error.strerror}") from None
    try:
        _wait_for(descriptor, folder, url)
        yield
    finally:
        os.close(descriptor)


def _wait_for(descriptor: int, folder: Path, url: str) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
    except OSError as error:
        raise StoreError(url, f"the folder {folder} can't be locked: {error.strerror}") from None


@contextmanager
def memory_lock() -> Iterator[Holding]:
    """A database in memory has no second process."""
    yield _always


def _always() -> None:
    """The system keeps a file's lock until the process ends."""


@contextmanager
def session_lock(engine: Engine, url: str) -> Iterator[Holding]:
    """Hold an advisory lock in a connection of its own. Raises StoreLocked, StoreError."""
    lock = _SessionLock(engine, url)
    lock.take()
    try:
        yield lock.hold
    finally:
        lock.give_back()


class _SessionLock:
    """The lock lives as long as its connection: one that breaks has given it back already."""

    def __init__(self, engine: Engine, url: str) -> None:
        self._engine = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._url = url
        self._conn: Connection | None = None

    def take(self) -> None:
        try:
            conn = self._conn = self._engine.connect()
            taken = conn.scalar(sa.select(sa.func.pg_try_advisory_lock(CLASS, 0)))
        except SQLAlchemyError as error:
            self._close()
            raise StoreError(self._url, explain(error)) from error
        if not taken:
            self._close()
            raise StoreLocked(self._url, _OTHER)

    def hold(self) -> None:
        if self._conn is not None:
            try:
                self._conn.scalar(sa.select(1))
                return
            except SQLAlchemyError:
                self._close()
        self.take()

    def give_back(self) -> None:
        if self._conn is not None:
            with suppress(SQLAlchemyError):
                self._conn.scalar(sa.select(sa.func.pg_advisory_unlock(CLASS, 0)))
            self._close()

    def _close(self) -> None:
        if self._conn is not None:
            self._conn.close()
            self._conn = None


_LOCK = f"SELECT pg_advisory_xact_lock({CLASS}, hashtext(%s))"


def lock_name(conn: Connection, name: str) -> None:
    """Let one transaction at a time pass here under this name.

    On SQLite every writing transaction is alone already.
    """
    if conn.dialect.name == "postgresql":
        conn.exec_driver_sql(_LOCK, (name,))
