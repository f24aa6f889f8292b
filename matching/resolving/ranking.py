"""Ranks the events that a report may belong to; what can't matter is not compared to the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from math import inf
from typing import NamedTuple

from core.assessments import Kind
from core.events import Facts, KnownEvent
from matching.resolving.bounds import room_of
from matching.resolving.compare import Comparison, compare, compare_within
from matching.resolving.crowd import Crowd, crowd_of, loss_in_any, thinned
from matching.resolving.profile import Profile, profile_of
from matching.resolving.unsaid import followed_unsaid
from matching.resolving.weights import Thresholds, Weights

MOST_MERGED = 3
"""Events that one report can join to another: more would be a fault in the facts."""


class Likeness(NamedTuple):
    """`threshold` is what the score has to reach."""

    event: KnownEvent
    profile: Profile
    compared: Comparison
    threshold: float

    @property
    def margin(self) -> float:
        return self.compared.score - self.threshold


def rank(
    facts: Facts, known: Sequence[KnownEvent], home: str | None, weights: Weights
) -> tuple[list[Likeness], Crowd]:
    """Return the home first, then the best; of equals the one seen first, in whatever order given.

    Only those that can matter: the best one, and those that it may be merged with.
    """
    profiles = [profile_of(event.reports) for event in known]
    compared = list(_compared(facts, zip(known, profiles, strict=True), home, weights))
    crowd = crowd_of(profile_of([facts]), profiles, [like.compared for like in compared], weights)
    ranked = sorted(
        (like._replace(compared=thinned(like.compared, crowd)) for like in compared),
        key=lambda like: (like.event.id != home, -like.margin, *_order(like.event)),
    )
    return ranked[: MOST_MERGED + 1], crowd


def _compared(
    facts: Facts,
    events: Iterable[tuple[KnownEvent, Profile]],
    home: str | None,
    weights: Weights,
) -> Iterator[Likeness]:
    """Compare a report with those events only that may be its own, or merged with that.

    The others are short of what the best one keeps in any crowd. The first ones share most keys
    with the report, so this is soon known.
    """
    report = profile_of([facts])
    room = room_of(report, weights)
    usual, behind = _thresholds(facts.kind, weights.threshold)
    merged, kept = weights.threshold.linked - max(usual, behind), -inf
    follows = report.telling == "followup"
    for event, profile in events:
        followed = profile.telling == "followup"
        threshold = behind if followed else usual
        least = threshold + min(kept, merged)
        compared: Comparison | None
        own = follows or followed or event.id == home
        if own or followed_unsaid(report, profile, weights.followup):
            compared = compare(report, profile, weights)
        else:
            compared = compare_within(report, profile, weights, least, room)
        if compared is None:
            continue
        if compared.score - threshold > kept:
            kept = max(kept, compared.score - threshold - loss_in_any(compared, weights))
        yield Likeness(event, profile, compared, threshold)


def _order(event: KnownEvent) -> tuple[datetime, tuple[str, ...], str]:
    """Ids are random where two were seen at one instant, what their first report says is not."""
    first = (event.reports[0].outlet, event.reports[0].title) if event.reports else ()
    return event.first_seen, first, event.id


def _thresholds(kind: Kind, thresholds: Thresholds) -> tuple[float, float]:
    """What a report of this kind has to reach, and what where only follow-ups tell of the event.

    A report of such an event is as near as they would be behind it.
    """
    match kind:
        case "operation":
            return thresholds.operation, thresholds.update
        case "support":
            return thresholds.support, thresholds.update
        case "update":
            return thresholds.update, thresholds.update
        case "retelling":
            return thresholds.retelling, thresholds.retelling
        case _:
            return thresholds.mention, thresholds.mention
