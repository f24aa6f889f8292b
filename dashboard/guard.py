"""What stands before every request: host, origin, size and access; and what goes on every answer.

A page of another site can't make this one's visitor do something (CSRF): requests that change
something must come from here, as the browser itself says (Sec-Fetch-Site, or Origin). A host name
that is not ours (DNS rebinding) is refused.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import cookie_parser
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.settings import DashboardSettings
from dashboard.access import Access, is_loopback
from dashboard.problems import problem_response

SESSION_COOKIE = "balagh_session"
SAFE = ("GET", "HEAD", "OPTIONS")
LOOPBACK_NAMES = ("localhost", "127.0.0.1", "[::1]")
LARGEST_BODY = 1_000_000
"""The longest text that anybody judges has a tenth of it."""

TOO_LARGE = f"a request has at most {LARGEST_BODY} bytes"

OPEN_PATHS = ("/static/", "/healthz", "/readyz", "/sign-in", "/said/")
"""What needs no password: it tells nothing, or carries a signature of its own."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def own_hosts(settings: DashboardSettings) -> frozenset[str]:
    """Return the Host headers under which the face is reached, in lower case."""
    host, port = settings.address
    written = f"[{host}]" if ":" in host else host
    names = {written, *LOOPBACK_NAMES} if is_loopback(host) else {written}
    found = {f"{name}:{port}" for name in names} | (names if port == 80 else set())
    if settings.url:
        found.add(urlsplit(settings.url).netloc)
    return frozenset(name.lower() for name in found)


@dataclass(frozen=True, slots=True)
class _Refusal(Exception):
    status: int
    detail: str


class Guard:
    """The outermost layer of the application.

    Leaves in `request.state.voice` who speaks: "web", or "api:NAME" of a token.
    """

    def __init__(self, app: ASGIApp, access: Access, hosts: Collection[str]) -> None:
        self._app = app
        self._access = access
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        response = self._look_at(scope)
        dressed = _dressing(send)
        if response is not None:
            await response(scope, receive, dressed)
        else:
            await self._app(scope, _bounded(receive), dressed)

    def _look_at(self, scope: Scope) -> Response | None:
        """Return the answer to a request that goes no further."""
        headers = Headers(scope=scope)
        try:
            self._check(scope, headers)
            voice = self._voice(headers)
        except _Refusal as refused:
            return problem_response(refused.status, refused.detail)
        scope.setdefault("state", {})["voice"] = voice
        path = scope["path"]
        if voice is not None or path.startswith(OPEN_PATHS):
            return None
        return _ask_to_sign_in(scope, path)

    def _check(self, scope: Scope, headers: Headers) -> None:
        host = headers.get("host", "").lower()
        if host not in self._hosts:
            raise _Refusal(421, "this host name is not ours: set dashboard.url to the right one")
        if scope["method"] not in SAFE and not _is_ours(headers, host):
            raise _Refusal(403, "this request comes from another site")
        size = headers.get("content-length", "0")
        if not size.isdecimal() or int(size) > LARGEST_BODY:
            raise _Refusal(413, TOO_LARGE)

    def _voice(self, headers: Headers) -> str | None:
        """Return who speaks; None for somebody who has to sign in first."""
        scheme, _, token = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            name = self._access.name_of_token(token.strip())
            if name is None:
                raise _Refusal(401, "no such token: scrapy dashboard token NAME makes one")
            return f"api:{name}"
        if self._access.password is None or self._access.is_session(_session(headers)):
            return "web"
        return None


def _is_ours(headers: Mapping[str, str], host: str) -> bool:
    """Programs send neither header; they are kept out by their missing cookie."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc.lower() == host


def _session(headers: Headers) -> str:
    """Cookies of other ports come along, which the standard library's parser gives up on."""
    return cookie_parser(headers.get("cookie", "")).get(SESSION_COOKIE, "")


def _ask_to_sign_in(scope: Scope, path: str) -> Response:
    if path.startswith(("/api/", "/metrics")) or scope["method"] not in SAFE:
        response = problem_response(401, "a token is needed: scrapy dashboard token NAME makes one")
        response.headers["WWW-Authenticate"] = "Bearer"
        return response
    query = scope["query_string"].decode("latin-1")
    here = quote(f"{path}?{query}" if query else path, safe="")
    return RedirectResponse(f"/sign-in?next={here}", status_code=303)


def _dressing(send: Send) -> Send:
    async def dressed(message: Message) -> None:
        if message["type"] == "http.response.start":
            dress(MutableHeaders(scope=message))
        await send(message)

    return dressed


def dress(headers: MutableHeaders) -> None:
    """Put on an answer what every one of them carries."""
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    headers.setdefault("Cache-Control", "private, no-cache")


def _bounded(receive: Receive) -> Receive:
    """Refuse a body that goes on for longer than any may; it did not say how long it is."""
    size = 0

    async def bounded() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > LARGEST_BODY:
            raise HTTPException(413, TOO_LARGE)
        return message

    return bounded
