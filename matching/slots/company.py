"""Somebody who is held with those that a number counts: "the boss and four of his pilots"."""

from __future__ import annotations

from matching.phrases import AND
from matching.reading import Reading
from matching.slots.arrested import arrest_behind
from matching.slots.heads import Heads, articles, has_and, is_of_his
from matching.slots.rolls import told_beside
from matching.tokens import ARTICLE

COMPANY_BACK = 2
SEVERAL_BACK = 3
GOODS = ("time unit", "seizure goods", "seizure bare", "seizure units", "belongings")
SEIZED_REACH = 8
"""Tokens between "and several" and "were seized": "bags of cocaine were"."""

LEADER_BACK = 6
"""Tokens of whoever stands before "and two men": "the owner of the place"."""

BESIDE_REACH = 3
"""Tokens that may stand before "besides": "mercredi, outre"."""

TAKEN = ("held", "act", "custody")
TAKEN_BACK = 4
NOBODY = ("place", "partner", "office", "force", "cells", "not_people", "number", "body", "case")
"""What is told before "and two men" and is not held with them."""


def with_leader(reading: Reading, heads: Heads, first: int, last: int) -> Heads:
    """Add the one who stands before, and whom neither a number nor a known noun counts."""
    if reading.cue("one person", heads.first, heads.first + 1):
        return heads
    start = heads.first - (reading.cue("own", heads.first - 1, heads.first) is not None)
    joined = has_and(reading, start - 1, start) or _is_in_company(reading, heads.first, first)
    leads = is_of_his(reading, heads.first, heads.last) or (
        joined
        and (_is_himself(reading, heads.first, first) or _is_led(reading, heads, first, last))
    )
    leads = leads and not _is_of_freed(reading, heads.first, first)
    leads = leads or _is_taken_too(reading, heads, first, last)
    leads = leads or _are_his(reading, heads, first)
    beside = _told_beside(reading, heads, first, last)
    return heads._replace(value=heads.value + (beside or leads))


def _is_of_freed(reading: Reading, start: int, first: int) -> bool:
    """ "A trader was freed, and four of his captors were arrested": not the trader."""
    freed = reading.cues("freed", first, start)
    return bool(freed) and reading.cue("held", freed[-1].last, start) is None


def _told_beside(reading: Reading, heads: Heads, first: int, last: int) -> int:
    """ "Besides the farmer and his brother, three porters were arrested": how many those are."""
    for beside in reading.cues("besides those", first, min(first + BESIDE_REACH, heads.first)):
        commas = (at for at in range(beside.last, heads.first + 1) if _is_set_off(reading, at))
        end = next(commas, beside.last)
        taken = reading.any_cue(("held", "act"), end, heads.first)
        if taken or arrest_behind(reading, heads.first, heads.first + 1, last):
            return told_beside(reading, beside.last, end)
    return 0


def _is_set_off(reading: Reading, at: int) -> bool:
    return "," in reading.between(at, at)


def _are_his(reading: Reading, heads: Heads, first: int) -> bool:
    """ "الأمير ومساعديه الثلاثة", "أبا وابنيه": "and his" in one word with a noun, before a
    definite number or for two.
    """
    definite = reading.tokens[heads.first].text.startswith(ARTICLE)
    at = heads.first - definite
    noun = reading.tokens[at].text if at > first else ""
    two = definite or reading.cue("head count", at, at + 1) is not None
    his = two and noun.startswith(AND) and noun.endswith(reading.affixes.his)
    return his and reading.cue("act", first, heads.first) is not None


def _is_in_company(reading: Reading, start: int, first: int) -> bool:
    return reading.cue("accompanied", max(first, start - COMPANY_BACK), start) is not None


def _is_himself(reading: Reading, start: int, first: int) -> bool:
    """ "He and six associates": nothing but "and" between."""
    before = reading.cues("himself", max(first, start - COMPANY_BACK), start)
    return any(start - hit.last <= 1 for hit in before)


def _is_led(reading: Reading, heads: Heads, first: int, last: int) -> bool:
    """ "The landlord and two tutors were taken away", "Fez : un père et ses fils arrêtés": what
    begins the sentence is arrested too.
    """
    first = _behind_colon(reading, first, heads.first)
    begins = reading.any_cue(("the one", "an"), first, first + 1)
    near = 2 <= heads.first - first <= LEADER_BACK
    told = reading.any_cue(NOBODY, first, heads.first)
    if not (begins and near) or told:
        return False
    caught = arrest_behind(reading, heads.first, heads.first + 1, last)
    if caught is None:
        return False
    his = reading.cue("own", heads.first - 1, heads.first) is not None
    return his or reading.cue("auxiliary", heads.first, caught.first + 1) is not None


def _behind_colon(reading: Reading, first: int, last: int) -> int:
    colons = (at for at in range(last - 1, first, -1) if ":" in reading.between(at, at))
    return next(colons, first)


def _is_taken_too(reading: Reading, heads: Heads, first: int, last: int) -> bool:
    """ "Arrested a notary and two clerks", "… un notaire, deux clercs et un courtier"."""
    start = max(first, heads.first - LEADER_BACK)
    found = [
        hit for c in TAKEN for hit in reading.cues(c, max(first, start - TAKEN_BACK), heads.first)
    ]
    ones = articles(reading, max([start, *(hit.last for hit in found)]), heads.first)
    if not found or len(ones) != 1 or heads.first - ones[0].last < 1:
        return False
    one = ones[0]
    if reading.any_cue((*NOBODY, "within", "seize"), one.last, heads.first):
        return False
    listed = reading.pauses_before(heads.first) and reading.cue("people and", heads.last, last)
    return bool(listed) or has_and(reading, heads.first - 2, heads.first)


def has_company(reading: Reading, one: Heads) -> bool:
    """ "Arrested the manager, along with several agents": how many they are is not told.

    Not "and several bags were seized".
    """
    last = reading.sentences[reading.sentence_of(one.first)].last
    return any(
        hit.last == many.first
        for many in reading.cues("several", one.last, last)
        if not _are_things(reading, many.last, last)
        for concept in ("people and", "along with")
        for hit in reading.cues(concept, max(one.last, many.first - SEVERAL_BACK), many.first)
    )


def _are_things(reading: Reading, at: int, last: int) -> bool:
    """ "Kilos of cocaine", "guns were seized", not "employees and seized guns"."""
    if reading.any_cue(GOODS, at, min(at + 1, last)):
        return True
    seized = reading.cue("seize", at, min(at + SEIZED_REACH, last))
    behind = range(at + 1, seized.first + 1 if seized else at)
    return seized is not None and not any(has_and(reading, n - 1, n) for n in behind)
