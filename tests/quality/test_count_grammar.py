"""How many are held, said in many ways: by trade, by kin, by town, beside what is not held."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.matching.readings import judge

DAY = datetime(2025, 3, 13, 9, tzinfo=UTC)
"""A Thursday."""

SENTENCES = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
LEAST = {"fr": 1.0, "en": 0.97, "es": 0.98, "ar": 0.95, "ary": 0.96}
"""The share that is read right, pinned where it stands."""


def count_of(text: str) -> int | None:
    strongest = judge(text, published=DAY).strongest
    count = strongest.slots.count if strongest else None
    return count.value if count else None


@pytest.mark.parametrize("language", list(SENTENCES))
def test_people_held_are_counted_however_it_is_said(language: str) -> None:
    told = SENTENCES[language]
    wrong = [(number, count_of(text), text) for number, text in told if count_of(text) != number]
    assert len(told) - len(wrong) >= LEAST[language] * len(told), wrong
