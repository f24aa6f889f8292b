"""Says of a place that something was only planned or meant to be there; called by scenes.py."""

from __future__ import annotations

from collections.abc import Iterable

from matching.phrases import AND, ARABIC, Hit
from matching.reading import Reading

TARGET_BACK, TARGET_REACH = 10, 5
"""Tokens between an attack and its town: "s'en prendre à l'aéroport et à la gare de"."""

ALSO_REACH = 8
"""Tokens between two targets: "et à des établissements hôteliers de"."""

MEANT_BACK = 6
PLANS_BACK = 3
"""Tokens between a plan and what was planned: "planned in Fez to rob"."""

NEWS = ("act", "held", "caught", "seize", "persons", "one person", "that", "where")
"""What is told between two places that are not both targets."""


def is_target(reading: Reading, hit: Hit, first: int) -> bool:
    """ "To blow up a hotel in Agadir": what was planned there was not done."""
    targets = reading.cues("target", max(first, hit.first - TARGET_BACK), hit.first)
    end = reading.sentences[reading.sentence_of(hit.first)].last
    behind = reading.cue("targets", hit.last, min(hit.last + TARGET_REACH, end))
    return behind is not None or _is_aimed_at(reading, hit, targets)


def is_target_too(reading: Reading, one: Hit, other: Hit, first: int) -> bool:
    """ "To blow up the station of Fez and a hotel in Agadir": the second of two targets."""
    joined = reading.cue("people and", one.last, one.last + 1) is not None
    word = reading.tokens[one.last].text
    joined = joined or (word[0] == AND and word >= ARABIC)
    if not (joined and one.last < other.first <= one.last + ALSO_REACH):
        return False
    return not reading.any_cue(NEWS, one.last, other.first) and is_target(reading, one, first)


def is_meant_for(reading: Reading, hit: Hit, first: int) -> bool:
    """ "To be sold in Casablanca", "planned in Fez to rob": where no other scene is told, this
    may be one.
    """
    back = max(first, hit.first - MEANT_BACK)
    if _is_aimed_at(reading, hit, reading.cues("target beside", back, hit.first)):
        return True
    return any(
        reading.cue("plans", max(first, cue.first - PLANS_BACK), cue.first)
        and reading.cue("act", cue.last, hit.first) is None
        for cue in reading.cues("planned", back, hit.first)
    )


def _is_aimed_at(reading: Reading, hit: Hit, targets: Iterable[Hit]) -> bool:
    """No act is told since the word for a target."""
    return any(
        reading.cue("act", cue.first if cue.last - cue.first == 1 else cue.last, hit.first) is None
        for cue in targets
    )
