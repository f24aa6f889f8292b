"""What a source is quoted with: news in the past perfect, denials, and what a neighbour says."""

from __future__ import annotations

import pytest

from tests.matching.readings import judge, kind


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The BCIJ said it had arrested ten people on Monday in Casablanca.", "operation"),
        ("The BCIJ said on Monday that it had arrested ten people in Casablanca.", "operation"),
        ("Police said they had arrested two men on Monday in Fez on a DGST tip.", "support"),
        ("Le BCIJ a précisé qu'il avait arrêté lundi trois hommes à Fès.", "operation"),
        ("The BCIJ had arrested ten men in Fez in spring, officials said on Monday.", "mention"),
        ("The BCIJ chief said on Monday it had dismantled 200 cells since 2002.", "mention"),
        (
            "Buscado por España desde 2020, fue detenido el lunes en Tánger por la policía con "
            "datos de la DGST.",
            "support",
        ),
        ("Desde 2015, fueron detenidos 300 hombres por el BCIJ.", "mention"),
        ("كانا يبتزان رجالا. أوقفتهما شرطة القنيطرة أمس الاثنين بمساعدة الديستي.", "support"),
        ("La DGST a nié toute arrestation lundi à Fès.", "mention"),
        ("El BCIJ halló el lunes explosivos en una vivienda de Fez.", "operation"),
    ],
)
def test_reported_acts(text: str, expected: str) -> None:
    assert kind(text) == expected


@pytest.mark.parametrize(
    ("text", "official"),
    [
        ("Le BCIJ, affirme un témoin, a arrêté lundi un homme à Fès.", False),
        ("The BCIJ arrested a man on Monday in Fez. Police came at dawn, says a neighbour.", False),
        ("Le BCIJ a arrêté lundi un homme à Fès, affirme la police.", True),
    ],
)
def test_a_neighbour_is_no_official_source(text: str, official: bool) -> None:
    found = judge(text).strongest
    assert found is not None
    assert bool(found.slots.official) is official


def test_a_single_weapon_is_seized_only_where_something_is() -> None:
    found = judge("Le BCIJ a arrêté lundi à Fès un homme et saisi un fusil.").strongest
    told = judge("Un homme a été tué d'un fusil ; le BCIJ a arrêté lundi à Fès un tueur.").strongest
    assert found is not None
    assert told is not None
    assert [slot.value for slot in found.slots.seizures] == ["un fusil"]
    assert told.slots.seizures == ()
