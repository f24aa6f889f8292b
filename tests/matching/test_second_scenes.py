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
        "Two more men were held in Taza on Thursday by the BCIJ in the case. They had bought "
        "chemicals for the group broken up on Wednesday in Safi and Essaouira.",
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
            "توقيف ثلاثة أشخاص بضواحي مراكش",
            "باشرت عناصر الدرك الملكي بأيت أورير، أمس الأربعاء، توقيف ثلاثة أشخاص بناء على "
            "معلومات وفرتها مصالح المديرية العامة لمراقبة التراب الوطني.",
            ["Ait Ourir"],
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
        "Le BCIJ a arrêté mercredi deux hommes à Nador, en même temps que la police espagnole "
        "interpellait leur chef à Roquetas de Mar."
    )
    october = datetime(2025, 10, 9, 9, tzinfo=UTC)
    assert towns(text, published=october) == ["Nador", "Roquetas de Mar"]


@pytest.mark.parametrize(
    "text",
    [
        "Rabat, 13 mar (EFE).- Las fuerzas de seguridad marroquíes liberaron anoche a un joven en "
        "Agadir y detuvieron a cinco personas, informó la DGST.",
        "Les éléments du BCIJ ont procédé hier mercredi à l'arrestation de deux sœurs à Martil et "
        "d'un homme à Tétouan.",
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
            "French police arrested two men in the Lyon area on Wednesday on a tip from "
            "Morocco's DGST.",
            ["Lyon"],
        ),
        (
            "Three men were arrested on Wednesday in the Barcelona area on a tip from Morocco's "
            "DGST. Two of them were detained in Badalona and the third in Reus.",
            ["Badalone", "Reus"],
        ),
        (
            "Morocco's BCIJ arrested a man on Wednesday in Boumalne Dades, in the Tinghir "
            "province.",
            ["Boumalne-Dades", "Tinghir"],
        ),
        (
            "Customs officers at the Bab Sebta crossing near Fnideq seized 48,000 tablets on "
            "Wednesday on information from the DGST. The driver was handed over to the judicial "
            "police in Tetouan.",
            ["Fnideq"],
        ),
        (
            "أوقفت شرطة مطار الناظور العروي، أمس الأربعاء، شخصين بناء على معلومات المديرية العامة "
            "لمراقبة التراب الوطني.",
            ["Al Aaroui"],
        ),
        (
            "أوقفت شرطة تازة، أمس الأربعاء، سائق شاحنة بناء على معلومات المديرية العامة لمراقبة "
            "التراب الوطني. وأوقف مساعده، وكانت الأقراص ستوزع على مروجين بفاس.",
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
