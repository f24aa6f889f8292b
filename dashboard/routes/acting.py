"""What the forms of the pages do: feedback, a missed page, merging and splitting."""

from __future__ import annotations

from typing import Annotated, Literal
from urllib.parse import urlsplit

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import RedirectResponse
from pydantic import HttpUrl

from core.errors import UsageError
from dashboard.face import Behind
from store.events import find_event
from store.feedback import Feedback, say, want_page

router = APIRouter()

Note = Annotated[str, Form(max_length=500)]


@router.post("/events/{event_id}/feedback")
def give_feedback(
    request: Request,
    face: Behind,
    event_id: str,
    verdict: Annotated[Literal["right", "wrong", "duplicate"], Form()],
    note: Note = "",
) -> RedirectResponse:
    """Keep what the visitor says of an event."""
    own = say_of_event(face, event_id, verdict, note, request.state.voice)
    return RedirectResponse(f"/events/{own}?done=thanks", status_code=303)


def say_of_event(
    face: Behind,
    event_id: str,
    verdict: Literal["right", "wrong", "duplicate"],
    note: str,
    voice: str,
) -> str:
    """Keep what somebody says of an event, and return its present id. 404 where there is none."""
    with face.database.begin() as conn:
        listed = find_event(conn, event_id)
        if listed is None:
            raise HTTPException(404, "no event has this id")
        own = listed.record.id
        said = Feedback(
            verdict=verdict, voice=voice, event_id=own, url=None, note=note, said=face.clock()
        )
        say(conn, said)
    return own


@router.post("/missed")
def tell_missed(
    request: Request, face: Behind, url: Annotated[HttpUrl, Form(max_length=2_000)]
) -> RedirectResponse:
    """Queue a page that was missed, and lead to what comes of it."""
    number = want(face, str(url), request.state.voice)
    return RedirectResponse(f"/missed/{number}", status_code=303)


def want(face: Behind, url: str, voice: str) -> int:
    """Keep that a page was missed, and queue it to be fetched and judged; return its number."""
    now = face.clock()
    said = Feedback(verdict="missed", voice=voice, event_id=None, url=url, note="", said=now)
    with face.database.begin() as conn:
        number = say(conn, said)
        want_page(conn, url, urlsplit(url).hostname or "", at=now)
    return number


@router.post("/events/{event_id}/merge")
def merge(
    face: Behind, event_id: str, other: Annotated[str, Form(max_length=100)]
) -> RedirectResponse:
    """Make two events one."""
    try:
        done = face.desk.merge([event_id, other.strip()])
    except UsageError as error:
        raise HTTPException(409, str(error)) from None
    return RedirectResponse(f"/events/{done.events[0]}?done=merged", status_code=303)


@router.post("/events/{event_id}/split")
def split(
    face: Behind, event_id: str, report: Annotated[list[int], Form(max_length=1_000)]
) -> RedirectResponse:
    """Make an event of some reports of another."""
    try:
        done = face.desk.split(event_id, report)
    except UsageError as error:
        raise HTTPException(409, str(error)) from None
    return RedirectResponse(f"/events/{done.events[-1]}?done=was_split", status_code=303)
