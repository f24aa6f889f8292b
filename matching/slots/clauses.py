"""Says of a place that a clause about the people names it; called by scenes.py.

"… arrested three men wanted over a robbery in Nador", "… who own a shop in Nador".
"""

from __future__ import annotations

from matching.phrases import Hit
from matching.reading import Reading

CLAUSE_BACK = 14
LEADS_BACK = 3
"""Tokens behind a place in which the arrest may still be told: "who in Nador were arrested"."""

DONE = ("act", "seize", "held", "caught", "happens")
"""What is told behind the beginning of a clause and makes its place a scene after all."""


def is_of_clause(reading: Reading, hit: Hit, first: int) -> bool:
    """No arrest and no seizure stands between the beginning of the clause and the place."""
    begun = reading.cues("about people", max(first, hit.first - CLAUSE_BACK), hit.first)
    if not begun:
        return False
    start = begun[-1].last
    return not any(reading.cue(concept, start, hit.first) for concept in DONE)
