"""Says of a place that a part of those held was taken there; called by scenes.py.

"Three in Nador, the others in Fez", "five arrests in the province of Barcelona, two in Girona".
"""

from __future__ import annotations

from collections.abc import Iterable

from matching.phrases import ARABIC, Hit
from matching.reading import Reading, once
from matching.slots.clauses import is_of_deed, is_of_victims, tells_who_is_gone
from matching.slots.lists import is_written_at
from matching.slots.occasions import clause_start
from matching.slots.reaches import names_foreign_service

LEAD_BACK = 5
"""Tokens that lead from a number to a name: "in the province of"."""

SUBJECT_REACH = 3
LONGEST_ARTICLE = 3
YEAR = len("2024")
COUNTED = ("number", "digits", "others", "another", "they", "nth", "pair")
PARTS = ("of them", "another", "others", "they", "nth")
OTHERS = ("others", "another", "nth", "also", "in turn")
LEADS = ("of", "inside", "within", "at", "region")


def is_of_share(reading: Reading, hit: Hit, first: int) -> bool:
    """A number, "the others" or "the third" stands right before "in" and the place."""
    start = _lead_start(reading, hit, first)
    if start is None or start <= first:
        return False
    counted = _ends(reading, COUNTED, start)
    if not counted and not _are_held(reading, start, first):
        return False
    apart = (is_of_deed, is_of_victims, tells_who_is_gone)
    return not (
        _is_year(reading, start - 1) or any(is_apart(reading, hit, first) for is_apart in apart)
    )


def are_of_others(reading: Reading, hit: Hit) -> bool:
    """Its sentence tells, before the place, that others or one more were taken there.

    Or behind it: "in Almería, where the third one was caught".
    """
    own = reading.sentences[reading.sentence_of(hit.first)]
    where = reading.cue("where", hit.last, min(hit.last + 1, own.last))
    end = own.last if where else hit.first
    return reading.any_cue(OTHERS, own.first, end)


def is_denied(reading: Reading, hit: Hit, first: int) -> bool:
    """ "In Settat and not in Casablanca"."""
    start = _lead_start(reading, hit, first)
    ends = range(hit.first if start is None else start, hit.first + 1)
    return any(_ends(reading, ("and not",), end) for end in ends)


def lives_apart(
    reading: Reading, hit: Hit, first: int, foreign: frozenset[str] = frozenset()
) -> bool:
    """ "Three of them lived in Fez", "one lived in Fez": told of a part, and no place between.

    Not so "three men living in Fez": they were taken where that is told.
    """
    start = max(first, clause_start(reading, hit.first))
    homes = [cue for c in ("home", "stays") for cue in reading.cues(c, start, hit.first)]
    if not homes or not (hit.value.code or names_foreign_service(reading, foreign)):
        return False
    home = max(cue.first for cue in homes)
    parts = reading.any_cue(PARTS, start, home)
    one = _ends(reading, ("number", "digits", "one"), home)
    one = one or any(
        c.last == home - 1 and c.value == 1 for c in reading.cues("number", start, home)
    )
    one = one or _are_subject(reading, start, home)
    taken = tells_who_is_gone(reading, hit, first)
    return (parts or one) and not taken and reading.cue("place", start, home) is None


def _are_subject(reading: Reading, start: int, verb: int) -> bool:
    """ "Les trois derniers habitaient", not "three men lived"."""
    number = reading.cue("number", start, min(start + SUBJECT_REACH, verb))
    people = ("persons", "one person", "head count")
    return number is not None and not reading.any_cue(people, number.last, verb)


@once
def _lead_start(reading: Reading, hit: Hit, first: int) -> int | None:
    """The first token of "in the town of" before the name; None where no such word leads to it."""
    start, led = hit.first, is_written_at(reading, hit)
    while start > max(first, hit.first - LEAD_BACK):
        before = start - 1
        if _ends(reading, (*COUNTED, "head count"), start):
            break
        if reading.any_cue(("about people", "had"), before, start):
            break  # "they had met in"
        leads = reading.any_cue(LEADS, before, start)
        led = led or reading.cue("inside", before, start) is not None
        if not leads and len(reading.tokens[before].text) > LONGEST_ARTICLE:
            break
        start = before
    return start if led else None


def _ends(reading: Reading, concepts: Iterable[str], end: int) -> bool:
    """A cue of one of the concepts ends before token `end`."""
    near = (max(0, end - 3), end)
    return any(cue.last == end for concept in concepts for cue in reading.cues(concept, *near))


def _are_held(reading: Reading, end: int, first: int) -> bool:
    """ "A couple in Nador", not "killing a man in Nador"; the Arabic dual is of anybody."""
    told = reading.cues("head count", max(first, end - 3), end)
    several = any(hit.last == end and hit.value > 1 for hit in told)
    return several and reading.tokens[end - 1].text[0] < ARABIC


def _is_year(reading: Reading, at: int) -> bool:
    text = reading.tokens[at].text
    return text.isdecimal() and len(text) >= YEAR
