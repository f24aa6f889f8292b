"""Says in one line, without a secret, what a database refused and what to do about it."""

from __future__ import annotations

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError, DataError, DBAPIError, IntegrityError, StatementError

from core.errors import StoreError

_DRIVERS = ("sqlite", "sqlite+pysqlite", "postgresql", "postgresql+psycopg")

_ADVICE = {
    "database is locked": "another process is writing and does not end; wait or stop it",
    "lock timeout": "another process holds a lock and does not end; wait or stop it",
    "file is not a database": "this is no SQLite database; name another file in store.url",
    "malformed": "the file is damaged; restore a copy or name another file in store.url",
    "unable to open": "the file can't be opened or created; check the folder and its rights",
    "readonly database": "the file or its folder can't be written; check their rights",
    "read-only": "this is a reading transaction",
    "is full": "the disk is full; make room",
    "No space left": "the disk is full; make room",
    "Connection refused": "no server answers there; start it or correct store.url",
    "password authentication": "the server refuses the user or the password in store.url",
}


def parse_url(text: str) -> URL:
    """Read a database URL.

    Raises StoreError, which shows no more of a URL that can't be read than its scheme.
    """
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        url = None
    if url is None or url.drivername not in _DRIVERS:
        problem = 'store.url starts with "sqlite:///" or "postgresql://"'
        raise StoreError(f"{text.partition(':')[0]}:…", f"this is no database URL; {problem}")
    return url


def shown(url: URL) -> str:
    """Return the URL for a message: without the password, and without the query, where one fits."""
    return url.set(query={}).render_as_string(hide_password=True)


def is_refusal(error: Exception) -> bool:
    """Tell what is wrong with the data from a database that is locked, full or away.

    A plain StatementError is a value that never reached the database.
    """
    return isinstance(error, IntegrityError | DataError) or type(error) is StatementError


def explain(error: Exception) -> str:
    """Return one line: what the database said, and what to do where that is known."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    said = " ".join(str(cause).split())[:300] or type(cause).__name__
    advice = next((text for sign, text in _ADVICE.items() if sign in said), None)
    return f"{said} ({advice})" if advice else said
