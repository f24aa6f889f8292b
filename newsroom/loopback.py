"""Small HTTP servers on loopback, one thread per connection, for the press and the receivers."""

from __future__ import annotations

import socket
import socketserver
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from core.clock import utc_now
from newsroom.faults import Answer

IDLE_LIMIT_S = 30.0
BODY_LIMIT = 10_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request as it arrived; header names are in lower case, `at` is UTC."""

    method: str
    url: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    at: datetime


Respond = Callable[[Request], Answer]
"""Runs in the connection's own thread and may block."""


class LoopbackServer(ThreadingHTTPServer):
    """Serves one loopback address on a free port, or the one given, from start() to stop()."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, respond: Respond, address: str = "127.0.0.1", port: int = 0) -> None:
        super().__init__((address, port), _Connection)
        self.respond = respond
        self.stopping = threading.Event()
        self._open: set[socket.socket] = set()
        self._loop: threading.Thread | None = None

    @property
    def authority(self) -> str:
        """Return "127.0.0.1:PORT"."""
        return f"{self.server_address[0]!s}:{self.server_port}"

    def server_bind(self) -> None:
        """Bind without asking the name service who 127.0.0.2 is, which can take seconds."""
        socketserver.TCPServer.server_bind(self)
        host, port = self.server_address[:2]
        self.server_name, self.server_port = str(host), int(port)

    def start(self) -> None:
        """Accept connections, anew after a pause()."""
        self._loop = threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True)
        self._loop.start()

    def pause(self) -> None:
        """Stop accepting; the port stays open and the system's backlog fills."""
        self.shutdown()
        if self._loop is not None:
            self._loop.join()

    def stop(self) -> None:
        self.stopping.set()
        self.pause()
        self.server_close()
        for connection in tuple(self._open):
            _cut(connection)

    def get_request(self) -> tuple[socket.socket, tuple[str, int]]:
        connection, address = super().get_request()
        self._open.add(connection)
        return connection, address

    def shutdown_request(self, request: socket.socket | tuple[bytes, socket.socket]) -> None:
        assert isinstance(request, socket.socket)
        self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: object, client_address: object) -> None:
        """Leave clients that went away unmentioned: here they are killed on purpose."""
        if not isinstance(sys.exc_info()[1], ConnectionError | TimeoutError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Connection(BaseHTTPRequestHandler):
    server: LoopbackServer
    protocol_version = "HTTP/1.1"
    timeout = IDLE_LIMIT_S
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        self._send(self.server.respond(self._request()))

    do_HEAD = do_POST = do_GET

    def log_message(self, format: str, *args: object) -> None:
        """Keep standard error clean."""

    def version_string(self) -> str:
        return "newsroom"

    def _request(self) -> Request:
        size = min(int(self.headers.get("Content-Length") or 0), BODY_LIMIT)
        return Request(
            method=self.command,
            url=f"http://{self.server.authority}{self.path}",
            path=self.path,
            headers={name.lower(): value for name, value in self.headers.items()},
            body=self.rfile.read(size),
            at=utc_now(),
        )

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.status not in (204, 304):
            self.send_header("Content-Length", str(answer.length))
        self.end_headers()
        if self.command != "HEAD" and answer.status not in (204, 304):
            self._send_body(answer)

    def _send_body(self, answer: Answer) -> None:
        if answer.cut_after is not None:
            self.wfile.write(answer.body[: answer.cut_after])
            self.close_connection = True
        elif answer.pause_s:
            self._drip(answer)
        else:
            for _ in range(answer.repeat):
                self.wfile.write(answer.body)

    def _drip(self, answer: Answer) -> None:
        end = time.monotonic() + IDLE_LIMIT_S
        for byte in answer.body:
            if self.server.stopping.wait(answer.pause_s) or time.monotonic() > end:
                self.close_connection = True
                return
            self.wfile.write(bytes((byte,)))


def _cut(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # the other side was quicker
