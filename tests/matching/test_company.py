"""Those beside whom others are held, and reports in which nobody is."""

from __future__ import annotations

import pytest

from tests.matching.readings import count


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Outre l'armateur et son gendre, quatre mécaniciens ont été arrêtés.", 6),
        ("Besides the farmer and his brother-in-law, three porters were arrested.", 5),
        ("Además del agricultor, tres mozos fueron detenidos.", 4),
        ("إلى جانب صاحب الضيعة وصهره، أوقف المكتب ثلاثة عمال.", 5),
        ("Outre la drogue et deux voitures, trois hommes ont été arrêtés.", 3),
        ("Besides weapons and a drone, three men were arrested.", 3),
        ("Además de un cacheo de la nave, tres mozos fueron detenidos.", 3),
        ("In addition to a search, five men were arrested in Fez.", 5),
        ("Apart from a brief exchange of fire, five men were arrested in Fez.", 5),
        ("Outre un message de soutien, cinq hommes ont été arrêtés.", 5),
        ("علاوة على ذلك، أوقف المكتب المركزي للأبحاث القضائية بفاس خمسة أشخاص", 5),
        ("فضلا عن هذا، أوقف المكتب المركزي للأبحاث القضائية بفاس خمسة أشخاص", 5),
        ("إضافة إلى ذلك، أوقف المكتب المركزي للأبحاث القضائية بفاس خمسة أشخاص", 5),
        ("زيادة على التنسيق والتعاون، أوقف المكتب المركزي بفاس خمسة أشخاص", 5),
        ("من غير هادشي، البسيج شد خمسة ديال الناس ففاس", 5),
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
        "Police arrested the alleged manager along with several agents and seized a gun.",
    ],
)
def test_where_nobody_is_held_or_their_number_is_not_told_none_are_counted(text: str) -> None:
    assert count(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Police arrested the driver in Fez on Tuesday and several bags of cocaine were seized.",
        "Le BCIJ a arrêté mardi à Fès le cerveau présumé et plusieurs armes ont été saisies.",
        "La policía detuvo el martes en Fez al conductor y varios kilos de hachís.",
        "أوقف البسيج الثلاثاء بفاس السائق رفقة مجموعة من السيوف.",
        "البسيج شد شيفور ففاس ومعاه رفقة بعض الكيلوات.",
    ],
)
def test_several_things_are_no_company(text: str) -> None:
    assert count(text) == 1
