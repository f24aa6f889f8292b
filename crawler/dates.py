"""Dates as feeds write them: with and without zones, in four languages, wrong and missing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from core.clock import MOROCCO
from crawler.days import SKEW, day_written
from crawler.elapsed import age_told, day_told

EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)
"""No outlet published on the web before; placeholders (1970, year 1) do."""

MOST = 100
"""Characters of a date; the longest that an outlet writes has half as many."""

SHOWN = 40

_ZONES = {
    "wet": "+0000",
    "west": "+0100",
    "cet": "+0100",
    "cest": "+0200",
    "bst": "+0100",
}
_NAMED_ZONE = re.compile(rf"(?<=[\d\s])({'|'.join(_ZONES)})\Z", re.IGNORECASE)
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")

_HALF = r"(?:([ap])\.?m\b\.?|(صباحا|ص\b)|(مساء|م\b))"
_TIME = re.compile(
    rf"(?<!\d)(\d{{1,2}})\s*[:hH]\s*(\d{{2}})(?:\s*:\s*(\d{{2}}))?(?:\s*{_HALF})?", re.IGNORECASE
)
_TWELVE_HOURS = re.compile(rf"\d\s*{_HALF}", re.IGNORECASE)
_FROM_GMT = re.compile(r"(?:GMT|UTC|(?<=:\d\d))\s?([+-])(\d{1,2})(?::?(\d{2}))?\s*\Z")
_EPOCH = re.compile(r"\d{10}(?:\d{3})?\Z")
_COMPACT = re.compile(r"\d{14}\Z")
_OFFSET = re.compile(r"(?:gmt|utc|z|([+-]\d{2}):?(\d{2}))\s*\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """When an entry was published, UTC, and what was decided about it, "" where nothing was."""

    published: datetime | None
    how: str = ""


def read_dates(texts: Sequence[str], now: datetime, *, month_first: bool = False) -> Dated:
    """Read the first of an entry's dates that can be used.

    Without a zone it is a Moroccan time; 01/02/2024 is the first of February, as all outlets of the
    region write it, unless `month_first` says that their document does otherwise. What is a little
    ahead of `now`, the aware time of the poll, counts as now; what is far ahead, or older than the
    web, is not used.
    """
    given = [text for text in (" ".join(text.split())[:MOST] for text in texts) if text]
    refused: list[str] = []
    for text in given:
        dated = _read(text.translate(_DIGITS), now, month_first)
        if dated.published is not None:
            return Dated(published=dated.published, how=_joined(*refused, dated.how))
        refused.append(dated.how)
    return Dated(published=None, how=_joined(*refused) if given else "no date is given")


def _read(text: str, now: datetime, month_first: bool) -> Dated:
    found, how = _parsed(_zoned(text), now, month_first)
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


def _zoned(text: str) -> str:
    """Write a zone as an offset with four digits; most are."""
    if text.endswith("-0000"):  # UTC, of a server that doesn't tell its own zone
        return f"{text[:-5]}+0000"
    if text[-1:].isdigit():
        return text if text[-5:-4] in ("+", "-") else _FROM_GMT.sub(_zone, text)
    return _NAMED_ZONE.sub(lambda zone: _ZONES[zone[1].lower()], text)


def _zone(match: re.Match[str]) -> str:
    return f" {match[1]}{int(match[2]):02}{match[3] or '00'}"


def _parsed(text: str, now: datetime, month_first: bool) -> tuple[datetime | None, str]:
    for read in (_counted, _iso, _rfc822):
        try:
            found = read(text)
        except (ValueError, OverflowError):
            continue
        if found is not None:
            return found, ""
    written = _written(text.lower(), now, month_first)
    return _told(text.lower(), now) if written is None else written


def _counted(text: str) -> datetime | None:
    """Read seconds or milliseconds since 1970, and digits without anything between them."""
    if not text.isdigit():
        return None
    if _COMPACT.match(text):
        return datetime.fromisoformat(f"{text[:8]}T{text[8:]}")
    return datetime.fromtimestamp(int(text[:10]), UTC) if _EPOCH.match(text) else None


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


def _iso(text: str) -> datetime | None:
    return datetime.fromisoformat(text)


def _rfc822(text: str) -> datetime | None:
    """Leave "3:00 PM" to _written: here the PM would pass for a zone."""
    if _TWELVE_HOURS.search(text):
        return None
    return parsedate_to_datetime(text)


def _written(text: str, now: datetime, month_first: bool) -> tuple[datetime, str] | None:
    found = day_written(text, now, month_first=month_first)
    if found is None:
        return None
    day, how = found
    try:
        return datetime(day.year, day.month, day.day, *_time(text), tzinfo=_offset(text)), how
    except ValueError:
        return None


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
