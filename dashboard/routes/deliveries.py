"""The deliveries page: what was sent, what waits, what was given up; and sending again."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from core.alerts import DeliveryState
from dashboard.face import Behind
from dashboard.filters import Blank
from dashboard.rendering import render
from store.outbox import redeliver
from store.sendings import count_deliveries, list_sendings

router = APIRouter()

PAGE = 50
Number = Annotated[int, Query(ge=1, le=2**62)]
State = Annotated[DeliveryState | None, Blank]


@router.get("/deliveries", response_class=HTMLResponse)
def show_deliveries(
    request: Request,
    face: Behind,
    state: State = None,
    before: Number | None = None,
    done: str = "",
) -> HTMLResponse:
    """Show deliveries, the latest first, 50 to a page."""
    with face.database.read() as conn:
        counted = count_deliveries(conn)
        sent = list_sendings(conn, limit=PAGE + 1, state=state, before=before)
    more = ""
    if len(sent) > PAGE:
        chosen = {"state": state} if state else {}
        more = "?" + urlencode({**chosen, "before": sent[PAGE - 1].id})
    return render(
        request,
        "deliveries",
        counted=counted,
        sent=sent[:PAGE],
        state=state,
        more=more,
        done=done,
    )


@router.post("/deliveries/{delivery_id}/redeliver")
def send_again(face: Behind, delivery_id: Annotated[int, Path(ge=1, le=2**62)]) -> RedirectResponse:
    """Queue a delivery again; the daemon sends it."""
    with face.database.begin() as conn:
        queued = redeliver(conn, [delivery_id], at=face.clock())
    if not queued:
        raise HTTPException(409, "it is not delivered and not given up, or there is none")
    return RedirectResponse("/deliveries?done=redelivered", status_code=303)
