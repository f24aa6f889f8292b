"""Somebody who is held with those that a number counts: "the boss and four of his pilots"."""

from __future__ import annotations

from matching.reading import Reading
from matching.slots.arrested import arrest_behind
from matching.slots.heads import Heads, has_and, is_of_his

COMPANY_BACK = 2
LEADER_BACK = 6
"""Tokens of whoever stands before "and two men": "the owner of the place"."""

NOBODY = ("place", "partner", "office", "force", "cells", "not_people", "number", "body", "case")
"""What is told before "and two men" and is not held with them."""


def with_leader(reading: Reading, heads: Heads, first: int, last: int) -> Heads:
    """Add the one who stands before, and whom neither a number nor a known noun counts."""
    if reading.cue("one person", heads.first, heads.first + 1):
        return heads
    joined = has_and(reading, heads.first - 1, heads.first) or _is_in_company(
        reading, heads.first, first
    )
    leads = is_of_his(reading, heads.first, heads.last) or (
        joined
        and (_is_himself(reading, heads.first, first) or _is_led(reading, heads, first, last))
    )
    return heads._replace(value=heads.value + 1) if leads else heads


def _is_in_company(reading: Reading, start: int, first: int) -> bool:
    return reading.cue("accompanied", max(first, start - COMPANY_BACK), start) is not None


def _is_himself(reading: Reading, start: int, first: int) -> bool:
    """ "He and six associates": nothing but "and" between."""
    before = reading.cues("himself", max(first, start - COMPANY_BACK), start)
    return any(start - hit.last <= 1 for hit in before)


def _is_led(reading: Reading, heads: Heads, first: int, last: int) -> bool:
    """ "The landlord and two tutors were taken away": what begins the sentence is arrested too."""
    begins = any(reading.cue(concept, first, first + 1) for concept in ("the one", "an"))
    near = 2 <= heads.first - first <= LEADER_BACK
    told = any(reading.cue(concept, first, heads.first) for concept in NOBODY)
    if not (begins and near) or told:
        return False
    caught = arrest_behind(reading, heads.first, heads.last, last)
    return caught is not None and reading.cue("auxiliary", heads.last, caught.first + 1) is not None
