"""Days of operations: written, relative, repaired, and told apart from background."""

from __future__ import annotations

from datetime import date

import pytest

from matching.slots.dates import choose_date, date_slot, find_dates
from tests.matching.readings import DAY, everything, judge, read


def day(text: str, published: date | None = DAY) -> date | None:
    reading = read(text, published)
    acts = [hit.first for hit in reading.hits.get("act", ())]
    chosen = choose_date(reading, find_dates(reading, everything(reading)), acts)
    slot = date_slot(reading, chosen)
    return slot.value if slot else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("فكك يوم 25 مارس 2021 خلية", date(2021, 3, 25)),
        ("فكك يومي 29 و30 يناير 2024 خلية", date(2024, 1, 29)),
        ("أوقف بتاريخ 16 غشت 2016 أربعة", date(2016, 8, 16)),
        ("في 21 شباط 2018", date(2018, 2, 21)),
        ("le 1er octobre 2023", date(2023, 10, 1)),
        ("arrêtés le 25/03/2021 à Oujda", date(2021, 3, 25)),
        ("on January 29, 2024", date(2024, 1, 29)),
        ("el 8 de mayo de 2018", date(2018, 5, 8)),
        ("le 18 janvier courant", date(2024, 1, 18)),
        ("le 20 décembre", date(2023, 12, 20)),
        ("نهار 29 شهر 1", date(2024, 1, 29)),
        ("نهار 12 شهر طناش", date(2023, 12, 12)),
        ("شدوهم الثلاث بالليل", date(2024, 1, 30)),
        ("ce lundi", date(2024, 1, 29)),
        ("mardi à l'aube", date(2024, 1, 30)),
        ("mardi dernier", date(2024, 1, 23)),
        ("el pasado domingo", date(2024, 1, 28)),
        ("هاد لاربعا", date(2024, 1, 24)),
        ("yesterday", date(2024, 1, 29)),
        ("قبل قليل", date(2024, 1, 30)),
        ("Le parquet a confirmé lundi l'arrestation, la veille, de deux hommes", date(2024, 1, 28)),
        ("TURIN, Jan 30 (Reuters) - Two men were arrested on Sunday", date(2024, 1, 28)),
        ("Turín, 30 ene (EFE).- Dos detenidos", date(2024, 1, 30)),
        ("Turín, 30 ene.- Dos hombres fueron detenidos el domingo", date(2024, 1, 28)),
        ("Arrivé le 4 janvier, il a été arrêté lundi", date(2024, 1, 29)),
        ("أمس", date(2024, 1, 29)),
        ("they were picked up last night", date(2024, 1, 29)),
        ("two youths have been in custody since Sunday", date(2024, 1, 28)),
        ("أول أمس", date(2024, 1, 28)),
        ("أول من أمس", date(2024, 1, 28)),
        ("أوقف السبت، بعد جريمة وقعت صباح اليوم ذاته", date(2024, 1, 27)),
        ("أوقف شريكه في نفس اليوم، وكان قد ضبط السبت", date(2024, 1, 27)),
    ],
)
def test_days(text: str, expected: date) -> None:
    assert day(text) == expected


@pytest.mark.parametrize(
    "line",
    [
        "Par Salma Rami, le 30/01/2024 à 09h12",
        "Le 30 janvier 2024 à 17 h 03 min",
        "La Gazette du Nord | 30 janvier 2024 à 16:22",
        "نوال برادة - الثلاثاء 30 يناير 2024",
        "By Rita Amor, January 30, 2024, 14:05",
        "S. R. - Nador, 30 de enero de 2024 - 08:40",
    ],
)
def test_when_the_page_was_put_online_is_nobodys_day(line: str) -> None:
    assert day(line + "\nDeux hommes ont été arrêtés dimanche à Safi") == date(2024, 1, 28)
    assert day(line + "\nDeux hommes ont été arrêtés à Safi") is None


@pytest.mark.parametrize(
    "text",
    [
        "Un homme a été arrêté dimanche, a annoncé le bureau dans un communiqué diffusé lundi",
        "The police said in a statement on Monday that a man had been arrested on Sunday",
        "أعلن المكتب، في بلاغ عممه الاثنين، أن المداهمات جرت يوم الأحد",
        "El cuerpo informó en una nota el lunes de que el domingo detuvo a dos hombres",
        "البسيج علن اليوم الثلاثاء بلي ناسو شدو نهار الأحد جوج خوت",
    ],
)
def test_the_day_of_the_words_gives_way_to_the_day_of_the_act(text: str) -> None:
    assert day(text) == date(2024, 1, 28)


def test_the_day_of_the_words_counts_where_no_other_is_told() -> None:
    assert day("Le bureau a annoncé lundi l'arrestation d'un homme") == date(2024, 1, 29)


@pytest.mark.parametrize(
    "text",
    [
        "Une note adressée le 24 janvier a mené la police, dimanche, à un homme, arrêté chez lui",
        "The service had warned on 24 January of a plot, and on Sunday a man was arrested",
        "Après l'arrestation de son frère vendredi, un homme a été arrêté dimanche",
        "مور ما شدو خوه نهار الجمعة، شدو واحد السيد نهار الأحد",
        "Four people were arrested on Sunday. On Friday, police had arrested a dealer",
        "Un homme a été arrêté dimanche, soupçonné d'avoir aidé une bande démantelée le 19 janvier",
    ],
)
def test_the_day_of_a_tip_or_of_a_former_act_is_not_the_operation_s(text: str) -> None:
    assert day(text) == date(2024, 1, 28)


def test_a_weekday_tells_more_than_tonight() -> None:
    assert day("A man is behind bars tonight, picked up on Sunday") == date(2024, 1, 28)


def test_a_weekday_repairs_a_wrong_month() -> None:
    assert day("Monday, 29 December", DAY) == date(2024, 1, 29)


@pytest.mark.parametrize(
    "text",
    [
        "فكك البسيج خلية بسوق الأربعاء",
        "they may arrest more",
        "le 31 février 2023",
        "en mars 2023",
        "2023",
    ],
)
def test_what_is_no_day(text: str) -> None:
    assert day(text) is None


def test_without_a_publication_day_only_full_dates_count() -> None:
    assert day("arrêtés mardi, le 3 mars", None) is None
    assert day("arrêtés le 3 mars 2023", None) == date(2023, 3, 3)


@pytest.mark.parametrize(
    "text",
    [
        "Un complice de la cellule qui avait été démantelée le 4 décembre 2019 a été arrêté lundi",
        "توقيف شخص الاثنين على صلة بالخلية التي تم تفكيكها يوم 4 دجنبر 2019",
        "Depuis les attentats du 16 mai 2003, le pays veille ; lundi, un homme a été arrêté",
    ],
)
def test_a_background_date_is_not_the_operation_s(text: str) -> None:
    assert day(text) == date(2024, 1, 29)


def test_the_slot_quotes_the_original_words() -> None:
    reading = read("أُوقِف يومه الإثنيـن شخصان")
    chosen = choose_date(reading, find_dates(reading, everything(reading)), [])
    slot = date_slot(reading, chosen)
    assert slot is not None
    assert slot.text in reading.raw


@pytest.mark.parametrize(
    "text",
    [
        "La DGSN annonce la saisie, lundi au port de Safi, de 90 kg de chira. Un grutier a été "
        "arrêté. La DGST avait renseigné la police, qui n'établit "
        "aucun lien avec la tonne de chira découverte dimanche par le BCIJ.",
    ],
)
def test_the_day_of_a_case_that_is_set_apart_is_not_the_operation_s(text: str) -> None:
    strongest = judge(text).strongest
    assert strongest is not None
    assert strongest.slots.date is not None
    assert strongest.slots.date.value == date(2024, 1, 29)


@pytest.mark.parametrize(
    "text",
    [
        "Rabat, 30 ene (EFE).- La policía encontró el lunes en Taza tres fusiles que eran de la"
        " célula desarticulada la semana pasada, anunció el BCIJ.",
        "RABAT, Jan 30 (Reuters) - The BCIJ seized three rifles in Taza on Monday that were those"
        " of a cell dismantled last week.",
    ],
)
def test_the_day_of_the_report_is_no_new_act_s(text: str) -> None:
    strongest = judge(text).strongest
    assert strongest is not None
    assert strongest.kind == "update"
    assert strongest.slots.date is not None
    assert strongest.slots.date.value == date(2024, 1, 29)
