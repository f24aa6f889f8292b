"""The named rules that turn a passage's signs and score into act, aspect and kind.

Read from top to bottom: the first rule of each table that holds decides. docs/rules.md shows them.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

from core.assessments import Act, Aspect, Kind
from matching.signs import Signs


class Case(NamedTuple):
    """What the rules look at."""

    signs: Signs
    score: float
    threshold: float
    fresh_days: int
    past_days: int


class ActRule(NamedTuple):
    name: str
    says: str
    holds: Callable[[Case], bool]
    act: Act


class AspectRule(NamedTuple):
    name: str
    says: str
    holds: Callable[[Case], bool]
    aspect: Aspect


def _age(case: Case) -> int:
    return case.signs.age_days or 0


ACT_RULES: tuple[ActRule, ...] = (
    ActRule(
        "nothing done",
        "The passage names no arrest, seizure or other act, and nobody held.",
        lambda case: not case.signs.tells_an_act,
        "mention",
    ),
    ActRule(
        "agency only named",
        "An act is told, but the agency stands there only in a title or an office.",
        lambda case: case.signs.part is None,
        "mention",
    ),
    ActRule(
        "below threshold",
        "The evidence does not reach the watchlist's threshold.",
        lambda case: case.score < case.threshold,
        "mention",
    ),
    ActRule(
        "agency acts",
        "The agency itself acts or announces, or no other service is said to act.",
        lambda case: case.signs.part is not None and case.signs.part.doing != "informs",
        "operation",
    ),
    ActRule(
        "agency informs",
        "Another service acts on the agency's information or together with it.",
        lambda case: True,
        "support",
    ),
)

ASPECT_RULES: tuple[AspectRule, ...] = (
    AspectRule(
        "long past",
        "The operation is older than {past} days.",
        lambda case: _age(case) > case.past_days,
        "past",
    ),
    AspectRule(
        "act of old",
        'The time beside the act is an old one: a year, a month, "two years ago".',
        lambda case: case.signs.bygone is not None,
        "past",
    ),
    AspectRule(
        "days old",
        "The operation is older than {fresh} days.",
        lambda case: _age(case) > case.fresh_days,
        "followup",
    ),
    AspectRule(
        "told as past",
        "The act is told in the past perfect, and no day says that it is fresh.",
        lambda case: case.signs.earlier is not None and not case.signs.dated_fresh,
        "past",
    ),
    AspectRule(
        "later news",
        "Words of later news: further arrests, a referral, new details.",
        lambda case: case.signs.later is not None,
        "followup",
    ),
    AspectRule(
        "news",
        "Nothing says that the operation is old.",
        lambda case: True,
        "new",
    ),
)


class Verdict(NamedTuple):
    act: Act
    aspect: Aspect | None
    kind: Kind
    rules: tuple[str, ...]


def decide(case: Case) -> Verdict:
    """Apply both tables."""
    act_rule = next(rule for rule in ACT_RULES if rule.holds(case))
    if act_rule.act == "mention":
        return Verdict("mention", None, "mention", (act_rule.name,))
    aspect_rule = next(rule for rule in ASPECT_RULES if rule.holds(case))
    kind = kind_of(act_rule.act, aspect_rule.aspect)
    return Verdict(act_rule.act, aspect_rule.aspect, kind, (act_rule.name, aspect_rule.name))


def kind_of(act: Act, aspect: Aspect) -> Kind:
    if aspect == "past":
        return "retelling"
    if aspect == "followup":
        return "update"
    return act


def counterfactual(case: Case, verdict: Verdict) -> str:
    """Say the least that would have changed the kind."""
    first, last = verdict.rules[0], verdict.rules[-1]
    if first in _WANTING:
        return _WANTING[first] + _with_points(case)
    if first == "below threshold":
        return f"{_missing(case):.1f} more points"
    if last in _TOLD_OLD:
        return _TOLD_OLD[last]
    if last == "long past":
        return f"an operation at most {case.past_days} days old"
    if last == "days old":
        fresh = f"an operation at most {case.fresh_days} days old"
        return f"{fresh}, without words of later news" if case.signs.later else fresh
    return f"{case.score - case.threshold + 0.1:.1f} points less"


_WANTING = {
    "nothing done": "an act in the passage: an arrest, a seizure, a cell dismantled",
    "agency only named": "the agency as the one that acts or informs",
}
_TOLD_OLD = {
    "act of old": "no old time beside the act",
    "told as past": "a day at most a few days old",
}


def _missing(case: Case) -> float:
    """The points up to the threshold, rounded up to what is shown."""
    return math.ceil(round(10 * (case.threshold - case.score), 6)) / 10


def _with_points(case: Case) -> str:
    """What is wanted gives points itself; what the threshold asks beyond must come with it."""
    return f", and {_missing(case):.1f} more points with it" if case.score < case.threshold else ""
