"""The deliveries page: what was sent, what waits, what was given up; and sending again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from alerts.channels.bulletin import announce
from alerts.channels.story import tell
from core.alerts import DeliveryState
from dashboard.cards import title_of
from dashboard.face import Behind, Face
from dashboard.filters import Blank
from dashboard.rendering import render, texts_for
from store.alerts import find_payload
from store.outbox import redeliver
from store.sendings import Sending, count_deliveries, find_sendings, list_sendings

router = APIRouter()

PAGE = 50
Id = Annotated[int, Path(ge=1, le=2**62)]
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
        titles=_titles(face, request, sent),
        state=state,
        more=more,
        done=done,
    )


def _titles(face: Face, request: Request, sent: Sequence[Sending]) -> dict[str, str]:
    """Return the titles of events by all ids that they go by."""
    wanted = {sending.event_id for sending in sent}
    labels = texts_for(request).labels
    found = {}
    for event in face.overview.snapshot().events:
        for event_id in wanted & {event.id, *event.view.merged_from}:
            found[str(event_id)] = title_of(event, labels)
    return found


@router.get("/deliveries/{delivery_id}", response_class=HTMLResponse)
def show_delivery(request: Request, face: Behind, delivery_id: Id) -> HTMLResponse:
    """Show one delivery: what it tells, and every attempt with what was answered."""
    with face.database.read() as conn:
        found = find_sendings(conn, [delivery_id])
        payload = find_payload(conn, found[0].alert_id) if found else None
    if not found or payload is None:
        raise HTTPException(404)
    labels = texts_for(request).labels
    told = tell(payload, labels) if "event" in payload else announce(payload, labels)
    return render(request, "delivery", d=found[0], told=told)


@router.post("/deliveries/{delivery_id}/redeliver")
def send_again(face: Behind, delivery_id: Id) -> RedirectResponse:
    """Queue a delivery again; the daemon sends it."""
    with face.database.begin() as conn:
        queued = redeliver(conn, [delivery_id], at=face.clock())
    if not queued:
        raise HTTPException(409, "it is not delivered and not given up, or there is none")
    return RedirectResponse("/deliveries?done=redelivered", status_code=303)
