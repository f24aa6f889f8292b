"""Says of a place that a clause about the people names it; called by scenes.py.

"… arrested three men wanted over a robbery in Nador", "… who own a shop in Nador".
"""

from __future__ import annotations

from matching.phrases import ARABIC, Hit
from matching.reading import Reading
from matching.slots.bystanders import tells_of_flight

CLAUSE_BACK = 14
DEED_BACK = 9
INSTITUTION_BACK = 8
SEARCH_REACH = 4
RAID_REACH = 3
"""Tokens between an escape and the raid: "from an anti-terrorist"."""

BROKEN_REACH = 6
"""Tokens between a cell and what was done to it: "terrorist, that the bureau had"."""

VICTIMS_BACK = 4
OBJECT_REACH = 3
DONE = ("act", "seize", "held", "caught", "happens")
"""What is told behind the beginning of a clause and makes its place a scene after all."""


def is_of_clause(reading: Reading, hit: Hit, first: int) -> bool:
    """No arrest and no seizure stands between the beginning of the clause and the place."""
    begun = reading.cues("about people", max(first, hit.first - CLAUSE_BACK), hit.first)
    if not begun:
        return False
    start = begun[-1].last
    if is_searched(reading, hit):
        return False
    return not reading.any_cue(DONE, start, hit.first)


def escaped_from(reading: Reading, hit: Hit, first: int) -> bool:
    """ "Who had escaped a raid in Safi", and no other arrest since.

    Not so "escaped and was caught in Safi": the act behind "and" or "but" is no raid.
    """
    return any(
        not reading.any_cue(DONE, _raid_end(reading, cue, hit), hit.first)
        for cue in reading.cues("escaped", max(first, hit.first - CLAUSE_BACK), hit.first)
    )


def _raid_end(reading: Reading, escaped: Hit, hit: Hit) -> int:
    """Behind the words for what was escaped from, which end at "and" or "but"."""
    end = min(escaped.last + RAID_REACH, hit.first)
    joins = ("people and", "but", "then", "while")
    return next(
        (at for at in range(escaped.last, end) for c in joins if reading.cue(c, at, at + 1)), end
    )


def is_searched(reading: Reading, hit: Hit) -> bool:
    """ "In a house of the commune of Ajdir, also searched": a participle right behind the name."""
    last = reading.sentences[reading.sentence_of(hit.first)].last
    search = reading.cue("search made", hit.last, min(hit.last + SEARCH_REACH, last))
    return search is not None and "," not in reading.between(hit.last, search.first)


def is_of_deed(reading: Reading, hit: Hit, first: int) -> bool:
    """ "After the murder of two tourists in Imlil": where a wrong was done, and no arrest since."""
    where = (max(first, hit.first - DEED_BACK), hit.first)
    deeds = [deed for concept in ("wrong", "deed") for deed in reading.cues(concept, *where)]
    end = max((deed.last for deed in deeds), default=0)
    return bool(deeds) and not reading.any_cue(DONE, end, hit.first)


def is_of_victims(reading: Reading, hit: Hit, first: int) -> bool:
    """ "Forty other victims in Rabat and Fez": who was wronged there, and no arrest since."""
    wronged = reading.cues("victims", max(first, hit.first - VICTIMS_BACK), hit.first)
    if not wronged or reading.cue("number", wronged[-1].first - 2, wronged[-1].first) is None:
        return False
    return not reading.any_cue(DONE, wronged[-1].last, hit.first)


def is_of_known_case(reading: Reading, hit: Hit, first: int) -> bool:
    """ "A member of the cell that was broken up in Safi", "زعيم الخلية المفككة بآسفي".

    Not so "the cell was broken up in Safi", nor "a cell broken up in Safi".
    """
    near = (max(first, hit.first - CLAUSE_BACK), hit.first)
    for case in (*reading.cues("cells", *near), *reading.cues("case", *near)):
        act = reading.cue("act", case.last, min(case.last + BROKEN_REACH, hit.first))
        if act is None or not _is_definite(reading, case, first):
            continue
        later = (act.last, hit.first)
        if not reading.any_cue(DONE, *later) and _is_said_of(reading, case, act):
            return True
    return False


def _is_definite(reading: Reading, case: Hit, first: int) -> bool:
    if reading.tokens[case.first].text.startswith(reading.affixes.definite):
        return True
    return reading.cue("definite", max(first, case.first - 1), case.first) is not None


def _is_said_of(reading: Reading, case: Hit, act: Hit) -> bool:
    """The act is told in a relative clause or by a participle, which is definite in Arabic."""
    if reading.cue("which", case.last, act.first) or reading.cue("that", case.last, act.first):
        return True
    if reading.tokens[act.first].text >= ARABIC:
        return reading.tokens[act.first].text.startswith(reading.affixes.definite)
    return reading.cue("auxiliary", case.last, act.first) is None


def is_of_institution(reading: Reading, hit: Hit, first: int) -> bool:
    """ "Sent to a laboratory in Casablanca", "the courts in Paris": of the case, not of the act."""
    found = reading.cues("institution", max(first, hit.first - INSTITUTION_BACK), hit.first)
    if not found or reading.any_cue(DONE, found[-1].last, hit.first):
        return False
    tokens = reading.tokens
    between = reading.folded.text[tokens[found[-1].last - 1].end : tokens[hit.first].start]
    return not any(mark in between for mark in ",;:(")


def tells_who_is_gone(reading: Reading, hit: Hit, first: int) -> bool:
    """ "An eighth man, located in Azrou, got away": nobody was taken there."""
    last = reading.sentences[reading.sentence_of(hit.first)].last
    return tells_of_flight(reading, first, last)


def are_fetched(reading: Reading, hit: Hit, first: int) -> bool:
    """ "جابو جوج من سلا", "من سلا جابو جوج", "جابوهم من سلا"; not "جابو الحشيش من كتامة"."""
    if reading.cue("fetched them", first, hit.last + 2):
        return True
    ends = {hit.first - 1, reading.sentences[reading.sentence_of(hit.first)].last}
    return any(
        reading.cue(who, fetched.last, fetched.last + OBJECT_REACH)
        or any(
            n.last in ends or reading.pauses_before(n.last)
            for n in reading.cues("number", fetched.last, fetched.last + 2)
        )
        for fetched in reading.cues("fetched", first, hit.last + 2)
        for who in ("persons", "one person", "head count", "they", "others", "another", "nth")
    )
