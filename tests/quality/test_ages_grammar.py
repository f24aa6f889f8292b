"""How old those held are, said in many ways, beside ages of victims, kin and earlier cases."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.matching.readings import judge

DAY = datetime(2025, 3, 13, 9, tzinfo=UTC)
"""A Thursday."""

SENTENCES = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
LEAST = {"fr": 0.93, "en": 1.0, "es": 0.96, "ar": 0.95, "ary": 1.0}
"""The share that is read right, pinned where it stands."""


def ages_of(text: str) -> list[int]:
    strongest = judge(text, published=DAY).strongest
    ages = strongest.slots.ages if strongest else None
    return list(ages.value) if ages else []


@pytest.mark.parametrize("language", list(SENTENCES))
def test_those_held_are_as_old_as_it_is_said(language: str) -> None:
    told = SENTENCES[language]
    wrong = [(ages, ages_of(text), text) for ages, text in told if ages_of(text) != ages]
    print(language, len(told) - len(wrong), len(told))
    for w in wrong:
        print(w)
    assert len(told) - len(wrong) >= LEAST[language] * len(told), wrong
