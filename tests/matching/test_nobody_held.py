"""Reports of a find or a denial: whoever they tell of was held before, or never."""

from __future__ import annotations

import pytest

from tests.matching.readings import count, judge


@pytest.mark.parametrize(
    "text",
    [
        "L'émir du groupe démantelé la veille a guidé jeudi le bureau jusqu'à une cache d'armes.",
        "El bureau halló el jueves un fusil siguiendo al cabecilla arrestado la víspera.",
        "The ringleader arrested the day before led officers to a rifle found in a well.",
        "عثر المكتب على بندقية قرب تازة بإرشاد من زعيم الخلية المفككة بتازة.",
        "عثر المكتب على مخبأ يعود إلى زعيم الخلية التي أعلن عن تفكيكها بتازة.",
        "تم ضبط بندقية أمس في مخبأ زعيم الخلية المفككة.",
        "تم العثور على مسدس ببيت مهجور في ملكية والد أحد الموقوفين.",
    ],
)
def test_whoever_led_to_a_cache_was_held_before(text: str) -> None:
    assert count(text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Le chef d'une cellule démantelée jeudi à Taza a été arrêté, un fusil a été trouvé.", 1),
        ("La célula desmantelada tenía un escondite: el bureau detuvo el lunes a un pastor.", 1),
        ("The smuggler was arrested on Monday in a stash of guns.", 1),
        ("تم ضبط شخص وبندقية كان يخفيها في مخبأ.", 1),
        ("من بعد الخلية المفككة، لقاو مخبأ وشد البسيج مولاه اللي عندو 49 عام.", 1),
    ],
)
def test_a_find_with_an_arrest_of_its_own(text: str, number: int) -> None:
    assert count(text) == number


@pytest.mark.parametrize(
    ("behind", "number"),
    [
        ("and arrested a man last week's suspects had named", 1),
        ("that a man arrested in last week's raid had told of", None),
    ],
)
def test_the_time_of_other_suspects_is_not_that_of_the_arrest(
    behind: str, number: int | None
) -> None:
    text = f"The BCIJ seized on Tuesday a cache of weapons in Fez {behind}."
    strongest = judge(text).strongest
    assert strongest is not None
    held = strongest.slots.count
    assert (held and held.value) == number
