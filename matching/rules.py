"""The named rules that turn a passage's signs and score into act, aspect and kind.

Read from top to bottom: the first rule of each table that holds decides. docs/rules.md shows them.
"""

from __future__ import annotations

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
    first = verdict.rules[0]
    if first == "nothing done":
        return "an act in the passage: an arrest, a seizure, a cell dismantled"
    if first == "agency only named":
        return "the agency as the one that acts or informs"
    if first == "below threshold":
        return f"{case.threshold - case.score:.1f} more points"
    if verdict.rules[-1] in ("told as past", "act of old"):
        return "a day at most a few days old"
    if verdict.aspect == "past":
        return f"an operation at most {case.past_days} days old"
    if verdict.aspect == "followup" and verdict.rules[1] == "days old":
        return f"an operation at most {case.fresh_days} days old"
    return f"{case.score - case.threshold + 0.1:.1f} points less"
