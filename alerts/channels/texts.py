"""Texts of others, made safe to stand among our own: cleaned, cut, isolated by direction."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from alerts.channels.labels import Labels

_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""Control characters, and those that would break out of a bidirectional isolate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A stretch of text as published, with its language's direction ("auto" where unknown)."""

    text: str
    dir: str = "auto"
    lang: str | None = None


def clean(text: str) -> str:
    """Drop invisible characters that could change how the text around a quote is read."""
    return _UNSAFE.sub("", text)


def one_line(text: str) -> str:
    return " ".join(clean(text.replace("\r", " ")).split())


def isolate(text: str, labels: Labels) -> str:
    """Keep a name of the other direction from turning its neighbours around (FSI … PDI)."""
    other = ("L",) if labels["direction"] == "rtl" else ("R", "AL")
    mixed = any(unicodedata.bidirectional(letter) in other for letter in text)
    return f"\u2068{text}\u2069" if mixed else text


def shortened(text: str, length: int) -> str:
    """Cut a line; an isolate that the cut left open is closed."""
    if len(text) <= length:
        return text
    kept = text[: length - 1] + "…"
    return kept + "\u2069" * (kept.count("\u2068") - kept.count("\u2069"))
