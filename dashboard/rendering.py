"""Renders a page in the visitor's language: what they chose, else what their browser asks for."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from alerts.channels.labels import Labels, direction
from alerts.channels.story import pieces_of
from alerts.channels.texts import clean, one_line, shortened
from dashboard.face import face_of
from dashboard.texts import LANGUAGES, Texts

HERE = Path(__file__).parent
STATIC = HERE / "static"
LANGUAGE_COOKIE = "balagh_language"
YEAR_S = 365 * 86_400
DEFAULT = "en"
BRIEF = 80


def texts_for(request: Request) -> Texts:
    """Return the words in the visitor's language."""
    texts = face_of(request).texts
    return texts[_asked_language(request) or _browsers_language(request)]


def _asked_language(request: Request) -> str | None:
    for chosen in (request.query_params.get("lang"), request.cookies.get(LANGUAGE_COOKIE)):
        if chosen in LANGUAGES:
            return chosen
    return None


def _browsers_language(request: Request) -> str:
    """The first that we know: browsers send them in their order."""
    for part in request.headers.get("accept-language", "").split(","):
        code = part.split(";")[0].split("-")[0].strip().lower()
        if code in LANGUAGES:
            return code
    return DEFAULT


def render(request: Request, name: str, status: int = 200, **values: Any) -> HTMLResponse:
    """Render templates/NAME.html.j2; a language chosen by ?lang= is kept in a cookie."""
    face = face_of(request)
    texts = texts_for(request)
    html = (
        _environment()
        .get_template(f"{name}.html.j2")
        .render(
            t=texts,
            labels=texts.labels,
            here=request.url.path,
            request=request,
            languages=[(code, face.texts[code]["name"]) for code in LANGUAGES],
            elsewhere=lambda code: _with_language(request, code),
            asset=_asset,
            now=face.clock(),
            signed_in=face.access.password is not None,
            **values,
        )
    )
    response = HTMLResponse(html, status_code=status)
    if request.query_params.get("lang") in LANGUAGES:
        response.set_cookie(
            LANGUAGE_COOKIE, texts.language, max_age=YEAR_S, httponly=True, samesite="lax"
        )
    return response


def _with_language(request: Request, code: str) -> str:
    return "?" + str(request.url.include_query_params(lang=code).query)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        dir_of=direction,
        clean=clean,
        web=_web,
        brief=_brief,
        labelled=_labelled,
        doubled=_doubled,
        seconds=_seconds,
    )
    environment.globals.update(pieces_of=pieces_of)
    return environment


def _web(url: str) -> str | None:
    """Return a link that may be followed; None for anything but http and https."""
    return url if url.lower().startswith(("http://", "https://")) else None


def _brief(url: str) -> str:
    """Return an address as people read it: without its scheme, in its own letters, not too long."""
    shown = unquote(url.partition("://")[2] or url, errors="replace")
    return shortened(one_line(shown), BRIEF)


def _labelled(name: str, labels: Labels, table: str) -> tuple[str, str]:
    """Return a choice: what is sent, and what is shown."""
    return name, labels.of(table, name)


def _doubled(name: str) -> tuple[str, str]:
    return name, name


def _seconds(number: float) -> timedelta:
    return timedelta(seconds=number)


@cache
def _asset(name: str) -> str:
    """Return the address of a static file, which changes with what it holds."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={digest}"
