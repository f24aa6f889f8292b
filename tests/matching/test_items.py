"""News in brief: each line is a piece of its own."""

from __future__ import annotations

import pytest

from tests.matching.readings import judge


def towns(text: str, title: str = "") -> list[str]:
    strongest = judge(text, title=title).strongest
    assert strongest is not None
    return sorted(place.name for place in strongest.slots.places)


@pytest.mark.parametrize(
    "text",
    [
        "FEU. Un incendie a ravagé un dépôt à Settat.\n"
        "BCIJ. Trois hommes ont été arrêtés lundi à Taza par le BCIJ.\n"
        "FOOT. Deux supporters ont été arrêtés à Berkane.",
        "Fire: A blaze hit a depot in Settat.\n"
        "Security: The BCIJ arrested three men in Taza on Monday.\n"
        "Football: Two fans were arrested in Berkane.",
        "- Incendio en un almacén de Settat.\n"
        "- La BCIJ detuvo el lunes a tres hombres en Taza.\n"
        "- Dos aficionados fueron detenidos en Berkane.",
        "- حوادث: حريق بمستودع بسطات.\n"
        "- أمن: أوقف المكتب المركزي للأبحاث القضائية، أمس الاثنين، ثلاثة أشخاص بتازة.\n"
        "- رياضة: توقيف مشجعين ببركان.",
        "حوادث: العافية شعلات فديبو فسطات.\n"
        "أمن: البسيج شد البارح الاثنين تلاتة فتازة.\n"
        "كرة: تشدو جوج مشجعين فبركان.",
    ],
)
def test_of_news_in_brief_only_the_line_of_the_agency_is_read(text: str) -> None:
    assert towns(text, title="En bref") == ["Taza"]


@pytest.mark.parametrize(
    "text",
    [
        "Le BCIJ a mené lundi deux opérations.\n"
        "- Trois hommes ont été arrêtés à Taza.\n"
        "- Deux autres ont été arrêtés à Fès.",
        "Bilan : le BCIJ a arrêté lundi trois hommes à Taza.\nDeux autres ont été arrêtés à Fès.",
    ],
)
def test_a_list_that_a_sentence_leads_is_one_report(text: str) -> None:
    assert towns(text) == ["Fès", "Taza"]
