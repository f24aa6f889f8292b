"""What stands behind another story, and news that looks like it: what is found is pinned."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from matching.evaluation import FOUND
from tests.matching.readings import judge

DAY = datetime(2025, 3, 13, 9, tzinfo=UTC)
"""A Thursday."""

REPORTS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
MOST = {"ar": 1, "ary": 5, "fr": 2, "en": 2, "es": 2}
"""Mentions of each language that may be read as news, of 24."""

MISSED = {"en": 1, "es": 1, "fr": 1}
"""Announcements of each language that may be missed, of 12."""


def found(language: str, label: str) -> list[tuple[bool, str]]:
    """Whether each text of a label is read as news, with the text."""
    read = []
    for title, text in REPORTS[language][label]:
        strongest = judge(text, title, published=DAY).strongest
        read.append((strongest is not None and strongest.kind in FOUND, f"{title} | {text}"))
    return read


@pytest.mark.parametrize("language", list(REPORTS))
def test_what_is_told_behind_other_news_is_none(language: str) -> None:
    wrong = [text for news, text in found(language, "mention") if news]
    assert len(wrong) <= MOST[language], wrong


@pytest.mark.parametrize("language", list(REPORTS))
def test_news_that_looks_like_it_is_found(language: str) -> None:
    missed = [
        text
        for label in ("operation", "support")
        for news, text in found(language, label)
        if not news
    ]
    assert len(missed) <= MISSED.get(language, 0), missed
