"""Errors as programs read them: RFC 9457, application/problem+json."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from fastapi.responses import JSONResponse


def problem_response(status: int, detail: str, **more: Any) -> JSONResponse:
    """Return {type, title, status, detail}, with a field for each further finding."""
    title = HTTPStatus(status).phrase
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail} | more
    return JSONResponse(body, status_code=status, media_type="application/problem+json")
