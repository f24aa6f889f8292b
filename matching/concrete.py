"""Whether a passage tells something that can be grasped: who is held, what was seized or foiled."""

from __future__ import annotations

from core.assessments import Slots
from matching.cues import Stretches, first_of
from matching.reading import Reading

SOURCES = ("communique", "flash")
UNITS = ("years", "time unit", "month", "seizure units", "not_people")


def is_announced(reading: Reading, slots: Slots, stretches: Stretches) -> bool:
    """An official source or a communiqué is told: what it says is news."""
    return bool(slots.official) or first_of(reading, SOURCES, stretches) is not None


def is_concrete(
    reading: Reading, slots: Slots, stretches: Stretches, core: tuple[int, int]
) -> bool:
    """Who is held, how many or what was seized is told, or a cell or plot that was foiled."""
    return (
        bool(slots.count or slots.ages or slots.seizures)
        or first_of(reading, ("custody", "refer"), stretches) is not None
        or first_of(reading, ("cells",), [core]) is not None
        or _foils(reading, stretches)
        or _takes_some(reading, stretches)
    )


def _takes_some(reading: Reading, stretches: Stretches) -> bool:
    """ "تهزو ثلاثة", "ربعة طاحو": a number beside the act, whoever they are."""
    return any(
        _counts_people(reading, at, last)
        for first, last in stretches
        for act in reading.cues("act", first, last)
        for at in (act.first - 1, act.last)
        if first <= at < last
    )


def _counts_people(reading: Reading, at: int, last: int) -> bool:
    """A number of nothing that is told: not "two years ago", "three tonnes"."""
    number = reading.cue("number", at, at + 1)
    behind = (number.last, min(number.last + 1, last)) if number else (at, at)
    return number is not None and not reading.any_cue(UNITS, *behind)


def _foils(reading: Reading, stretches: Stretches) -> bool:
    acts = (act for stretch in stretches for act in reading.cues("act", *stretch))
    return any(reading.cue("foils", act.first, act.first + 1) for act in acts)
