"""Finds the days that a follow-up names beside its own: "the cell broken up on 6 February"."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from matching.lexicon import FOLDER
from matching.normalise import fold
from matching.phrases import Hit, Phrase, Phrasebook, parse_phrase
from matching.tokens import Token, tokenise

WEEK = 7
DAY_REACH = 2
"""Words like "of" that may stand between a day and its month."""

YEAR_REACH = 3
"""Tokens behind a month, or behind its day, up to its year."""

BESIDE = 2
"""Tokens around a date in which a weekday is the date's own."""

MOST_DAYS = 4
"""So many are kept, the latest: whoever names more tells the history of a group."""

LONGEST = timedelta(days=400)
"""What lies further back is no operation of which later news is told."""


class _Named(NamedTuple):
    """A day that stands at tokens [first, last)."""

    day: date
    first: int
    last: int


def days_named(text: str, published: date | None, before: date | None) -> tuple[date, ...]:
    """Return the days before `before`, or before the publication, that a text names by their month
    or their weekday, ascending.

    Of a day without its year, and of a weekday, the last one up to the publication is meant.
    """
    end = before or published
    if end is None:
        return ()
    tokens = tokenise(fold(text).text)
    hits = _phrasebook().find(tokens)
    dated = list(_dated(tokens, hits, published))
    days = {named.day for named in dated}
    if published:
        days.update(_weekdays(tokens, hits, dated, published))
    return tuple(sorted(day for day in days if end - LONGEST <= day < end)[-MOST_DAYS:])


def _dated(
    tokens: Sequence[Token], hits: Sequence[Hit], published: date | None
) -> Iterator[_Named]:
    linking = {at for hit in hits if hit.concept == "of" for at in range(hit.first, hit.last)}
    for month in (hit for hit in hits if hit.concept == "month"):
        first, last = month.first - 1, month.last
        while first in linking and month.first - first <= DAY_REACH:
            first -= 1
        number = _number(tokens, first)
        if number is None:
            first, last = month.first, month.last + 1
            number = _number(tokens, month.last)
        day = _day(_year(tokens, last, linking), month.value, number or 0, published)
        if day:
            yield _Named(day, first, last)


def _number(tokens: Sequence[Token], at: int) -> int | None:
    text = tokens[at].text if 0 <= at < len(tokens) else ""
    return int(text) if text.isdecimal() and len(text) <= len("31") else None


def _year(tokens: Sequence[Token], last: int, linking: set[int]) -> int | None:
    for at in range(last, min(last + YEAR_REACH, len(tokens))):
        text = tokens[at].text
        if text.isdecimal() and len(text) == len("2025"):
            return int(text)
        if at not in linking:
            break
    return None


def _day(year: int | None, month: int, number: int, published: date | None) -> date | None:
    if year is None and published is None:
        return None
    try:
        if year is not None:
            return date(year, month, number)
        assert published
        day = date(published.year, month, number)
        return day if day <= published else date(published.year - 1, month, number)
    except ValueError:
        return None


def _weekdays(
    tokens: Sequence[Token], hits: Sequence[Hit], dated: Sequence[_Named], published: date
) -> Iterator[date]:
    """ "Last Monday" is not today; a weekday beside a date is the date's."""
    past = {at for hit in hits if hit.concept == "last" for at in (hit.first - 1, hit.last)}
    for hit in (hit for hit in hits if hit.concept == "weekday"):
        if any(n.first - BESIDE <= hit.first < n.last + BESIDE for n in dated):
            continue
        back = (published.weekday() - hit.value) % WEEK
        if back or hit.first in past or hit.last - 1 in past:
            yield published - timedelta(days=back or WEEK)


@cache
def _phrasebook() -> Phrasebook:
    return Phrasebook(_phrases())


def _phrases() -> Iterator[Phrase]:
    calendar = tomllib.loads((FOLDER / "calendar.toml").read_text(encoding="utf-8"))
    for concept, table in (("month", "months"), ("weekday", "weekdays")):
        for number, texts in calendar[table].items():
            yield from (parse_phrase(concept, int(number), text) for text in texts)
    for concept in ("of", "last"):
        yield from (parse_phrase(concept, None, text) for text in calendar["words"][concept])
