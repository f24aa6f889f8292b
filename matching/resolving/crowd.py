"""Takes back what a common day says of rare cases where that day has several of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import log

from matching.resolving.clues import Clue
from matching.resolving.compare import Comparison
from matching.resolving.profile import Profile
from matching.resolving.weights import Weights

Crowding = Mapping[str, Clue]
"""What speaks against beside each reason that the day gives; empty where the day has one event."""


def crowding(report: Profile, events: Iterable[Profile], weights: Weights) -> Crowding:
    """Return by how much a report's day says less: the log of how many events are known of it.

    A report of that day is of any of them as likely as of another; in the end the day says what
    it says of frequent cases.
    """
    day = report.dates or report.published
    if not report.rare:
        return {}
    number = len([e for e in events if e.rare and not day.isdisjoint(e.dates or e.published)])
    if number < 2:
        return {}
    return {
        name: Clue("crowded", -round(min(log(number), rare), 2), ("{} events that day", number))
        for name, rare in (("date", weights.date.rare), ("published", weights.published.rare))
    }


def thinned(found: Comparison, crowd: Crowding) -> Comparison:
    """Return a comparison in which a common day says less."""
    for clue in found.clues if crowd else ():
        if clue.name in crowd and clue.points > 0:
            less = crowd[clue.name]
            return Comparison((*found.clues, less), round(found.score + less.points, 2))
    return found
