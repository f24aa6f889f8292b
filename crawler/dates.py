"""Dates as feeds write them: with and without zones, in four languages, wrong and missing."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from core.clock import MOROCCO

EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)
"""No outlet published on the web before; placeholders (1970, year 1) do."""

SKEW = timedelta(hours=26)
"""A date this far ahead is a zone declared wrongly: it counts as now. Further ahead: unknown."""

_ZONES = {
    "wet": "+0000",
    "west": "+0100",
    "cet": "+0100",
    "cest": "+0200",
    "bst": "+0100",
}
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
_MONTH_NUMBERS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")

_TIME = re.compile(r"\b(\d{1,2})\s*[:hH]\s*(\d{2})(?:\s*:\s*(\d{2}))?")
_YEAR_FIRST = re.compile(r"\b(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})\b")
_DAY_FIRST = re.compile(r"\b(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})\b")
_OFFSET = re.compile(r"(?:GMT|UTC|Z|([+-]\d{2}):?(\d{2}))\s*\Z")
_NAMED = re.compile(
    r"\b(\d{1,2})(?:er|º|th|st|nd|rd)?[\s,.\-]+(?:de\s+)?([^\W\d]+)\.?[\s,.\-]+(?:de\s+)?(\d{4})\b"
)
_NAMED_FIRST = re.compile(r"\b([^\W\d]+)\.?\s+(\d{1,2}),?\s+(\d{4})\b")


def entry_date(text: str, now: datetime) -> datetime | None:
    """Read the date of an entry as a UTC instant; None where it can't be known.

    Without a zone it is a Moroccan time; 01/02/2024 is the first of February, as all outlets
    of the region write it. `now` is the aware time of the poll.
    """
    found = _read(text.translate(_DIGITS).strip())
    if found is None:
        return None
    if found.tzinfo is None:
        found = found.replace(tzinfo=MOROCCO)
    instant = found.astimezone(UTC)
    if not EARLIEST <= instant <= now + SKEW:
        return None
    return min(instant, now)


def _read(text: str) -> datetime | None:
    for read in (_iso, _rfc822, _written):
        try:
            found = read(text)
        except (ValueError, OverflowError):
            continue
        if found is not None:
            return found
    return None


def _iso(text: str) -> datetime | None:
    return datetime.fromisoformat(text)


def _rfc822(text: str) -> datetime | None:
    head, _, zone = text.rpartition(" ")
    return parsedate_to_datetime(f"{head} {_ZONES.get(zone.lower(), zone)}")


def _written(text: str) -> datetime | None:
    day = _day(text)
    if day is None:
        return None
    time = _TIME.search(text)
    hour, minute, second = (int(part or 0) for part in time.groups()) if time else (0, 0, 0)
    return datetime(*day, hour, minute, second, tzinfo=_offset(text))


def _offset(text: str) -> timezone | None:
    match = _OFFSET.search(text)
    if match is None:
        return None
    hours, minutes = (int(part or 0) for part in match.groups())
    return timezone(timedelta(hours=hours, minutes=minutes if hours >= 0 else -minutes))


def _day(text: str) -> tuple[int, int, int] | None:
    if match := _YEAR_FIRST.search(text):
        year, month, day = map(int, match.groups())
        return year, month, day
    if match := _DAY_FIRST.search(text):
        day, month, year = map(int, match.groups())
        return year, month, day
    joined = re.sub(r"(كانون|تشرين)\s+", r"\1_", text.lower())
    for pattern, order in ((_NAMED, (1, 2, 3)), (_NAMED_FIRST, (2, 1, 3))):
        for match in pattern.finditer(joined):
            number = _MONTH_NUMBERS.get(match.group(order[1]))
            if number is not None:
                return int(match.group(order[2])), number, int(match.group(order[0]))
    return None
