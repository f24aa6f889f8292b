"""The words around quoted text in a subscriber's language, from alerts/templates/labels.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from babel.dates import format_timedelta
from babel.numbers import format_decimal

from alerts.channels.places import place_names
from core.clock import MOROCCO
from core.durations import Unit, largest_units

TEMPLATES = Path(__file__).parent.parent / "templates"
RIGHT_TO_LEFT = ("ar", "ary", "fa", "he", "ur")


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """One language's words, its names of places by their French ones, and how it writes dates."""

    language: str
    words: dict[str, Any]
    places: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        return str(self.words[key])

    def of(self, table: str, name: str) -> str:
        """Return a word of a table ("topic", "act", …); a name that it lacks stands as it is."""
        return str(self.words[table].get(name, name))

    def place(self, name: str) -> str:
        """Return a place's name; one that the language has no name for stands as in French."""
        return self.places.get(name, name)

    def listed(self, items: list[str]) -> str:
        return self["comma"].join(items)

    def day(self, iso: str) -> str:
        """Write "2024-01-29" as "29 January 2024"."""
        return self["day"].format(**self._parts(date.fromisoformat(iso)))

    def instant(self, iso: str) -> str:
        """Write a UTC instant in Moroccan time."""
        local = datetime.fromisoformat(iso).astimezone(MOROCCO)
        return self["instant"].format(**self._parts(local), time=f"{local:%H:%M}")

    def duration(self, value: timedelta) -> str:
        """Write a duration with its two largest units, as the language counts them."""
        return self.listed([self._counted(n, unit) for n, unit in largest_units(value)])

    def number(self, value: float, form: str = "0.##") -> str:
        """Write a number with the language's decimal sign, by a pattern of Unicode's CLDR."""
        return str(format_decimal(value, form, locale=self["locale"]))

    def _counted(self, number: int, unit: Unit) -> str:
        """Write "2 hours"; so high a threshold keeps the unit that was asked for."""
        span = timedelta(**{f"{unit}s": number})
        return format_timedelta(span, unit, threshold=1e6, locale=self["locale"])

    def _parts(self, day: date) -> dict[str, Any]:
        return {"day": day.day, "month": self.words["months"][day.month - 1], "year": day.year}


def load_labels() -> dict[str, Labels]:
    """Return the labels by language."""
    tables = tomllib.loads((TEMPLATES / "labels.toml").read_text(encoding="utf-8"))
    names = place_names()
    return {
        language: Labels(language=language, words=words, places=names.get(language, {}))
        for language, words in tables.items()
    }


def direction(language: str | None) -> str:
    """Return the value of `dir` for a quoted text: its language's, or "auto" where unknown."""
    if language is None:
        return "auto"
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"
