"""Pages that somebody named because they were missed: what came of each, and why."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Path, Request
from fastapi.responses import HTMLResponse

from core.jsonable import jsonable
from dashboard.face import Behind
from dashboard.rendering import render
from store.feedback import article_at, missed_page, missed_pages

router = APIRouter()

LISTED = 100


@router.get("/missed", response_class=HTMLResponse)
def list_missed(request: Request, face: Behind) -> HTMLResponse:
    """Show the latest 100."""
    with face.database.read() as conn:
        pages = missed_pages(conn, limit=LISTED)
    return render(request, "missed-pages", missed=pages)


@router.get("/missed/{number}", response_class=HTMLResponse)
def show_missed(
    request: Request, face: Behind, number: Annotated[int, Path(ge=1, le=2**62)]
) -> HTMLResponse:
    """Show what came of one page; what was read of it is judged anew, to say why."""
    with face.database.read() as conn:
        page = missed_page(conn, number)
        article = article_at(conn, page.url) if page is not None else None
    if page is None:
        raise HTTPException(404)
    assessments: list[dict[str, Any]] = []
    if page.kind is not None and article is not None:
        assessments = jsonable(face.matcher.judge(article).assessments)
    return render(request, "missed-page", page=page, article=article, assessments=assessments)
