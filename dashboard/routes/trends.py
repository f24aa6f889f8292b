"""The page of map and trends: where, when, and who reports first."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from dashboard.charts import TOPICS, draw_map, draw_months, paces
from dashboard.face import Behind
from dashboard.filters import Asked
from dashboard.rendering import render

router = APIRouter()


@router.get("/trends", response_class=HTMLResponse)
def show_trends(request: Request, face: Behind, filters: Asked) -> HTMLResponse:
    """Draw the events that fit."""
    events = filters.choose(face.overview.snapshot().events)
    return render(
        request,
        "trends",
        filters=filters,
        topics=TOPICS,
        chart=draw_map(events, face.gazetteer),
        months=draw_months(events),
        outlets=paces(events),
    )
