"""Webhook bodies: the version 1 payload as JSON, kept under the size that receivers must accept."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from alerts.channels.texts import one_line, shortened

BODY_BYTES = 20_000
CUT = "…"
BRIEF_LENGTHS = (300, 100, 30, 10)
"""Code points of each text of a digest's lines, tried in order. Of 10, even 40 lines of characters
that take 6 bytes each fit."""

COVERAGE = 10
"""The sentence on what was watched may be so many times as long."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a payload is kept: reports, items of any other list, code points of a text."""

    reports: int
    items: int
    text: int


LADDER = (
    Limits(20, 100, 8_000),
    Limits(20, 40, 2_000),
    Limits(10, 20, 1_000),
    Limits(5, 10, 500),
    Limits(2, 5, 200),
    Limits(0, 2, 44),
)
"""Tried in order until the body fits. The last one always does: a payload then has some 60 texts,
of 6 bytes a letter at worst (escaped control characters), and ids still stand whole."""


def standard_body(payload: dict[str, Any]) -> bytes:
    """Return the payload as compact UTF-8 JSON with sorted keys, at most BODY_BYTES long.

    Where it had to be shortened, `cut` lists the fields, by dotted path, that lost something. A
    digest goes on to name each of its alerts.
    """
    body = compact(payload)
    if len(body) > BODY_BYTES and "items" in payload:
        return _digest_body(payload)
    for limits in LADDER:
        if len(body) <= BODY_BYTES:
            break
        short, paths = shorten(payload, limits)
        body = compact(short | {"cut": sorted(paths)})
    return body


def shorten(payload: dict[str, Any], limits: Limits) -> tuple[dict[str, Any], set[str]]:
    """Return a payload within limits, and the dotted paths of what lost something."""
    shortening = _Shortening(limits)
    return shortening.value(payload, ""), shortening.paths


def _digest_body(payload: dict[str, Any]) -> bytes:
    body = b""
    for length in BRIEF_LENGTHS:
        brief = {"items": [_brief(item, length) for item in payload["items"]], "cut": ["items"]}
        about = payload["digest"]
        if len(about.get("coverage", "")) > COVERAGE * length:
            short = shortened(about["coverage"], COVERAGE * length)
            brief |= {"digest": about | {"coverage": short}, "cut": ["digest.coverage", "items"]}
        body = compact(payload | brief)
        if len(body) <= BODY_BYTES:
            break
    return body


def _brief(item: dict[str, Any], length: int) -> dict[str, Any]:
    """Return an alert in one line; a URL stands whole or not at all."""
    report = item["report"]
    url = report["url"]
    return {
        "type": item["type"],
        "id": item["id"],
        "created": item["created"],
        "event_id": item["event"]["id"],
        "outlet": shortened(one_line(report["outlet"]), length),
        "title": shortened(one_line(report["title"]), length),
        "url": url if url and len(url) <= length else None,
    }


def compact(value: Any) -> bytes:
    """Write JSON; a lone surrogate, which UTF-8 can't hold, becomes a question mark."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "replace")


@dataclass(slots=True)
class _Shortening:
    """One pass over a payload; `paths` collects what lost something."""

    limits: Limits
    paths: set[str] = field(default_factory=set)

    def value(self, value: Any, path: str) -> Any:
        if isinstance(value, dict):
            kept = {k: self.value(v, f"{path}.{k}".lstrip(".")) for k, v in value.items()}
            return self._with_marks_inside(kept)
        if isinstance(value, list):
            return [self.value(item, path) for item in self._first(value, path)]
        if isinstance(value, str) and len(value) > self.limits.text:
            self.paths.add(path)
            return None if path.endswith("url") else value[: self.limits.text - 1] + CUT
        return value

    def _first(self, items: list[Any], path: str) -> list[Any]:
        most = self.limits.reports if path == "reports" else self.limits.items
        if len(items) > most:
            self.paths.add(path)
        return items[:most]

    def _with_marks_inside(self, report: dict[str, Any]) -> dict[str, Any]:
        """Drop the marks behind the end of a passage that was shortened."""
        if "marks" not in report or not report["passage"].endswith(CUT):
            return report
        end = len(report["passage"]) - len(CUT)
        marks = [mark for mark in report["marks"] if mark[1] <= end]
        return report | {"marks": marks}
