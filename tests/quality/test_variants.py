"""The parts of the table that says what seeds are worth."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matching.lexicon import load_lexicon
from matching.likeness import LIKE_CONCEPTS
from tests.quality.crossval import HeldOut
from tests.quality.test_page import row
from tests.quality.variants import area, as_sets, silencing, variants


def held(label: str, score: float | None) -> HeldOut:
    told = row("x", "x", "e")
    return HeldOut(
        row=replace(told, label={**told.label, "label": label}), kind="none", score=score
    )


@pytest.mark.parametrize(
    ("announcements", "mentions", "expected"),
    [
        ([3.0, 4.0], [1.0, 2.0], 1.0),
        ([1.0], [1.0], 0.5),
        ([3.0, None], [2.0, 1.0], 0.5),
        ([3.0], [None, 4.0], 0.5),
    ],
)
def test_the_area_is_how_often_an_announcement_scores_higher(
    announcements: list[float | None], mentions: list[float | None], expected: float
) -> None:
    rows = [held("announcement", score) for score in announcements]
    assert area([*rows, *(held("mention", score) for score in mentions)]) == expected


def test_reasons_are_silenced_and_others_kept() -> None:
    lexicon = load_lexicon()
    points = silencing(lexicon, [LIKE_CONCEPTS]).weights.points
    assert points[LIKE_CONCEPTS] == 0
    assert points["act"] == lexicon.weights.points["act"]


def test_sets_have_no_order() -> None:
    assert as_sets("abc", ["cba"]) == as_sets("abc", ["abc"]) > as_sets("abc", ["xyz"])


def test_each_variant_is_another() -> None:
    found = [(plan, tuple(lexicon.weights.points.items()), lexicon.weights.threshold, how)
             for _, plan, lexicon, how in variants()]  # fmt: skip
    assert len({repr(one) for one in found}) == len(found)
