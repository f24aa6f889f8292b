"""Says whether a number of years is a time: "twenty years ago", not "a man of twenty"."""

from __future__ import annotations

from matching.reading import Reading

PAST_TIMES = ("ago", "long ago", "balance")
AGO_BACK = 4
BARELY_REACH = 3
"""Tokens between an age that begins a sentence and the comma: "years old, if that,"."""


def is_a_time(reading: Reading, first: int, start: int, end: int, last: int) -> bool:
    """ "Twenty years ago", "depuis vingt ans", "20 سنة على"."""
    near = min(end + BARELY_REACH, last)
    if start == first and not any(_pauses(reading, at, last) for at in range(end, near)):
        return True  # "Vingt ans d'antiterrorisme", not "Vingt ans à peine, l'étudiant …"
    before = (_clause_start(reading, max(first, start - AGO_BACK), start), start)
    after = (end - 1, end if _pauses(reading, end, last) else min(end + 2, last))
    next_to = (end - 1, min(end + 1, after[1]))
    where = [(concept, where) for concept in PAST_TIMES for where in (before, after)]
    where += [("background", before), ("background", next_to)]
    told = (hit for concept, near in where for hit in reading.cues(concept, *near))
    # "36 ans, de nationalité belge" is not "36 ans de lutte".
    return any(
        not any(_pauses(reading, at, last) for at in range(hit.first + 1, hit.last)) for hit in told
    )


def _clause_start(reading: Reading, first: int, start: int) -> int:
    """ "Depuis trois saisons, Amine, 30 ans": what stands before a comma is not of the years."""
    pauses = (at for at in range(start - 1, first, -1) if _pauses(reading, at, start))
    return next(pauses, first)


def _pauses(reading: Reading, end: int, last: int) -> bool:
    """ "L'élu, 46 ans, siège depuis 2015": what stands behind the comma is not of the years."""
    return end < last and reading.folded.text[reading.tokens[end - 1].end] in ",)"
