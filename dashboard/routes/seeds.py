"""The seeds page: what each one taught, and a text to try the matcher on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse

from core.clock import MOROCCO
from core.jsonable import jsonable
from dashboard.face import Behind
from dashboard.filters import Blank
from dashboard.judging import judge_text
from dashboard.rendering import render

router = APIRouter()

LONGEST_TEXT = 100_000
Title = Annotated[str, Form(max_length=1_000)]
Text = Annotated[str, Form(max_length=LONGEST_TEXT)]
Day = Annotated[date | None, Blank, Form()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What was put into the form."""

    title: str = ""
    text: str = ""
    published: date | None = None


@router.get("/seeds", response_class=HTMLResponse)
def show_seeds(request: Request, face: Behind) -> HTMLResponse:
    return _page(request, face, Tried(), None)


@router.post("/seeds", response_class=HTMLResponse)
def try_text(
    request: Request, face: Behind, text: Text, title: Title = "", published: Day = None
) -> HTMLResponse:
    """Judge a text and say why; nothing is stored."""
    noon = datetime.combine(published, time(12), MOROCCO) if published else None
    _, judgement = judge_text(face, title=title, text=text, published=noon)
    return _page(
        request,
        face,
        Tried(title=title, text=text, published=published),
        jsonable(judgement),
    )


def _page(
    request: Request, face: Behind, asked: Tried, judgement: dict[str, Any] | None
) -> HTMLResponse:
    taught = [(name, lessons) for name, lessons in face.matcher.lessons.items()]
    return render(request, "seeds", taught=taught, asked=asked, judgement=judgement)
