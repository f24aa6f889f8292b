"""The words of the pages, from dashboard/texts.toml, beside those that alerts and pages share."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import format_timedelta

from alerts.channels.labels import Labels, load_labels
from alerts.channels.phrases import put
from alerts.channels.texts import Text, one_line
from core.clock import MOROCCO, local_day

LANGUAGES = ("ar", "fr", "en", "es")
SECOND = timedelta(seconds=1)
ROUNDED_FROM = 2
"""Of a larger unit there have to be so many: 90 minutes are no 2 hours."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Texts:
    """One language's words; `labels` are those of the alerts. Each is itself only."""

    language: str
    labels: Labels
    words: dict[str, Any]
    locale: Locale

    def __getitem__(self, key: str) -> str:
        return str(self.words[key])

    def fill(self, key: str, **values: object) -> str:
        return self[key].format(**values)

    def count(self, key: str, n: int) -> str:
        """Write a number with its noun, as the language's plural has it."""
        forms: dict[str, str] = self.words["counted"][key]
        return forms.get(self.locale.plural_form(n), forms["other"]).format(n=n)

    def kind(self, name: str) -> str:
        return self.of("kinds", name)

    def of(self, table: str, name: str) -> str:
        """Return a word of a table; a name that it lacks stands as it is."""
        return str(self.words[table].get(name, name))

    def put(self, table: str, english: str) -> Text:
        """Return what the program says in English in this language, by a table of patterns."""
        return put(one_line(english), self.words[table], self.labels)

    def problem(self, english: str) -> Text:
        """Return what kept a page or feed from being read in this language, as notices say it."""
        return put(one_line(english), self.labels.words["notice"], self.labels)

    @property
    def direction(self) -> str:
        return self.labels["direction"]

    def span(self, length: timedelta) -> str:
        """Write a duration with its largest unit: "3 hours"."""
        return _worded(abs(length) // SECOND, False, self.locale)

    def ago(self, instant: datetime | None, now: datetime) -> str:
        """Write how long ago, or in how long, something is: "3 hours ago"."""
        if instant is None:
            return self["never"]
        # What happens this very second has just happened: nothing is "in 0 seconds".
        return _worded((instant - now) // SECOND or -1, True, self.locale)

    def instant(self, instant: datetime) -> str:
        """Write an aware instant in Moroccan time; every page says that it is."""
        local = instant.astimezone(MOROCCO)
        return self.fill("instant", day=self.labels.day(f"{local:%Y-%m-%d}"), time=f"{local:%H:%M}")

    def clock(self, instant: datetime, now: datetime) -> str:
        """Write the time of an aware instant, with its day where that is not today's; Moroccan."""
        local = instant.astimezone(MOROCCO)
        return f"{local:%H:%M}" if local_day(now) == local.date() else self.instant(instant)


@lru_cache(maxsize=4_096)
def _worded(seconds: int, directed: bool, locale: Locale) -> str:
    """A list of feeds tells the same few durations a thousand times; each takes 30 us."""
    return str(
        format_timedelta(seconds, threshold=ROUNDED_FROM, add_direction=directed, locale=locale)
    )


def load_texts() -> dict[str, Texts]:
    """Return the texts by language."""
    labels = load_labels()
    path = Path(__file__).with_name("texts.toml")
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        name: Texts(
            language=name,
            labels=labels[name],
            words=tables[name],
            locale=Locale.parse(labels[name]["locale"]),
        )
        for name in LANGUAGES
    }
