"""Says that a report tells of nobody who is newly held: of no arrest, or only of what was found.

Called by people.py.
"""

from __future__ import annotations

from collections.abc import Sequence

from matching.phrases import ARABIC, Hit
from matching.reading import Reading
from matching.slots.heads import numbered
from matching.slots.times import TIME_REACH, Time, is_another_day

NOBODY_BEHIND = 2
KNOWN_BACK, THAT_BACK = 2, 4
"""Tokens between "the cell" and "dismantled", or an Arabic "which was broken up"."""

KNOWN_REACH = 2
"""Tokens between "arrested" and "the day before"."""

FINDS = ("seize", "found there", "a cache")
PEOPLE = ("one person", "persons", "head count")
OBJECT_REACH = 2
ARRESTS = ("held", "caught", "taken one", "taken alone", "custody", "breaks up")


def is_nobody_held(reading: Reading, stretches: Sequence[tuple[int, int]]) -> bool:
    """ "No arrests have been made so far": here, or a few sentences behind, and no other sentence
    tells of one: "arrested three men in Fez. In Spain nobody was."
    """
    if not stretches or "nobody arrested" not in reading.hits:  # as in most
        return False
    if any(_tells_who_was_taken(reading, *stretch) for stretch in stretches):
        return False
    end = max(reading.sentence_of(last - 1) for _, last in stretches) + 1 + NOBODY_BEHIND
    last = reading.sentences[min(end, len(reading.sentences)) - 1].last
    first = min(first for first, _ in stretches)
    return reading.cue("nobody arrested", first, last) is not None


def _tells_who_was_taken(reading: Reading, first: int, last: int) -> bool:
    taken = reading.any_cue(("held", "caught"), first, last)
    counted = any(True for _ in numbered(reading, first, last))
    return taken and counted and reading.cue("nobody arrested", first, last) is None


def is_only_find(
    reading: Reading, stretches: Sequence[tuple[int, int]], times: Sequence[Time]
) -> bool:
    """ "The leader of the cell dismantled on Monday led the bureau to a cache of weapons": every
    arrest is known."""
    if not any(reading.cue(concept, *s) for s in stretches for concept in FINDS):
        return False
    arrests = [
        (hit, stretch)
        for stretch in stretches
        for concept in ARRESTS
        for hit in reading.cues(concept, *stretch)
        if not _is_of_goods(reading, hit)
    ]
    known = any(reading.cue("detainee", *stretch) for stretch in stretches)
    return (known or bool(arrests)) and all(
        _is_known(reading, hit, stretch, times) for hit, stretch in arrests
    )


def _is_of_goods(reading: Reading, hit: Hit) -> bool:
    """ "ضبط بندقية", not "ضبط شخص"."""
    near = (hit.last, hit.last + OBJECT_REACH)
    seized = reading.cue("seize", hit.first, hit.last) is not None
    return seized and not reading.any_cue(PEOPLE, *near)


def _is_known(reading: Reading, hit: Hit, stretch: tuple[int, int], times: Sequence[Time]) -> bool:
    """ "The cell dismantled in Fez", "the men arrested the day before": told of before."""
    behind = (hit.last, min(hit.last + KNOWN_REACH, stretch[1]))
    if _is_of_known_cell(reading, hit, stretch[0]) or reading.cue("the day before", *behind):
        return True
    times = [time for time in times if not _is_of_others(reading, time)]
    today = range(hit.last, min(hit.last + TIME_REACH, stretch[1]))
    if any(time.first in today and not time.other for time in times):
        return False
    return is_another_day(reading, hit.first, hit.last, stretch, times)


def _is_of_others(reading: Reading, time: Time) -> bool:
    """ "Arrested a man last week's suspects had named", not "arrested in last week's raid"."""
    before = reading.any_cue(PEOPLE, time.first - 1, time.first)
    return before and reading.cue("possessive", time.last, time.last + 1) is not None


def _is_of_known_cell(reading: Reading, hit: Hit, first: int) -> bool:
    """ "La cellule terroriste démantelée", "الخلية التي أعلن عن تفكيكها", not "a cell"."""
    word = reading.tokens[hit.first].text
    its = word >= ARABIC and word.endswith(reading.affixes.his)
    start = max(first, hit.first - (THAT_BACK if its else KNOWN_BACK))
    cells = [c for concept in ("cells", "case") for c in reading.cues(concept, start, hit.first)]
    if not cells or reading.cue("auxiliary", cells[-1].last, hit.first):
        return False
    at = cells[-1].first
    article = reading.any_cue(("the one", "the"), at - 1, at)
    return article or reading.tokens[at].text.startswith(reading.affixes.definite)
