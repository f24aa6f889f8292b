"""Finds what makes a passage later news of an operation, and the days of the operation itself.

"The search that followed Monday's arrests led to …": a case that is told as known, and a new act.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, product
from typing import NamedTuple

from matching.asides import is_harmless, pauses
from matching.cues import Stretches, first_of
from matching.phrases import ARABIC, Hit
from matching.reading import Reading
from matching.resolving.distinct import sets_apart
from matching.slots.bygone import FORGOTTEN_DAYS
from matching.slots.dates import Candidate
from matching.told import tells_news

GOES_ON = ("more", "newcomer")
AFTERWARDS = ("refer", "last_week", "press")
PEOPLE = ("persons", "one person", "people", "case", "cells", "detainee")
CAUGHT = ("act", "detainee", "caught", "held", "seize")
TAKEN = ("caught", "held", "custody", "refer", "others")
FINDS = ("seize", "search made")
NEW = ("act", "seize")
SOUGHT = ("sought", "gone")
APART = ("unrelated", "separate")
OFFICERS = ("force", "body", "office", "services")
CLOSED = (*SOUGHT, "fugitive")
"""What a relative clause may tell before the sentence's own act: "who were wanted fell in Fez"."""

OPENING_REACH = 8
DAY_REACH = 4
"""Tokens between an act and its day: "arrested by the bureau on Thursday"."""

BEFORE_DAY = 3
"""Tokens between a day and the act that is called by it: "Monday's four arrests"."""

HAPPENS_REACH = 2
"""Tokens of "Wednesday's raids took place in": they are the news."""

FOLLOWS_REACH = 5
WHICH_REACH = 3
CLAUSE_REACH = 20
PRONOUN_REACH = 2
NOUN_REACH = 3
DEFINITE_REACH = 4
SOUGHT_REACH = 4
TIP_REACH = 3
PLANNED_REACH = 4
AFTER_REACH = 4
"""Tokens from "weeks after" to the act that it follows."""

ANYBODY_REACH = 2
"""Tokens from "days after" to the act, and from it to "of a passenger"."""

FOILED_BACK = 24
"""Tokens between "foiled a plot" and "after arresting": what was arrested foiled it."""

THE = "ال"
PAUSES = frozenset(",;:")


class Known(NamedTuple):
    """A case that is told as known: its tokens, and those of the day on which it became so."""

    act: Hit
    first: int
    last: int


def find_later(
    reading: Reading, telling: Stretches, lead: Stretches, known: Sequence[Known]
) -> Hit | None:
    """Return the cue of later news in the stretches, or the known case that they go on with.

    In the lead only what says that one more was taken, or that a search went on, and in more than
    a word: "others" may be those of the same day. A case that this one has no link with is none.
    """
    if _tells_another_case(reading, [*telling, *lead]):
        return None
    known = [case for case in known if not _is_set_apart(reading, case.first, case.last)]
    in_lead = (hit for hit in _going_on(reading, lead) if hit.last - hit.first > 1)
    cue = (
        next(_going_on(reading, telling), None)
        or _afterwards(reading, telling)
        or _of_last_week(reading, lead)
        or next(in_lead, None)
    )
    return cue or (known[0].act._replace(concept="more") if known else None)


def _tells_another_case(reading: Reading, stretches: Stretches) -> bool:
    """ "A second cell", "a similar case"; not "a second cell member", nor one that was planned."""
    return any(
        not any(reading.cue(who, hit.last, hit.last + 1) for who in ("persons", "one person"))
        and not any(
            reading.cue(plan, max(stretch[0], hit.first - PLANNED_REACH), hit.first)
            for plan in ("plot", *SOUGHT)
        )
        for stretch in stretches
        for hit in reading.cues("another case", *stretch)
        if not is_harmless(reading, hit)
    )


def _afterwards(reading: Reading, stretches: Stretches) -> Hit | None:
    """Not "sent to the laboratory", of what was seized."""
    hits = (first_of(reading, (concept,), stretches) for concept in AFTERWARDS)
    return next(
        (h for h in hits if h and not _is_tip(reading, h) and not is_harmless(reading, h)), None
    )


def _of_last_week(reading: Reading, lead: Stretches) -> Hit | None:
    """ "The leader of last week's kidnapping was arrested on Saturday"."""
    hits = (first_of(reading, ("last_week",), [own]) for own in lead if tells_news(reading, *own))
    return next((hit for hit in hits if hit), None)


def _is_tip(reading: Reading, hit: Hit) -> bool:
    """ "Acting on information which the directorate referred to them": nobody is."""
    if hit.concept != "refer":
        return False
    near = (max(0, hit.first - TIP_REACH), min(len(reading.tokens), hit.last + TIP_REACH))
    court = reading.cue("prosecutor", *near) or reading.cue("prison", *near)
    return court is None and reading.cue("info", *near) is not None


def _going_on(reading: Reading, stretches: Stretches) -> Iterator[Hit]:
    for concept, (first, last) in product(GOES_ON, stretches):
        for hit in reading.cues(concept, first, last):
            if (
                not _is_sought(reading, hit, first, last)
                and not is_harmless(reading, hit)
                and not _is_of_anybody(reading, hit, last)
                and not _is_after_another(reading, hit, last)
            ):
                yield hit


def _is_after_another(reading: Reading, hit: Hit, last: int) -> bool:
    """ "Three weeks after his brother fled", "after a similar raid": no act that all know of."""
    if reading.cue("time unit", hit.first, hit.first + 1) is None:
        return False
    if not any(after.last == hit.last for after in reading.cues("after", hit.first, hit.last)):
        return False
    behind = (hit.last, min(last, hit.last + AFTER_REACH))
    known = [act for c in (*CAUGHT, *PEOPLE, "one operation") for act in reading.cues(c, *behind)]
    return not any(reading.cue("an", hit.last, act.first) is None for act in known)


def _is_of_anybody(reading: Reading, hit: Hit, last: int) -> bool:
    """ "Three days after the arrest of a passenger": of another case, not of known people; nor
    where somebody of his is arrested then.
    """
    if reading.cue("own", hit.last, last):
        return False
    acts = reading.cues("act", hit.first, min(hit.last + ANYBODY_REACH, last))
    for act in acts:
        for an in reading.cues("an", act.last, min(act.last + ANYBODY_REACH, last)):
            person = reading.cue("one person", an.last, min(an.last + ANYBODY_REACH, last))
            if person and not pauses(reading, act.last, person.first, PAUSES):
                return True
    return False


def _is_sought(reading: Reading, hit: Hit, first: int, last: int) -> bool:
    """ "Police are looking for another suspect": nobody more was taken."""
    before = (max(first, hit.first - SOUGHT_REACH), hit.first)
    behind = (hit.last, min(last, hit.last + SOUGHT_REACH))
    return any(reading.cue(concept, *near) for concept in SOUGHT for near in (before, behind))


def found_later(reading: Reading, telling: Stretches, lead: Stretches) -> Hit | None:
    """ "Two rifles were found on a farm rented by one of the detainees": where nobody is arrested,
    those who are known from before.
    """
    told = [*telling, *lead]
    known = [hit for stretch in told for hit in reading.cues("one of those held", *stretch)]
    if not known or not first_of(reading, ("seize",), told):
        return None
    taken = (
        hit
        for concept, stretch in product((*TAKEN, "act"), told)
        for hit in reading.cues(concept, *stretch)
        if concept != "act" or not any(reading.cue(found, hit.first, hit.last) for found in FINDS)
    )
    anew = any(
        all(hit.last <= one.first or hit.first >= one.last + WHICH_REACH for one in known)
        for hit in taken
    )
    return None if anew else known[0]._replace(concept="more")


def opening(reading: Reading) -> Hit | None:
    """ "A day after the arrests, …": a story that begins so goes on with an earlier one."""
    if reading.body >= len(reading.sentences):
        return None
    lead = reading.sentences[reading.body]
    hits = (
        hit
        for hit in reading.cues("aftermath", lead.first, lead.first + OPENING_REACH)
        if not is_harmless(reading, hit) and not _is_of_anybody(reading, hit, lead.last)
    )
    return next(hits, None)


def act_before(
    reading: Reading, dates: Sequence[Candidate], chosen: Candidate | None, telling: Stretches
) -> Hit | None:
    """ "The four women arrested last Thursday": an act of the days before the chosen one."""
    if chosen is None or not chosen.exact:
        return None
    for date in dates:
        told = any(first <= date.first < last for first, last in telling)
        if told and date.anchored and 0 < (chosen.day - date.day).days <= FORGOTTEN_DAYS:
            where = (max(0, date.first - DAY_REACH), date.first)
            acts = (
                reading.cues("act", *where)
                or reading.cues("detainee", *where)
                or _in_clause_before(reading, date.first)
            )
            together = acts and reading.sentence_of(acts[-1].first) == reading.sentence_of(
                date.first
            )
            if together and not _is_set_apart(reading, acts[-1].first, date.last):
                return acts[-1]._replace(concept="more")
    return None


def _in_clause_before(reading: Reading, day: int) -> list[Hit]:
    """ "… the shipment that was seized among bananas at the port on Wednesday"."""
    start = max(reading.sentences[reading.sentence_of(day)].first, day - CLAUSE_REACH)
    for which in reversed(reading.cues("which", start, day)):
        caught = _caught(reading, which.last, min(which.last + WHICH_REACH, day))
        if caught and not pauses(reading, which.first, day, PAUSES):
            return caught[:1]
    return []


def _is_set_apart(reading: Reading, first: int, last: int) -> bool:
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
        called = _caught(reading, *behind) if own else []
        for act in called[:1]:
            if reading.cue("happens", act.last, min(last, act.last + HAPPENS_REACH)) is None:
                yield Known(act, start, act.last)
        which = reading.cue("which", max(first, start - WHICH_REACH), start)
        if which and _is_of_known_people(reading, which, first):
            for act in _caught(reading, *behind)[:1]:
                yield Known(act, which.first, act.last)
        for act in reversed(_caught(reading, max(first, start - DAY_REACH), start)):
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


def _caught(reading: Reading, first: int, last: int) -> list[Hit]:
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
        closed = any(reading.cue(c, which[-1].last, act.first) for c in CLOSED)
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
            officers = any(reading.cue(c, *before) for c in OFFICERS)
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
