"""Silences: which stand, who made them; to mute an event or a text, and to lift a silence."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Form, HTTPException, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from alerts.queueing import sought
from core.clock import MOROCCO, local_day
from dashboard.face import Behind, Face
from dashboard.rendering import render
from store.events import find_event
from store.silences import add_silence, lift_silence, standing_silences

router = APIRouter()

DONE = ("muted", "lifted")
EVERYBODY = ""
"""The choice of the form that mutes for every subscriber."""

Subscriber = Annotated[str, Form(max_length=200)]
Until = Annotated[date, Form()]


@router.get("/silences", response_class=HTMLResponse)
def show_silences(request: Request, face: Behind, done: str = "") -> HTMLResponse:
    with face.database.read() as conn:
        standing = standing_silences(conn, face.clock())
    return render(
        request, "silences", silences=standing, done=done if done in DONE else "", **choices(face)
    )


def choices(face: Face) -> dict[str, Any]:
    """Return what the form of a silence offers: for whom, from which day on, and until when."""
    today = local_day(face.clock())
    return {
        "subscribers": [subscriber.name for subscriber in face.settings.subscriber],
        "tomorrow": today + timedelta(days=1),
        "next_week": today + timedelta(days=7),
    }


@router.post("/silences")
def mute_text(
    request: Request,
    face: Behind,
    text: Annotated[str, Form(max_length=200)],
    until: Until,
    subscriber: Subscriber = EVERYBODY,
) -> RedirectResponse:
    """Mute what holds a text in title or passage."""
    if not sought(text):
        raise HTTPException(422, "text: mute what?")
    _mute(face, subscriber, until, request.state.voice, text=text.strip())
    return RedirectResponse("/silences?done=muted", status_code=303)


@router.post("/events/{event_id}/silence")
def mute_event(
    request: Request, face: Behind, event_id: str, until: Until, subscriber: Subscriber = EVERYBODY
) -> RedirectResponse:
    """Mute an event; what it is merged into goes on being muted."""
    with face.database.read() as conn:
        listed = find_event(conn, event_id)
    if listed is None:
        raise HTTPException(404, "no event has this id")
    own = listed.record.id
    _mute(face, subscriber, until, request.state.voice, event_id=own)
    return RedirectResponse(f"/events/{own}?done=muted", status_code=303)


@router.post("/silences/{number}/lift")
def lift(face: Behind, number: Annotated[int, Path(ge=1, le=2**62)]) -> RedirectResponse:
    """End a silence now."""
    with face.database.begin() as conn:
        lifted = lift_silence(conn, number, at=face.clock())
    if not lifted:
        raise HTTPException(409, "no silence of this number stands")
    return RedirectResponse("/silences?done=lifted", status_code=303)


def _mute(
    face: Face,
    subscriber: str,
    until: date,
    voice: str,
    *,
    event_id: str | None = None,
    text: str | None = None,
) -> None:
    """It ends with the Moroccan day before `until`. 422 for one that is over, or nobody's."""
    names = [known.name for known in face.settings.subscriber]
    muted = names if subscriber == EVERYBODY else [name for name in names if name == subscriber]
    if not muted:
        raise HTTPException(422, "subscriber: the settings name none of this name")
    now = face.clock()
    end = datetime.combine(until, time(), MOROCCO).astimezone(UTC)
    if end <= now:
        raise HTTPException(422, "until: this day is over already")
    with face.database.begin() as conn:
        for name in muted:
            add_silence(conn, name, event_id=event_id, text=text, until=end, at=now, voice=voice)
