"""What is told of those held, in generated stories: whom they meant to attack, who they had been;
and what went on around their arrest.

Such clauses are full of words that else speak against news: a parliament, a festival, a conviction.
Their report must be found all the same, and a mention with such a clause must stay one: the shares
are pinned a language.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import pytest

from tests.matching.readings import judge

DAY = datetime(2025, 3, 18, 9, tzinfo=UTC)
"""A Tuesday; the operations are of Monday."""

FORMS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
LEAST = 0.95


def stories(
    language: str, frames: str = "frames", clauses: str = "clauses"
) -> Iterator[tuple[str, str, str]]:
    """Yield the act, title and text of every clause in every frame."""
    for (act, title, frame), clause in product(FORMS[language][frames], FORMS[language][clauses]):
        yield act, title, frame.format(clause)


def kind_of(title: str, text: str) -> str:
    strongest = judge(text, title=title, published=DAY).strongest
    return strongest.kind if strongest else "none"


def assert_found(told: list[tuple[str, str, str]]) -> None:
    wrong = [
        (found, title, text) for act, title, text in told if (found := kind_of(title, text)) != act
    ]
    assert len(told) - len(wrong) >= LEAST * len(told), f"{len(wrong)} of {len(told)}: {wrong[:5]}"


@pytest.mark.parametrize("language", list(FORMS))
def test_an_arrest_is_found_whatever_is_told_of_those_held(language: str) -> None:
    assert_found(list(stories(language)))


@pytest.mark.parametrize("language", [name for name in FORMS if "around" in FORMS[name]])
def test_an_arrest_is_found_whatever_goes_on_around_it(language: str) -> None:
    assert_found(list(stories(language, "scenes", "around")))


@pytest.mark.parametrize("language", list(FORMS))
def test_a_mention_stays_one_whatever_is_told_of_those_held(language: str) -> None:
    kinds = [kind_of(title, text) for title, text in FORMS[language]["mentions"]]
    assert not {"operation", "support", "update"}.intersection(kinds), kinds
