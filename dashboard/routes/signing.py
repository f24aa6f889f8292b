"""Signing in and out, where a password is set."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from dashboard.access import SESSION_S
from dashboard.face import Behind
from dashboard.guard import SESSION_COOKIE
from dashboard.rendering import render

router = APIRouter()

TRIES = RateLimitItemPerMinute(10, 5)
"""Ten in five minutes from one address, and three times as many from all together."""

ALL_TRIES = RateLimitItemPerMinute(30, 5)


class Turnstile:
    """Counts attempts to sign in; in memory, since a restart forgets nothing worth keeping."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def lets_pass(self, address: str) -> bool:
        own = self._limiter.hit(TRIES, "sign-in", address)
        return own and self._limiter.hit(ALL_TRIES, "sign-in")


@router.get("/sign-in", response_class=HTMLResponse)
def ask(request: Request, next: Annotated[str, Query(max_length=2_000)] = "/") -> HTMLResponse:
    return render(request, "sign-in", next=next, problem="")


@router.post("/sign-in")
def sign_in(
    request: Request,
    face: Behind,
    password: Annotated[str, Form(max_length=1_000)],
    next: Annotated[str, Form(max_length=2_000)] = "/",
) -> Response:
    """Begin a session where the password is right."""
    turnstile: Turnstile = request.app.state.turnstile
    if not turnstile.lets_pass(request.client.host if request.client else ""):
        return render(request, "sign-in", status=429, next=next, problem="too_often")
    if not face.access.is_password(password):
        return render(request, "sign-in", status=403, next=next, problem="wrong_password")
    response = RedirectResponse(_own_path(next), status_code=303)
    response.set_cookie(
        SESSION_COOKIE,
        face.access.new_session(),
        max_age=SESSION_S,
        httponly=True,
        samesite="lax",
        secure=(face.settings.dashboard.url or "").startswith("https:"),
    )
    return response


@router.post("/sign-out")
def sign_out() -> Response:
    response = RedirectResponse("/sign-in", status_code=303)
    response.delete_cookie(SESSION_COOKIE)
    return response


def _own_path(path: str) -> str:
    """Lead nowhere but here: "//other.example" and "/\\other.example" are other sites."""
    own = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if own else "/"
