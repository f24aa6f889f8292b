"""Puts the web face together: pages, forms, API, and what stands before them."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from fastapi.staticfiles import StaticFiles
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from core.errors import StoreError
from dashboard.api import asking, describing, reading
from dashboard.api.answers import PROBLEMS
from dashboard.face import Face
from dashboard.guard import Guard, dress, own_hosts
from dashboard.health import router as health
from dashboard.indexing import Indexing
from dashboard.live import Listeners
from dashboard.live import router as live
from dashboard.problems import problem_response
from dashboard.rendering import STATIC, render
from dashboard.routes import (
    acting,
    deliveries,
    events,
    exports,
    feeds,
    missed,
    said,
    search,
    seeds,
    signing,
    silences,
    trends,
)
from dashboard.routes.signing import Turnstile

logger = logging.getLogger("balagh.dashboard")

PAGES = (
    events, trends, feeds, deliveries, seeds, search, signing, acting, missed, said, silences,
    exports, describing,
)  # fmt: skip


PAGES_OF = {
    404: ("not_found", "not_found_hint"),
    410: ("link_expired", "link_expired_hint"),
    503: ("went_wrong", "unreadable_hint"),
}
REFUSED, FAILED = ("refused", ""), ("went_wrong", "crashed_hint")
"""Title and hint of a page for what went wrong; without a hint what was said stands there."""


RETRY_S = 5.0
"""The pause before all events are summed up once more, where the database could not be read."""


def create_app(face: Face) -> FastAPI:
    """Return the application, to be served by `dashboard.serving`."""
    app = FastAPI(
        title="Balagh",
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
        lifespan=_lifespan(face),
    )
    app.state.face = face
    app.state.turnstile = Turnstile()
    app.state.listeners = Listeners()
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    for page in PAGES:
        app.include_router(page.router, include_in_schema=False)
    for router in (live, health):
        app.include_router(router, include_in_schema=False)
    for part in (reading, asking):
        app.include_router(part.router, prefix="/api/v1", responses=PROBLEMS)
    app.add_exception_handler(HTTPException, _on_refusal)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(StoreError, _on_store)
    app.add_exception_handler(Exception, _on_crash)
    app.add_middleware(Guard, access=face.access, hosts=own_hosts(face.settings.dashboard))
    return app


def _lifespan(face: Face) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        """Sum up the latest events, then all, while pages are served; index what is not yet."""
        await run_in_threadpool(face.overview.latest)
        threading.Thread(target=_sum_up, args=(face,), name="overview", daemon=True).start()
        indexing = Indexing(face.database)
        indexing.start()
        yield
        await run_in_threadpool(indexing.stop)

    return lifespan


def _sum_up(face: Face) -> None:
    """Until it has come to it, the first page shows only what was there when it began."""
    while True:
        try:
            face.overview.snapshot()
            return
        except StoreError as error:
            logger.error("%s; all events are summed up as soon as it can be read", error)
            time.sleep(RETRY_S)


def _answer(request: Request, status: int, detail: str) -> Response:
    """Say what went wrong: as JSON to programs, as a page to people."""
    if request.url.path.startswith(("/api/", "/metrics")) or "text/html" not in request.headers.get(
        "accept", ""
    ):
        return problem_response(status, detail)
    title, hint = PAGES_OF.get(status) or (REFUSED if status < 500 else FAILED)
    return render(request, "problem", status=status, title=title, hint=hint, detail=detail)


def _on_refusal(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return _answer(request, error.status_code, str(error.detail))


def _on_invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return _answer(request, 422, "; ".join(map(_finding, error.errors())))


def _finding(found: dict[str, object]) -> str:
    where = found["loc"]
    assert isinstance(where, Sequence)
    return f"{'.'.join(map(str, where))}: {found['msg']}"


def _on_store(request: Request, error: Exception) -> Response:
    """The database is busy, locked or gone: said in one line, and worth another try."""
    logger.error("%s", error)
    response = _answer(request, 503, str(error))
    response.headers["Retry-After"] = "5"
    return response


def _on_crash(request: Request, _: Exception) -> Response:
    """The server logs where it came from; the visitor is told that it was not their fault.

    This answer is given outside of the guard.
    """
    response = _answer(request, 500, "an error of the program; its log says where")
    dress(response.headers)
    return response
