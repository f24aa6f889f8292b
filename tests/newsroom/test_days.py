"""Days are written right in every language, whatever the day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.days import SpokenDay

DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))
# Known from a calendar: 1 January 2024 was a Monday.
MONDAY = date(2024, 1, 1)
MONDAY_FIRST = {
    "ar": "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد",
    "ary": "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "es": "lunes martes miércoles jueves viernes sábado domingo",
}
LANGUAGES = st.sampled_from(sorted(MONDAY_FIRST))


@pytest.mark.parametrize(
    ("language", "same", "next_day", "later", "dated"),
    [
        ("ar", "اليوم الثلاثاء", "أمس الثلاثاء", "يوم الثلاثاء 30 يناير 2024", "30 يناير 2024"),
        (
            "ary",
            "اليوم الثلاثاء",
            "البارح الثلاثاء",
            "نهار الثلاثاء 30 يناير 2024",
            "30 يناير 2024",
        ),
        ("fr", "ce mardi", "hier mardi", "le mardi 30 janvier 2024", "30 janvier 2024"),
        ("en", "on Tuesday", "on Tuesday", "on Tuesday, 30 January 2024", "30 January 2024"),
        (
            "es",
            "este martes",
            "ayer martes",
            "el martes 30 de enero de 2024",
            "30 de enero de 2024",
        ),
    ],
)
def test_a_day_is_told_by_its_distance(
    language: str, same: str, next_day: str, later: str, dated: str
) -> None:
    day = date(2024, 1, 30)

    told = [
        format(SpokenDay(day=day, told=day + timedelta(days=n), language=language))
        for n in (0, 1, 2)
    ]

    assert told == [same, next_day, later]
    spoken = SpokenDay(day=day, told=day, language=language)
    assert (f"{spoken:full}", f"{spoken:date}") == (later, dated)


@given(day=DAYS, ago=st.integers(-3, 400), language=LANGUAGES)
def test_the_weekday_always_is_the_dates_own(day: date, ago: int, language: str) -> None:
    spoken = SpokenDay(day=day, told=day + timedelta(days=ago), language=language)
    right = MONDAY_FIRST[language].split()[(day - MONDAY).days % 7]

    assert f"{spoken:weekday}" == right
    assert right in f"{spoken:full}"
    assert right in f"{spoken}"
    assert str(day.year) in f"{spoken:date}"


@given(day=DAYS, language=LANGUAGES)
def test_a_date_can_be_read_back(day: date, language: str) -> None:
    spoken = SpokenDay(day=day, told=day, language=language)
    first_words = f"{spoken:date}".split()[0]
    january = SpokenDay(day=day.replace(month=1), told=day, language=language)

    assert first_words == ("1er" if language == "fr" and day.day == 1 else str(day.day))
    assert (f"{spoken:date}" == f"{january:date}") == (day.month == 1)


def test_the_first_of_a_month_is_premier_in_french() -> None:
    day = date(2024, 9, 1)
    assert f"{SpokenDay(day=day, told=day, language='fr'):full}" == "le dimanche 1er septembre 2024"


def test_moroccan_month_names() -> None:
    written = [
        f"{SpokenDay(day=date(2024, month, 2), told=MONDAY, language='ar'):date}"
        for month in (5, 7, 8, 9, 11, 12)
    ]
    names = [text.split()[1] for text in written]
    assert names == ["ماي", "يوليوز", "غشت", "شتنبر", "نونبر", "دجنبر"]


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(ValueError, match="'iso' is no way to write a day"):
        format(SpokenDay(day=MONDAY, told=MONDAY, language="fr"), "iso")
