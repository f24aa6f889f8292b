"""Compares when two profiles' operations happened: dates, else publication, else arrival."""

from __future__ import annotations

from bisect import bisect_left

from matching.resolving.clues import Clue, least_gap
from matching.resolving.profile import Profile
from matching.resolving.weights import Days, Weights

NEAR = 3
OLD = 30
"""Days after which an operation is told again by retellings only."""

STEPS = (0, 1, NEAR, 7, OLD)
"""Days apart to which each of a table's points goes, but the last."""


def compare_days(one: Profile, other: Profile, weights: Weights) -> Clue | None:
    """Dates where both state one; else the days of publication stand in, for less.

    Dates far apart in reports of one day are a slip of one of them as likely as two operations.
    """
    if (one.telling == "followup") != (other.telling == "followup"):
        return _followed(one, other, weights)
    rare = one.rare and other.rare
    looking_back = "back" in (one.telling, other.telling)
    if one.dates and other.dates:
        found = _apart("date", least_gap(one.dates, other.dates), weights.date, rare)
        if found.points < weights.date.slip and not looking_back and _are_told_together(one, other):
            return Clue("date", weights.date.slip, found.basis)
        return found
    first, second = one.dates or one.published, other.dates or other.published
    if not first or not second:
        return _undated(one, other, weights)
    gap = least_gap(first, second)
    if gap > NEAR and looking_back:
        return None
    return _apart("published", gap, weights.published, rare)


def _undated(one: Profile, other: Profile, weights: Weights) -> Clue:
    """Arrival stands in where a day is missing: for little, since old texts arrive late too."""
    first = one.dates or one.published or one.arrived
    second = other.dates or other.published or other.arrived
    gap = least_gap(first, second) if first and second else OLD
    if gap <= 1:
        worth = weights.undated.together
    else:
        worth = weights.undated.apart if gap <= weights.followup.days else weights.undated.far
    return Clue("undated", worth, ("no day is stated",))


def _followed(one: Profile, other: Profile, weights: Weights) -> Clue:
    """A follow-up comes within days of what it follows; its own date is that of a new act."""
    later, earlier = (one, other) if one.telling == "followup" else (other, one)
    last = max(earlier.published | earlier.dates, default=None)
    day = min(later.published or later.dates, default=None)
    if last is None or day is None:
        return _undated(one, other, weights)
    points = weights.followup
    days = day - last
    ahead = min(earlier.dates, default=last - 1) - day
    if not -OLD <= days <= OLD:
        worth = points.old
    elif -2 <= days <= points.days:
        worth = points.soon + (points.late - points.soon) * max(days, 0) / points.days
        if one.rare and other.rare:
            worth += points.rare if ahead < 0 else points.same_day if ahead == 0 else 0
    else:
        worth = points.outside
    wording = "{} days after the last report"
    if later.named_days and earlier.dates:
        if later.named_days & earlier.dates:
            # However late: it says itself what it follows.
            at_once = points.soon + (points.rare if one.rare and other.rare else 0)
            worth, wording = max(worth, at_once) + points.day, f"{wording}, whose day it names"
        elif least_gap(later.named_days, earlier.dates) > 1:
            worth, wording = worth + points.other_day, f"{wording}, but names another day"
    return Clue("followup", round(worth, 2), (wording, days))


def _are_told_together(one: Profile, other: Profile) -> bool:
    published = one.published and other.published
    return bool(published) and least_gap(one.published, other.published) <= 1


def _apart(name: str, days: int, points: Days, rare: bool) -> Clue:
    worth = (points.rarely if rare else points.usually)[bisect_left(STEPS, days)]
    return Clue(name, worth, ("{} days apart", days))
