"""Opens the database: connections, transactions, and the lock that keeps a second daemon out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import URL, Connection, Engine, ExceptionContext, StaticPool, event
from sqlalchemy.exc import SQLAlchemyError

from core.errors import StoreError, StoreRefused
from store.locks import Holding, file_lock, folder_lock, memory_lock, session_lock
from store.migrate import migrate
from store.problems import explain, is_refusal, parse_url, shown
from store.types import dump_json

__all__ = ["Connection", "Database", "open_database"]

_READING = "query_only"

PATIENCE_S = 10
"""How long a writer waits for another; `?timeout=` (SQLite) or `?options=` in the URL say else."""


class Database:
    """An open database, of the schema that this program knows. Threads may share it."""

    def __init__(self, engine: Engine, url: str) -> None:
        self.url = url
        self._writing = engine
        reading: dict[str, Any] = {"reading": True}
        if engine.dialect.name == "postgresql":
            reading |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        self._reading = engine.execution_options(**reading)

    @property
    def folder(self) -> Path | None:
        """Where a SQLite file stands; None for other databases."""
        path = sqlite_path(self._writing.url)
        return path.parent if path else None

    def begin(self) -> AbstractContextManager[Connection]:
        """Return a writing transaction: committed at its end, rolled back on an exception.

        On SQLite there is one at a time, from its first line on. Raises StoreError, which is a
        StoreRefused where the database is well and what was written is not.
        """
        return self._transaction(self._writing)

    def read(self) -> AbstractContextManager[Connection]:
        """Return a reading transaction, which sees one moment and refuses to write.

        Raises StoreError.
        """
        return self._transaction(self._reading)

    @contextmanager
    def _transaction(self, engine: Engine) -> Iterator[Connection]:
        try:
            with engine.begin() as conn:
                yield conn
        except SQLAlchemyError as error:
            raised = StoreRefused if is_refusal(error) else StoreError
            raise raised(self.url, explain(error)) from error

    def hold_daemon_lock(self) -> AbstractContextManager[Holding]:
        """Keep every other daemon off this database until the context ends or the process dies.

        What is yielded is to be called now and then: it takes a lock again that was lost with its
        connection. Raises StoreLocked.
        """
        path = sqlite_path(self._writing.url)
        if path is not None:
            return file_lock(path.with_name(path.name + ".lock"), self.url)
        if self._writing.dialect.name == "postgresql":
            return session_lock(self._writing, self.url)
        return memory_lock()

    def close(self) -> None:
        """Close the idle connections. May be called twice."""
        self._writing.dispose()


def open_database(url: str) -> Database:
    """Open the database of `store.url`, created or brought to the present schema where needed.

    "sqlite://" alone is a database in memory, which ends with the object and serves one thread
    at a time. Raises StoreError, and StoreOutdated where the schema is newer than the program.
    """
    parsed = parse_url(url)
    name = shown(parsed)
    make_folder(parsed, name)
    engine = make_engine(parsed)
    try:
        _connect_first(engine, name)
        migrate(engine, name)
    except SQLAlchemyError as error:
        engine.dispose()
        raise StoreError(name, explain(error)) from error
    except StoreError:
        engine.dispose()
        raise
    return Database(engine, name)


def _connect_first(engine: Engine, name: str) -> None:
    """A SQLite file changes its journal's mode once. Two that do so together are not made to wait
    for each other but refused, however patient they are: they go one by one.
    """
    path = sqlite_path(engine.url)
    with folder_lock(path.parent, name) if path else nullcontext(), engine.connect():
        pass


def sqlite_path(url: URL) -> Path | None:
    """Return the file of a SQLite database; None in memory and for other databases."""
    on_file = url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:")
    return Path(str(url.database)) if on_file else None


def make_folder(url: URL, name: str) -> None:
    """Create the folder of a SQLite file. Raises StoreError."""
    path = sqlite_path(url)
    if path is None:
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        problem = f"the folder {path.parent} can't be made: {error.strerror}"
        raise StoreError(name, problem) from None


def make_engine(url: URL) -> Engine:
    """Return what opens connections to a database that is as ours are set up; opens none."""
    if url.get_backend_name() == "postgresql":
        return _postgresql_engine(url)
    return _sqlite_engine(url)


def _postgresql_engine(url: URL) -> Engine:
    """Read instants in UTC: another zone could carry the calendar's first day out of it."""
    query = {"connect_timeout": str(PATIENCE_S)} | dict(url.query)
    own = f"-c TimeZone=UTC -c lock_timeout={PATIENCE_S}s"
    query["options"] = f"{own} {query.get('options', '')}".strip()
    return sa.create_engine(url.set(query=query), json_serializer=dump_json, pool_pre_ping=True)


def _sqlite_engine(url: URL) -> Engine:
    """Leave transactions to us: the driver's own begin comes too late to keep two writers apart."""
    arguments: dict[str, Any] = {"isolation_level": None}
    pool: dict[str, Any] = {}
    if "timeout" not in url.query:
        arguments["timeout"] = PATIENCE_S
    if sqlite_path(url) is None:
        arguments["check_same_thread"] = False
        pool["poolclass"] = StaticPool
    engine = sa.create_engine(url, connect_args=arguments, **pool)
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin)
    event.listen(engine, "handle_error", _explain_overflow)
    return engine


def _explain_overflow(context: ExceptionContext) -> SQLAlchemyError | None:
    """The driver's answer to a number of more than 64 bits is not one of its own errors."""
    error = context.original_exception
    return SQLAlchemyError(str(error)) if isinstance(error, OverflowError) else None


def _set_pragmas(connection: Any, _record: object) -> None:
    """FULL: a commit outlives a power cut. What was said to be delivered must not come again."""
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")


def _begin(conn: Connection) -> None:
    """A writer takes its lock at once: two that read first and write later would both be wrong.

    The pragma is set where it has to change only: every statement is prepared anew after it.
    """
    reading = bool(conn.get_execution_options().get("reading"))
    if conn.info.get(_READING) != reading:
        conn.exec_driver_sql(f"PRAGMA query_only = {int(reading)}")
        conn.info[_READING] = reading
    conn.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
