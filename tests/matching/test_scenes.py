"""Which of several towns are scenes: shares of those held, second days, ways and plans."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from matching.slots.places import find_places
from tests.matching.readings import everything, judge, lexicon, read


def names(text: str, title: str = "") -> list[str]:
    reading = read(text, title=title) if title else read(text)
    return [place.name for place in find_places(reading, everything(reading), (), lexicon())]


@pytest.mark.parametrize(
    "text",
    [
        "Ils ont arrêté ceux qui recrutaient par des jeux, trois à Nador et un couple à Fès",
        "Police arrested people who groomed players online: three in Nador, a couple in Fez",
        "Arrestan a los que captaban a jóvenes: tres en Nador y otros dos en un barrio de Fez",
        "أوقف المكتب من كانوا يخططون لهجوم: ثلاثة بالناظور والآخر بفاس",
    ],
)
def test_a_part_of_those_held_was_taken_where_its_number_leads(text: str) -> None:
    assert sorted(names(text)) == ["Fès", "Nador"]


def test_who_was_killed_or_lives_elsewhere_is_no_share() -> None:
    assert names("Arrêtés à Nador. Le chef avait tué deux hommes, un à Fès") == ["Nador"]


@pytest.mark.parametrize(
    "text",
    [
        "arrêtés à Taza, et à Fès dans une chambre d'étudiant de la vieille médina de Sefrou",
        "arrestados en Taza y en un barracón de temporeros de Sefrou",
    ],
)
def test_what_stands_in_a_town_may_be_told_at_length(text: str) -> None:
    assert names(text)[-1] == "Sefrou"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The bureau arrested two teachers from Tiznit", ["Tiznit"]),
        ("Le bureau a arrêté une infirmière de Taza", ["Taza"]),
        ("Le bureau a arrêté à Fès une infirmière de Taza", ["Fès"]),
        ("une infirmière de Taza", []),
    ],
)
def test_whose_people_were_taken_counts_where_no_scene_is_told(
    text: str, expected: list[str]
) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Le BCIJ a arrêté deux hommes mardi soir à Skhirat, puis un troisième mercredi à Rabat.",
        "The BCIJ arrested two men on Tuesday night in Skhirat, and a third on Wednesday in Rabat.",
        "El BCIJ detuvo a dos el martes por la noche en Sjirat, y a otro el miércoles en Rabat.",
    ],
)
def test_an_operation_may_last_for_two_days(text: str) -> None:
    strongest = judge(text, published=datetime(2024, 5, 16, 12, tzinfo=UTC)).strongest
    assert strongest is not None
    assert {place.name for place in strongest.slots.places} == {"Skhirate", "Rabat"}


def test_the_title_keeps_a_town_that_is_listed_with_a_scene_of_the_text() -> None:
    title = "Une cellule démantelée à Tanger et Larache"
    text = "Le chef a été arrêté à Tanger. Deux des suspects vivaient à Larache."
    assert names(text, title) == ["Tanger", "Larache"]


@pytest.mark.parametrize(
    "text",
    [
        "Arrêtés à Fès, ils étaient montés à Larache",
        "Arrested in Fez; the couple had boarded at Larache",
        "Arrestado en Fez; había subido al autobús en Larache",
        "El atentado iba a cometerse en Larache, pero lo arrestaron en Fez",
        "Arrested in Fez; a third man is believed to be hiding in Larache",
    ],
)
def test_where_somebody_boarded_hides_or_planned_to_strike_is_no_scene(text: str) -> None:
    assert names(text) == ["Fès"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Arrestados en Guercif: el tractor iba de Ketama a Missour", ["Guercif"]),
        ("Arrêtés à Bouznika dans l'autocar Tanger-Agadir", ["Bouznika"]),
        ("Arrêtés à Fès ; le réseau avait un contact à Istanbul", ["Fès"]),
        ("Arrêtés à Fès et arrêtés à Bruxelles", ["Fès", "Bruxelles"]),
        ("Arrêtés à Fès ; trois autres à Bruxelles", ["Fès", "Bruxelles"]),
        ("أوقف بفاس وليس بتازة", ["Fès"]),
        ("Arrested in Fez and not in Taza", ["Fès"]),
    ],
)
def test_ways_towns_abroad_and_what_is_denied_are_no_scenes(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("arrêtés au quartier Lissasfa", ["Casablanca"]),
        ("أوقف بحي بني مكادة", ["Tanger"]),
        ("arrested in the Beni Makada district", ["Tanger"]),
        ("arrêtés à Hay Mohammadi à Agadir", ["Agadir"]),
        ("arrêtés à Gueliz (Marrakech) et à Aïn Diab (Casablanca)", ["Marrakech", "Casablanca"]),
        ("أوقف بالمدينة الحمراء", ["Marrakech"]),
        ("arrêtés au Souk Melilia d'Oujda", ["Oujda"]),
    ],
)
def test_a_quarter_or_a_byname_tells_its_town(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Arrested in Fez. One was living in Taza", ["Fès", "Taza"]),
        ("Arrêtés à Fès. Trois d'entre eux habitaient à Taza", ["Fès", "Taza"]),
        ("Arrested in Fez. The man lives in Taza", ["Fès"]),
    ],
)
def test_where_a_part_of_those_held_live_is_a_scene(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_a_town_near_the_one_of_the_title_is_none() -> None:
    assert names("Ils ont été arrêtés près d'Agadir.", "Un réseau arrêté à Inezgane") == [
        "Inezgane"
    ]


def test_arabic_words_that_look_like_a_town_are_none() -> None:
    assert names("هذا ما وجده المحققون بالدار البيضاء") == ["Casablanca"]


def test_the_agency_of_a_town_that_only_told_is_no_scene() -> None:
    text = "أوقف الدرك الملكي شخصين بدوار بغفساي، بناء على معلومات وفرتها مصالح الديستي بتاونات."
    strongest = judge(text).strongest
    assert strongest is not None
    assert [place.name for place in strongest.slots.places] == ["Rhafsai"]


def test_a_sentence_behind_the_news_may_tell_where_the_others_were_taken() -> None:
    text = (
        "Le BCIJ a arrêté lundi à Nador deux partisans de Daech. Des armes ont été saisies. "
        "Le reste du groupe, soit trois autres à Zaïo, dormait encore."
    )
    strongest = judge(text).strongest
    assert strongest is not None
    assert [place.name for place in strongest.slots.places] == ["Nador", "Zaio"]
