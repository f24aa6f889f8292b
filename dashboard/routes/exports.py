"""The addresses under which events are exported; each takes the filters of the events page."""

from __future__ import annotations

from functools import lru_cache

from fastapi import APIRouter, Request, Response

from dashboard import exports
from dashboard.api.answers import validated
from dashboard.face import Behind, Face
from dashboard.filters import Asked, Filters
from dashboard.overview import Snapshot
from dashboard.places import Gazetteer
from dashboard.rendering import texts_for
from dashboard.texts import Texts

router = APIRouter()

STIX_LANGUAGE = "en"
"""Objects of one id and time are the same to whoever asks."""

MOST_ENTRIES = 100
MOST_ROWS = 50_000
MOST_OBJECTS = 500
"""The latest events in an Atom feed, a table and a bundle."""


@router.get("/events.atom")
def atom(request: Request, face: Behind, filters: Asked) -> Response:
    chosen = filters.choose(face.overview.snapshot().events)[:MOST_ENTRIES]
    base = base_of(request, face)
    query = f"?{request.url.query}" if request.url.query else ""
    here = f"{base}/events.atom{query}"
    body = exports.atom(chosen, base, here, texts_for(request))
    return validated(request, body, "application/atom+xml")


@router.get("/events.csv")
def table(request: Request, face: Behind, filters: Asked) -> Response:
    chosen = filters.choose(face.overview.snapshot().events)[:MOST_ROWS]
    name = {"Content-Disposition": 'attachment; filename="events.csv"'}
    return validated(request, exports.table(chosen, base_of(request, face)), "text/csv", name)


@router.get("/events.stix.json")
def stix(request: Request, face: Behind, filters: Asked) -> Response:
    texts = face.texts[STIX_LANGUAGE]
    body = _bundle(face.overview.snapshot(), filters, face.gazetteer, texts)
    return validated(request, body, "application/stix+json;version=2.1")


@lru_cache(maxsize=4)
def _bundle(snapshot: Snapshot, filters: Filters, gazetteer: Gazetteer, texts: Texts) -> bytes:
    """Putting 500 events into objects takes a second: a choice is put so once for each change."""
    return exports.stix_bundle(filters.choose(snapshot.events)[:MOST_OBJECTS], gazetteer, texts)


def base_of(request: Request, face: Face) -> str:
    """Return how others reach the face, without a slash at its end."""
    return (face.settings.dashboard.url or str(request.base_url)).rstrip("/")
