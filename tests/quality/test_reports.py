"""The short reports are complete, of every language and kind, and each stands once."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, timedelta
from typing import Any

from tests.quality.measure import REPORTS
from tests.quality.wording import says_date

FIELDS = ["id", "lang", "published", "title", "text", "label", "kind", "event_id", "date"]
FIELDS += ["places", "count", "ages", "topic", "official"]
LEAST = {"ar": 100, "fr": 100, "es": 90, "en": 60, "ary": 50}
LEAST_BY_LABEL = {"announcement": 250, "mention": 120, "hard_negative": 30}
FRESH = timedelta(days=3)

ROWS: list[dict[str, Any]] = [
    json.loads(line) for line in REPORTS.read_text(encoding="utf-8").splitlines()
]
ANNOUNCEMENTS = [row for row in ROWS if row["label"] == "announcement"]


def test_there_are_enough_of_every_language_and_label() -> None:
    languages = Counter(row["lang"] for row in ROWS)
    labels = Counter(row["label"] for row in ROWS)
    assert [lang for lang, least in LEAST.items() if languages[lang] < least] == []
    assert [label for label, least in LEAST_BY_LABEL.items() if labels[label] < least] == []
    assert set(labels) == set(LEAST_BY_LABEL)


def test_each_stands_once_and_is_complete() -> None:
    assert len({row["id"] for row in ROWS}) == len(ROWS)
    assert len({(row["title"], row["text"]) for row in ROWS}) == len(ROWS)
    assert {tuple(row) for row in ROWS} == {tuple(FIELDS)}
    told = {row["id"] for row in ROWS if row["kind"] in ("operation", "support")}
    assert told == {row["id"] for row in ANNOUNCEMENTS}


def test_days_are_fresh_and_in_the_text_where_they_are_written() -> None:
    for row in (row for row in ANNOUNCEMENTS if row["date"]):
        day, published = date.fromisoformat(row["date"]), date.fromisoformat(row["published"])
        assert timedelta() <= published - day <= FRESH, row["id"]
    written = [r for r in ANNOUNCEMENTS if r["date"] and r["lang"] in ("fr", "en", "es", "ar")]
    told = [
        says_date(
            f"{r['title']} {r['text']}",
            r["lang"],
            date.fromisoformat(r["date"]),
            date.fromisoformat(r["published"]),
        )
        for r in written
    ]
    assert sum(told) > 0.9 * len(told), "the rest say it otherwise: last night, the day before"
