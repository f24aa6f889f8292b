"""Later news of an operation is read as such whoever words it; first reports are not."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.matching.readings import kind

DAY = datetime(2025, 3, 13, 9, tzinfo=UTC)
"""A Thursday."""

TEXTS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))

READ = {"fr": 28, "ar": 27, "ary": 27, "en": 27, "es": 26}
"""Of thirty in each language, written before the words were cues: 33 of all were read then."""


@pytest.mark.parametrize("language", list(TEXTS))
def test_later_news_is_an_update(language: str) -> None:
    missed = [text for text in TEXTS[language]["later"] if kind(text, published=DAY) != "update"]
    assert len(TEXTS[language]["later"]) - len(missed) >= READ[language], missed


@pytest.mark.parametrize("language", list(TEXTS))
def test_a_first_report_is_no_update(language: str) -> None:
    assert [t for t in TEXTS[language]["first"] if kind(t, published=DAY) == "update"] == []
