"""Finds where a sentence has told its news: an act, of people, on a day that is bound to it.

What a clause behind it adds, or what the sentence before it tells, no longer says what all is
about: "arrested two men on Tuesday, a year after a similar case".
"""

from __future__ import annotations

from core.clock import YEARS
from matching.asides import only_aside, pauses
from matching.phrases import ARABIC, Hit
from matching.reading import Reading

DAYS = ("weekday", "relative")
PEOPLE = ("persons", "one person", "cells", "people")
WHO = (*PEOPLE, "digits", "number")

DAY_REACH = 12
"""Tokens between an act and its day: "arrested in Nador by officers of the bureau on Monday"."""

OPENING_REACH = 3
"""A day so near to the sentence's beginning is that of all it tells, also before a comma."""

ANNOUNCED_BACK = 10
"""Tokens between "announced" and the act: the agency's whole name, "in a statement"."""

VERB_BACK = 1
WHICH_REACH = 3
HOW_REACH = 6
HAD_REACH = 3
YEAR_DIGITS = 4
NOUN_REACH = 3
THINGS_REACH = 2
PAUSES = frozenset(",;:()")


def is_behind_news(reading: Reading, hit: Hit) -> bool:
    """Say whether a sentence has told its news before the clause that holds a cue."""
    first = reading.sentences[reading.sentence_of(hit.first)].first
    end = next((at for at in range(hit.first, first, -1) if pauses(reading, at, at, PAUSES)), first)
    return tells_news(reading, first, end)


def tells_news(reading: Reading, first: int, last: int) -> bool:
    """Say whether a stretch tells an act of people as news, on a day that is bound to it."""
    acts = [
        act
        for concept in ("act", "seize")
        for act in reading.cues(concept, first, last)
        if is_done(reading, act, first)
        and (reading.tokens[act.first].text < ARABIC or _is_announced(reading, act, first))
        and not reading.cue("earlier", max(first, act.first - HAD_REACH), act.last)
        and not reading.cue("had", max(first, act.first - HAD_REACH), act.first)
    ]
    days = [day for concept in DAYS for day in reading.cues(concept, first, last)]
    ends = {
        max(act.last, day.last)
        for act in acts
        for day in days
        if _is_bound(reading, act, day, first)
    }
    if not ends:
        return False
    past = next((at for at in range(first, last) if is_past_year(reading, at)), last)
    return (
        any(_clause_end(reading, end, last) <= past for end in ends)
        and reading.any_cue(WHO, first, last)
        and only_aside(reading, [(first, last)]) is None
    )


def _clause_end(reading: Reading, start: int, last: int) -> int:
    """Where the next pause is: "…, one of them freed in 2019" says nothing of the day."""
    return next((at for at in range(start, last) if pauses(reading, at, at, PAUSES)), last)


def _is_announced(reading: Reading, act: Hit, first: int) -> bool:
    """ "أعلن المكتب عن إيقاف", or the verb that begins the sentence or a clause.

    Arabic writes verbs and nouns of an act alike: elsewhere it may be the arrest of last year.
    """
    if reading.cue("aftermath", max(first, act.first - HAD_REACH), act.last):
        return False
    said = reading.cue("said", max(first, act.first - ANNOUNCED_BACK), act.first) is not None
    begins = max(first, act.first - VERB_BACK)
    return said or begins == first or reading.pauses_before(begins)


def _is_bound(reading: Reading, act: Hit, day: Hit, first: int) -> bool:
    before, behind = sorted((act, day), key=lambda hit: hit.first)
    if day is before and day.first - first < OPENING_REACH:
        return True
    near = behind.first - before.last <= DAY_REACH
    end = behind.first - (behind is day)  # "أوقف المكتب، أمس الثلاثاء بفاس، رجلين"
    return near and not pauses(reading, before.last, max(before.last, end), PAUSES)


def is_done(reading: Reading, act: Hit, first: int) -> bool:
    """Say whether an act is told as done: not "which arrested", "how they arrested", "the arrest
    of", "the men arrested in", "the weapons seized from".
    """
    if reading.cue("definite", max(first, act.first - 1), act.first):
        return False
    if any(
        reading.cue(word, max(first, act.first - reach), act.first)
        for word, reach in (("which", WHICH_REACH), ("how", HOW_REACH))
    ):
        return False
    seized = reading.cue("seize", act.first, act.last) is not None
    if seized and reading.cue("definite", max(first, act.first - THINGS_REACH), act.first):
        return False
    start = max(first, act.first - NOUN_REACH)
    nouns = (noun for who in PEOPLE for noun in reading.cues(who, start, act.first))
    return not any(
        noun.last == act.first and reading.cue("definite", max(first, noun.first - 2), noun.first)
        for noun in nouns
    )


def is_past_year(reading: Reading, token: int) -> bool:
    text = reading.tokens[token].text
    if len(text) != YEAR_DIGITS or not text.isdecimal():
        return False
    this_year = reading.published.year if reading.published else YEARS[1]
    return YEARS[0] <= int(text) < this_year
