"""Finds what makes a passage later news of an operation, and the days of the operation itself.

"The search that followed Monday's arrests led to …": a case that is told as known, and a new act.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from matching.asides import is_harmless, pauses
from matching.cues import Stretches, first_of
from matching.known import (
    CAUGHT,
    DAY_REACH,
    PAUSES,
    PEOPLE,
    SOUGHT,
    WHICH_REACH,
    Known,
    caught_in,
    is_set_apart,
)
from matching.phrases import ARABIC, Hit
from matching.reading import Reading
from matching.slots.bygone import FORGOTTEN_DAYS
from matching.slots.dates import Candidate
from matching.told import tells_news

GOES_ON = ("more", "newcomer")
AFTERWARDS = ("refer", "last_week", "press")
TAKEN = ("caught", "held", "custody", "refer", "others")
FINDS = ("seize", "search made")
OPENING_REACH = 8
CLAUSE_REACH = 20
SOUGHT_REACH = 4
TIP_REACH = 3
PLANNED_REACH = 4
AFTER_REACH = 4
"""Tokens from "weeks after" to the act that it follows."""

CASE_REACH = 3
"""Tokens from "broken up" to "last week"."""

ANYBODY_REACH = 2
"""Tokens from "days after" to the act, and from it to "of a passenger"."""


def find_later(
    reading: Reading, telling: Stretches, lead: Stretches, known: Sequence[Known]
) -> Hit | None:
    """Return the cue of later news in the stretches, or the known case that they go on with.

    In the lead only what says that one more was taken, or that a search went on, and in more than
    a word: "others" may be those of the same day. A case that this one has no link with is none.
    """
    if _tells_another_case(reading, [*telling, *lead]):
        return None
    known = [case for case in known if not is_set_apart(reading, case.first, case.last)]
    in_lead = (hit for hit in _going_on(reading, lead) if hit.last - hit.first > 1)
    cue = (
        next(_going_on(reading, telling), None)
        or _afterwards(reading, telling)
        or _of_last_week(reading, lead)
        or next(in_lead, None)
    )
    return cue or (known[0].act._replace(concept="more") if known else None)


def _tells_another_case(reading: Reading, stretches: Stretches) -> bool:
    """ "A second cell", "a similar case", "struck again"; not "a second cell member", nor one that
    was planned.
    """
    return any(
        not reading.any_cue(("persons", "one person"), hit.last, hit.last + 1)
        and not reading.any_cue(
            ("plot", *SOUGHT), max(stretch[0], hit.first - PLANNED_REACH), hit.first
        )
        for stretch in stretches
        for hit in reading.cues("another case", *stretch)
        if not is_harmless(reading, hit)
    )


def _afterwards(reading: Reading, stretches: Stretches) -> Hit | None:
    """Not "sent to the laboratory", of what was seized."""
    hits = (first_of(reading, (concept,), stretches) for concept in AFTERWARDS)
    told = (hit for hit in hits if hit and not _is_of_deed(reading, hit))
    return next((h for h in told if not _is_tip(reading, h) and not is_harmless(reading, h)), None)


def _is_of_deed(reading: Reading, hit: Hit) -> bool:
    """ "أوقف اليوم أربعة أشخاص سرقوا وكالة الأسبوع الفارط": Arabic needs no pronoun to go on with
    what strangers had done.
    """
    if hit.concept != "last_week" or reading.tokens[hit.first].text < ARABIC:
        return False
    return tells_news(reading, reading.sentences[reading.sentence_of(hit.first)].first, hit.first)


def _of_last_week(reading: Reading, lead: Stretches) -> Hit | None:
    """ "The leader of last week's kidnapping was arrested on Saturday"; "arms of the cell that was
    broken up last week", beside news that another sentence tells.
    """
    hits = (
        first_of(reading, ("last_week",), [own])
        for own in lead
        if tells_news(reading, *own) or _tells_a_case_of_last_week(reading, *own)
    )
    return next((hit for hit in hits if hit and not _is_of_deed(reading, hit)), None)


def _tells_a_case_of_last_week(reading: Reading, first: int, last: int) -> bool:
    for hit in reading.cues("last_week", first, last):
        caught = caught_in(reading, max(first, hit.first - CASE_REACH), hit.first)
        if caught and reading.any_cue(("cells", "case"), first, caught[0].first):
            return not pauses(reading, caught[0].first, hit.first, PAUSES)
    return False


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
        if concept != "act" or not reading.any_cue(FINDS, hit.first, hit.last)
    )
    anew = any(
        all(hit.last <= one.first or hit.first >= one.last + WHICH_REACH for one in known)
        for hit in taken
    )
    return None if anew else known[0]._replace(concept="more")


def opening(reading: Reading) -> Hit | None:
    """ "A day after the arrests, …": a story that begins so goes on with an earlier one, unless it
    tells of another: "two days after the raid in Fez the bureau struck again".
    """
    if reading.body >= len(reading.sentences):
        return None
    lead = reading.sentences[reading.body]
    if _tells_another_case(reading, [(lead.first, lead.last)]):
        return None
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
            if together and not is_set_apart(reading, acts[-1].first, date.last):
                return acts[-1]._replace(concept="more")
    return None


def _in_clause_before(reading: Reading, day: int) -> list[Hit]:
    """ "… the shipment that was seized among bananas at the port on Wednesday"."""
    start = max(reading.sentences[reading.sentence_of(day)].first, day - CLAUSE_REACH)
    for which in reversed(reading.cues("which", start, day)):
        caught = caught_in(reading, which.last, min(which.last + WHICH_REACH, day))
        if caught and not pauses(reading, which.first, day, PAUSES):
            return caught[:1]
    return []
