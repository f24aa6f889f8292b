"""Dates as feeds write them: with and without zones, in four languages, wrong and missing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from core.clock import MOROCCO
from crawler.elapsed import age_told, day_told

EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)
"""No outlet published on the web before; placeholders (1970, year 1) do."""

SKEW = timedelta(hours=26)
"""A date this far ahead is a zone declared wrongly: it counts as now. Further ahead: unknown."""

MOST = 100
"""Characters of a date; the longest that an outlet writes has half as many."""

SHOWN = 40

_ZONES = {
    "-0000": "+0000",  # UTC, of a server that doesn't tell its own zone
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

_HALF = r"(?:([ap])\.?m\b\.?|(صباحا|ص\b)|(مساء|م\b))"
_TIME = re.compile(
    rf"\b(\d{{1,2}})\s*[:hH]\s*(\d{{2}})(?:\s*:\s*(\d{{2}}))?(?:\s*{_HALF})?", re.IGNORECASE
)
_TWELVE_HOURS = re.compile(rf"\d\s*{_HALF}", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"\b(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})\b")
_DAY_FIRST = re.compile(r"\b(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})\b")
_FROM_GMT = re.compile(r"(?:GMT|UTC)\s?([+-])(\d{1,2})(?::?(\d{2}))?\s*\Z")
_OFFSET = re.compile(r"(?:GMT|UTC|Z|([+-]\d{2}):?(\d{2}))\s*\Z")
_NAMED = re.compile(
    r"\b(\d{1,2})(?:er|º|th|st|nd|rd)?[\s,.\-]+(?:de\s+)?([^\W\d]+)(?:/[^\W\d]+)?\.?[\s,،.\-]+"
    r"(?:de\s+)?(\d{4})\b"
)
_NAMED_FIRST = re.compile(r"\b([^\W\d]+)\.?\s+(\d{1,2}),?\s+(\d{4})\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """When an entry was published, UTC, and what was decided about it, "" where nothing was."""

    published: datetime | None
    how: str = ""


def read_dates(texts: Sequence[str], now: datetime) -> Dated:
    """Read the first of an entry's dates that can be used.

    Without a zone it is a Moroccan time; 01/02/2024 is the first of February, as all outlets
    of the region write it. What is a little ahead of `now`, the aware time of the poll, counts as
    now; what is far ahead, or older than the web, is not used.
    """
    given = [text for text in (" ".join(text.split())[:MOST] for text in texts) if text]
    refused: list[str] = []
    for text in given:
        dated = _read(text.translate(_DIGITS), now)
        if dated.published is not None:
            return Dated(published=dated.published, how=_joined(*refused, dated.how))
        refused.append(dated.how)
    return Dated(published=None, how=_joined(*refused) if given else "no date is given")


def _read(text: str, now: datetime) -> Dated:
    found, how = _parsed(_FROM_GMT.sub(_zone, text), now)
    if found is None:
        return Dated(published=None, how=f"can't be read: {text[:SHOWN]}")
    if found.tzinfo is None:
        found, how = found.replace(tzinfo=MOROCCO), _joined(how, "no zone: Moroccan time")
    try:
        instant = found.astimezone(UTC)
    except OverflowError:  # at the ends of the calendar
        instant = found.replace(tzinfo=UTC)
    if instant < EARLIEST:
        return Dated(published=None, how=f"older than the web: {text[:SHOWN]}")
    if instant > now + SKEW:
        return Dated(published=None, how=f"too far ahead: {text[:SHOWN]}")
    if instant > now:
        return Dated(published=now, how=_joined(how, f"ahead, taken as now: {text[:SHOWN]}"))
    return Dated(published=instant, how=how)


def _joined(*parts: str) -> str:
    return "; ".join(part for part in parts if part)


def _zone(match: re.Match[str]) -> str:
    return f"{match[1]}{int(match[2]):02}{match[3] or '00'}"


def _parsed(text: str, now: datetime) -> tuple[datetime | None, str]:
    for read in (_iso, _rfc822, _written):
        try:
            found = read(text)
        except (ValueError, OverflowError):
            continue
        if found is not None:
            return found, _order(text) if read is _written else ""
    return _told(text.lower(), now)


def _told(text: str, now: datetime) -> tuple[datetime | None, str]:
    """Read what is told from now: an age, or a day without its date."""
    age, day = age_told(text), day_told(text, now)
    if age is not None:
        return now - age, "told as an age"
    try:
        told = None if day is None else datetime(*day, *_time(text), tzinfo=_offset(text))
    except ValueError:
        told = None
    return told, "told from its day" if told else ""


def _order(text: str) -> str:
    """Say so where day and month could be read the other way round."""
    match = None if _YEAR_FIRST.search(text) else _DAY_FIRST.search(text)
    return "day before month" if match and max(map(int, match.group(1, 2))) <= 12 else ""


def _iso(text: str) -> datetime | None:
    return datetime.fromisoformat(text)


def _rfc822(text: str) -> datetime | None:
    """Leave "3:00 PM" to _written: here the PM would pass for a zone."""
    if _TWELVE_HOURS.search(text):
        return None
    head, _, zone = text.rpartition(" ")
    return parsedate_to_datetime(f"{head} {_ZONES.get(zone.lower(), zone)}")


def _written(text: str) -> datetime | None:
    day = _day(text)
    if day is None:
        return None
    return datetime(*day, *_time(text), tzinfo=_offset(text))


def _time(text: str) -> tuple[int, int, int]:
    """Return hour, minute and second; midnight where none are given. Raises ValueError."""
    match = _TIME.search(text)
    if match is None:
        return 0, 0, 0
    hour, minute, second = (int(part or 0) for part in match.group(1, 2, 3))
    latin, morning, evening = match.group(4, 5, 6)
    if not (latin or morning or evening):
        return hour, minute, second
    if not 1 <= hour <= 12:
        return hour, minute, second  # "15:00 PM": the hour says it already
    late = bool(evening) or (latin or "").lower() == "p"
    return hour % 12 + 12 * late, minute, second


def _offset(text: str) -> timezone | None:
    """Behind a time only: the year of "30-01-2024" is no offset."""
    time = _TIME.search(text)
    match = _OFFSET.search(text, time.end() if time else len(text))
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
