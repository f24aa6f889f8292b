"""Scenes in generated stories: which of several towns are those of the operation.

Every way to name a second town that a language has is put into or behind the news of a first one.
The share of stories whose towns are read right is pinned a language.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import pytest

from matching.slots.places import find_places
from tests.matching.readings import everything, judge, lexicon, read

DAY = datetime(2025, 3, 13, 9, tzinfo=UTC)
"""A Thursday; the operations are of Wednesday."""

FORMS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
LEAST = {"fr": 0.99, "en": 0.96, "es": 0.99, "ar": 0.96, "ary": 0.99}


def stories(language: str) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield texts with the towns that are their scenes."""
    forms = FORMS[language]
    towns, far = forms["towns"], forms["abroad_towns"]
    sentences = [("both", True), ("abroad", True), ("only", False)]
    for kind, is_scene in sentences:
        for number, (clause, lead) in enumerate(product(forms[kind], forms["leads"])):
            a = towns[number % len(towns)]
            others = far if kind == "abroad" else towns
            b = next(t for t in (others * 2)[number % len(others) + 1 :] if t != a)
            text = f"{lead.format(a=a)} {clause.format(b=b)}"
            yield text, _named(a, b) if is_scene else _named(a)
    for kind, is_scene in (("together", True), ("beside", False)):
        for number, frame in enumerate(forms[kind]):
            a, b, c = (towns * 2)[number % len(towns) :][:3]
            yield frame.format(a=a, b=b, c=c), _named(a, b) if is_scene else _named(a)


def _named(*towns: str) -> frozenset[str]:
    """The towns as the matcher names them."""
    readings = [read(f"في {town}" if town[0] > "\u0600" else f"in {town}") for town in towns]
    return frozenset(p.name for r in readings for p in find_places(r, everything(r), (), lexicon()))


def towns_of(text: str) -> frozenset[str]:
    strongest = judge(text, published=DAY).strongest
    return frozenset(place.name for place in strongest.slots.places) if strongest else frozenset()


@pytest.mark.parametrize("language", list(FORMS))
def test_scenes_are_told_from_other_towns(language: str) -> None:
    told = list(stories(language))
    wrong = [(sorted(got), text) for text, towns in told if (got := towns_of(text)) != towns]
    right = len(told) - len(wrong)
    assert right >= LEAST[language] * len(told), f"{right} of {len(told)}: {wrong[:5]}"
