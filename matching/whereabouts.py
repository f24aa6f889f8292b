"""Which stretches of a passage tell where an operation took place; called by signs.py."""

from __future__ import annotations

from matching.cues import Stretches
from matching.passages import Passage
from matching.reading import Reading
from matching.slots.around import is_of
from matching.slots.clauses import is_searched
from matching.slots.lists import is_led_into
from matching.slots.occasions import clause_start
from matching.slots.scenes import is_where_done
from matching.slots.shares import is_of_share, lives_apart

TAKEN = ("act", "held", "caught", "others", "likewise")
FRONT_BACK, FRONT_REACH = 3, 12
"""Tokens that lead to a place in front of the act, and between the two."""

FOUND_REACH = 3
"""Tokens between "found" and the town: "in the city of"."""


def scene_stretches(reading: Reading, passage: Passage) -> Stretches:
    """The near sentences, and of those behind what follows an act, or tells where others fell."""
    near = passage.near_stretches(reading)
    known = [*near, *passage.left_out_stretches(reading)]
    behind = (stretch for stretch in passage.stretches(reading) if stretch not in known)
    on = (
        s
        for s in passage.behind_stretches(reading)
        if _tells_others(reading, s) or _live_apart(reading, s)
    )
    starts = ((_taken_from(reading, stretch), stretch[1]) for stretch in (*behind, *on))
    return [*near, *((start, last) for start, last in starts if start is not None)]


def _tells_others(reading: Reading, stretch: tuple[int, int]) -> bool:
    """ "Two others were arrested in …", "three were held in …, the fourth in …"; nobody sought."""
    others, taken, sought = (
        reading.any_cue(concepts, *stretch)
        for concepts in (("others", "nth"), ("held", "caught", "takes people"), ("sought", "gone"))
    )
    return others and taken and not sought


def _live_apart(reading: Reading, stretch: tuple[int, int]) -> bool:
    """ "The last three lived in Casablanca"."""
    return any(lives_apart(reading, p, stretch[0]) for p in reading.cues("place", *stretch))


def _taken_from(reading: Reading, stretch: tuple[int, int]) -> int | None:
    """The first token that tells of somebody taken, or the place where a part of them was.

    Or where something was found: "a cache of arms was found in Taza", not "the deed of a house in".
    """
    cues = [reading.cue(concept, *stretch) for concept in TAKEN]
    starts = [cue.first for cue in cues if cue]
    starts += [
        hit.first
        for hit in reading.cues("seize", *stretch)
        if reading.cue("place", hit.last, min(hit.last + FOUND_REACH, stretch[1]))
    ]
    shares = (
        p.first
        for p in reading.cues("place", *stretch)
        if is_of_share(reading, p, stretch[0])
        or lives_apart(reading, p, stretch[0])
        or is_where_done(reading, p, *stretch)
        or is_searched(reading, p)
    )
    start = min([*starts, *shares], default=None)
    return None if start is None else min(start, _fronted(reading, stretch[0], start))


def _fronted(reading: Reading, first: int, act: int) -> int:
    """Where a place begins that leads the clause of the act: "in Erfoud they held …"."""
    for place in reading.cues("place", max(first, act - FRONT_REACH), act):
        led = is_led_into(reading, place) or is_of(reading, place.first - 1)
        if led and place.first - max(first, clause_start(reading, place.first)) <= FRONT_BACK:
            return max(first, place.first - FRONT_BACK)
    return act
