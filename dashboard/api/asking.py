"""What a program can ask to be done: judge a text, take feedback."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from alerts.listing import judge_json
from dashboard.api.answers import ABSENT
from dashboard.api.models import Asked, Noted, Said
from dashboard.face import Behind
from dashboard.judging import judge_text
from dashboard.routes.acting import say_of_event, want

router = APIRouter()


@router.post("/judge", response_model=dict[str, Any])
def judge(face: Behind, asked: Asked) -> JSONResponse:
    """Judge a text; the object of `scrapy judge --json` (docs/contract.md)."""
    article, judgement = judge_text(
        face,
        title=asked.title,
        text=asked.text,
        published=asked.published,
        language=asked.language,
    )
    return JSONResponse(judge_json(article, judgement))


@router.post("/feedback", status_code=202, response_model=Noted, responses=ABSENT)
def take_feedback(request: Request, face: Behind, said: Said) -> JSONResponse:
    """Keep what is said of an event; a page that was missed is queued to be fetched and judged."""
    number = None
    if said.verdict == "missed":
        number = want(face, str(said.url), request.state.voice)
    else:
        say_of_event(face, str(said.event), said.verdict, said.note, request.state.voice)
    return JSONResponse({"noted": True, "missed": number}, status_code=202)
