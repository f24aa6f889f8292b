"""Arabic lists of people: "and" joins them, and their endings tell that they are people."""

from __future__ import annotations

import pytest

from matching.slots.arabic_rolls import arabic_lists
from tests.matching.readings import count, read


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("أوقفت ربان القارب ومساعده وميكانيكيا، إلى جانب حارس المستودع", 4),
        ("أوقف رئيس الجمعية وأمينها وثلاثة من منخرطيها", 5),
        ("اعتقل صاحب الوكالة ومحاسبه بالعيون، وسائقان بالسمارة", 4),
        ("توقيف أم وابنتها وطليق هذه الأخيرة", 3),
        ("شد مول الوكالة والكونطابل ديالو", 2),
        ("أوقفت الشرطة مسير الوكالة ومحاسبهم بالعيون", 2),
        ("أوقفت الشرطة صاحب الضيعة وبحوزته، حسب البلاغ، ثلاثة هواتف", None),
        ("أوقف شخصا وشاحنته وهاتفا", None),
        ("أوقف السائق ووضعه رهن الحراسة", None),
        ("أوقف السائق وحجز شاحنته وهواتفه", None),
        ("أوقفت شابا في الثالثة والعشرين", None),
        ("جرى توقيفه إلى جانب الطريق", None),
        ("تم اعتقاله إلى جانب المحطة الطرقية", None),
        ("جرى توقيفه بمعية عناصر الدرك الملكي", None),
        ("جرى توقيفه رفقة كلبه ومسدسه", None),
    ],
)
def test_people_of_a_list(text: str, number: int | None) -> None:
    reading = read(text)
    found = next(arabic_lists(reading, 0, len(reading.tokens)), None)
    assert (found.value if found else None) == number


@pytest.mark.parametrize(
    "text",
    [
        "أوقف البسيج شخصا يبلغ من العمر 30 سنة رفقة كمية من المتفجرات.",
        "أوقفت مسير الوكالة إلى جانب مقر الشركة.",
        "أوقفت مسير الوكالة رفقة كمية من المخدرات.",
        "البسيج شد السائق ففاس رفقة بعض السيوف.",
        "البسيج شد واحد السيد ففاس رفقة شي موس.",
    ],
)
def test_things_places_and_officers_are_no_company(text: str) -> None:
    assert count(text) == 1


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("جرى توقيفه رفقة زوجته وجاره.", 3),
        ("أوقفت الشرطة بفاس رجلا وجارية كانت معه.", 1),
        ("جرى توقيفه إلى جانب شقيقه.", 2),
        ("أوقف البسيج شخصا يبلغ من العمر 37 سنة رفقة شقيقته.", 2),
    ],
)
def test_kin_and_known_people_are_company(text: str, number: int) -> None:
    assert count(text) == number
