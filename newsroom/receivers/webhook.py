"""A webhook receiver on loopback that verifies, records, and fails on demand."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from standardwebhooks import Webhook, WebhookVerificationError

from newsroom.faults import HOLD_LIMIT_S, Answer, Fault, Faults, Hold
from newsroom.loopback import LoopbackServer, Request
from newsroom.waiting import Record

BACKLOG_LIMIT = 64
ACCEPTED = Answer(status=200, headers={"Content-Type": "text/plain"}, body=b"accepted\n")
REFUSED = Answer(status=401, headers={"Content-Type": "text/plain"}, body=b"bad signature\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """One request: `payload` is the parsed body (None if it is no JSON object), `arrived` UTC.

    `verified` is the verdict of the standardwebhooks library, with the real clock.
    """

    webhook_id: str | None
    payload: dict[str, Any] | None
    verified: bool
    arrived: datetime
    headers: Mapping[str, str]
    body: bytes


class WebhookReceiver:
    """Takes webhooks at `url` and answers 200; a context manager.

    `secret` is the subscriber's "whsec_…". Requests are recorded on arrival, before any hold.
    A request that doesn't verify is recorded and answered 401.
    """

    def __init__(self, secret: str) -> None:
        self._webhook = Webhook(secret)
        self._faults = Faults()
        self._record: Record[Received] = Record()
        self._before_answer: Callable[[Received], None] | None = None
        self._server = LoopbackServer(self._respond)
        self._stopped_up: BlockedPort | None = None

    @property
    def authority(self) -> str:
        """Return "127.0.0.1:PORT", as `webhook.allow_private` wants it."""
        return self._server.authority

    @property
    def url(self) -> str:
        return f"http://{self.authority}/hooks/balagh"

    @property
    def received(self) -> tuple[Received, ...]:
        return self._record.all()

    @property
    def ids(self) -> tuple[str | None, ...]:
        """Return the webhook-ids in order of arrival, repeated ones too."""
        return tuple(item.webhook_id for item in self.received)

    def wait_for(
        self, n: int, timeout: float, only: Callable[[Received], bool] = lambda _: True
    ) -> tuple[Received, ...]:
        """Return the requests once there are `n`; raises TimeoutError after `timeout` seconds."""
        return self._record.wait_for(n, timeout, only)

    def hold(self) -> Hold:
        """Hold every answer until it is released."""
        return self._faults.hold("*")

    def before_answer(self, callback: Callable[[Received], None] | None) -> None:
        """Run this just before each answer is sent, after any hold."""
        self._before_answer = callback

    def answer(self, fault: Fault, times: int | None = None) -> None:
        """Bend so many answers (None: all until heal()), in order; see newsroom.faults."""
        self._faults.add("*", fault, times)

    def heal(self) -> None:
        self._faults.heal("*")

    def hold_connections(self) -> BlockedPort:
        """Let nobody connect until the returned block is released: connects hang."""
        self._stopped_up = BlockedPort(self._server)
        return self._stopped_up

    def __enter__(self) -> WebhookReceiver:
        self._server.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._faults.release_all()
        if self._stopped_up is not None:
            self._stopped_up.release()
        self._server.stop()

    def _respond(self, request: Request) -> Answer:
        received = self._read(request)
        self._record.add(received)
        self._faults.meet(request.url)
        if self._before_answer is not None:
            self._before_answer(received)
        return self._faults.bend(request.url, ACCEPTED if received.verified else REFUSED)

    def _read(self, request: Request) -> Received:
        return Received(
            webhook_id=request.headers.get("webhook-id"),
            payload=_json_object(request.body),
            verified=self._verified(request),
            arrived=request.at,
            headers=request.headers,
            body=request.body,
        )

    def _verified(self, request: Request) -> bool:
        try:
            self._webhook.verify(request.body, dict(request.headers))
        except (WebhookVerificationError, ValueError):
            return False
        return True


class BlockedPort:
    """A listening port whose backlog is full, so that further connects hang (Linux)."""

    def __init__(self, server: LoopbackServer) -> None:
        self._server = server
        self._released = False
        self._lock = threading.Lock()
        server.pause()
        server.socket.listen(0)
        self._fillers = _fill(server)
        self._timer = threading.Timer(HOLD_LIMIT_S, self.release)
        self._timer.daemon = True
        self._timer.start()

    def release(self) -> None:
        """Accept again; a connect that hung succeeds with its next try (after 1 to 3 s)."""
        with self._lock:
            if self._released:
                return
            self._released = True
        self._timer.cancel()
        for filler in self._fillers:
            filler.close()
        self._server.socket.listen(self._server.request_queue_size)
        self._server.start()

    def __enter__(self) -> BlockedPort:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


def _fill(server: LoopbackServer) -> list[socket.socket]:
    """Connect until a connect hangs."""
    fillers = []
    for _ in range(BACKLOG_LIMIT):
        filler = socket.socket()
        fillers.append(filler)
        filler.settimeout(0.2)
        try:
            filler.connect(("127.0.0.1", server.server_port))
        except TimeoutError:
            break
    return fillers


def _json_object(body: bytes) -> dict[str, Any] | None:
    try:
        value = json.loads(body)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None
