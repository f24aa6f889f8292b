"""Puts the resolver's reasons into a page's language: places by name, not by code."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from alerts.channels.texts import Text, one_line
from dashboard.places import Gazetteer
from dashboard.texts import Texts

PLACES = ("places", "places-differ")
NAMED = {"topic-differs": "topic", "act-differs": "act"}
"""Reasons whose detail lists codes of places, or words that a table of the labels has."""


def detail_of(reason: Mapping[str, Any], texts: Texts, gazetteer: Gazetteer) -> Text:
    """Return what a reason stands on, in words."""
    name, detail = reason["name"], one_line(reason["detail"])
    if name in PLACES:
        return Text(text=_each(detail, lambda code: _place(code, texts, gazetteer)))
    if name in NAMED:
        return Text(text=_each(detail, lambda word: texts.labels.of(NAMED[name], word)))
    return texts.put("detail", detail)


def _place(code: str, texts: Texts, gazetteer: Gazetteer) -> str:
    return texts.labels.place(gazetteer.french.get(code, code))


def _each(listed: str, put: Callable[[str], str]) -> str:
    """Put each of "a, b / c" into other words."""
    sides = (", ".join(map(put, side.split(", "))) for side in listed.split(" / "))
    return " / ".join(sides)
