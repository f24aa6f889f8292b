"""What a process beside the test's own does, for test_processes.py.

It says "ready" before it opens the database, and goes on when it reads a line.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from core.errors import StoreError
from store.alerts import raise_alert
from store.candidates import candidates
from store.database import Connection, Database, open_database
from store.events import lock_watchlist, open_event
from store.feeds import feed_states
from tests.store.samples import (
    LIST,
    NOON,
    add_pending,
    alert,
    claim,
    delivery,
    new_event,
    tell,
)

OPERATIONS = 25


def say(word: str) -> None:
    print(word, flush=True)


def wait() -> None:
    sys.stdin.readline()


def resolve(database: Database) -> None:
    """Be one of several that read the same news."""
    for number in range(OPERATIONS):
        key = f"operation:{number}"
        with database.begin() as conn:
            lock_watchlist(conn, LIST)
            if not candidates(conn, LIST, {key}):
                tell(conn, open_event(conn, LIST, seen=NOON), key, {key})


def take(database: Database) -> None:
    """Claim until nothing is left, and name what was claimed."""
    while taken := claim(database, limit=3):
        for claimed in taken:
            say(str(claimed.id))


def write(conn: Connection) -> None:
    """Leave a trace in every table that a crash could tear apart."""
    add_pending(conn, "a", "b")
    raise_alert(conn, alert(new_event(conn, "k")), [delivery("desk"), delivery("other")])


def hold(database: Database) -> None:
    """Stay in the middle of a writing transaction."""
    with database.begin() as conn:
        lock_watchlist(conn, LIST)
        write(conn)
        say("there")
        wait()


def finish(database: Database) -> None:
    """Stay behind the end of one."""
    with database.begin() as conn:
        write(conn)
    say("there")
    wait()


def guard(database: Database) -> None:
    """Be the daemon."""
    with database.hold_daemon_lock():
        say("there")
        wait()


def look(database: Database) -> None:
    """Be the one that only opens it."""
    with database.read() as conn:
        say(str(len(feed_states(conn))))


def queue(database: Database) -> None:
    """Be one of several that open it, and say when it has to wait for them."""
    look(database)


def tell_waits(event: str, _arguments: object) -> None:
    """Say that this process is about to wait for a lock of the system."""
    if event == "fcntl.flock":
        say("waits")


VERBS: dict[str, Callable[[Database], None]] = {
    verb.__name__: verb for verb in (resolve, take, hold, finish, guard, look, queue)
}


def main(verb: str, url: str) -> int:
    say("ready")
    wait()
    if verb == "queue":
        sys.addaudithook(tell_waits)
    try:
        VERBS[verb](open_database(url))
    except StoreError as error:
        say(f"{type(error).__name__}: {error}")
        return 2
    return 0
