"""The API's questions: events, reports, alerts, feeds, coverage, articles."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Path, Query, Request, Response

from alerts.listing import feed_json
from alerts.view import report_line
from core.jsonable import jsonable
from dashboard.api import models
from dashboard.api.answers import ABSENT, UNCHANGED, answer, next_page
from dashboard.face import Behind, Face
from dashboard.filters import Asked
from dashboard.overview import Summary, summarise
from dashboard.routes.search import terms_of
from store.coverage import list_spells
from store.database import Connection
from store.events import find_event
from store.feedback import missed_page
from store.feeds import feed_states
from store.overview import list_alerts
from store.reports import StoredReport, stored_reports
from store.search import FoundArticle, search_articles

router = APIRouter(responses=UNCHANGED)

Limit = Annotated[int, Query(ge=1, le=200)]
LAST: tuple[str | None, dict[str, str]] = (None, {})
"""The address of the next page, and its header, where there is none."""

Words = Annotated[str, Query(max_length=200)]


def event_out(event: Summary) -> dict[str, Any]:
    """Return an event as `scrapy events --json` has it, with its contradictions."""
    return {
        **jsonable(event.view),
        "reports": [{k: v for k, v in r.items() if k != "arrived"} for r in event.reports],
        "alerts": event.alerts,
        "contradictions": event.contradictions,
    }


@router.get("/events", response_model=models.Events)
def list_events(
    request: Request,
    face: Behind,
    filters: Asked,
    limit: Limit = 50,
    after: Annotated[str | None, Query(max_length=100, description="an event's id")] = None,
) -> Response:
    """List the events that fit, the latest first."""
    chosen = filters.choose(face.overview.snapshot().events)
    start = next((at for at, e in enumerate(chosen, 1) if e.id == after), 0 if not after else None)
    if start is None:
        raise HTTPException(422, "after: no event of this choice has this id")
    page = chosen[start : start + limit]
    more, headers = LAST
    if start + limit < len(chosen):
        more, headers = next_page(request, after=page[-1].id)
    found = {"events": list(map(event_out, page)), "total": len(chosen), "next": more}
    return answer(request, found, headers)


@router.get("/events/{event_id}", response_model=models.Event, responses=ABSENT)
def show_event(request: Request, face: Behind, event_id: str) -> Response:
    """Return an event; an id that was merged gives the event that it leads to."""
    with face.database.read() as conn:
        listed = find_event(conn, event_id)
    if listed is None or not listed.reports:
        raise HTTPException(404, "no event has this id")
    return answer(request, event_out(summarise(listed)))


@router.get("/events/{event_id}/reports", response_model=models.Reports, responses=ABSENT)
def list_reports(request: Request, face: Behind, event_id: str) -> Response:
    """Return all that is known of an event's reports, in the order in which they came."""
    with face.database.read() as conn:
        listed = find_event(conn, event_id)
        found = stored_reports(conn, listed.record.id) if listed else []
    if not found:
        raise HTTPException(404, "no event has this id")
    return answer(request, {"reports": list(map(_report, found))})


def _report(stored: StoredReport) -> dict[str, Any]:
    report = stored.report
    return {
        "id": report.id,
        "kind": report.facts.kind,
        **report_line(report),
        "passage": report.facts.passage,
        "marks": report.marks,
        "superseded": stored.superseded,
        "assessment": report.assessment,
        "decision": stored.decision,
    }


@router.get("/alerts", response_model=models.Alerts)
def list_payloads(
    request: Request,
    face: Behind,
    limit: Limit = 50,
    before: Annotated[str | None, Query(max_length=100, description="an alert's id")] = None,
) -> Response:
    """List the alerts' payloads, the latest first."""
    with face.database.read() as conn:
        found = list_alerts(conn, limit=limit + 1, before=before)
    more, headers = LAST
    if len(found) > limit:
        more, headers = next_page(request, before=found[limit - 1]["id"])
    return answer(request, {"alerts": found[:limit], "next": more}, headers)


@router.get("/missed/{number}", response_model=models.Missed, responses=ABSENT)
def show_missed(
    request: Request, face: Behind, number: Annotated[int, Path(ge=1, le=2**62)]
) -> Response:
    """Return what came of a page that somebody named."""
    with face.database.read() as conn:
        page = missed_page(conn, number)
    if page is None:
        raise HTTPException(404, "no page has this number")
    shown = {name: getattr(page, name) for name in ("id", "url", "said", "judged", "kind")}
    return answer(request, shown | {"problem": page.problem or None, "event": page.event_id})


@router.get("/feeds", response_model=models.Feeds)
def list_feeds(request: Request, face: Behind) -> Response:
    """List the feeds with their health."""
    with face.database.read() as conn:
        return answer(request, {"feeds": list(map(feed_json, feed_states(conn)))})


@router.get("/coverage", response_model=models.Coverage)
def show_coverage(
    request: Request, face: Behind, days: Annotated[int, Query(ge=1, le=366)] = 7
) -> Response:
    """Return when each feed was watched, not answering, late or missed."""
    since = face.clock().replace(microsecond=0) - timedelta(days=days)
    with face.database.read() as conn:
        spells = _spells(conn, face, since)
    return answer(request, {"since": since, "spells": spells})


def _spells(conn: Connection, face: Face, since: datetime) -> list[dict[str, Any]]:
    names = {state.id: state.feed.name for state in feed_states(conn)}
    return [
        {
            "feed": names[spell.feed_id],
            "state": spell.state,
            "reason": spell.reason,
            "started": spell.started,
            "ended": spell.ended,
        }
        for spell in list_spells(conn, since=since)
    ]


@router.get("/articles", response_model=models.FoundArticles)
def search(
    request: Request,
    face: Behind,
    q: Words,
    limit: Limit = 50,
    before: Annotated[int | None, Query(ge=1, le=2**62, description="an article's id")] = None,
) -> Response:
    """Search the archive: articles that hold all words, the latest first."""
    terms = terms_of(q)
    found: list[FoundArticle] = []
    if terms:
        with face.database.read() as conn:
            found = search_articles(conn, terms, limit=limit + 1, before=before)
    more, headers = LAST
    if len(found) > limit:
        more, headers = next_page(request, before=found[limit - 1].id)
    shown = [
        {name: getattr(article, name) for name in models.Found.model_fields}
        for article in found[:limit]
    ]
    return answer(request, {"articles": shown, "next": more}, headers)
