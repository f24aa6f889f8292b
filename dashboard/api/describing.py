"""The API's description, for people: what there is, drawn from the OpenAPI document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from dashboard.rendering import render

router = APIRouter()


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One thing that can be asked; `fields` are (name, type, meaning)."""

    method: str
    path: str
    summary: str
    fields: tuple[tuple[str, str, str], ...]


@router.get("/api", response_class=HTMLResponse)
def show_api(request: Request) -> HTMLResponse:
    document = request.app.openapi()
    return render(request, "api", operations=list(_operations(document)))


def _operations(document: Mapping[str, Any]) -> Iterator[Operation]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield Operation(
                method=method.upper(),
                path=path,
                summary=operation.get("description") or operation["summary"],
                fields=(*_parameters(operation), *_body(document, operation)),
            )


def _parameters(operation: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for parameter in operation.get("parameters", ()):
        yield parameter["name"], _type(parameter["schema"]), parameter.get("description", "")


def _body(
    document: Mapping[str, Any], operation: Mapping[str, Any]
) -> Iterator[tuple[str, str, str]]:
    content = operation.get("requestBody", {}).get("content", {})
    reference = content.get("application/json", {}).get("schema", {}).get("$ref", "")
    if reference:
        schema = document["components"]["schemas"][reference.rpartition("/")[2]]
        for name, field in schema["properties"].items():
            yield name, _type(field), field.get("description", "")


def _type(schema: Mapping[str, Any]) -> str:
    """Say what may be given: its words, or its type."""
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if "anyOf" in schema:
        return " | ".join(t for t in map(_type, schema["anyOf"]) if t != "null")
    return str(schema.get("format") or schema.get("const") or schema.get("type", ""))
