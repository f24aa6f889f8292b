"""A web face over a database, for tests: in the test's own process, or served on loopback."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import uvicorn
from fastapi import FastAPI

from alerts.desk import Desk
from core.clock import Clock
from core.settings import Settings
from dashboard.access import Access
from dashboard.app import create_app
from dashboard.face import Face
from dashboard.overview import Overview
from dashboard.places import load_gazetteer
from dashboard.texts import load_texts
from dashboard.watch import Lookout
from store.database import Database
from tests.matching.readings import matcher

KEY = "a key for tests"
HOST = "127.0.0.1:8765"


def face_app(
    database: Database,
    clock: Clock,
    settings: Settings | None = None,
    access: Access | None = None,
) -> FastAPI:
    """Return the application over a database."""
    chosen = settings or Settings()
    ticks = iter(range(10**9))
    return create_app(
        Face(
            settings=chosen,
            database=database,
            matcher=matcher(),
            desk=Desk(database, chosen.subscriber, {}, clock),
            clock=clock,
            # Every look is a look at the store: a test wants to see what it has just done.
            overview=Overview(database, monotonic=lambda: float(next(ticks))),
            lookout=Lookout(database, monotonic=lambda: 60.0 * next(ticks)),
            access=access or Access(key=KEY),
            gazetteer=load_gazetteer(),
            texts=load_texts(),
        )
    )


def standing_clock(at: datetime) -> Clock:
    return lambda: at


@contextmanager
def served(app: FastAPI, port: int) -> Iterator[str]:
    """Serve on a port of 127.0.0.1 until the block ends; yields the address."""
    started = threading.Event()

    class Server(uvicorn.Server):
        async def startup(self, sockets: object = None) -> None:
            await super().startup(sockets)  # type: ignore[arg-type]
            started.set()

    config = uvicorn.Config(
        app, host="127.0.0.1", port=port, log_config=None, timeout_graceful_shutdown=1
    )
    server = Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    assert started.wait(20)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)
