"""Whether an official source is quoted."""

from __future__ import annotations

import pytest

from matching.slots.sources import find_official
from tests.matching.readings import everything, read


def test_a_communique_is_an_official_source() -> None:
    reading = read("selon un communiqué")
    slot = find_official(reading, everything(reading), ())
    assert slot is not None
    assert slot.text == "communiqué"
    other = read("selon un voisin")
    assert find_official(other, everything(other), ()) is None


@pytest.mark.parametrize(
    "text",
    [
        "en attendant un communiqué",
        "dans l'attente d'un communiqué",
        "awaiting an official statement",
        "a la espera de un comunicado",
        "في انتظار صدور بلاغ رسمي",
    ],
)
def test_what_is_awaited_is_no_source(text: str) -> None:
    reading = read(text)
    assert find_official(reading, everything(reading), ()) is None


@pytest.mark.parametrize(
    "text",
    [
        "a indiqué le ministère marocain de l'Intérieur",
        "حسب وزارة الداخلية",
        "prosecutors in Turin said",
        "confirmó la Guardia Civil",
        "la valeur dépasse un million, a déclaré à la presse le patron du bureau",
        "El director del organismo cifró el alijo en dos millones",
        "عقد مدير المكتب ندوة صحفية",
        "precisó una fuente de seguridad",
        "وذكر مصدر مأذون",
        "a security official told us",
    ],
)
def test_the_authorities_are_a_source(text: str) -> None:
    reading = read(text)
    assert find_official(reading, everything(reading), ()) is not None


@pytest.mark.parametrize(
    "text",
    [
        "le directeur de l'école a indiqué",
        "علم الموقع من مصدر مطلع",
        "según vecinos del barrio",
        "أوقف الشخص البالغ من العمر 41 سنة",
    ],
)
def test_others_are_none(text: str) -> None:
    reading = read(text)
    assert find_official(reading, everything(reading), ()) is None
