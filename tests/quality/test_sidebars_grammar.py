"""What stands beside the news, in generated stories: neighbours, the law, other courts, the toll.

Such sentences and clauses are full of words that else speak against news. The arrest must be found
all the same, and what only mentions one must stay a mention: the shares are pinned a language.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import pytest

from tests.matching.readings import judge

DAY = datetime(2025, 3, 19, 9, tzinfo=UTC)
"""A Wednesday; the operations are of Monday and Tuesday."""

FORMS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
LEAST = 0.98
NEWS = {"operation", "support", "update"}


def stories(language: str) -> Iterator[tuple[str, str]]:
    """Yield title and text: a sentence before the news, a clause behind it, a title over it."""
    forms = FORMS[language]
    for title, news in forms["news"]:
        yield from ((title, f"{beside} {news}.") for beside in forms["beside"])
        yield from ((title, f"{news}, {behind}.") for behind in forms["behind"])
        yield from ((over, f"{news}.") for over in forms["titles"])


def kind_of(title: str, text: str) -> str:
    strongest = judge(text, title=title, published=DAY).strongest
    return strongest.kind if strongest else "none"


@pytest.mark.parametrize("language", list(FORMS))
def test_an_arrest_is_found_whatever_stands_beside_it(language: str) -> None:
    told = list(stories(language))
    lost = [(title, text) for title, text in told if kind_of(title, text) not in NEWS]
    assert len(told) - len(lost) >= LEAST * len(told), f"{len(lost)} of {len(told)}: {lost[:8]}"


@pytest.mark.parametrize(
    ("language", "number"),
    [(lang, at) for lang, at in product(FORMS, range(40)) if at < len(FORMS[lang]["mentions"])],
)
def test_a_mention_with_an_act_and_a_day_stays_one(language: str, number: int) -> None:
    title, text = FORMS[language]["mentions"][number]
    assert kind_of(title, text) not in NEWS
