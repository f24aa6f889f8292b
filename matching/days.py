"""The day of the operation that a passage tells, beside those of other cases."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta

from matching.known import is_of_another_case
from matching.passages import Passage
from matching.phrases import Hit
from matching.reading import Reading
from matching.slots.dates import (
    Candidate,
    choose_date,
    find_dates,
    is_dateline,
    latest_date,
)
from matching.slots.occasions import is_spoken


def own_days(reading: Reading, stretches: Iterable[tuple[int, int]]) -> list[Candidate]:
    """Return the days told in the stretches, those of cases that are set apart left out."""
    return [day for day in find_dates(reading, stretches) if not is_of_another_case(reading, day)]


def chosen_day(
    reading: Reading,
    passage: Passage,
    dates: Sequence[Candidate],
    later: Hit | None,
    of_cases: Collection[int],
) -> Candidate | None:
    """Return the operation's day; where later news is told, the last day near it.

    `of_cases` are the tokens that tell of known cases.
    """
    stretches = list(passage.stretches(reading))
    acts = [
        hit.first
        for act in ("act", "seize")
        for stretch in stretches
        for hit in reading.cues(act, *stretch)
    ]
    chosen = choose_date(reading, dates, acts, of_cases)
    if later is None or chosen is None or not chosen.exact:
        return chosen
    beside = passage.near_stretches(reading)
    near = [d for d in dates if any(first <= d.first < last for first, last in beside)]
    own = [
        day
        for day in [chosen, *near]
        if not _is_told_the_day_after(reading, day, [chosen, *near])
        and not is_dateline(reading, day)
    ]
    return latest_date(reading, own) or chosen


def _is_told_the_day_after(reading: Reading, day: Candidate, others: Sequence[Candidate]) -> bool:
    """ "Said in a statement on Sunday that the search on Saturday had turned up …"."""
    eve = day.day - timedelta(days=1)
    return is_spoken(reading, day.first) and any(other.day == eve for other in others)
