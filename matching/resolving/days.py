"""Compares when two profiles' operations happened: dates, else publication, else arrival."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import product

from core.events import Reason
from matching.resolving.profile import Profile
from matching.resolving.weights import Days, Weights


def compare_days(one: Profile, other: Profile, weights: Weights) -> Iterator[Reason]:
    """Dates where both state one; else the days of publication stand in, for less."""
    if (one.telling == "followup") != (other.telling == "followup"):
        yield from _followed(one, other, weights)
        return
    rare = is_rare(one, weights) and is_rare(other, weights)
    if one.dates and other.dates:
        yield _apart("date", _gap(one.dates, other.dates), weights.date, rare)
        return
    first, second = one.dates or one.published, other.dates or other.published
    if not first or not second:
        yield _undated(one, other, weights)
        return
    gap = _gap(first, second)
    if gap <= 3 or "back" not in (one.telling, other.telling):
        yield _apart("published", gap, weights.published, rare)


def _undated(one: Profile, other: Profile, weights: Weights) -> Reason:
    """Arrival stands in where a day is missing: for little, since old texts arrive late too."""
    first = one.dates or one.published or one.arrived
    second = other.dates or other.published or other.arrived
    together = bool(first and second) and _gap(first, second) <= 1
    points = weights.undated.together if together else weights.undated.apart
    return Reason(name="undated", points=points, detail="no day is stated")


def _followed(one: Profile, other: Profile, weights: Weights) -> Iterator[Reason]:
    """A follow-up comes within days of what it follows; its own date is that of a new act."""
    later, earlier = (one, other) if one.telling == "followup" else (other, one)
    last = max(earlier.published | earlier.dates, default=None)
    day = min(later.published or later.dates, default=None)
    if last is None or day is None:
        yield _undated(one, other, weights)
        return
    points = weights.followup
    days = (day - last).days
    if -2 <= days <= points.days:
        worth = points.soon + (points.late - points.soon) * max(days, 0) / points.days
        worth += points.rare if is_rare(one, weights) and is_rare(other, weights) else 0
    else:
        worth = points.outside
    detail = f"{days} days after the last report"
    yield Reason(name="followup", points=round(worth, 2), detail=detail)


def is_rare(profile: Profile, weights: Weights) -> bool:
    """Cases of terrorism are a few a month: two on one day are seldom two."""
    if profile.topics:
        return bool(profile.topics & set(weights.rare_topics))
    return "operation" in profile.acts


def _gap(first: frozenset[date], second: frozenset[date]) -> int:
    return min(abs((a - b).days) for a, b in product(first, second))


def _apart(name: str, days: int, points: Days, rare: bool) -> Reason:
    steps = (
        (0, points.same, points.rare),
        (1, points.next, points.rare),
        (3, points.near, points.rare_near),
        (7, points.off, points.rare_off),
    )
    found = ((worth, more) for most, worth, more in steps if days <= most)
    worth, more = next(found, (points.far, 0.0))
    value = worth + more if rare else worth
    return Reason(name=name, points=round(value, 2), detail=f"{days} days apart")
