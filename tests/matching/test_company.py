"""Those beside whom others are held, and reports in which nobody is."""

from __future__ import annotations

import pytest

from tests.matching.readings import count


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Outre l'exploitant et son beau-frère, trois manutentionnaires ont été arrêtés.", 5),
        ("Besides the farmer and his brother-in-law, three porters were arrested.", 5),
        ("Además del agricultor, tres mozos fueron detenidos.", 4),
        ("إلى جانب صاحب الضيعة وصهره، أوقف المكتب ثلاثة عمال.", 5),
        ("Outre la drogue et deux voitures, trois hommes ont été arrêtés.", 3),
        ("Besides weapons and a drone, three men were arrested.", 3),
    ],
)
def test_whoever_is_told_before_the_others_counts(text: str, number: int) -> None:
    assert count(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "Le BCIJ a saisi mercredi sept fusils. Aucune interpellation n'a été signalée.",
        "Police seized cocaine in a hold. Nobody has been arrested so far, its owner said.",
        "La policía halló cocaína en el contenedor de un comerciante. No hay detenidos por ahora.",
        "عثر البسيج على سبع بنادق بفضل هاتف متشدد اعتقل سابقا. ولم يوقف أحد في هذه المرحلة.",
        "La police a arrêté mercredi le gérant présumé, ainsi que plusieurs employés.",
        "Police arrested the alleged manager on Wednesday, along with several agents.",
    ],
)
def test_where_nobody_is_held_or_their_number_is_not_told_none_are_counted(text: str) -> None:
    assert count(text) is None
