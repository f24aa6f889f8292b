"""The page of map and trends: where, when, and who reports first."""

from __future__ import annotations

from functools import lru_cache

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from dashboard.charts import TOPICS, Map, Months, Pace, draw_map, draw_months, paces
from dashboard.face import Behind
from dashboard.filters import Asked, Filters
from dashboard.overview import Snapshot
from dashboard.places import Gazetteer
from dashboard.rendering import render, texts_for
from dashboard.texts import Texts

router = APIRouter()


@router.get("/trends", response_class=HTMLResponse)
def show_trends(request: Request, face: Behind, filters: Asked) -> HTMLResponse:
    """Draw the events that fit."""
    chart, months, outlets = _drawn(
        face.overview.snapshot(), filters, face.gazetteer, texts_for(request)
    )
    return render(
        request,
        "trends",
        filters=filters,
        topics=TOPICS,
        chart=chart,
        months=months,
        outlets=outlets,
    )


@lru_cache(maxsize=8)
def _drawn(
    snapshot: Snapshot, filters: Filters, gazetteer: Gazetteer, texts: Texts
) -> tuple[Map, Months, list[Pace]]:
    """Drawing 10,000 events takes 100 ms: a choice is drawn once for each change."""
    events = filters.choose(snapshot.events)
    return draw_map(events, gazetteer, texts.labels), draw_months(events), paces(events)
