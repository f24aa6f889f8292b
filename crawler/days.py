"""The day in a written date: in numbers of any order, by the names of months, without a year."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta

SKEW = timedelta(hours=26)
"""A date this far ahead is a zone declared wrongly; one further ahead is read wrongly, or wrong."""

RECENT = timedelta(days=30)
"""Of two readings, the one within so long is taken: feeds list what is new."""

OLDEST_YEAR = 1900
"""Earlier ones are of the Islamic calendar, which stands beside the common one."""

_MONTHS = (
    "يناير جانفي كانون_الثاني janvier janv enero ene january jan",
    "فبراير فيفري شباط février fevrier févr fevr febrero february feb",
    "مارس آذار mars marzo march mar",
    "أبريل ابريل إبريل أفريل نيسان avril avr abril abr april apr",
    "ماي مايو أيار mai mayo may",
    "يونيو يونيه جوان حزيران juin junio june jun",
    "يوليوز يوليو جويلية تموز juillet juil julio july jul",
    "غشت أغسطس اغسطس أوت آب août aout agosto ago august aug",
    "شتنبر سبتمبر أيلول septembre sept septiembre september sep",
    "أكتوبر اكتوبر تشرين_الأول octobre octubre october oct",
    "نونبر نوفمبر تشرين_الثاني novembre noviembre november nov",
    "دجنبر ديسمبر كانون_الأول décembre decembre déc dec diciembre dic december",
)
_NUMBERS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}

_NUMERIC = re.compile(r"(?<!\d)(\d{4}|\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{1,2})(?!\d)")
_MONTH = rf"({'|'.join(sorted(_NUMBERS, key=len, reverse=True))})(?![^\W\d])(?:/[^\W\d]+)?\.?"
_BEFORE = rf"(?<!\d)(\d{{1,2}})(?:\s?er|º|th|st|nd|rd)?[\s,.\-]*(?:(?:de|من)\s+)?{_MONTH}"
_BEHIND = rf"(?<![^\W\d]){_MONTH}\s*(\d{{1,2}})(?:th|st|nd|rd)?(?!\d)"
_YEAR = r"[\s,،.\-]*(?:del?\s+)?(\d{4}|'?\d{2}(?!\s*[:h\d]))(?!\d)"
# The year's own order: day, month and year as they stand in each pattern, 0 where there is none.
_NAMED = (
    (re.compile(_BEFORE + _YEAR), (1, 2, 3)),
    (re.compile(_BEHIND + r"[\s,،]+(\d{4})(?!\d)"), (2, 1, 3)),
    (re.compile(_BEFORE), (1, 2, 0)),
    (re.compile(_BEHIND), (2, 1, 0)),
)
_SPACED = re.compile(r"(كانون|تشرين)\s+")
_FIRST = re.compile(r"\bفاتح\b")

Found = tuple[date, str]
"""A day, and what was decided about it, "" where nothing was."""


def day_written(text: str, now: datetime, *, month_first: bool = False) -> Found | None:
    """Return the first day that a text in lower case names; None where it names none.

    Of numbers the day comes first, as all outlets of the region write it, unless `month_first` says
    that their document does otherwise, or only the other order can be meant.
    """
    for match in _NUMERIC.finditer(text):
        if found := _in_numbers(match, now, month_first=month_first):
            return found
    return _by_name(_FIRST.sub("1", _SPACED.sub(r"\1_", text)), now)


def writes_month_first(texts: Iterable[str]) -> bool:
    """Say whether some of a document's dates have no other order than 11/22/2026, and none has."""
    written = (_NUMERIC.search(text) for text in texts if "/" in text)
    pairs = [(int(found[1]), int(found[2])) for found in written if found and len(found[1]) < 3]
    return any(second > 12 for _, second in pairs) and all(first <= 12 for first, _ in pairs)


def _in_numbers(match: re.Match[str], now: datetime, *, month_first: bool) -> Found | None:
    first, second, third = map(int, match.groups())
    if len(match[1]) == 4:
        day = _date(first, second, third)
        return (day, "") if day else None
    if len(match[3]) == 4:
        return _in_order(first, second, third, now, month_first=month_first)
    if len(match[1]) == len(match[3]) == 2:
        return _of_two_digits((first, second, third), now, month_first=month_first)
    return None


def _in_order(
    first: int, second: int, year: int, now: datetime, *, month_first: bool
) -> Found | None:
    day, other = _date(year, second, first), _date(year, first, second)
    is_wrong = day is None or (_is_ahead(day, now) and _is_recent(other, now))
    if other is not None and (month_first or is_wrong):
        return other, "month before day"
    return None if day is None else (day, "day before month" if other else "")


def _of_two_digits(
    numbers: tuple[int, int, int], now: datetime, *, month_first: bool
) -> Found | None:
    """Take the year for the last number or the first, whichever makes the day a later one."""
    first, second, third = numbers
    as_last = _in_order(first, second, 2000 + third, now, month_first=month_first)
    as_first = _date(2000 + first, second, third)
    days = [day for day in (as_last and as_last[0], as_first) if day is not None]
    past = [day for day in days if not _is_ahead(day, now)]
    return (max(past or days), "two digits of the year") if days else None


def _by_name(text: str, now: datetime) -> Found | None:
    for pattern, (day, month, year) in _NAMED:
        for match in pattern.finditer(text):
            number, named = int(match[day]), _NUMBERS[match[month]]
            if not year:
                return _without_year(number, named, now)
            told = match[year].lstrip("'")
            found = _date(int(told) + (2000 if len(told) == 2 else 0), named, number)
            if found is not None:
                return found, "two digits of the year" if len(told) == 2 else ""
    return None


def _without_year(day: int, month: int, now: datetime) -> Found | None:
    years = (now.year + 1, now.year, now.year - 1)  # a day ahead, on New Year's Eve
    days = (_date(year, month, day) for year in years)
    last = next((found for found in days if found and not _is_ahead(found, now)), None)
    return None if last is None else (last, "no year: the last such day")


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year >= OLDEST_YEAR else None
    except ValueError:
        return None


def _is_ahead(day: date, now: datetime) -> bool:
    return day > (now + SKEW).date()


def _is_recent(day: date | None, now: datetime) -> bool:
    return day is not None and (now - RECENT).date() <= day <= (now + SKEW).date()
