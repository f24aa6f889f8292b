"""Times told as a listing tells them: "il y a 2 heures", "منذ ساعتين", "hier à 14h30"."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from core.clock import MOROCCO

_UNITS = {
    timedelta(minutes=1): "minute minutes min mn minuto minutos دقيقة دقائق",
    timedelta(hours=1): "heure heures h hora horas hour hours ساعة ساعات سوايع",
    timedelta(days=1): "jour jours j día días dia dias day days يوم يوما أيام ايام",
    timedelta(weeks=1): "semaine semaines semana semanas week weeks أسبوع اسبوع أسابيع اسابيع",
    timedelta(minutes=2): "دقيقتين دقيقتان",
    timedelta(hours=2): "ساعتين ساعتان",
    timedelta(days=2): "يومين يومان",
    timedelta(weeks=2): "أسبوعين اسبوعين أسبوعان",
}
_LENGTHS = {word: length for length, words in _UNITS.items() for word in words.split()}
_DAYS = {
    "aujourd'hui": 0,
    "aujourd’hui": 0,
    "hoy": 0,
    "today": 0,
    "اليوم": 0,
    "hier": 1,
    "ayer": 1,
    "yesterday": 1,
    "أمس": 1,
    "امس": 1,
    "البارح": 1,
}
_NUMBER = r"(?:(\d{1,3}|une?\b|una\b|an?\b|one\b)\s*)?"
_AGE = re.compile(
    rf"\b(?:il y a|hace|منذ|قبل|هادي)\s+{_NUMBER}([^\W\d]+)|\b{_NUMBER}([^\W\d]+)\s+ago\b"
)
_DAY = re.compile("|".join(_DAYS))
_NOW = re.compile(
    r"à l[’']instant|il y a (?:quelques|un) (?:instants?|secondes?|minutes)|maintenant\b"
    r"|ahora mismo|hace (?:unos|un) (?:instantes?|segundos?|minutos|momentos?)"
    r"|just now|moments ago|seconds ago"
    r"|قبل (?:قليل|لحظات|ثوان)|منذ (?:قليل|لحظات|ثوان)|(?<!\w)(?:الآن|دابا)(?!\w)"
)


def age_told(text: str) -> timedelta | None:
    """Return how long ago a text in lower case says that it was; None where it doesn't."""
    if _NOW.search(text):
        return timedelta()
    match = _AGE.search(text)
    if match is None:
        return None
    number, unit = match.group(1, 2) if match[2] else match.group(3, 4)
    length = _LENGTHS.get(unit)
    return None if length is None else length * (int(number) if (number or "").isdigit() else 1)


def day_told(text: str, now: datetime) -> tuple[int, int, int] | None:
    """Return the day, in Morocco, that "today" or "yesterday" means; None where neither is said."""
    match = _DAY.search(text)
    if match is None:
        return None
    day = now.astimezone(MOROCCO).date() - timedelta(days=_DAYS[match[0]])
    return day.year, day.month, day.day
