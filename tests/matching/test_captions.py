"""What a picture's words say of a town, where they stand in one sentence with the news."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.matching.readings import judge

DAY = datetime(2024, 1, 30, 9, tzinfo=UTC)
"""A Tuesday."""


def towns(text: str) -> list[str]:
    strongest = judge(text, published=DAY).strongest
    assert strongest is not None
    return sorted(place.name for place in strongest.slots.places)


@pytest.mark.parametrize(
    "text",
    [
        "Photo d'archives Le BCIJ a arrêté lundi à Safi deux hommes.",
        "(Photo d'archives) Le BCIJ a arrêté lundi à Safi deux hommes.",
        "Le BCIJ a arrêté lundi à Safi deux hommes (photo d'archives).",
        "أوقف المكتب المركزي للأبحاث القضائية، أمس الاثنين، بآسفي شخصين (صورة تعبيرية).",
        "File photo The BCIJ arrested two men in Safi on Monday.",
        "Foto de archivo El BCIJ detuvo el lunes en Safi a dos hombres.",
        "Archives, armes et drones ont été saisis lundi par le BCIJ à Safi.",
        "Photo d'archives Le BCIJ a arrêté à Safi deux hommes.",
        "Le BCIJ a arrêté à Safi deux hommes (photo d'archives).",
        "Le BCIJ a arrêté lundi à Safi deux hommes (à Témara, photo d'archives).",
        "Le BCIJ a arrêté à Safi deux hommes. Des agents du BCIJ à Témara (photo d'archives).",
        "Le BCIJ a arrêté à Safi deux hommes. Photo d'archives d'une arrestation à Témara.",
        "The BCIJ held two in Safi. File photo of BCIJ officers after an arrest in Temara.",
    ],
)
def test_a_caption_takes_no_town_but_its_own(text: str) -> None:
    assert towns(text) == ["Safi"]
