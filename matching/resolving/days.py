"""Compares when two profiles' operations happened: dates, else publication, else arrival."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import product

from core.events import Reason
from matching.resolving.profile import Profile
from matching.resolving.weights import Days, Weights

OLD = 30
"""Days after which an operation is told again by retellings only."""


def compare_days(one: Profile, other: Profile, weights: Weights) -> Iterator[Reason]:
    """Dates where both state one; else the days of publication stand in, for less.

    Dates far apart in reports of one day are a slip of one of them as likely as two operations.
    """
    if (one.telling == "followup") != (other.telling == "followup"):
        yield from _followed(one, other, weights)
        return
    rare = one.rare and other.rare
    if one.dates and other.dates:
        found = _apart("date", _gap(one.dates, other.dates), weights.date, rare)
        together = one.published and other.published and _gap(one.published, other.published) <= 1
        if together and "back" not in (one.telling, other.telling):
            found = replace(found, points=max(found.points, weights.date.slip))
        yield found
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
    if not -OLD <= days <= OLD:
        worth = points.old
    elif -2 <= days <= points.days:
        worth = points.soon + (points.late - points.soon) * max(days, 0) / points.days
        worth += points.rare if one.rare and other.rare else 0
    else:
        worth = points.outside
    detail = f"{days} days after the last report"
    yield Reason(name="followup", points=round(worth, 2), detail=detail)


def _gap(first: frozenset[date], second: frozenset[date]) -> int:
    return min(abs((a - b).days) for a, b in product(first, second))


def _apart(name: str, days: int, points: Days, rare: bool) -> Reason:
    steps = (
        (0, points.same, points.rare),
        (1, points.next, points.rare),
        (3, points.near, points.rare_near),
        (7, points.off, points.rare_off),
        (OLD, points.far, 0.0),
    )
    found = ((worth, more) for most, worth, more in steps if days <= most)
    worth, more = next(found, (points.old, 0.0))
    value = worth + more if rare else worth
    return Reason(name=name, points=round(value, 2), detail=f"{days} days apart")
