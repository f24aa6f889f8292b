"""The day of an operation: written, relative or by its weekday, in five languages.

Publication day needed for what is relative; without it only dates with a year are read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from core.assessments import Slot
from matching.phrases import Hit
from matching.reading import Reading
from matching.slots.occasions import is_of_former_act, is_of_tip, is_spoken, is_stamp

FUTURE_DAYS = 3
"""A day and month without a year lie in the past, save for so many days (clocks and time zones)."""

BACKGROUND_REACH = 12
EVENT_REACH = 3
HELD_REACH = 6
OLD_DAYS = 12
DATELINE_REACH = 4
STAMP_DAYS = 1
DATELINE_COST = 0.7
SPOKEN_COST = 0.4
TIP_COST = 0.5
FORMER_COST = 0.6
KNOWN_COST = 0.15
LOOSE_COST = 0.2
FAR_RANK = 2
"""The sentences behind the second of a passage are all as far."""

OLD_SPAN, OLDEST = 20, 40
"""Days older that cost one point, and from which they cost no more.

Costs were tuned together on labelled articles: each is the smallest that tells the days it names.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A day read at tokens [first, last).

    `rank` counts the sentences of the passage; `written`: with day and month; `background`: a
    cue before it says that it is another event's day; `exact` is False for a month and year only;
    `anchored` for a date or a weekday: "today" alone also means "nowadays".
    """

    day: date
    first: int
    last: int
    rank: int
    written: bool
    exact: bool
    anchored: bool
    background: bool


def find_dates(reading: Reading, stretches: Iterable[tuple[int, int]]) -> list[Candidate]:
    """Return all days read in the stretches, in their order."""
    found: list[Candidate] = []
    for rank, (first, last) in enumerate(stretches):
        for day, start, end, written, exact, anchored in _days(reading, first, last):
            if written and _is_of_page(reading, day) and is_stamp(reading, start, end):
                continue
            background = _is_background(reading, first, start, day)
            found.append(
                Candidate(
                    day=day,
                    first=start,
                    last=end,
                    rank=rank,
                    written=written,
                    exact=exact,
                    anchored=anchored,
                    background=background,
                )
            )
    return found


def _is_of_page(reading: Reading, day: date) -> bool:
    published = reading.published
    return published is not None and abs((published - day).days) <= STAMP_DAYS


def choose_date(
    reading: Reading,
    candidates: Iterable[Candidate],
    acts: Iterable[int],
    of_cases: Collection[int] = (),
) -> Candidate | None:
    """Return the day that most likely is the operation's: near the act, early, written, not old.

    `acts` are the tokens of the acts in the passage, `of_cases` those that tell of known cases.
    """
    places = list(acts)

    def cost(candidate: Candidate) -> float:
        far = min((abs(candidate.first - act) for act in places), default=20)
        old = 0.0
        if reading.published:
            old = min(max((reading.published - candidate.day).days, 0), OLDEST) / OLD_SPAN
        return (
            0.12 * min(candidate.rank, FAR_RANK)
            + far / 100
            + old
            + (DATELINE_COST if is_dateline(reading, candidate) else 0)
            + (SPOKEN_COST if is_spoken(reading, candidate.first) else 0)
            + (TIP_COST if is_of_tip(reading, candidate.first) else 0)
            + (FORMER_COST if is_of_former_act(reading, candidate.first, candidate.last) else 0)
            + (KNOWN_COST if candidate.first in of_cases else 0)
            + (0 if candidate.anchored else LOOSE_COST)
            + (0 if candidate.written else 0.35)
            + (1 if not candidate.exact else 0)
        )

    return min((c for c in candidates if not c.background), key=cost, default=None)


def latest_date(reading: Reading, candidates: Iterable[Candidate]) -> Candidate | None:
    """Return the last day told up to the publication: of a later act of the same operation."""
    return max(
        (
            c
            for c in candidates
            if c.exact and c.anchored and (not reading.published or c.day <= reading.published)
        ),
        key=lambda c: (c.day, -c.first),
        default=None,
    )


def is_dateline(reading: Reading, candidate: Candidate) -> bool:
    """ "MILAN, Nov 11 (Reuters) -", "Rabat, 15 may.-": the day of the report."""
    first = reading.sentences[reading.sentence_of(candidate.first)].first
    end = reading.tokens[candidate.last - 1].end
    after = reading.folded.text[end:].lstrip(" .")[:1]
    return candidate.first - first <= DATELINE_REACH and after in ("(", "-")


def date_slot(reading: Reading, chosen: Candidate | None) -> Slot[date] | None:
    if chosen is None or not chosen.exact:
        return None
    text, span = reading.quote(chosen.first, chosen.last)
    return Slot(value=chosen.day, text=text, span=span)


_Read = tuple[date, int, int, bool, bool, bool]


def _days(reading: Reading, first: int, last: int) -> Iterator[_Read]:
    taken: set[int] = set()
    for read in (*_numeric(reading, first, last), *_named_months(reading, first, last)):
        taken.update(range(read[1], read[2]))
        yield read
    if reading.published is None:
        return
    for hit in reading.cues("weekday", first, last):
        beside = {hit.first - 1, hit.last, hit.last + 1, hit.last + 2}
        if taken.isdisjoint(beside) and not _inside_place(reading, hit):
            yield _weekday(reading, hit, last), hit.first, hit.last, False, True, True
    for hit in reading.cues("date eve", first, last):
        yield _eve(reading, hit.first, first, last), hit.first, hit.last, False, True, True
    for hit in reading.cues("relative", first, last):
        same = reading.cue("date same", hit.last, min(hit.last + 1, last)) is not None or any(
            before.last == hit.first for before in reading.cues("date the same", first, hit.first)
        )
        if not same and taken.isdisjoint(range(hit.first, hit.last + 2)):
            day = reading.published - timedelta(days=hit.value)
            yield day, hit.first, hit.last, False, True, hit.value > 0


def _numeric(reading: Reading, first: int, last: int) -> Iterator[_Read]:
    """ "25/03/2021", "25.3.2021"."""
    tokens = reading.tokens
    texts = [token.text for token in tokens[first:last]]
    for at, parts in enumerate(zip(texts, texts[1:], texts[2:], strict=False), first):
        if len(parts[2]) != 4 or not all(map(str.isdecimal, parts)):
            continue
        day, month, year = tokens[at : at + 3]
        gaps = (
            reading.folded.text[day.end : month.start] + reading.folded.text[month.end : year.start]
        )
        made = _make(int(year.text), int(month.text), int(day.text))
        if made and gaps in ("//", "..", "--"):
            yield made, at, at + 3, True, True, True


def _named_months(reading: Reading, first: int, last: int) -> Iterator[_Read]:
    for hit in reading.cues("month", first, last):
        year, end = _year_after(reading, hit.last, last)
        day, start = _day_before(reading, first, hit.first)
        if day is None:
            day, end_of_day = _day_after(reading, hit.last, last)
            if day is not None:
                start = hit.first
                year, end = _year_after(reading, end_of_day, last)
        if day is None:
            if year:
                yield date(year, hit.value, 15), hit.first, end, True, False, True
            continue
        made = _dated(reading, year, hit.value, day, (start, first))
        if made:
            yield made, start, end, True, True, True


def is_dated(reading: Reading, month: Hit, stretch: tuple[int, int]) -> bool:
    """A day or a year stands beside the month."""
    first, last = stretch
    day = _day_before(reading, first, month.first)[0] or _day_after(reading, month.last, last)[0]
    return bool(day or _year_after(reading, month.last, last)[0])


def _dated(
    reading: Reading, year: int | None, month: int, day: int, where: tuple[int, int]
) -> date | None:
    published = reading.published
    if year or published is None:
        return _make(year, month, day) if year else None
    made = _make(published.year, month, day)
    weekday = reading.cues("weekday", max(where[1], where[0] - 3), where[0])
    if made and weekday and made.weekday() != weekday[-1].value:
        made = _repaired(published, weekday[-1].value, day) or made
    if made is None or made > published + timedelta(days=FUTURE_DAYS):
        made = _make(published.year - 1, month, day)
    return made


def _repaired(published: date, weekday: int, day: int) -> date | None:
    """A wrong month: the weekday and the day fit one of the last seven days."""
    week = (published - timedelta(days=back) for back in range(7))
    return next((d for d in week if d.weekday() == weekday and d.day == day), None)


def _day_before(reading: Reading, first: int, month: int) -> tuple[int | None, int]:
    """The day before a month, and of "29 and 30" the first; a word like "de" may stand between."""
    at = month - 1
    while at >= first and at >= month - 2 and reading.cue("date of", at, at + 1):
        at -= 1
    day = _day_number(reading, at, first)
    if day is None:
        return None, month
    before = at - 2
    if before >= first and reading.cue("date and", at - 1, at):
        earlier = _day_number(reading, before, first)
        if earlier is not None and earlier < day:
            return earlier, before
    if at - 1 >= first and (earlier := _day_number(reading, at - 1, first)) and earlier == day - 1:
        return earlier, at - 1
    return day, at


def _day_number(reading: Reading, at: int, first: int) -> int | None:
    if at < first or not (text := reading.tokens[at].text).isdecimal() or len(text) > 2:
        return None
    return int(text) if 1 <= int(text) <= 31 else None


def _day_after(reading: Reading, at: int, last: int) -> tuple[int | None, int]:
    """ "January 29", of "29 and 30" the first."""
    day = _day_number(reading, at, at) if at < last else None
    return day, at + 1


def _year_after(reading: Reading, at: int, last: int) -> tuple[int | None, int]:
    """The year within three tokens; only words like "of" and another day may stand before it."""
    for place in range(at, min(at + 3, last)):
        text = reading.tokens[place].text
        if text.isdecimal() and len(text) == 4 and text[:2] in ("19", "20"):
            return int(text), place + 1
        words = ("date of", "date year", "date and")
        between = reading.any_cue(words, place, place + 1)
        if not between and not text.isdecimal():
            break
    return None, at


def _weekday(reading: Reading, hit: Hit, last: int) -> date:
    assert reading.published
    back = (reading.published.weekday() - hit.value) % 7
    if back == 0 and reading.cue("date last", hit.last, min(hit.last + 2, last)):
        back = 7
    return reading.published - timedelta(days=back)


def _eve(reading: Reading, at: int, first: int, last: int) -> date:
    """The day before the weekday named beside it, or before the publication."""
    assert reading.published
    weekdays = reading.cues("weekday", max(first, at - BACKGROUND_REACH), at)
    day = _weekday(reading, weekdays[-1], last) if weekdays else reading.published
    return day - timedelta(days=1)


def _inside_place(reading: Reading, hit: Hit) -> bool:
    return any(
        place.first <= hit.first < place.last
        for place in reading.cues("place", max(0, hit.first - 3), hit.last)
    )


def _is_background(reading: Reading, first: int, at: int, day: date) -> bool:
    """ "The attacks of 16 May"; "the cell that had been dismantled in December 2019": far back, and
    told as past.
    """
    if reading.cue("event_of", max(first, at - EVENT_REACH), at) and not _is_held_since(
        reading, first, at
    ):
        return True
    if reading.published is None or (reading.published - day).days <= OLD_DAYS:
        return False
    return reading.cue("background", max(first, at - BACKGROUND_REACH), at) is not None


def _is_held_since(reading: Reading, first: int, at: int) -> bool:
    """ "In custody since Wednesday": the day of the arrest."""
    return reading.cue("custody", max(first, at - HELD_REACH), at) is not None


def _make(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
