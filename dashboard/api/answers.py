"""Answers with a validator: who asks again for the same gets 304 in place of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from fastapi import Request, Response

from core.jsonable import jsonable
from dashboard.api.models import Problem

_PROBLEM = {"application/problem+json": {"schema": Problem.model_json_schema()}}
PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"description": words, "content": _PROBLEM}
    for status, words in (
        (401, "a token is needed"),
        (422, "something in the request can't be"),
        (503, "the database is busy or gone: try again"),
    )
}
ABSENT: dict[int | str, dict[str, Any]] = {404: {"description": "no such id", "content": _PROBLEM}}
UNCHANGED: dict[int | str, dict[str, Any]] = {304: {"description": "as If-None-Match has it"}}


def answer(request: Request, value: Any, headers: Mapping[str, str] | None = None) -> Response:
    """Return a domain value as JSON, with its ETag."""
    body = json.dumps(jsonable(value), ensure_ascii=False, separators=(",", ":")).encode()
    return validated(request, body, "application/json", headers)


def validated(
    request: Request, body: bytes, media_type: str, headers: Mapping[str, str] | None = None
) -> Response:
    """Return a body with its ETag, or 304 to who has it already."""
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    known = {tag.strip().removeprefix("W/") for tag in _asked(request).split(",")}
    given = {"ETag": etag, "Cache-Control": "private, no-cache", **(headers or {})}
    if etag in known or "*" in known:
        return Response(status_code=304, headers=given)
    return Response(body, media_type=media_type, headers=given)


def _asked(request: Request) -> str:
    return request.headers.get("if-none-match", "")


def next_page(request: Request, **changes: Any) -> tuple[str, dict[str, str]]:
    """Return the address of the next page, and the Link header that names it."""
    query = request.url.include_query_params(**changes).query
    address = f"{request.url.path}?{query}"
    return address, {"Link": f'<{address}>; rel="next"'}
