"""Serves the application until SIGTERM or Ctrl-C."""

from __future__ import annotations

import logging
import socket

import uvicorn
from fastapi import FastAPI

from core.errors import UsageError
from core.settings import DashboardSettings

logger = logging.getLogger("balagh.dashboard")

GRACE_S = 2
"""What is being answered may go on so long; open pages that listen are cut off."""


class _Server(uvicorn.Server):
    """Says where it is reached once it is."""

    def __init__(self, config: uvicorn.Config, greeting: str) -> None:
        super().__init__(config)
        self._greeting = greeting

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        logger.info("%s", self._greeting)


def serve(app: FastAPI, settings: DashboardSettings) -> None:
    """Serve at `dashboard.listen`. Raises UsageError where the address can't be taken."""
    config = uvicorn.Config(
        app,
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=GRACE_S,
        limit_concurrency=200,
    )
    with listening_socket(settings) as sock:
        _Server(config, f"http://{settings.listen}/").run(sockets=[sock])


def listening_socket(settings: DashboardSettings) -> socket.socket:
    """Return the socket of `dashboard.listen`. Raises UsageError where it can't be had.

    What it accepts sends at once: an answer is written in two pieces, and the second would wait
    40 ms for the first to be acknowledged (Nagle's algorithm against delayed ACKs). asyncio sees
    to that by itself only for sockets that were made with their protocol's number.
    """
    host, port = settings.address
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family)
    except OSError as error:
        problem = f"it can't be listened on ({error.strerror}); is another dashboard running there?"
        raise UsageError(f"dashboard.listen {settings.listen}: {problem}") from None
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening
