"""Scenes that are told one behind the other add up; what only tells the first again does not."""

from __future__ import annotations

import pytest

from tests.matching.readings import count


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Four men were arrested at dawn. In the afternoon, three touts were caught.", 7),
        ("Cuatro hombres fueron detenidos. Poco después, dos captadores fueron arrestados.", 6),
        ("أوقف أربعة أشخاص بالناظور، ثم عادت الفرقة لتعتقل ثلاثة وسطاء.", 7),
        ("Ont été arrêtés un pilote, son second et un guetteur. Puis deux rabatteurs ont été"
         " arrêtés.", 5),
        ("Three men were arrested. At the same time, the alleged boss was arrested.", 4),
        ("The owner and his aide were arrested in Laayoune, two drivers in Smara.", 4),
        ("Four men were arrested at dawn. In the evening, the four men were arrested again.", 4),
        ("Four men were arrested at dawn. In the afternoon, three cars were found.", 4),
        ("Quatre hommes ont été arrêtés. Le soir, l'un d'eux a été arrêté chez lui.", 4),
        ("Cuatro hombres fueron detenidos. Por la tarde, uno de ellos fue detenido en casa.", 4),
        ("Five arrests; two men were arrested in Fez and three in Taza.", 5),
    ],
)  # fmt: skip
def test_scenes_add_up(text: str, number: int) -> None:
    assert count(text) == number


def test_a_title_that_counts_as_many_tells_all() -> None:
    lead = "Three men were arrested. Later, two suspects were arrested."
    assert count(lead) == 5
    assert count(lead, title="Three men held in Fez") == 3
