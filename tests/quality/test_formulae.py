"""The set phrases of announcements, around one plain act: none of them makes it something else."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.matching.readings import kind

DAY = datetime(2025, 3, 13, 9, tzinfo=UTC)
"""A Thursday; the operations are of Wednesday."""

FORMULAE = tomllib.loads(Path(__file__).with_name("formulae.toml").read_text(encoding="utf-8"))


def stories(language: str, act: str) -> Iterator[str]:
    forms = FORMULAE[language]
    comma = "، " if language.startswith("ar") else ", "
    for clause in forms["clauses"]:
        yield _sentence(f"{act}{comma}{clause}")
        yield _sentence(f"{clause}{comma}{act}")
    for further in forms["further"]:
        yield f"{_sentence(act)} {_sentence(further)}"
        yield f"{_sentence(further)} {_sentence(act)}"


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


@pytest.mark.parametrize("language", list(FORMULAE))
@pytest.mark.parametrize(("act", "expected"), [("act", "support"), ("alone", "operation")])
def test_set_phrases_change_nothing(language: str, act: str, expected: str) -> None:
    wrong = [
        (text, found)
        for text in stories(language, FORMULAE[language][act])
        if (found := kind(text, published=DAY)) != expected
    ]
    assert wrong == []
