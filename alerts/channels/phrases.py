"""What the program itself says in English, in a subscriber's language: patterns with {places}.

The words stand in labels.toml under the English ones, so that a sentence nobody translated yet is
still told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cache

from alerts.channels.labels import Labels, direction
from alerts.channels.texts import Text, clean, isolate, one_line
from core.durations import parse_duration

_PLACE = re.compile(r"\{(\w+)\}")
_COMMAND = re.compile("`[^`]+`")
_TABLES = {"act": "act", "topic": "topic", "type": "type", "health": "health", "way": "way"}
"""Values that have names of their own in each language."""

_SENTENCES = ("title", "text", "reason", "hint")
"""Places of a notice that hold a sentence again."""

_DURATIONS = ("delay", "quiet", "gap")


def because(text: str, labels: Labels) -> tuple[Text, ...]:
    """Return each clause of why.new_because in the subscriber's language, or as it is."""
    clauses = map(one_line, text.split("; "))
    return tuple(put(clause, labels.words["because"], labels) for clause in clauses)


def noticed(text: str, labels: Labels) -> Iterator[Text]:
    """Yield each line of a notice in the subscriber's language, or as it is."""
    return (put(clean(line), labels.words["notice"], labels) for line in text.splitlines())


def put(english: str, phrases: Mapping[str, str], labels: Labels) -> Text:
    """Return what the program says in English as `phrases` has it, by their English patterns."""
    words = _translated(english, phrases, labels)
    if words is None:
        return Text(text=english, dir=direction("en"), lang="en")
    return Text(text=words, dir=labels["direction"], lang=labels.language)


def _translated(english: str, phrases: Mapping[str, str], labels: Labels) -> str | None:
    for pattern, words in phrases.items():
        if found := _pattern(pattern).fullmatch(english):
            values = {k: _value(k, v, phrases, labels) for k, v in found.groupdict().items()}
            return _commands_isolated(words, labels).format(**values)
    return None


def _value(place: str, value: str, phrases: Mapping[str, str], labels: Labels) -> str:
    if place == "changes":
        return labels.listed([labels.of("slot", change) for change in value.split(", ")])
    if place in _TABLES:
        return labels.of(_TABLES[place], value)
    if place in _SENTENCES and (told := _translated(value, phrases, labels)) is not None:
        return told
    with suppress(ValueError):
        if place in _DURATIONS:
            return labels.duration(parse_duration(value))
        if place == "instant":
            return labels.instant(value)
        if place == "day":
            return labels.day(value)
        if place == "points":
            return labels.number(float(value))
    return isolate(value, labels)


def _commands_isolated(words: str, labels: Labels) -> str:
    if labels["direction"] == "ltr":
        return words
    return _COMMAND.sub("\u2066\\g<0>\u2069", words)


@cache
def _pattern(english: str) -> re.Pattern[str]:
    """Turn "new in {place}" into a pattern that reads the place."""
    parts = _PLACE.split(english)
    words = (f"(?P<{p}>.+)" if n % 2 else re.escape(p) for n, p in enumerate(parts))
    return re.compile("".join(words))
