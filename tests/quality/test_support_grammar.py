"""Support in generated stories: another service acts, and the agency told it where to look.

Every way to say so that a language has is put before the act, behind it, and into a sentence of its
own farther down. Each such story must be found, and as support: the share is pinned a language.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import pytest

from tests.matching.readings import judge

DAY = datetime(2025, 3, 13, 9, tzinfo=UTC)
"""A Thursday; the operations are of Wednesday."""

FORMS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
STEP = 3
LEAST = 0.98


def stories(language: str) -> Iterator[str]:
    """Adverbial tips beside the act or in a sentence about the operation; clauses stand alone."""
    forms = FORMS[language]
    agencies = forms["agencies"]
    for number, (tip, act) in enumerate(product(forms["tips"], forms["acts"])):
        told = tip.format(agency=agencies[number % len(agencies)])
        yield _sentence(forms["before"].format(tip=told, act=act))
        yield _sentence(forms["behind"].format(tip=told, act=act))
        yield " ".join(
            (_sentence(act), forms["filler"], _sentence(forms["about"].format(tip=told)))
        )
    for number, (clause, act) in enumerate(product(forms["clauses"], forms["acts"])):
        told = _sentence(clause.format(agency=agencies[number % len(agencies)]))
        yield " ".join((_sentence(act), told))
        yield " ".join((_sentence(act), forms["filler"], told))


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def act_of(text: str) -> str:
    strongest = judge(text, published=DAY).strongest
    return strongest.act if strongest else "none"


@pytest.mark.parametrize("language", list(FORMS))
def test_support_is_found_however_it_is_told(language: str) -> None:
    told = list(stories(language))[::STEP]
    wrong = [(act, text) for text in told if (act := act_of(text)) != "support"]
    assert len(told) - len(wrong) >= LEAST * len(told), f"{len(wrong)} of {len(told)}: {wrong[:5]}"
