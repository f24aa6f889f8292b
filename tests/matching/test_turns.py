"""Where an article turns from one operation to the next: two stay two, a long one stays one."""

from __future__ import annotations

import pytest

from tests.matching.readings import judge

TWO = {
    "ar": (
        "عمليتان أمنيتان بأزرو والسمارة",
        "باشر المكتب المركزي للأبحاث القضائية اليوم الثلاثاء عمليتين متزامنتين. الأولى بأزرو حيث "
        "أوقف أربعة أشخاص أعمارهم بين 19 و26 سنة بايعوا داعش. أما الثانية فنفذها المكتب "
        "المركزي للأبحاث القضائية بالسمارة وانتهت بتوقيف شخصين يبلغان 38 و41 سنة.",
    ),
    "ary": (
        "البسيج خدم مزيان اليوم",
        "البسيج شد اليوم الثلاثاء فأزرو ربعة ديال الناس تابعين لداعش عمرهم ما بين 19 و26 عام. "
        "وفعملية خرا البسيج شد فالسمارة جوج خوت عمرهم 38 و41 عام.",
    ),
    "fr": (
        "Le BCIJ frappe deux fois",
        "Quatre partisans de Daech de 19 à 26 ans ont été arrêtés mardi à Azrou par le BCIJ. "
        "Le même jour, le BCIJ a interpellé à Smara deux frères de 38 et 41 ans qui les imitaient.",
    ),
    "en": (
        "Morocco says two cells broken up",
        "The BCIJ on Tuesday arrested four ISIS followers in Azrou. Far south, the BCIJ held "
        "two brothers in Smara who had been sending money abroad.",
    ),
    "es": (
        "Dos operaciones antiterroristas en Marruecos",
        "El BCIJ detuvo este martes en Azrú a cuatro seguidores del Dáesh. Agentes del BCIJ "
        "detuvieron en Smara a dos hermanos de 38 y 41 años.",
    ),
}


@pytest.mark.parametrize("language", TWO)
def test_two_operations_told_one_behind_the_other_are_two_reports(language: str) -> None:
    title, text = TWO[language]
    told = [a for a in judge(text, title).assessments if a.kind == "operation"]
    facts = {
        place.name: a.slots.count and a.slots.count.value for a in told for place in a.slots.places
    }
    assert facts == {"Azrou": 4, "Es-Semara": 2}


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "Une cellule démantelée dans le Moyen Atlas",
            "Le BCIJ a arrêté mardi à Azrou trois partisans de Daech de 19 à 26 ans. Le même jour, "
            "le BCIJ a interpellé à Ifrane un quatrième membre de la cellule, âgé de 31 ans.",
        ),
        (
            "Five held in the Middle Atlas",
            "The BCIJ arrested four ISIS followers in Azrou on Tuesday, the eldest 46. The sweep "
            "by the BCIJ also reached Ifrane, where a man of 21 was arrested.",
        ),
        (
            "Two cells broken up",
            "The BCIJ arrested nine people in Azrou and Ifrane on Tuesday. Blades were seized in "
            "Azrou, and the BCIJ said the nine had been watched for months.",
        ),
    ],
)
def test_one_operation_told_at_length_is_one_report(title: str, text: str) -> None:
    assert len([a for a in judge(text, title).assessments if a.kind != "mention"]) == 1
