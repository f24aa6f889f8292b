"""Whether an official source is quoted."""

from __future__ import annotations

import pytest

from matching.slots.sources import find_official
from tests.matching.readings import everything, judge, read


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
        "ولم يصدر إلى غاية كتابة هذا الخبر أي بلاغ رسمي",
        "حتى بلاغ ما خرج",
        "البلاغ في هذا الشأن سيصدر مساء",
        "un communiqué est attendu dans la soirée",
        "a statement on the raid is expected",
        "la nota oficial que publicará",
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
        "indica el parte oficial",
        "هادشي اللي قالو فبلاغو",
        "la valeur dépasse un million, a déclaré à la presse le patron du bureau",
        "El director del organismo cifró el alijo en dos millones",
        "عقد مدير المكتب ندوة صحفية",
        "precisó una fuente de seguridad",
        "وذكر مصدر مأذون",
        "a security official told us",
        "وأوضح مصدر جمركي",
        "explicaron ambos cuerpos en sendas notas",
        "selon une source douanière",
        "de acuerdo con la Guardia Civil",
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
        "على النيابة العامة ثلاثة أشخاص أعمارهم بين 25 و31 سنة",
    ],
)
def test_others_are_none(text: str) -> None:
    reading = read(text)
    assert find_official(reading, everything(reading), ()) is None


@pytest.mark.parametrize(
    "text",
    [
        "les renseignements communiqués par un voisin",
        "la noticia que había comunicado a los suyos",
        "apprend-on de source proche du dossier",
        "une source bien informée",
    ],
)
def test_what_is_only_called_alike_is_no_communique(text: str) -> None:
    reading = read(text)
    assert find_official(reading, everything(reading), ()) is None


def test_a_report_that_rests_on_what_was_told_quotes_it() -> None:
    reading = read("d'après les éléments communiqués par un responsable")
    assert find_official(reading, everything(reading), ()) is not None


ARRESTED = {
    "fr": "Deux hommes liés à Daech ont été arrêtés ce mardi à Azrou par le BCIJ",
    "en": "Two men linked to ISIS were arrested on Tuesday in Azrou by the BCIJ",
    "es": "Dos hombres vinculados al Dáesh fueron detenidos este martes en Azrú por el BCIJ",
    "ar": "تم اليوم الثلاثاء بأزرو توقيف شخصين مواليين لداعش من طرف البسيج",
}


@pytest.mark.parametrize(
    ("language", "behind"),
    [
        ("fr", ", d'après nos informations"),
        ("fr", " selon des riverains"),
        ("fr", ", rapporte un site de la région"),
        ("en", ", according to our correspondent"),
        ("en", ", a local website reported"),
        ("es", ", según testigos"),
        ("es", ", informa la prensa local"),
        ("ar", "، حسب شهود من الحي"),
        ("ar", "، وفق ما علمه الموقع"),
    ],
)
def test_what_others_say_of_an_agency_is_not_its_own_word(language: str, behind: str) -> None:
    told = judge(f"{ARRESTED[language]}{behind}.").strongest
    assert told is not None
    assert told.kind == "operation"
    assert told.slots.official is None


@pytest.mark.parametrize(
    "text",
    [
        f"{ARRESTED['en']}, which said they had sworn loyalty to the group.",
        f"{ARRESTED['fr']}, selon un communiqué.",
        f"{ARRESTED['fr']}, a annoncé ce dernier.",
        f"{ARRESTED['en']}, said the latter.",
        f"{ARRESTED['es']}, informó este último.",
        f"{ARRESTED['ar']}، يضيف هذا الأخير.",
        "Le BCIJ a indiqué avoir arrêté mardi à Azrou deux hommes liés à Daech.",
        "Le BCIJ a rectifié : deux hommes liés à Daech ont été arrêtés mardi à Azrou.",
        "The BCIJ clarified that two men linked to ISIS were arrested in Azrou on Tuesday.",
        "The BCIJ said it had arrested two men linked to ISIS in Azrou on Tuesday.",
        "El BCIJ informó de la detención este martes en Azrú de dos hombres vinculados al Dáesh.",
    ],
)
def test_what_an_agency_says_itself_is_official(text: str) -> None:
    told = judge(text).strongest
    assert told is not None
    assert told.slots.official is not None
