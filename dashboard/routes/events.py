"""The events page, and the page of one event."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache, partial
from itertools import groupby, takewhile
from typing import Annotated, Any, get_args
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from core.assessments import Topic
from core.clock import local_day
from dashboard.cards import Card, card_of, title_of
from dashboard.face import Behind, Face
from dashboard.filters import Asked
from dashboard.overview import Snapshot, Summary, summarise
from dashboard.reasons import detail_of
from dashboard.rendering import render, texts_for
from dashboard.routes.silences import choices
from dashboard.texts import Texts
from dashboard.visits import COOKIE, REMEMBERED, Visit, visit_of
from dashboard.watch import Seen
from store.events import find_event
from store.feedback import MissedPage, feedback_on, missed_pages
from store.overview import latest_alerts
from store.reports import stored_reports
from store.sendings import sendings_of
from store.silences import standing_silences

router = APIRouter()

PAGE = 25
MISSED = 5
OFFERED = 200
"""Places and outlets that a filter suggests: those named most recently."""

NAMED_NEWS = 5
LOOKED_BY_A_SCRIPT = "empty"
"""What a browser says of a page that its script asks for: nobody has come back for that."""

UNWATCHED = timedelta(hours=2)
"""Longer than the longest interval between two polls of a quiet feed, with some patience."""

DONE = ("thanks", "merged", "was_split", "muted")
"""What a form of the event's page may have done, as the words for it are called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulse:
    """Whether Balagh sees everything, in figures."""

    last_day: int
    last_week: int
    feeds: int
    answering: int
    waiting: int
    dead: int
    last_poll: datetime | None


@router.get("/", response_class=HTMLResponse)
def list_events(
    request: Request,
    face: Behind,
    filters: Asked,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    done: str = "",
) -> HTMLResponse:
    """Show the events that fit, 25 to a page, by the day on which they were first seen."""
    plain = not filters.given and page == 1
    snapshot = face.overview.latest() if plain else face.overview.snapshot()
    chosen = filters.choose(snapshot.events)
    number = snapshot.number if plain else len(chosen)
    shown = chosen[(page - 1) * PAGE : page * PAGE]
    seen = face.lookout.seen(face.clock())
    visit = visit_of(request.cookies.get(COOKIE), face.clock())
    response = render(
        request,
        "events",
        days=_by_day(_cards(face, request, shown)),
        found=number,
        page=page,
        pages=max(1, -(-number // PAGE)),
        address=lambda number: f"?{urlencode(filters.given | {'page': number})}#list-title",
        filters=filters,
        carried=urlencode(filters.given),
        choices=_choices(snapshot, texts_for(request)),
        watchlists=[w.name for w in face.settings.watchlist],
        topics=get_args(Topic),
        version=snapshot.version,
        missed=_missed(face),
        done=done if done == "thanks" else "",
        visit=visit,
        news=_news(request, visit, snapshot),
        unwatched=UNWATCHED,
        pulse=_pulse(seen, snapshot, face.clock()),
        watch=seen.watch,
    )
    if request.headers.get("sec-fetch-dest") != LOOKED_BY_A_SCRIPT:
        age = int(REMEMBERED.total_seconds())
        response.set_cookie(COOKIE, visit.cookie, max_age=age, httponly=True, samesite="lax")
    return response


def _news(request: Request, visit: Visit, snapshot: Snapshot) -> dict[str, Any]:
    """Return what is new by name, and the latest others of which there is news."""
    labels = texts_for(request).labels

    def named(event: Summary) -> tuple[str, str]:
        return event.id, title_of(event, labels)

    new, told = visit.news(snapshot.events)
    latest = [(*named(event), event.view.first_seen) for event in snapshot.events[:1]]
    return {
        "new": len(new),
        "fresh": [named(event) for event in new[:NAMED_NEWS]],
        "told": [named(event) for event in told[:NAMED_NEWS]],
        "last": latest[0] if latest else None,
    }


def _missed(face: Face) -> list[MissedPage]:
    with face.database.read() as conn:
        return missed_pages(conn, limit=MISSED)


def _cards(face: Face, request: Request, shown: Sequence[Summary]) -> list[Card]:
    labels = texts_for(request).labels
    own = {i: event.id for event in shown for i in (event.id, *event.view.merged_from)}
    with face.database.read() as conn:
        payloads = latest_alerts(conn, list(own))
    told: dict[str, list[Any]] = {}
    for payload in payloads:
        told.setdefault(own.get(payload["event"]["id"], ""), []).append(payload)
    return [card_of(event, told.get(event.id, []), labels) for event in shown]


def _by_day(cards: Iterable[Card]) -> list[tuple[date, list[Card]]]:
    return [(day, list(group)) for day, group in groupby(cards, key=_day)]


def _day(card: Card) -> date:
    return local_day(card.event.view.first_seen)


@lru_cache(maxsize=6)
def _choices(snapshot: Snapshot, texts: Texts) -> dict[str, list[str]]:
    """Return what places and outlets the latest events name."""
    places: dict[str, None] = {}
    outlets: dict[str, None] = {}
    for event in snapshot.events[:1_000]:
        names = (texts.labels.place(str(place["name"])) for place in event.view.places)
        places.update(dict.fromkeys(names))
        outlets.update((str(report["outlet"]), None) for report in event.reports)
    return {"place": sorted([*places][:OFFERED]), "outlet": sorted([*outlets][:OFFERED])}


def _pulse(seen: Seen, snapshot: Snapshot, now: datetime) -> Pulse:
    counted = seen.deliveries
    return Pulse(
        last_day=_seen_within(snapshot, now - timedelta(days=1)),
        last_week=_seen_within(snapshot, now - timedelta(days=7)),
        feeds=seen.feeds,
        answering=seen.answering,
        waiting=counted["pending"] + counted["sending"],
        dead=counted["dead"],
        last_poll=seen.last_poll,
    )


def _seen_within(snapshot: Snapshot, since: datetime) -> int:
    """Count; the latest come first."""
    return sum(1 for _ in takewhile(lambda e: e.view.first_seen >= since, snapshot.events))


@router.get("/events/{event_id}", response_class=HTMLResponse)
def show_event(request: Request, face: Behind, event_id: str, done: str = "") -> Response:
    """Show all that is known of an event; the id of one that was merged leads to where it went."""
    with face.database.read() as conn:
        listed = find_event(conn, event_id)
        if listed is None or not listed.reports:
            raise HTTPException(404)
        own = listed.record.id
        if own != event_id:
            return RedirectResponse(f"/events/{own}", status_code=308)
        ids = [own, *listed.record.merged_from]
        reports = stored_reports(conn, own)
        payloads = latest_alerts(conn, ids)
        sent = sendings_of(conn, ids)
        said = feedback_on(conn, ids)
        silences = [s for s in standing_silences(conn, face.clock()) if s.event_id in ids]
    texts = texts_for(request)
    return render(
        request,
        "event",
        card=card_of(summarise(listed), payloads, texts.labels),
        detail_of=partial(detail_of, texts=texts, gazetteer=face.gazetteer),
        reports=reports,
        sent=sent,
        said=said,
        silences=silences,
        **choices(face),
        done=done if done in DONE else "",
    )
