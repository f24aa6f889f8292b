"""Arabic lists of people: "and" joins them, and their endings tell that they are people."""

from __future__ import annotations

import pytest

from matching.slots.arabic_rolls import arabic_lists
from tests.matching.readings import read


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
    ],
)
def test_people_of_a_list(text: str, number: int | None) -> None:
    reading = read(text)
    found = next(arabic_lists(reading, 0, len(reading.tokens)), None)
    assert (found.value if found else None) == number
