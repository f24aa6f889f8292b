"""Says of a place that a clause about the people names it; called by scenes.py.

"… arrested three men wanted over a robbery in Nador", "… who own a shop in Nador".
"""

from __future__ import annotations

from matching.phrases import Hit
from matching.reading import Reading
from matching.slots.bystanders import tells_of_flight

CLAUSE_BACK = 14
DEED_BACK = 9
INSTITUTION_BACK = 8
VICTIMS_BACK = 4
DONE = ("act", "seize", "held", "caught", "happens")
"""What is told behind the beginning of a clause and makes its place a scene after all."""


def is_of_clause(reading: Reading, hit: Hit, first: int) -> bool:
    """No arrest and no seizure stands between the beginning of the clause and the place."""
    begun = reading.cues("about people", max(first, hit.first - CLAUSE_BACK), hit.first)
    if not begun:
        return False
    start = begun[-1].last
    return not any(reading.cue(concept, start, hit.first) for concept in DONE)


def is_of_deed(reading: Reading, hit: Hit, first: int) -> bool:
    """ "After the murder of two tourists in Imlil": where a wrong was done, and no arrest since."""
    where = (max(first, hit.first - DEED_BACK), hit.first)
    deeds = [deed for concept in ("wrong", "deed") for deed in reading.cues(concept, *where)]
    end = max((deed.last for deed in deeds), default=0)
    return bool(deeds) and not any(reading.cue(concept, end, hit.first) for concept in DONE)


def is_of_victims(reading: Reading, hit: Hit, first: int) -> bool:
    """ "Forty other victims in Rabat and Fez": who was wronged there, and no arrest since."""
    wronged = reading.cues("victims", max(first, hit.first - VICTIMS_BACK), hit.first)
    if not wronged or reading.cue("number", wronged[-1].first - 2, wronged[-1].first) is None:
        return False
    return not any(reading.cue(concept, wronged[-1].last, hit.first) for concept in DONE)


def is_of_institution(reading: Reading, hit: Hit, first: int) -> bool:
    """ "Sent to a laboratory in Casablanca", "the courts in Paris": of the case, not of the act."""
    found = reading.cues("institution", max(first, hit.first - INSTITUTION_BACK), hit.first)
    if not found or any(reading.cue(concept, found[-1].last, hit.first) for concept in DONE):
        return False
    tokens = reading.tokens
    between = reading.folded.text[tokens[found[-1].last - 1].end : tokens[hit.first].start]
    return not any(mark in between for mark in ",;:(")


def tells_who_is_gone(reading: Reading, hit: Hit, first: int) -> bool:
    """ "An eighth man, located in Azrou, got away": nobody was taken there."""
    last = reading.sentences[reading.sentence_of(hit.first)].last
    return tells_of_flight(reading, first, last)
