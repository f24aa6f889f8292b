"""POSTs over requests: checked address, no redirect, no environment, one deadline for it all."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from http.client import BadStatusLine, RemoteDisconnected
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from alerts.channels.deadline import Deadline
from core.printable import one_line

ANSWER_BYTES = 20_000
"""As much of an answer is read; the rest is left unread and the connection closed."""

IDLE_S = 5.0

Dial = Callable[[str, int], socket.socket]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a receiver answered; `body` is its beginning."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class PostFailed(Exception):
    """No answer came; the message says why, without the URL, which may hold a secret."""


class Line:
    """A way to one receiver that may be used several times, by one attempt after another.

    Whose address was checked when it was opened may be kept: what it leads to can't change.
    """

    def __init__(self) -> None:
        self._session = requests.Session()
        self._session.trust_env = False
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, _DiallingAdapter(self._open))
        self._dial: Dial | None = None
        self._kept: socket.socket | None = None

    def post(
        self, url: str, body: bytes, headers: Mapping[str, str], deadline: Deadline, dial: Dial
    ) -> Answer:
        """Send `body` with these headers only and return whatever is answered. Raises PostFailed.

        On a kept connection that the receiver gave up meanwhile it is sent anew on another.
        """
        self._dial = dial
        kept = self._kept
        if kept is not None:
            deadline.watch(kept)
        try:
            return self._post(url, body, headers, deadline)
        except (requests.RequestException, HTTPError, OSError) as error:
            self.close()
            if kept is not None and _was_given_up(error) and not deadline.over:
                return self.post(url, body, headers, deadline, dial)
            raise PostFailed("no answer in time" if deadline.over else _reason(error)) from error

    def close(self) -> None:
        self._session.close()
        if self._kept is not None:
            self._kept.close()
            self._kept = None

    def _post(
        self, url: str, body: bytes, headers: Mapping[str, str], deadline: Deadline
    ) -> Answer:
        request = requests.Request("POST", url, data=body, headers={"Accept": "*/*", **headers})
        response = self._session.send(
            request.prepare(), timeout=deadline.left(), allow_redirects=False, stream=True
        )
        with response:
            answer = Answer(
                status=response.status_code,
                headers=response.headers,
                body=_beginning(response),
            )
        if len(answer.body) >= ANSWER_BYTES or deadline.over:
            self.close()
        return answer

    def _open(self, host: str, port: int) -> socket.socket:
        """Connect, and keep a duplicate by which later attempts can be cut off."""
        assert self._dial is not None
        connected = self._dial(host, port)
        if self._kept is not None:
            self._kept.close()
        self._kept = connected.dup()
        return connected


class Lines:
    """The lines to one receiver: lent to one attempt each, closed when idle for five seconds."""

    def __init__(self) -> None:
        self._changed = threading.Lock()
        self._idle: list[tuple[float, Line]] = []
        self._sweeping = False
        self._closed = False

    @contextlib.contextmanager
    def borrow(self) -> Iterator[Line]:
        with self._changed:
            line = self._idle.pop()[1] if self._idle else Line()
        try:
            yield line
        except PostFailed:
            line.close()
            raise
        self._give_back(line)

    def close(self) -> None:
        with self._changed:
            self._closed = True
        self._sweep()

    def _give_back(self, line: Line) -> None:
        with self._changed:
            if self._closed:
                line.close()
                return
            self._idle.append((time.monotonic() + IDLE_S, line))
            if self._sweeping:
                return
            self._sweep_later()

    def _sweep(self) -> None:
        """Close what nobody used; alerts are rare, and an open line is of no use until the next."""
        with self._changed:
            now = float("inf") if self._closed else time.monotonic()
            late = [line for end, line in self._idle if end <= now]
            self._idle = [(end, line) for end, line in self._idle if end > now]
            self._sweeping = False
            if self._idle:
                self._sweep_later()
        for line in late:
            line.close()

    def _sweep_later(self) -> None:
        """Without a thread for it, whatever is given back next tries anew."""
        timer = threading.Timer(IDLE_S, self._sweep)
        timer.daemon, timer.name = True, "idle lines"
        with contextlib.suppress(RuntimeError):
            timer.start()
            self._sweeping = True


def post(
    url: str, body: bytes, headers: Mapping[str, str], deadline: Deadline, dial: Dial
) -> Answer:
    """Send `body` over a line of its own and return whatever is answered. Raises PostFailed."""
    with contextlib.closing(Line()) as line:
        return line.post(url, body, {"Connection": "close", **headers}, deadline, dial)


def _was_given_up(error: Exception) -> bool:
    """Tell whether a connection broke before any answer came."""
    root: BaseException = error
    while inner := root.__cause__ or root.__context__:
        root = inner
    return isinstance(root, ConnectionError | RemoteDisconnected | ssl.SSLEOFError)


def reach(url: str, dial: Dial) -> None:
    """Connect, with TLS where the URL says so, and hang up. Raises PostFailed."""
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    host = str(parts.hostname)
    try:
        with dial(host, parts.port or (443 if secure else 80)) as plain:
            if secure:
                ssl.create_default_context().wrap_socket(plain, server_hostname=host).close()
    except (OSError, HTTPError) as error:
        raise PostFailed(_reason(error)) from error


def _beginning(response: requests.Response) -> bytes:
    """Read what comes; the status stands, even if the rest of the answer is cut off."""
    with contextlib.suppress(HTTPError, OSError):
        return bytes(response.raw.read(ANSWER_BYTES, decode_content=False))
    return b""


def _reason(error: BaseException) -> str:
    if isinstance(error, requests.exceptions.InvalidURL):
        return "its URL can't be used"
    root = error
    while inner := root.__cause__ or (None if root.__suppress_context__ else root.__context__):
        root = inner
    if isinstance(root, TimeoutError):
        return "no answer in time"
    if isinstance(root, ssl.SSLCertVerificationError):
        return f"its TLS certificate is not valid: {root.verify_message}"
    if isinstance(root, ssl.SSLError):
        return f"TLS failed: {root.reason or root}"
    if type(root) is BadStatusLine:  # its subclass is a connection that was closed
        return "what it answers is no HTTP"
    said = (isinstance(root, OSError) and root.strerror) or str(root) or type(root).__name__
    return one_line(said)


class _Dialled(HTTPConnection):
    """Opens its connection through `dial`, which checks the address."""

    def __init__(self, *args: Any, dial: Dial, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._dial = dial

    def _new_conn(self) -> socket.socket:
        return self._dial(self._dns_host, self.port)


class _DialledTls(_Dialled, HTTPSConnection):
    """The same below TLS; the certificate is checked against the host's name."""


class _DiallingAdapter(HTTPAdapter):
    def __init__(self, dial: Dial) -> None:
        self._dial = dial
        super().__init__(pool_connections=1, pool_maxsize=1)

    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> Any:
        pool: Any = super().get_connection_with_tls_context(*args, **kwargs)
        connection = _DialledTls if pool.scheme == "https" else _Dialled
        pool.ConnectionCls = partial(connection, dial=self._dial)
        return pool
