"""Towns told of goods, notices, other cases and pictures, and those that are told late."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from matching.slots.places import find_places
from tests.matching.readings import everything, judge, lexicon, read

DAY = datetime(2025, 3, 13, 9, tzinfo=UTC)
"""A Thursday."""


def names(text: str, title: str = "") -> list[str]:
    reading = read(text, title=title) if title else read(text)
    return sorted(p.name for p in find_places(reading, everything(reading), (), lexicon()))


def towns(text: str, title: str = "") -> list[str]:
    strongest = judge(text, title=title, published=DAY).strongest
    assert strongest is not None
    return sorted(place.name for place in strongest.slots.places)


@pytest.mark.parametrize(
    "text",
    [
        "Arrested in Fez; the parcels were addressed to grocers in Sefrou",
        "Arrêtés à Fès. La drogue devait être revendue à Sefrou",
        "Arrestados en Fez. La droga se iba a vender en Sefrou",
        "أوقفوا بفاس، وكان يفترض بيع السلعة بسوق صفرو",
        "شدوهم ففاس والسلعة خاصها تتفرق فصفرو",
    ],
)
def test_where_goods_were_to_go_is_no_scene(text: str) -> None:
    assert names(text) == ["Fès"]


@pytest.mark.parametrize(
    "text",
    [
        "Arrêté à Fès, il faisait l'objet d'un mandat d'arrêt émis à Sefrou et Taza",
        "Arrested in Fez over two warrants issued in Sefrou",
        "Detenido en Fez; pesaban sobre él órdenes de busca y captura de Sefrou",
        "شدوه ففاس وعليه مذكرات ديال البحث من صفرو وتازة",
    ],
)
def test_where_somebody_is_wanted_is_no_scene(text: str) -> None:
    assert names(text) == ["Fès"]


@pytest.mark.parametrize(
    "text",
    [
        "Le BCIJ a arrêté à Fès un membre de la cellule terroriste démantelée à Sefrou",
        "The BCIJ arrested in Fez the brother of a leader of the cell dismantled in Sefrou",
        "El BCIJ detuvo en Fez a un miembro de la célula desarticulada en Sefrou",
        "أوقف المكتب بفاس شقيق زعيم الخلية المفككة بصفرو",
        "البسيج شد ففاس خو الزعيم ديال الخلية اللي طاحت فصفرو",
    ],
)
def test_a_cell_that_is_known_was_broken_up_elsewhere(text: str) -> None:
    assert names(text) == ["Fès"]


@pytest.mark.parametrize(
    "text",
    [
        "La cellule a été démantelée à Sefrou",
        "The cell was dismantled in Sefrou",
        "La célula fue desarticulada en Sefrou",
        "الخلية تفككات فصفرو",
    ],
)
def test_a_cell_that_is_broken_up_now_is(text: str) -> None:
    assert names(text) == ["Sefrou"]


@pytest.mark.parametrize(
    "text",
    [
        "Un homme qui avait échappé à une descente à Sefrou a été arrêté à Fès",
        "Un fugitivo que había escapado de una redada en Sefrou fue detenido en Fez",
        "Arrested in Fez: a man who had escaped a raid in Sefrou",
    ],
)
def test_where_somebody_got_away_before_is_no_scene(text: str) -> None:
    assert names(text) == ["Fès"]


@pytest.mark.parametrize(
    "text",
    [
        "Cuatro hombres habían sido detenidos unas horas antes en Sefrou",
        "Quatre hommes avaient été arrêtés quelques heures plus tôt à Sefrou",
        "Four men had been arrested hours earlier in Sefrou",
    ],
)
def test_what_had_been_done_hours_before_is_of_the_same_operation(text: str) -> None:
    assert names(f"Arrestation à Fès. {text}") == ["Fès", "Sefrou"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Arrêtés à Azrou par le BCIJ, dont le siège se trouve à Salé", ["Azrou"]),
        ("Held in Azrou by the Temara-based service", ["Azrou"]),
        ("Temara-based hackers were caught", ["Témara"]),
        ("Arrêtés à Azrou. Légende : des agents à Témara (archives).", ["Azrou"]),
        ("Rabat.- El BCIJ detuvo el jueves a dos hombres en Azrou", ["Azrou"]),
        ("كود كازا // شدو جوج دراري فأزرو", ["Azrou"]),
        ("Entre los arrestados en Azrou hay un ciudadano de Guinea Conakry", ["Azrou"]),
        ("Arrestados en Azrou, según un vídeo grabado en Ifrane", ["Azrou"]),
        ("لقاو السلاح فأزرو، ماشي كيما فميدلت 2019", ["Azrou"]),
        ("Arrested at Aguelmous, in Azilal province", ["Aguelmous"]),
        ("سقطا بأزرو، وينحدر الاثنان من إقليم ميدلت", ["Azrou"]),
        ("جايين من خنيفرة ومن ميدلت يخدمو فأزرو وتشدو", ["Azrou"]),
        ("شدو ففاس جوج ومن بعد جابو التالت من صفرو", ["Fès", "Sefrou"]),
        ("Arrêtés dans huit villes d'Agadir à Oujda, dont Safi", ["Agadir", "Oujda", "Safi"]),
        ("cuatro cayeron en Cabo Negro, en el vecino municipio de Martil", ["Martil"]),
        ("كانوا يحضرون لهجوم انطلاقا من بيت بأزرو", ["Azrou"]),
        ("أوقف ثلاثة بالمضيق والفنيدق", ["Fnideq", "M'diq"]),
        ("En Fez, agentes de la Policía detuvieron a dos, y a otro en Sefrou", ["Fès", "Sefrou"]),
    ],
)
def test_seats_captions_ways_and_neighbours(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        (
            "Fès-Sefrou : trois arrestations",
            "Un menuisier installé à Fès a été pris. Deux autres ont été arrêtés à Sefrou.",
            ["Fès", "Sefrou"],
        ),
        (
            "",
            "البوليس فتولوز شد طالبة. وصاحبها حتى هو شدوه فمونتوبان",
            ["Montauban", "Toulouse"],
        ),
        (
            "",
            "Dos vecinos de Fez fueron detenidos. Llegaba dinero de Sefrou, donde cayó el tercero",
            ["Fès", "Sefrou"],
        ),
    ],
)
def test_the_first_scene_counts_beside_the_second(
    title: str, text: str, expected: list[str]
) -> None:
    assert names(text, title) == expected


BCIJ = "Le BCIJ a arrêté jeudi trois hommes à Fès, a-t-il annoncé dans un communiqué."


@pytest.mark.parametrize(
    ("behind", "expected"),
    [
        ("C'est à Sefrou que les agents ont arrêté le chef.", ["Fès", "Sefrou"]),
        (
            "Des tracts étaient dans une maison de Sefrou également fouillée.",
            ["Sefrou"],
        ),
        ("Une piste les mena à une villa de Sefrou, où 90 kg étaient emmurés.", ["Sefrou"]),
        ("Les trois derniers logeaient à Sefrou.", ["Fès", "Sefrou"]),
        ("Il n'y a aucun lien avec le boucher arrêté la veille à Sefrou.", ["Fès"]),
        ("Cela prolonge un dossier ouvert en 2021 à Sefrou, où l'on avait saisi du kif.", ["Fès"]),
    ],
)
def test_what_is_told_behind_the_news(behind: str, expected: list[str]) -> None:
    assert set(towns(f"{BCIJ} {behind}")) == {"Fès", *expected}


def test_what_was_told_on_a_day_before_was_another_case() -> None:
    text = (
        "El BCIJ detuvo el jueves en Fez a un tendero. Guardaba dinero en casa. El lunes "
        "se supo de la detención de seis barberos en Sefrou, de los que tres entraron el jueves "
        "en prisión."
    )
    assert towns(text) == ["Fès"]


def test_several_towns_before_the_colon_are_all_told_of() -> None:
    text = "Le BCIJ a arrêté jeudi six hommes, dont deux à Sefrou."
    assert towns(text, "Fès, Taza et Sefrou : six arrestations") == ["Fès", "Sefrou", "Taza"]
