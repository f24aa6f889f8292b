"""The words of the pages, from dashboard/texts.toml, beside those that alerts and pages share."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from alerts.channels.labels import Labels, load_labels
from core.clock import iso_instant

LANGUAGES = ("ar", "fr", "en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """One language's words; `labels` are those of the alerts."""

    language: str
    labels: Labels
    words: dict[str, Any]

    def __getitem__(self, key: str) -> str:
        return str(self.words[key])

    def fill(self, key: str, **values: object) -> str:
        return self[key].format(**values)

    def kind(self, name: str) -> str:
        return str(self.words["kinds"].get(name, name))

    @property
    def direction(self) -> str:
        return self.labels["direction"]

    def span(self, length: timedelta) -> str:
        """Write a duration with its largest unit."""
        seconds = int(abs(length.total_seconds()))
        if seconds >= 86_400:
            return self.fill("days_ago", d=seconds // 86_400)
        if seconds >= 3_600:
            return self.fill("hours_ago", h=seconds // 3_600)
        if seconds >= 60:
            return self.fill("minutes_ago", m=seconds // 60)
        return self.fill("seconds_ago", s=seconds)

    def ago(self, instant: datetime | None, now: datetime) -> str:
        if instant is None:
            return self["never"]
        return self.fill("ago", t=self.span(now - instant))

    def instant(self, instant: datetime) -> str:
        """Write an aware instant in Moroccan time."""
        return self.labels.instant(iso_instant(instant))


def load_texts() -> dict[str, Texts]:
    """Return the texts by language."""
    labels = load_labels()
    path = Path(__file__).with_name("texts.toml")
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        name: Texts(language=name, labels=labels[name], words=tables[name]) for name in LANGUAGES
    }
