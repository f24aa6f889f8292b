"""Old times without a day, and the acts that they belong to."""

from __future__ import annotations

import pytest

from matching.evaluation import FOUND
from matching.slots.bygone import tells_of_old, tells_only_of_old
from matching.slots.dates import find_dates
from tests.matching.readings import everything, kind, read


def is_old(text: str) -> bool:
    reading = read(text)
    sentences = everything(reading)
    return tells_of_old(reading, sentences, find_dates(reading, sentences), []) is not None


@pytest.mark.parametrize(
    "text",
    [
        "arrêtés en 2019",
        "arrêté il y a deux ans",
        "arrêté en novembre 2021",
        "vingt mois après son arrestation",
        "arrested three years ago",
        "arrested last year",
        "detenidos hace un año",
        "أوقف قبل سنتين",
        "تم توقيفه العام الماضي",
        "En septembre, la cellule a été démantelée",
        "in September a cell was dismantled",
        "En septiembre fue detenido",
        "تعود إلى 2016 حين أوقف رجل",
        "شدوه هادي عام",
        "يوم أوقف البسيج خمسة أشخاص صيف 2018",
        "أوقف الرجلان مطلع 2021",
        "arrêtés début janvier",
        "the cell broken up in early January",
        "la célula desmantelada a principios de enero",
        "الأسلحة التي حجزت مطلع شهر يناير",
        "depuis la découverte des armes à la mi-décembre",
        "arrested weeks ago",
        "weeks after his arrest",
        "قبل أسبوعين أوقف رجل",
        "أوقف في أكتوبر",
        "شدوه العام لي داز",
    ],
)
def test_an_act_of_long_ago(text: str) -> None:
    assert is_old(text)


@pytest.mark.parametrize(
    "text",
    [
        "arrêtés mardi",
        "arrêté il y a deux jours",
        "onze jours après son arrestation",
        "arrested on Monday, as none has been since the attack in 2018",
        "أوقف قبل يومين",
        "arrested on 30 January 2024",
        "arrested in January",
        "arrêtés fin janvier",
        "arrested in late January",
        "أوقفوا أواخر يناير",
        "une cellule de sept membres a été démantelée",
    ],
)
def test_an_act_of_these_days(text: str) -> None:
    assert not is_old(text)


def test_the_act_beside_the_agency_counts() -> None:
    text = "Le bureau a arrêté un homme, complice de la cellule démantelée en 2019"
    reading = read(text)
    sentences = everything(reading)
    dates = find_dates(reading, sentences)
    assert tells_of_old(reading, sentences, dates, []) is not None
    assert tells_of_old(reading, sentences, dates, [1]) is None


def belongs_to_old(text: str, *, does: bool = True) -> bool:
    reading = read(text)
    first, last = everything(reading)[0]
    names = [at for at, token in enumerate(reading.tokens) if token.text == "bcij"]
    dates = find_dates(reading, [(first, last)])
    doers = names if does else []
    return tells_only_of_old(reading, first, last, dates, names, doers) is not None


@pytest.mark.parametrize(
    "text",
    [
        "In October, a raid backed by the BCIJ had led to the seizure of pills",
        "En 2021, le BCIJ avait remis une liste à la police",
        "La operación recuerda la que en octubre permitió al BCIJ detener a dos hombres",
        "Il se cache depuis fin 2021, date à laquelle le BCIJ a fouillé son garage",
        "Son nom avait été cité en 2017, dans une affaire que le BCIJ avait suivie",
    ],
)
def test_all_of_a_sentence_is_of_an_old_time(text: str) -> None:
    assert belongs_to_old(text)


@pytest.mark.parametrize(
    "text",
    [
        "Recherché depuis 2021, il a été localisé par le BCIJ",
        "Le BCIJ, fondé en 2015, a saisi des armes",
        "Il a été vu par le BCIJ, dit la police, qui rappelle que son cousin est tombé en 2022",
        "En 2021, un cousin était tombé; lundi, le BCIJ a arrêté son frère",
        "Le BCIJ a arrêté un homme",
    ],
)
def test_not_all_of_a_sentence_is_of_an_old_time(text: str) -> None:
    assert not belongs_to_old(text)


def test_what_was_known_is_older_than_the_act() -> None:
    assert not belongs_to_old("L'alerte du BCIJ était arrivée en octobre", does=False)


@pytest.mark.parametrize(
    "text",
    [
        "Last October the BCIJ dug up two rifles near Taza. A paper asks where they came from.",
        "El pasado octubre el BCIJ detuvo en Nador a dos hombres. Un libro lo cuenta.",
        "En début d'année, le BCIJ a arrêté un homme à Taza.",
        "هاد القضية د أكتوبر، نهار البسيج شد جوج ف تازة ونواحيها.",
    ],
)
def test_a_month_is_old_with_last_before_it_and_so_is_the_year_s_beginning(text: str) -> None:
    assert kind(text) not in FOUND


@pytest.mark.parametrize(
    "text",
    [
        "The BCIJ has detained six people over the October robbery of a bank in Taza.",
        "Le BCIJ a arrêté six personnes à Taza pour le braquage d'octobre.",
        "في سابقة من نوعها منذ سنوات، أوقف البسيج امرأتين بتازة.",
    ],
)
def test_when_a_robbery_was_done_and_since_when_nothing_like_it_date_no_act(text: str) -> None:
    assert kind(text) in FOUND
