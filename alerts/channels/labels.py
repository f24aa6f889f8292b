"""The words around quoted text in a subscriber's language, from alerts/templates/labels.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from core.clock import MOROCCO

TEMPLATES = Path(__file__).parent.parent / "templates"
RIGHT_TO_LEFT = ("ar", "ary", "fa", "he", "ur")


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """One language's words, and how it writes dates."""

    language: str
    words: dict[str, Any]

    def __getitem__(self, key: str) -> str:
        return str(self.words[key])

    def of(self, table: str, name: str) -> str:
        """Return a word of a table ("topic", "act", …); a name that it lacks stands as it is."""
        return str(self.words[table].get(name, name))

    def listed(self, items: list[str]) -> str:
        return self["comma"].join(items)

    def day(self, iso: str) -> str:
        """Write "2024-01-29" as "29 January 2024"."""
        return self["day"].format(**self._parts(date.fromisoformat(iso)))

    def instant(self, iso: str) -> str:
        """Write a UTC instant in Moroccan time."""
        local = datetime.fromisoformat(iso).astimezone(MOROCCO)
        return self["instant"].format(**self._parts(local), time=f"{local:%H:%M}")

    def _parts(self, day: date) -> dict[str, Any]:
        return {"day": day.day, "month": self.words["months"][day.month - 1], "year": day.year}


def load_labels() -> dict[str, Labels]:
    """Return the labels by language."""
    tables = tomllib.loads((TEMPLATES / "labels.toml").read_text(encoding="utf-8"))
    return {name: Labels(language=name, words=words) for name, words in tables.items()}


def direction(language: str | None) -> str:
    """Return the value of `dir` for a quoted text: its language's, or "auto" where unknown."""
    if language is None:
        return "auto"
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"
