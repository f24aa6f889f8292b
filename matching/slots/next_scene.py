"""People who are arrested in a scene behind another: "Two hours later two touts were caught".

Called by tally.py and people.py. Who is told in the next scene is nobody who was told before, so
that the two scenes add up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from matching.phrases import Hit
from matching.reading import Reading
from matching.slots.arrested import arrest_behind
from matching.slots.bystanders import is_bystander
from matching.slots.heads import Heads
from matching.slots.numbers import find_numbers

BEGIN_REACH = 5
"""Tokens of a sentence in which "later" leads it: "some two and a half hours later"."""

ARREST_BACK = 10
"""Tokens between an arrest and whom: "came back at noon to arrest, in a café of the old town,"."""

SUBJECT_REACH = 8
PLACED = ("at", "inside", "written at")
OBJECT_BACK = 3
"""Tokens between an arrest and a noun for a person: the town, "the alleged"."""

OTHERS_REACH = 1
PLACE_REACH = 3
TAKEN = ("held", "caught", "takes people")
NOT_HELD = ("gone", "let go", "freed", "trial", "in vain")
NOBODY = ("cells", "case", "not_people", "seizure goods", "office", "partner", "force", "body")


def begins_next(reading: Reading, first: int, last: int) -> bool:
    """ "Later", "in the afternoon", "at the same time" leads the sentence."""
    return reading.cue("next scene", first, min(first + BEGIN_REACH, last)) is not None


def is_next(reading: Reading, at: int) -> bool:
    """ "Hours later" is no other day."""
    return any(hit.last > at for hit in reading.cues("next scene", max(0, at - 2), at + 2))


def taken_next(
    reading: Reading, stretch: tuple[int, int], counted: Sequence[Heads]
) -> Heads | None:
    """Return those whom a sentence tells to be arrested beside the ones told before.

    `counted` are the people that it counts.
    """
    first, last = stretch
    if not _tells_arrest(reading, first, last):
        return None
    leads = begins_next(reading, first, last)
    in_turn = reading.cue("in turn", first, last) is not None
    for heads in counted:
        near = (max(first, heads.first - ARREST_BACK), last)
        new = leads or in_turn or _are_others_there(reading, heads, first, last)
        if new and not is_told(reading, heads, first) and _is_arrested(reading, heads, *near):
            return heads
    several = any(heads.value > 1 for heads in counted)
    return _one(reading, first, last) if leads and not several else None


def _tells_arrest(reading: Reading, first: int, last: int) -> bool:
    taken = reading.any_cue(TAKEN, first, last)
    return taken and not reading.any_cue(NOT_HELD, first, last)


def _are_others_there(reading: Reading, heads: Heads, first: int, last: int) -> bool:
    """ "In the town of Taza two others were arrested"."""
    if reading.cue("place", first, min(first + PLACE_REACH, last)) is None:
        return False
    near = (max(first, heads.first - OTHERS_REACH), min(heads.last + OTHERS_REACH, last))
    return reading.cue("others", *near) is not None


def _one(reading: Reading, first: int, last: int) -> Heads | None:
    """ "At the same time the alleged financier was arrested in town": subject or object.

    None of those who were counted before.
    """
    if reading.cue("of them", first, last):
        return None
    for one in sorted(
        (hit for c in ("the one", "an", "one person") for hit in reading.cues(c, first, last)),
        key=lambda hit: (hit.first, hit.last),
    ):
        caught = _is_taken(reading, one, last) or _is_object(reading, one.first, first)
        other = reading.any_cue(NOBODY, one.last, min(one.last + 2, last))
        if caught and not other and not is_bystander(reading, one.first, first):
            return Heads(one.first, min(one.last + 1, last), 1)
    return None


def _is_taken(reading: Reading, one: Hit, last: int) -> bool:
    """ "The financier was arrested", "cayó el financiero": not "a judge arrested the minister"."""
    taken = reading.cue("takes people", one.last, min(one.last + SUBJECT_REACH, last))
    if taken is None:
        return False
    behind = (taken.last, min(taken.last + 1, last))
    return not reading.any_cue(("the one", "an", "own"), *behind)


def _is_object(reading: Reading, at: int, first: int) -> bool:
    near = OBJECT_BACK if reading.cue("one person", at, at + 1) else 0
    held = reading.cues("held", max(first, at - OBJECT_BACK - 2), at)
    return any(0 <= at - hit.last <= near for hit in held)


def is_told(reading: Reading, heads: Heads, first: int) -> bool:
    """ "The three", "three of them": told before."""
    if heads.of_them:
        return True
    arabic = reading.tokens[heads.first].text.startswith(reading.affixes.definite)
    return arabic or reading.cue("the", max(first, heads.first - 1), heads.first) is not None


def scenes_joined(reading: Reading, counted: Sequence[Heads], last: int) -> list[Heads]:
    """Add up the scenes of one sentence: "arrested four at dawn, then came back to arrest three".

    Not "five arrests; two men were taken in Fez and three in Taza".
    """
    found: list[Heads] = []
    for heads in counted:
        before = found[-1] if found else None
        gapped = before is not None and _is_gapped(reading, before, heads)
        if before and (
            gapped or (_is_next(reading, before, heads, last) and not _sum_up(before, counted))
        ):
            found[-1] = Heads(before.first, heads.last, before.value + heads.value)
        else:
            found.append(heads)
    return found


def _sum_up(one: Heads, counted: Iterable[Heads]) -> bool:
    behind = [heads.value for heads in counted if heads.first >= one.last]
    return one.value == sum(behind) or one.value in behind[1:]


def _is_next(reading: Reading, one: Heads, other: Heads, last: int) -> bool:
    between = (one.last, other.first)
    if is_told(reading, other, one.last):
        return False
    text = reading.folded.text[reading.tokens[one.last - 1].end : reading.tokens[other.first].start]
    turn = reading.cue("next scene", *between)
    if turn is None and ";" not in text:
        return False
    if reading.any_cue(NOT_HELD, one.last, last):
        return False
    turned = turn.last if turn else _behind_semicolon(reading, *between)
    if any(True for _ in find_numbers(reading, *between)):
        return False
    return _is_arrested(reading, other, max(turned, other.first - ARREST_BACK), last)


def _is_arrested(reading: Reading, heads: Heads, first: int, last: int) -> bool:
    led = reading.any_cue(TAKEN, first, heads.first)
    return led or arrest_behind(reading, heads.first, heads.last, last) is not None


def _is_gapped(reading: Reading, one: Heads, other: Heads) -> bool:
    """ "The owner and his aide were arrested in Laayoune, two drivers in Smara"."""
    between = (one.last, other.first)
    if not one.single or "," not in reading.between(other.first, other.first):
        return False
    told = reading.any_cue(TAKEN, *between)
    told = told and reading.any_cue(PLACED, *between)
    return told and reading.any_cue(PLACED, other.last, other.last + 1)


def _behind_semicolon(reading: Reading, first: int, last: int) -> int:
    return next(at for at in range(last, first - 1, -1) if ";" in reading.between(at, at))
