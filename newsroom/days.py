"""Days as the outlets write them, in Arabic, Darija, French, English and Spanish (days.toml)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenDay:
    """A Moroccan day in a text of that language that is published on the day `told`.

    Formats: "{d}" as one says it then ("ce mardi", "hier mardi", "le mardi 28 janvier 2025"),
    "{d:full}" with weekday and date, "{d:date}" the date, "{d:weekday}" the weekday's name.
    Another one raises ValueError.
    """

    day: date
    told: date
    language: str

    def __format__(self, spec: str) -> str:
        forms = _forms()[self.language]
        words = {"weekday": forms["weekdays"][self.day.weekday()], "date": self._date(forms)}
        if spec in words:
            return str(words[spec])
        names = {"": self._nearness(), "full": "later"}
        if spec not in names:
            raise ValueError(f"{spec!r} is no way to write a day; use full, date or weekday")
        text: str = forms[names[spec]]
        return text.format_map(words)

    def _nearness(self) -> str:
        return {0: "today", 1: "yesterday"}.get((self.told - self.day).days, "later")

    def _date(self, forms: dict[str, Any]) -> str:
        number = forms.get("first", "1") if self.day.day == 1 else str(self.day.day)
        text: str = forms["date"]
        return text.format(
            number=number, month=forms["months"][self.day.month - 1], year=self.day.year
        )


@cache
def _forms() -> dict[str, dict[str, Any]]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
