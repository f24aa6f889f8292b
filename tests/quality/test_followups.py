"""Later news of an operation is read as such whoever words it; first reports are not."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.matching.readings import kind

DAY = datetime(2025, 3, 13, 9, tzinfo=UTC)
"""A Thursday."""

TEXTS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))

READ = {"fr": 28, "ar": 27, "ary": 27, "en": 27, "es": 26}
"""Of thirty in each language, written before the words were cues: 33 of all were read then."""


@pytest.mark.parametrize("language", list(TEXTS))
def test_later_news_is_an_update(language: str) -> None:
    missed = [text for text in TEXTS[language]["later"] if kind(text, published=DAY) != "update"]
    assert len(TEXTS[language]["later"]) - len(missed) >= READ[language], missed


@pytest.mark.parametrize("language", list(TEXTS))
def test_a_first_report_is_no_update(language: str) -> None:
    assert [t for t in TEXTS[language]["first"] if kind(t, published=DAY) == "update"] == []


@pytest.mark.parametrize(
    "text",
    [
        "تمكنت عناصر البسيج أمس الأربعاء بتازة من توقيف شخص ثامن.",
        "في تطور جديد لقضية شحنة الميناء، أوقف البسيج أمس الأربعاء بالناظور محاسب الشركة.",
        "أوقف البسيج أمس الأربعاء بالناظور شخصين جديدين على ذمة الملف.",
        "Le BCIJ a arrêté mercredi à Taza une cinquième personne.",
        "The BCIJ arrested an eighth man in Taza on Wednesday.",
        "El BCIJ arrestó el miércoles en Taza a un séptimo sospechoso.",
    ],
)
def test_who_comes_on_top_is_later_news_however_many_there_were(text: str) -> None:
    assert kind(text, published=DAY) == "update"


SAID = {
    # Another case is no later news of the one before.
    "support": [
        "أوقفت الشرطة أمس الأربعاء بطنجة، بناء على معلومات الديستي، سائقا بحوزته 90 كيلوغراما من "
        "الشيرا، والكلاب المدربة هي التي دلت على مكانها.",
        "لليوم الثاني على التوالي، أوقفت الشرطة أمس الأربعاء بميناء أكادير سائقا بناء على معلومات "
        "الديستي.",
        "La policía detuvo el miércoles en Lérida a dos hombres gracias a la DGST. No consta "
        "relación con el arrestado la víspera en Gerona.",
    ],
    # What is sent to a laboratory is no referral.
    "operation": [
        "أوقف البسيج أمس الأربعاء بتازة رجلا في الثلاثين، وأحيلت المحجوزات على المختبر الوطني.",
        "The BCIJ arrested a man in Taza on Wednesday; the powder was referred to the laboratory.",
        "El BCIJ arrestó el miércoles en Taza a un hombre; el polvo fue puesto a disposición del "
        "laboratorio.",
    ],
    # Who belongs to what was seized days before is later news.
    "update": [
        "أوقف البسيج أمس الأربعاء بالناظور مستورد الشحنة التي ضبطت وسط حاوية برتقال بميناء أكادير "
        "يوم الإثنين.",
        "Le BCIJ a arrêté mercredi à Nador le gérant d'un dépôt auquel était destiné le chargement "
        "qui a été découvert sous des oranges au port d'Agadir lundi.",
        "The BCIJ on Wednesday arrested in Nador the importer of a load that was seized among "
        "oranges at the port of Agadir on Monday.",
        "El BCIJ detuvo el miércoles en Nador al importador de una carga que fue incautada entre "
        "naranjas en el puerto de Agadir el lunes.",
    ],
}


@pytest.mark.parametrize(
    ("text", "expected"), [(text, kind) for kind, texts in SAID.items() for text in texts]
)
def test_what_else_makes_later_news_or_none(text: str, expected: str) -> None:
    assert kind(text, published=DAY) == expected
