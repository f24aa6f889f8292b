"""The dead man's switch: an empty POST says that Balagh is well; who misses it raises alarm."""

from __future__ import annotations

import logging
import threading
from datetime import timedelta

from alerts.channels.address import connect, public_or_named, resolve
from alerts.channels.deadline import OpenAttempts
from alerts.channels.posting import PostFailed, post
from core.settings import WebhookSettings

logger = logging.getLogger("balagh.heartbeat")

DEADLINE = timedelta(seconds=10)


class Heartbeat:
    """Pings a URL from a thread of its own, one ping at a time."""

    def __init__(self, url: str, settings: WebhookSettings) -> None:
        self._url = url
        self._check = public_or_named(settings.allow_private)
        self._attempts = OpenAttempts(DEADLINE)
        self._open = threading.Lock()

    def beat(self) -> None:
        """Ping without waiting for it; passed over while the last ping is still open."""
        if not self._open.acquire(blocking=False):
            return
        try:
            threading.Thread(target=self._ping, name="heartbeat", daemon=True).start()
        except RuntimeError as error:
            self._open.release()
            logger.warning("no thread for the sign of life: %s", error)

    def close(self) -> None:
        self._attempts.close()

    def _ping(self) -> None:
        try:
            problem = self._reach()
        except RuntimeError as error:  # no thread to watch the time
            problem = str(error)
        finally:
            self._open.release()
        if problem:
            logger.warning("operator.heartbeat_url was not reached: %s", problem)

    def _reach(self) -> str:
        """Return what is wrong, "" where nothing is."""
        with self._attempts.open() as deadline:
            try:
                answer = post(
                    self._url,
                    b"",
                    {},
                    deadline,
                    lambda host, port: connect(host, port, deadline, self._check, resolve),
                )
            except PostFailed as failure:
                return str(failure)
        return "" if 200 <= answer.status < 300 else f"it answered {answer.status}"
