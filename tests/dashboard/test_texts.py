"""The words of the pages, in three languages."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from dashboard.texts import LANGUAGES, load_texts

NOON = datetime(2024, 1, 30, 12, tzinfo=UTC)


def test_every_language_has_the_same_words_and_gaps() -> None:
    texts = load_texts()
    for key, word in texts["en"].words.items():
        for language in LANGUAGES:
            other = texts[language].words[key]
            if isinstance(word, dict):
                assert other.keys() == word.keys()
            else:
                assert set(re.findall(r"{\w+}", other)) == set(re.findall(r"{\w+}", word)), key
    assert {len(t.words) for t in texts.values()} == {len(texts["en"].words)}


def test_durations_are_told_by_their_largest_unit() -> None:
    english = load_texts()["en"]
    spans = (timedelta(seconds=9), timedelta(minutes=3), timedelta(hours=5), timedelta(days=2))
    assert [english.span(span) for span in spans] == ["9 s", "3 min", "5 h", "2 d"]
    assert english.ago(NOON - timedelta(hours=1), NOON) == "1 h ago"
    assert english.ago(None, NOON) == "never"


def test_instants_are_moroccan() -> None:
    assert load_texts()["fr"].instant(NOON) == "30 janvier 2024, 13:00 (Maroc)"
