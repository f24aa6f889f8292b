"""What an agency does: acts, informs, stands in a title, or is quoted."""

from __future__ import annotations

import pytest

from matching.agencies import AgencyFinder
from matching.matcher import definition_of
from matching.parts import find_part
from matching.passages import find_passages
from matching.roles import Named, assign_roles
from matching.slots.places import find_places
from tests.matching.readings import lexicon, read, watchlist

FINDER = AgencyFinder(definition_of(watchlist()), lexicon().names)


def named(text: str) -> list[Named]:
    reading = read(text)
    return assign_roles(reading, FINDER.find(reading.tokens))


def doing(text: str) -> str | None:
    reading = read(text)
    names = assign_roles(reading, FINDER.find(reading.tokens))
    passage = find_passages(reading, names)[0]
    places = find_places(reading, passage.stretches(reading), passage.named, lexicon())
    part = find_part(reading, passage, places, lexicon())
    return part.doing if part else None


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("تمكن المكتب المركزي للأبحاث القضائية من تفكيك خلية", "actor"),
        ("Le BCIJ a démantelé une cellule", "actor"),
        ("La police a arrêté un homme sur la base d'informations de la DGST", "informer"),
        ("أوقفت الشرطة شخصين بناء على معلومات وفرتها مصالح الديستي", "informer"),
        ("استقبل المدير العام للأمن الوطني ومراقبة التراب الوطني سفيرا", "title"),
        ("Le patron du BCIJ prendra sa retraite", "title"),
        ("The BCIJ director was in Rome for the arrest of a spy", "title"),
        ("Il se faisait passer pour un officier de la DGST, on l'a arrêté", "title"),
        ("D'après nos informations, le BCIJ a arrêté un homme", "actor"),
        ("Le BCIJ fête ses dix ans", "mentioned"),
    ],
)
def test_roles(text: str, role: str) -> None:
    assert next(n.role for n in named(text) if n.role != "rival") == role


def test_an_apposition_shares_its_role() -> None:
    roles = [n.role for n in named("Le BCIJ, relevant de la DGST, a arrêté deux hommes")]
    assert roles == ["actor", "actor"]


def test_the_source_of_a_communique_announces() -> None:
    assert named("Un communiqué de la DGSN annonce une arrestation")[0].announces
    assert not named("Les locaux de la DGSN ont été repeints cette semaine à Rabat")[0].announces


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Le BCIJ a arrêté mardi quatre hommes à Fès.", "acts"),
        ("La police de Fès a arrêté un homme grâce à des renseignements de la DGST.", "informs"),
        ("La BNPJ, épaulée par la DGST, a arrêté six hommes à Fès.", "informs"),
        ("Le BCIJ, en coordination avec la police espagnole, a arrêté un homme à Nador.", "acts"),
        ("La policía española y la DGST detuvieron a dos hombres en Sevilla.", "informs"),
        ("La policía española y la DGST detuvieron a dos hombres en Sevilla y Tánger.", "acts"),
        ("Quatre hommes ont été arrêtés à Fès. L'enquête est confiée au BCIJ.", "takes part"),
        ("La police de Fès a arrêté un homme. La DGST avait suivi ses pas.", "informs"),
        ("Le directeur du BCIJ est à Madrid.", None),
    ],
)
def test_parts(text: str, part: str | None) -> None:
    assert doing(text) == part
