"""What a report can gain at the most: an event that even so is out of reach needs no comparing."""

from __future__ import annotations

from typing import NamedTuple

from matching.resolving.numbers import count_worth
from matching.resolving.profile import Profile
from matching.resolving.weights import Weights


class Room(NamedTuple):
    """Points at the most: by the day, the number held, the facts beside these and beside places and
    ages, the wording.
    """

    day: float
    held: float
    facts: float
    texts: float


def room_of(report: Profile, weights: Weights) -> Room:
    """Return what a report can gain beside any event."""
    days = weights.date, weights.published
    gains = (
        weights.figures.most if report.figures or report.held else 0.0,
        weights.goods.same if report.goods else 0.0,
        weights.group.same if report.groups else 0.0,
        weights.partner.same if report.partners else 0.0,
    )
    text = weights.text.most if report.prints else 0.0
    held = report.counts | report.earlier
    return Room(
        day=max(day.rarely[0] if report.rare else day.usually[0] for day in days),
        held=count_worth(max(held), weights.count) if held else 0.0,
        facts=sum(gains),
        texts=text + weights.text.title,
    )
