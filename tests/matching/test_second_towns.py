"""Towns beside the scene: whose people were taken, where somebody got away, ways and errands."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.matching.readings import judge

DAY = datetime(2024, 1, 30, 9, tzinfo=UTC)
"""A Tuesday."""


def towns(text: str, title: str = "") -> list[str]:
    strongest = judge(text, title=title, published=DAY).strongest
    assert strongest is not None
    return sorted(place.name for place in strongest.slots.places)


def test_where_somebody_is_from_is_no_first_scene() -> None:
    text = "The BCIJ on Monday arrested a man from Taza. His brother was also arrested in Safi."
    assert towns(text) == ["Safi"]


def test_the_police_that_a_tip_came_from_are_no_first_scene() -> None:
    text = (
        "The BCIJ arrested a man on Monday on information provided by the police in Taza. His "
        "brother was also arrested in Safi."
    )
    assert towns(text) == ["Safi"]


@pytest.mark.parametrize(
    "text",
    [
        "El BCIJ detuvo el lunes en Fez a dos hombres; un tercero escapó y fue arrestado en Safi.",
        "The BCIJ arrested two men in Fez on Monday; a third had fled but was caught in Safi.",
    ],
)
def test_who_got_away_and_was_caught_was_caught_there(text: str) -> None:
    assert towns(text) == ["Fès", "Safi"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("البسيج شدو لبارح جوج ففاس. جابو الحشيش من تازة.", ["Fès"]),
        ("البسيج شدو لبارح جوج ففاس. من تازة جابو تلاتة.", ["Fès", "Taza"]),
        ("البسيج شدو لبارح جوج ففاس. والباقي جابوهم من تازة.", ["Fès", "Taza"]),
    ],
)
def test_where_goods_were_fetched_nobody_was(text: str, expected: list[str]) -> None:
    assert towns(text) == expected


def test_a_flat_that_one_had_rented_is_no_scene() -> None:
    text = "The BCIJ on Monday arrested three men in Fez. One of them had rented a flat in Safi."
    assert towns(text) == ["Fès"]


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("Taza-Agadir : un car intercepté", "Le BCIJ a arrêté lundi à Safi deux hommes.", ["Safi"]),
        (
            "Fès-Taza : deux arrestations",
            "Le BCIJ a arrêté lundi deux hommes à Taza.",
            ["Fès", "Taza"],
        ),
    ],
)
def test_two_towns_with_a_hyphen_are_a_way_where_nothing_was_done(
    title: str, text: str, expected: list[str]
) -> None:
    assert towns(text, title) == expected
