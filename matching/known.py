"""Finds the cases that a text tells as known: "the cell broken up on Monday", "Friday's arrests".

Their days and towns are not those of the report, which goes on with them or sets itself apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from matching.asides import pauses
from matching.cues import Stretches
from matching.phrases import ARABIC, Hit
from matching.reading import Reading
from matching.resolving.distinct import sets_apart
from matching.slots.bygone import FORGOTTEN_DAYS
from matching.slots.dates import Candidate

PEOPLE = ("persons", "one person", "people", "case", "cells", "detainee")
CAUGHT = ("act", "detainee", "caught", "held", "seize")
NEW = ("act", "seize")
APART = ("unrelated", "separate")
OFFICERS = ("force", "body", "office", "services")
SOUGHT = ("sought", "gone")
CLOSED = (*SOUGHT, "fugitive")
"""What a relative clause may tell before the sentence's own act: "who were wanted fell in Fez"."""

DAY_REACH = 4
"""Tokens between an act and its day: "arrested by the bureau on Thursday"."""

BEFORE_DAY = 3
"""Tokens between a day and the act that is called by it: "Monday's four arrests"."""

HAPPENS_REACH = 2
"""Tokens of "Wednesday's raids took place in": they are the news."""

FOLLOWS_REACH = 5
WHICH_REACH = 3
PRONOUN_REACH = 2
NOUN_REACH = 3
DEFINITE_REACH = 4
FOILED_BACK = 24
"""Tokens between "foiled a plot" and "after arresting": what was arrested foiled it."""

THE = "ال"
PAUSES = frozenset(",;:")


class Known(NamedTuple):
    """A case that is told as known: its tokens, and those of the day on which it became so."""

    act: Hit
    first: int
    last: int


def is_set_apart(reading: Reading, first: int, last: int) -> bool:
    """ "No link to the five held since Monday": the sentence tells of another case."""
    return any(_setting_apart(reading, first, last))


def is_of_another_case(reading: Reading, date: Candidate) -> bool:
    """ "No link to the cocaine found the day before"; behind a comma the report goes on."""
    return any(
        not pauses(reading, hit.last, date.first, PAUSES)
        for hit in _setting_apart(reading, date.first, date.last)
    )


def _setting_apart(reading: Reading, first: int, last: int) -> Iterator[Hit]:
    start = reading.sentences[reading.sentence_of(first)].first
    text = reading.folded.text[: reading.tokens[last - 1].end]
    for concept in APART:
        for hit in reading.cues(concept, start, last):
            if hit.last <= last and sets_apart(hit, text, reading.tokens):
                yield hit


def known_cases(reading: Reading, stretches: Stretches, dates: Sequence[Candidate]) -> list[Known]:
    """Return the cases that sentences tell as known, each beside a new act."""
    return [
        case
        for first, last in stretches
        for case in _dated_cases(reading, first, last, dates)
        if _acts_anew(reading, case, first, last)
    ]


def tokens_of_cases(
    reading: Reading, stretches: Stretches, dates: Sequence[Candidate]
) -> frozenset[int]:
    """Return the tokens of all cases that later news tells as known, a new act beside them or not.

    "The men had rented garages for the network broken up on Wednesday in Settat."
    """
    return frozenset(
        token
        for first, last in stretches
        for case in _dated_cases(reading, first, last, dates)
        for token in range(case.first, case.last)
    )


def without_cases(dates: Sequence[Candidate], known: Sequence[Known]) -> list[Candidate]:
    """Return the days that none of the cases is known by."""
    own = [range(case.first, case.last) for case in known]
    return [date for date in dates if not any(date.first in stretch for stretch in own)]


def _dated_cases(
    reading: Reading, first: int, last: int, dates: Sequence[Candidate]
) -> Iterator[Known]:
    """Yield acts of an earlier day that only say which people or cell are meant."""
    for start, end in _earlier_times(reading, first, last, dates):
        behind = (end, min(last, end + BEFORE_DAY))
        own = reading.cue("possessive", end, end + 1)
        called = caught_in(reading, *behind) if own else []
        for act in called[:1]:
            if reading.cue("happens", act.last, min(last, act.last + HAPPENS_REACH)) is None:
                yield Known(act, start, act.last)
        which = reading.cue("which", max(first, start - WHICH_REACH), start)
        if which and _is_of_known_people(reading, which, first):
            for act in caught_in(reading, *behind)[:1]:
                yield Known(act, which.first, act.last)
        for act in reversed(caught_in(reading, max(first, start - DAY_REACH), start)):
            apart = act.concept == "detainee" and pauses(reading, act.last, start, PAUSES)
            if _is_attribute(reading, act, first) and not apart:
                yield Known(act, act.first, end)


def _earlier_times(
    reading: Reading, first: int, last: int, dates: Sequence[Candidate]
) -> Iterator[tuple[int, int]]:
    if reading.published is None:
        return
    days = (
        (date.first, date.last)
        for date in dates
        if first <= date.first < last
        and date.exact
        and 0 < (reading.published - date.day).days <= FORGOTTEN_DAYS
    )
    weeks = (
        (hit.first, hit.last)
        for concept in ("this week", "last_week", "days before")
        for hit in reading.cues(concept, first, last)
    )
    yield from chain(days, weeks)


def caught_in(reading: Reading, first: int, last: int) -> list[Hit]:
    """Return the words for an act or for those taken in [first, last), in text order."""
    found = [hit for concept in CAUGHT for hit in reading.cues(concept, first, last)]
    return sorted(found, key=lambda hit: hit.first)


def _is_attribute(reading: Reading, act: Hit, first: int) -> bool:
    """ "After the arrest", "the men who were arrested", "the cell broken up"."""
    if act.concept == "detainee":
        return _begins_with_the(reading, act.first)
    follows = reading.cues("follows", max(first, act.first - FOLLOWS_REACH), act.first)
    if any(_is_at_once(reading, hit, act) for hit in follows):
        if reading.cue("an", max(first, act.first - 2), act.first):
            return False
        return reading.cue("foils", max(first, act.first - FOILED_BACK), act.first) is None
    which = reading.cues("which", max(first, act.first - WHICH_REACH), act.first)
    if which:
        closed = reading.any_cue(CLOSED, which[-1].last, act.first)
        return not closed and _is_of_known_people(reading, which[-1], first)
    word = reading.tokens[act.first].text
    if word[0] >= ARABIC and not word.startswith(THE):
        return False
    if reading.cue("auxiliary", max(first, act.first - 1), act.last):
        return False
    return any(
        _is_at_once(reading, noun, act)
        for noun in _known_people(reading, act.first, NOUN_REACH, first)
    )


def _is_of_known_people(reading: Reading, which: Hit, first: int) -> bool:
    """In Arabic the unknown have no relative pronoun; elsewhere "that" may begin a sentence.

    "The operation which the bureau made on Monday" is the one that is reported.
    """
    if reading.tokens[which.first].text[0] >= ARABIC:
        before = (max(first, which.first - PRONOUN_REACH), which.first)
        return reading.cue("one operation", *before) is None
    return any(_known_people(reading, which.first, PRONOUN_REACH, first))


def _known_people(reading: Reading, at: int, reach: int, first: int) -> Iterator[Hit]:
    """Yield the nouns for people or their cell before a token that have an article."""
    for concept in PEOPLE:
        for noun in reading.cues(concept, max(first, at - reach), at):
            before = (max(first, noun.first - DEFINITE_REACH), noun.first)
            definite = reading.cue("definite", *before) and not reading.cue("an", *before)
            officers = reading.any_cue(OFFICERS, *before)
            if officers or reading.cue("partner", noun.first, at):
                continue  # "officers of the police arrested", "the Moroccan services arrested"
            if definite or _begins_with_the(reading, noun.first):
                yield noun


def _begins_with_the(reading: Reading, at: int) -> bool:
    return reading.tokens[at].text.startswith(THE)


def _is_at_once(reading: Reading, hit: Hit, act: Hit) -> bool:
    """ "After the arrest", not "after a chase, arrested"."""
    return not pauses(reading, hit.last, act.first, PAUSES)


def _acts_anew(reading: Reading, case: Known, first: int, last: int) -> bool:
    """Another act is told before or behind the case."""
    acts = [hit for concept in NEW for hit in reading.cues(concept, first, last)]
    return any(act.last <= case.first or act.first >= case.last for act in acts)
