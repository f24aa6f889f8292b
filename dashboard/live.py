"""Tells open pages that the events have changed (server-sent events)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from fastapi import APIRouter, HTTPException, Request
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.concurrency import run_in_threadpool

from core.errors import StoreError
from dashboard.face import Behind
from dashboard.overview import Overview

router = APIRouter()

LOOK_S = 1.0
MOST_LISTENERS = 100
"""So many open pages; each looks once a second at what is in memory mostly."""

RETRY_MS = 5_000


class Listeners:
    """Counts the open pages."""

    def __init__(self) -> None:
        self.number = 0


@router.get("/live", include_in_schema=False)
async def live(request: Request, face: Behind) -> EventSourceResponse:
    """Send the version of the events, at once and whenever it changes."""
    listeners: Listeners = request.app.state.listeners
    if listeners.number >= MOST_LISTENERS:
        raise HTTPException(503, "too many pages are open")
    return EventSourceResponse(_versions(face.overview, listeners), ping=30)


async def _versions(overview: Overview, listeners: Listeners) -> AsyncIterator[ServerSentEvent]:
    told = -1
    listeners.number += 1
    try:
        while True:
            try:
                version = (await run_in_threadpool(overview.latest)).version
            except StoreError:
                version = told  # whoever looks at a page is told why
            if version != told:
                told = version
                yield ServerSentEvent(str(version), event="version", retry=RETRY_MS)
            await asyncio.sleep(LOOK_S)
    finally:
        listeners.number -= 1
