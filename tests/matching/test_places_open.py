"""Towns that a crime, a plan or a way leaves open: the scene where no other town is one."""

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


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("أوقف المكتب المركزي للأبحاث القضائية، أمس الاثنين، الزعيم المفترض للخلية بتازة.", "Taza"),
        ("El BCIJ detuvo el lunes a dos hombres por robar una joyería en Tetuán.", "Tétouan"),
        ("El BCIJ detuvo el lunes a tres acusados de secuestrar a un médico en Safi.", "Safi"),
        ("Le BCIJ a arrêté lundi trois hommes soupçonnés d'incendier des bus à Safi.", "Safi"),
        ("Le BCIJ a arrêté lundi trois hommes qui tentaient de piller un dépôt à Taza.", "Taza"),
        ("The BCIJ arrested on Monday three men who tried to rob a jeweller in Safi.", "Safi"),
        ("أوقف المكتب المركزي للأبحاث القضائية، أمس، ثلاثة متورطين في إحراق حافلات بتازة.", "Taza"),
        ("أحبط المكتب المركزي للأبحاث القضائية، أمس الاثنين، محاولة السطو على بنك بتازة.", "Taza"),
        ("The BCIJ on Monday arrested two men accused of supplying pistols in Safi.", "Safi"),
        ("Le BCIJ a saisi lundi 900 comprimés destinés aux cafés à Safi.", "Safi"),
        ("El BCIJ desarticuló el lunes un grupo dirigido a distancia por Dáesh en Safi.", "Safi"),
    ],
)
def test_where_a_crime_was_done_is_a_scene_where_no_other_is_told(text: str, town: str) -> None:
    assert towns(text) == [town]


@pytest.mark.parametrize(
    "text",
    [
        "The BCIJ on Monday arrested three men in Fez who planned to kidnap a judge in Safi.",
        "Le BCIJ a arrêté lundi à Fès trois hommes qui projetaient de braquer un bureau à Safi.",
        "El BCIJ detuvo el lunes en Fez a tres hombres con un plan para asaltar un banco en Safi.",
        "أوقف المكتب المركزي للأبحاث القضائية، أمس الاثنين بفاس، ثلاثة كانوا يخططون للسطو على "
        "بنك بتازة.",
        "Le BCIJ a saisi lundi à Fès 900 comprimés destinés aux cafés à Safi.",
    ],
)
def test_what_was_planned_elsewhere_is_no_scene_beside_one(text: str) -> None:
    assert towns(text) == ["Fès"]


def test_goods_for_another_town_leave_the_officers_theirs() -> None:
    text = (
        "Police in Taza found 90 kilograms of hashish on Monday on information from the DGST. "
        "Two men were arrested; the parcels were addressed to shops in Safi."
    )
    assert towns(text) == ["Taza"]


@pytest.mark.parametrize(
    ("text", "town"),
    [
        (
            "A Belgian was arrested by the BCIJ on Monday before boarding at Agadir airport.",
            "Agadir",
        ),
        ("Un Belge a été interpellé lundi par le BCIJ avant d'embarquer à Agadir.", "Agadir"),
        ("Un belga fue detenido el lunes por el BCIJ antes de embarcar en Agadir.", "Agadir"),
        (
            "أوقف المكتب المركزي للأبحاث القضائية، أمس الاثنين، شخصين قبل وصولهما إلى مطار أكادير.",
            "Agadir",
        ),
        ("Two men were arrested by the BCIJ on Monday before reaching Agadir port.", "Agadir"),
        ("Le BCIJ a saisi lundi trois tonnes de chira chargées à Safi.", "Safi"),
        ("El BCIJ detuvo el lunes a dos hombres que habían montado en Safi un taller.", "Safi"),
        (
            "أوقف المكتب المركزي للأبحاث القضائية، أمس الاثنين، شخصا توجه إلى تازة لتسلم السلعة.",
            "Taza",
        ),
        ("Le BCIJ a saisi lundi à Fès trois tonnes de chira chargées à Safi.", "Fès"),
        ("Two men were arrested by the BCIJ in Fez on Monday before reaching Safi.", "Fès"),
    ],
)
def test_an_end_of_a_way_is_the_scene_where_no_other_is_told(text: str, town: str) -> None:
    assert towns(text) == [town]


@pytest.mark.parametrize(
    ("text", "town"),
    [
        (
            "Le BCIJ a arrêté lundi à Taza deux hommes qui projetaient de s'en prendre à l'aéroport"
            " de Fès et à des établissements hôteliers de Safi.",
            "Taza",
        ),
        (
            "El BCIJ detuvo el lunes en Taza a dos hombres que preparaban un atentado contra la"
            " estación de Safi y contra bares de Fez.",
            "Taza",
        ),
        (
            "The BCIJ on Monday arrested two men in Taza who planned to attack a base in Safi and"
            " several hotels in Fez.",
            "Taza",
        ),
        (
            "أوقف المكتب المركزي للأبحاث القضائية، أمس الاثنين، بتازة شخصين كانا يخططان لاستهداف"
            " محطة القطار بآسفي وفنادق بمدينة فاس.",
            "Taza",
        ),
        (
            "شد البسيج البارح الاثنين فتازة جوج كانو باغيين يضربو لاكار ديال آسفي وأوطيلات ففاس.",
            "Taza",
        ),
    ],
)
def test_the_second_of_two_targets_is_no_scene_either(text: str, town: str) -> None:
    assert towns(text) == [town]


def test_where_somebody_was_arrested_is_a_scene_behind_a_target() -> None:
    text = (
        "A man who planned to attack a base in Safi and an accomplice held in Fez were arrested by"
        " the BCIJ on Monday."
    )
    assert "Fès" in towns(text)


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("El BCIJ detuvo el lunes en Taza a un hombre, según una nota difundida en Rabat.", "Taza"),
        ("Le BCIJ a arrêté lundi à Taza un homme, selon un communiqué publié à Rabat.", "Taza"),
        (
            "The BCIJ arrested a man in Taza on Monday, said a statement released in Rabat.",
            "Taza",
        ),
        ("شد البسيج البارح الاثنين واحد فتازة، على حساب بلاغ خرج فالرباط.", "Taza"),
        (
            "أوقف المكتب المركزي للأبحاث القضائية، أمس الاثنين، شخصا بتازة، وفق بلاغ عُمم بالرباط.",
            "Taza",
        ),
        (
            "Selon un communiqué, un homme a été arrêté lundi à Rabat par le BCIJ.",
            "Rabat",
        ),
    ],
)
def test_where_a_statement_was_issued_is_no_scene(text: str, town: str) -> None:
    assert towns(text) == [town]


def test_the_town_of_a_prison_is_no_scene() -> None:
    text = "The BCIJ arrested a man in Taza on Monday. His brother is held in Safi prison."
    assert towns(text) == ["Taza"]


def test_the_town_of_the_fifth_explains_no_other() -> None:
    text = "البسيج شد البارح الاثنين خمسة. ربعة تشدو فتازة، والخامس لقاوه مخبي عند خالتو ففاس."
    assert towns(text) == ["Fès", "Taza"]
