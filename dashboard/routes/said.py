"""What the links in mails lead to: a page that asks once more, and takes what is said.

To look at it says nothing, since programs follow every link of a mail before its reader does.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, HTTPException, Path, Request
from fastapi.responses import HTMLResponse

from alerts.channels.links import PATH, VERDICTS, Ticket, feedback_links
from alerts.channels.story import source_of, subject_of
from dashboard.face import Behind, Face
from dashboard.rendering import render, texts_for
from dashboard.routes.acting import Note, say_of_event
from store.alerts import find_payload

router = APIRouter()

ADDRESS = PATH + "/{verdict}/{token}"
Verdict = Literal["right", "wrong", "duplicate"]
Token = Annotated[str, Path(max_length=1_000)]


@router.get(ADDRESS, response_class=HTMLResponse)
def ask(request: Request, face: Behind, verdict: Verdict, token: Token) -> HTMLResponse:
    """Ask whether that is meant."""
    ticket = _ticket(face, token)
    return _page(request, verdict, token, _payload(face, ticket), noted=False)


@router.post(ADDRESS, response_class=HTMLResponse)
def take(
    request: Request, face: Behind, verdict: Verdict, token: Token, note: Note = ""
) -> HTMLResponse:
    """Keep what the one who was told says; the last word counts."""
    ticket = _ticket(face, token)
    payload = _payload(face, ticket)
    say_of_event(face, payload["event"]["id"], verdict, note, f"mail:{ticket.subscriber}")
    return _page(request, verdict, token, payload, noted=True)


def _ticket(face: Face, token: str) -> Ticket:
    """404 for what we didn't sign, 410 for what has run out."""
    links = feedback_links(face.settings.dashboard)
    ticket = links.read(token, face.clock()) if links else None
    if ticket is None:
        raise HTTPException(404, "this link is not ours")
    if ticket == "expired":
        raise HTTPException(410, "this link has run out")
    return ticket


def _payload(face: Face, ticket: Ticket) -> dict[str, Any]:
    with face.database.read() as conn:
        payload = find_payload(conn, ticket.alert_id)
    if payload is None or "event" not in payload:
        raise HTTPException(404, "no alert has this id")
    return payload


def _page(
    request: Request,
    verdict: Verdict,
    token: str,
    payload: dict[str, Any],
    *,
    noted: bool,
) -> HTMLResponse:
    labels = texts_for(request).labels
    return render(
        request,
        "said",
        verdict=verdict,
        others=[other for other in VERDICTS if other != verdict],
        address=lambda choice: f"{PATH}/{choice}/{token}",
        subject=subject_of(payload, labels),
        source=source_of(payload["report"], labels),
        event_id=payload["event"]["id"],
        noted=noted,
    )
