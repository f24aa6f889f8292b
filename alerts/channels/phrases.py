"""What the program itself says in English, in a subscriber's language: patterns with {places}.

The words stand in labels.toml under the English ones, so that a sentence nobody translated yet is
still told.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from alerts.channels.labels import Labels, direction
from alerts.channels.texts import Text, isolate, one_line

_PLACE = re.compile(r"\{(\w+)\}")
_TABLES = {"act": "act", "topic": "topic"}
"""Values that have names of their own in each language."""


def because(text: str, labels: Labels) -> tuple[Text, ...]:
    """Return each clause of why.new_because in the subscriber's language, or as it is."""
    return tuple(_clause(one_line(clause), labels) for clause in text.split("; "))


def _clause(clause: str, labels: Labels) -> Text:
    return put(clause, labels.words["because"], labels)


def put(english: str, phrases: Mapping[str, str], labels: Labels) -> Text:
    """Return what the program says in English as `phrases` has it, by their English patterns."""
    for pattern, words in phrases.items():
        if found := _pattern(pattern).fullmatch(english):
            told = words.format(**{k: _value(k, v, labels) for k, v in found.groupdict().items()})
            return Text(text=told, dir=labels["direction"], lang=labels.language)
    return Text(text=english, dir=direction("en"), lang="en")


def _value(place: str, value: str, labels: Labels) -> str:
    if place == "changes":
        return labels.listed([labels.of("slot", change) for change in value.split(", ")])
    if place in _TABLES:
        return labels.of(_TABLES[place], value)
    return isolate(value, labels)


@cache
def _pattern(english: str) -> re.Pattern[str]:
    """Turn "new in {place}" into a pattern that reads the place."""
    parts = _PLACE.split(english)
    words = (f"(?P<{p}>.+)" if n % 2 else re.escape(p) for n, p in enumerate(parts))
    return re.compile("".join(words))
