"""Second scenes, and towns that only earlier news of a case or a plan names."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.matching.readings import judge

DAY = datetime(2025, 3, 13, 9, tzinfo=UTC)
"""A Thursday."""


def towns(text: str, title: str = "", published: datetime = DAY) -> list[str]:
    strongest = judge(text, title=title, published=published).strongest
    assert strongest is not None
    return sorted(place.name for place in strongest.slots.places)


@pytest.mark.parametrize(
    "text",
    [
        "Two more men were held in Taza on Thursday by the BCIJ in the case. They had rented "
        "garages for the network broken up on Wednesday in Settat and Berrechid.",
        "BCIJ officers on Thursday seized rifles hidden on a farm in Taza that belonged to the "
        "cell broken up a day earlier in Ain Harrouda.",
        "El BCIJ detuvo el jueves en Taza a otros dos sospechosos, cómplices de los hombres "
        "arrestados el miércoles en Safi.",
    ],
)
def test_where_known_people_were_taken_the_day_before_nobody_is_taken_now(text: str) -> None:
    assert towns(text) == ["Taza"]


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        (
            "Trois passeurs arrêtés au nord d'Agadir",
            "Trois passeurs ont été arrêtés mercredi par la Gendarmerie royale de Mirleft sur "
            "renseignement de la DGST.",
            ["Mirleft"],
        ),
        (
            "اعتقال خمسة أشخاص بضواحي فاس",
            "باشرت عناصر الدرك الملكي بصفرو، أمس الأربعاء، اعتقال خمسة أشخاص بفضل معلومات "
            "قدمتها الديستي.",
            ["Sefrou"],
        ),
    ],
)
def test_the_officers_town_says_more_than_a_title_that_tells_what_is_near(
    title: str, text: str, expected: list[str]
) -> None:
    assert towns(text, title) == expected


def test_the_spoken_word_for_police_denies_nothing() -> None:
    text = "بوليس تاوريرت شدو البارح لاربع جوج ديال الناس بمعلومات من الديستي."
    assert towns(text) == ["Taourirt"]


def test_a_towns_name_holds_no_month() -> None:
    text = (
        "Le BCIJ a arrêté mercredi trois hommes à Larache, pendant que la police espagnole "
        "appréhendait leur bailleur à Lloret de Mar."
    )
    october = datetime(2025, 10, 9, 9, tzinfo=UTC)
    assert towns(text, published=october) == ["Larache", "Lloret de Mar"]


@pytest.mark.parametrize(
    "text",
    [
        "Rabat, 13 mar (EFE).- Las fuerzas del orden marroquíes liberaron anoche a una niña en "
        "Settat y detuvieron a tres hombres, informó la DGST.",
        "Des éléments du BCIJ ont procédé hier mercredi à l'arrestation de trois frères à Azrou et "
        "d'un voisin à Ifrane.",
    ],
)
def test_what_officers_did_on_a_day_is_no_known_case(text: str) -> None:
    strongest = judge(text, published=DAY).strongest
    assert strongest is not None
    assert strongest.slots.date is not None
    assert strongest.slots.date.value.isoformat() == "2025-03-12"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "French police arrested a couple in the Toulouse area on Wednesday on a tip from "
            "Morocco's DGST.",
            ["Toulouse"],
        ),
        (
            "Four women were arrested on Wednesday in the Seville area on a tip from Morocco's "
            "DGST. Three of them were held in Huelva and the fourth in Jerez.",
            ["Huelva", "Jerez"],
        ),
        (
            "Morocco's BCIJ arrested a man on Wednesday in Boumalne Dades, in the Tinghir "
            "province.",
            ["Boumalne-Dades", "Tinghir"],
        ),
        (
            "Border guards at the Bab Sebta crossing, outside Fnideq, found 31,500 pills on "
            "Wednesday on information from the DGST. The passenger was turned over to the "
            "judicial police in Larache.",
            ["Fnideq"],
        ),
        (
            "أوقفت شرطة مطار الناظور العروي، أمس الأربعاء، شخصين بناء على معلومات الديستي.",
            ["Al Aaroui"],
        ),
        (
            "أوقفت شرطة تازة، أمس الأربعاء، سائق شاحنة بناء على معلومات الديستي. "
            "وأوقف مساعده، وكانت الأقراص ستوزع على مروجين بفاس.",
            ["Taza"],
        ),
        (
            "Le BCIJ a arrêté mercredi trois hommes à Taza. Deux autres ont été arrêtés "
            "sur le site d'El Argoub.",
            ["El Argoub", "Taza"],
        ),
    ],
)
def test_areas_posts_and_ways_of_goods(text: str, expected: list[str]) -> None:
    assert towns(text) == expected
