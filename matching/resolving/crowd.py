"""Takes back what a common day says of rare cases where that day has several of them."""

from __future__ import annotations

from collections.abc import Iterable
from math import log

from matching.resolving.clues import Clue
from matching.resolving.compare import Comparison, summed
from matching.resolving.profile import Profile
from matching.resolving.weights import Weights


def crowd_of(report: Profile, events: Iterable[Profile]) -> int:
    """Count the events of rare cases that happened on the report's day, as far as that is told."""
    day = report.dates or report.published
    if not report.rare:
        return 0
    return len([e for e in events if e.rare and not day.isdisjoint(e.dates or e.published)])


def thinned(found: Comparison, crowd: int, weights: Weights) -> Comparison:
    """Return a comparison in which the day says less, by the log of how many events share it.

    A report of that day is of any of them as likely as of another; in the end the day says what
    it says of frequent cases.
    """
    if crowd < 2:
        return found
    rare = {"date": weights.date.rare, "published": weights.published.rare}
    for clue in found.clues:
        if clue.name in rare and clue.points > 0:
            less = -round(min(log(crowd), rare[clue.name]), 2)
            return summed([*found.clues, Clue("crowded", less, ("{} events that day", crowd))])
    return found
