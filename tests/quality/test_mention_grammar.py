"""Mentions in generated sentences: what an agency does is played, rehearsed, tried or denied.

Every way to speak of it without news that a language has is filled with acts of a watched agency on
a day of this week. None of them may raise an alert: the share that is read as news is pinned.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.assessments import Kind
from tests.matching.readings import kind

DAY = datetime(2025, 3, 13, 9, tzinfo=UTC)
"""A Thursday; what is told is of Wednesday."""

FORMS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
SHAPES = ("past", "had", "to", "noun")
NEWS: tuple[Kind, ...] = ("operation", "support", "update")
MOST = 0.02


def stories(language: str) -> Iterator[str]:
    """Every frame with every act that it takes, the agencies in turn."""
    forms = FORMS[language]
    for frame in (frame for frames in forms["frames"].values() for frame in frames):
        for number in range(len(forms["past"])):
            shapes = {shape: forms[shape][number] for shape in SHAPES}
            agency = forms["agencies"][number % len(forms["agencies"])]
            told = frame.format(agency=agency, day=forms["day"], **shapes)
            yield f"{told[0].upper()}{told[1:]}"
            if not any(f"{{{shape}}}" in frame for shape in SHAPES):
                break


@pytest.mark.parametrize("language", list(FORMS))
def test_what_is_no_news_is_not_read_as_news(language: str) -> None:
    told = list(stories(language))
    wrong = [text for text in told if kind(text, published=DAY) in NEWS]
    assert len(wrong) <= MOST * len(told), f"{len(wrong)} of {len(told)}: {wrong}"
