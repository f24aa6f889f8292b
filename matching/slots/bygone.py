"""Old times told without a day: "two years ago", "in 2019", "last year", "in November 2021"."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date

from matching.asides import pauses
from matching.phrases import Hit
from matching.reading import Reading, once
from matching.slots.dates import Candidate, is_dated
from matching.slots.numbers import number_at
from matching.suspects import is_of_held

FORGOTTEN_DAYS = 12
"""Older than this an act is told again."""

PARTS_OF_MONTH = (("early in", 10), ("mid", 20), ("late in", 31))
PART_REACH = 4
"""Tokens of "dans les premiers jours de"."""

CRIME_BACK = 3
"""Tokens of "bank robbery of"."""

FIRST_BACK = 4
"""Tokens of "the first of its kind"."""

AGO_REACH = 4
AFTER_REACH = 5
REACH = 9
"""Tokens between an act and the time that belongs to it."""

ALONE_REACH = 6
"""Tokens of a time that stands for itself between two signs: "in early November 2022"."""

OWN_BACK = 4
"""Tokens between "wanted", "convicted" or "founded" and the year."""

WHEN_REACH = 3
"""Tokens of "which is the year in which"."""

OPENING = 6
"""Tokens before a year that opens its sentence: "one remembers that in 2015"."""

OLD_TIP_YEARS = 2
"""So old a tip is another case's."""

SIGNS = frozenset(",;:()")
OF_ELSE = ("trial", "prison", "fugitive", "warrant", "once convicted", "event_of")
"""What a year beside it tells of: of who is held, or of the agency itself, no act."""

Time = tuple[int, bool]
"""The first token of a time expression, and whether it is old."""


@once
def old_times(reading: Reading, first: int, last: int) -> Sequence[int]:
    """Return the first token of each old time in [first, last) that names no day."""
    return list(_old_times(reading, first, last))


def _old_times(reading: Reading, first: int, last: int) -> Iterator[int]:
    for hit in reading.cues("long ago", first, last):
        yield hit.first
    for hit in reading.cues("ago", first, last):
        if _days_ago(
            reading, hit.first, hit.last, first, last
        ) > FORGOTTEN_DAYS and not _is_first_since(reading, hit, first):
            yield hit.first
    for hit in reading.cues("after", first, last):
        before = _days_before(reading, hit.first, first) > FORGOTTEN_DAYS
        if before and not _is_after_another(reading, hit, last):
            yield hit.first
    if reading.published is None:
        return
    for hit in reading.cues("in year", first, last):
        if hit.last < last and is_past_year(reading, hit.last):
            yield hit.first
    for hit in reading.cues("month", first, last):
        old = _days_since(reading, hit, reading.published) > FORGOTTEN_DAYS
        if old and is_lone_month(reading, hit, (first, last)):
            yield hit.first


def is_lone_month(reading: Reading, month: Hit, stretch: tuple[int, int]) -> bool:
    """ "In December", "decembre dernier": no day beside it, and no number ("de sept membres")."""
    if number_at(reading, month.first, stretch[0]) is not None:
        return False
    led = reading.any_cue(("in year", "date of"), month.first - 1, month.first)
    led = led or _part_of_month(reading, month) is not None
    led = led or reading.cue("date last", month.first - 1, month.first) is not None
    if led and _is_of_crime(reading, month):
        return False
    named = led or reading.cue("date last", month.last, month.last + 1) is not None
    return named and not is_dated(reading, month, stretch)


def _is_of_crime(reading: Reading, month: Hit) -> bool:
    """ "The May robbery", "le braquage de mai": when what they are held for was done."""
    near = (month.first - CRIME_BACK, month.last + 1)
    return any(
        hit.value != "terrorism"
        for hit in reading.cues("topic", *near)
        if hit.first == month.last or hit.last == month.first - 1
    )


def _is_first_since(reading: Reading, ago: Hit, first: int) -> bool:
    """ "The first of its kind in years": how long nothing like it was done."""
    before = max(first, ago.first - FIRST_BACK)
    since = reading.cue("since", ago.first - 1, ago.last)
    return since is not None and reading.any_cue(("ranked", "nth"), before, ago.first)


def _part_of_month(reading: Reading, month: Hit) -> int | None:
    """The last day of "early May", "mid-May" or "late May", None of a month without such a word."""
    before = max(0, month.first - PART_REACH)
    for part, last_day in PARTS_OF_MONTH:
        if any(hit.last == month.first for hit in reading.cues(part, before, month.first)):
            return last_day
    return None


def _days_since(reading: Reading, month: Hit, today: date) -> int:
    """Days since the end of the last such month, or of its part that is named; 0 within it."""
    year = today.year - (month.value > today.month)
    longest = monthrange(year, month.value)[1]
    last_day = min(_part_of_month(reading, month) or longest, longest)
    return max(0, (today - date(year, month.value, last_day)).days)


def is_past_year(reading: Reading, at: int) -> bool:
    """A year before the publication's that is no part of a date."""
    text = reading.tokens[at].text
    if not text.isdecimal() or len(text) != 4 or text[:2] not in ("19", "20"):
        return False
    dated = reading.cue("month", max(0, at - 3), at) is not None
    return not dated and reading.published is not None and int(text) < reading.published.year


def _is_after_another(reading: Reading, after: Hit, last: int) -> bool:
    """ "Three weeks after that of Fez", "after an attack": no act of the report's own."""
    if after.last >= last or reading.pauses_before(after.last):
        return False
    behind = (after.last, min(last, after.last + AFTER_REACH))
    return not reading.any_cue(("act", "seize"), *behind)


def _days_ago(reading: Reading, start: int, end: int, first: int, last: int) -> int:
    """ "Two years ago", "il y a deux ans", "قبل سنتين": the number and its unit beside the word."""
    for unit in reading.cues(
        "time unit", max(first, start - AGO_REACH), min(last, end + AGO_REACH)
    ):
        if unit.first < start and unit.last != start:
            continue
        return _days(reading, unit, first)
    return 0


def _days_before(reading: Reading, at: int, first: int) -> int:
    """ "Twenty months after", "a month and a half after": the number and its unit right before."""
    half = next((h for h in reading.cues("half", max(first, at - 3), at) if h.last == at), None)
    end = half.first if half else at
    units = reading.cues("time unit", max(first, end - 1), end)
    if not units:
        return 0
    return _days(reading, units[0], first)


def _days(reading: Reading, unit: Hit, first: int) -> int:
    """Weeks without a number are two at least."""
    least = 2 if reading.cue("weeks", unit.first, unit.last) else 1
    return (number_at(reading, unit.first - 1, first) or least) * int(unit.value)


def tells_of_old(
    reading: Reading,
    sentences: Sequence[tuple[int, int]],
    dates: Sequence[Candidate],
    names: Sequence[int],
) -> int | None:
    """Return the token of the old time that the first dated act of the sentences belongs to.

    `names` are the tokens where agencies are named: in their sentences the act beside them counts.
    None where the act has a fresh time as near, or no time at all.
    """
    for first, last in sentences:
        acts = sorted(
            {hit.first for act in ("act", "seize") for hit in reading.cues(act, first, last)}
        )
        own = _beside_names(acts, first, last, names)
        times = [*_dated(reading, dates, first, last)]
        old = old_times(reading, first, last)
        times += [(token, True) for token in old if not _is_of_release(reading, token, first)]
        owned = [(_nearest(token, acts), token, old) for token, old in times if acts]
        near = [(abs(token - act), not old, token) for act, token, old in owned if act in own]
        if near:
            distance, fresh, token = min(near)
            return None if fresh or distance > REACH else token
    return None


def tells_only_of_old(
    reading: Reading,
    first: int,
    last: int,
    dates: Sequence[Candidate],
    names: Sequence[int],
    doers: Sequence[int],
) -> int | None:
    """Return the old time that all of a sentence's acts, or what its agency did, belong to.

    It stands in one clause with them or with "the one that", or for itself: "in November, a raid
    had led to the seizure of", "men who, in 2019, had been handed to the bureau". None beside a
    fresh day. `names` are the tokens where agencies are named, `doers` those of them that do more
    than know something: what is known is older than the act.
    """
    if not all(old for _, old in _dated(reading, dates, first, last)):
        return None
    acts = [hit.first for act in ("act", "seize") for hit in reading.cues(act, first, last)]
    for hit in reading.cues("previous case", first, last):
        if any(act > hit.first for act in acts):
            return hit.first
    for token in old_times(reading, first, last):
        start, end = _clause(reading, token, first, last)
        named = _is_any_in(names, start, end)
        if reading.cue("that one", start, token):
            return token
        if reading.cue("when", end, end + WHEN_REACH) and not named:
            return token
        if _is_of_else(reading, token, start) or _is_of_held(reading, token, first):
            continue
        if end - start <= ALONE_REACH and (acts or doers):
            return token
        if named and _is_any_in(acts, start, end):
            return token
        if not acts and (_is_any_in(doers, start, last) or _opens_old_tip(reading, token, first)):
            return token
    return None


def _opens_old_tip(reading: Reading, token: int, first: int) -> bool:
    """ "One recalls that in 2015 a tip of the directorate had led to a flat"."""
    led = reading.cue("in year", token, token + 1)
    if led is None or token - first > OPENING or reading.published is None:
        return False
    year = reading.tokens[led.last].text
    return year.isdecimal() and int(year) <= reading.published.year - OLD_TIP_YEARS


def _is_of_release(reading: Reading, token: int, first: int) -> bool:
    """ "Who left prison a year ago"."""
    freed = reading.cues("prison", max(first, token - OWN_BACK - 2), token)
    return any(token - hit.last < 2 for hit in freed)


def _is_of_held(reading: Reading, token: int, first: int) -> bool:
    return is_of_held(reading, Hit("time", None, token, token + 1), first)


def _is_any_in(tokens: Sequence[int], first: int, last: int) -> bool:
    return any(first <= token < last for token in tokens)


def _clause(reading: Reading, token: int, first: int, last: int) -> tuple[int, int]:
    """The tokens around one, up to the signs before and behind it."""
    start = next((at for at in range(token, first, -1) if pauses(reading, at, at, SIGNS)), first)
    behind = range(token + 1, last)
    return start, next((at for at in behind if pauses(reading, at, at, SIGNS)), last)


def _is_of_else(reading: Reading, token: int, start: int) -> bool:
    """ "Wanted since 2019", "convicted in 2018", "founded in 2015"."""
    near = (max(start, token - OWN_BACK), token + 1)
    if reading.any_cue(OF_ELSE, *near):
        return True
    return reading.cue("since", max(start, token - 1), token + 1) is not None


def _nearest(token: int, acts: Sequence[int]) -> int:
    """The act that a time belongs to."""
    return min(acts, key=lambda act: abs(act - token))


def _beside_names(acts: Sequence[int], first: int, last: int, names: Sequence[int]) -> list[int]:
    """The act next to an agency's name; all acts of a sentence that names none."""
    near = [(abs(act - name), act) for act in acts for name in names if first <= name < last]
    return [min(near)[1]] if near else list(acts)


def _dated(reading: Reading, dates: Sequence[Candidate], first: int, last: int) -> Iterator[Time]:
    if reading.published is None:
        return
    for dated in dates:
        if first <= dated.first < last and dated.anchored:
            yield dated.first, (reading.published - dated.day).days > FORGOTTEN_DAYS
