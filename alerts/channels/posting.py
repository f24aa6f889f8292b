"""One POST over requests: checked address, no redirect, no environment, one deadline for it all."""

from __future__ import annotations

import contextlib
import socket
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from alerts.channels.deadline import Deadline

ANSWER_BYTES = 20_000
"""As much of an answer is read; the rest is left unread and the connection closed."""

Dial = Callable[[str, int], socket.socket]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a receiver answered; `body` is its beginning."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class PostFailed(Exception):
    """No answer came; the message says why, without the URL, which may hold a secret."""


def post(
    url: str, body: bytes, headers: Mapping[str, str], deadline: Deadline, dial: Dial
) -> Answer:
    """Send `body` and return whatever is answered. Raises PostFailed.

    The connection is opened anew for each POST: alerts are rare, and a kept one may be dead.
    """
    with requests.Session() as session:
        session.trust_env = False
        for scheme in ("http://", "https://"):
            session.mount(scheme, _DiallingAdapter(dial))
        try:
            response = session.post(
                url,
                data=body,
                headers={"Connection": "close", "Accept-Encoding": "identity", **headers},
                timeout=deadline.left(),
                allow_redirects=False,
                stream=True,
            )
        except (requests.RequestException, HTTPError, OSError) as error:
            raise PostFailed("no answer in time" if deadline.over else _reason(error)) from error
        with response:
            return Answer(
                status=response.status_code,
                headers=response.headers,
                body=_beginning(response),
            )


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
    return (isinstance(root, OSError) and root.strerror) or str(root) or type(root).__name__


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
