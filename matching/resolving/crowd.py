"""Takes back what is common among the events of some days: a day with several, set phrases, days on
which there is one case after the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from matching.resolving.clues import Clue
from matching.resolving.compare import Comparison
from matching.resolving.profile import Profile
from matching.resolving.texts import are_told_alike
from matching.resolving.weights import Busy, Weights

AS_SOON = 0.6
"""Points: some three days later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """Among how many events a report is: rare ones of its day, those that it may follow up, those
    told in its phrases, rare ones of the days before.

    `less` are the points that its day loses by their number, by the clue's name; `busy` those that
    any event does.
    """

    that_day: int
    followed: int
    alike: int
    before: int
    less: dict[str, float]
    busy: float

    def wording(self, name: str) -> tuple[object, ...]:
        if name == "followup":
            return ("{} events that it may follow up", self.followed)
        return ("{} events that day", self.that_day)


def crowd_of(
    report: Profile, events: Sequence[Profile], found: Sequence[Comparison], weights: Weights
) -> Crowd:
    """Count the events among which a report stands; `found` is what it has in common with each."""
    day = report.dates or report.published
    that_day = [e for e in events if not day.isdisjoint(e.dates or e.published)]
    told = any(clue.name == "text" for compared in found for clue in compared.clues)
    alike = [e for e in that_day if are_told_alike(report, e, weights)] if told else ()
    rare = len([e for e in that_day if e.rare]) if report.rare else 0
    followed = _followed(found) if report.rare else 0
    now = report.rare and report.telling != "back"
    before = _before(report, events, weights.busy.days) if now else 0
    return Crowd(
        that_day=rare,
        followed=followed,
        alike=len(alike),
        before=before,
        less=_losses(rare, followed, weights),
        busy=_busy(before, weights.busy),
    )


def _before(report: Profile, events: Sequence[Profile], days: int) -> int:
    """How many rare events were told in the days before; the report's own has not ended yet."""
    day = min(report.published or report.arrived)
    window = frozenset(range(day - days, day))
    rare = [event.published or event.arrived for event in events if event.rare]
    return len([told for told in rare if not window.isdisjoint(told)])


def _busy(before: int, busy: Busy) -> float:
    """The more cases there are, the likelier a report tells another one: by the log, in part."""
    return round(busy.share * log(before / busy.few), 2) if before > busy.few else 0.0


def _followed(found: Sequence[Comparison]) -> int:
    """How many events a follow-up comes nearly as soon behind as behind the latest."""
    soon = [c.points for compared in found for c in compared.clues if c.name == "followup"]
    least = max(soon, default=0.0) - AS_SOON
    return len([points for points in soon if points >= max(least, 0.0)])


def _losses(that_day: int, followed: int, weights: Weights) -> dict[str, float]:
    """At most what a rare case's day has above a frequent one's."""
    crowded = (
        ("date", that_day, weights.date.rare),
        ("published", that_day, weights.published.rare),
        ("followup", followed, weights.followup.rare),
    )
    return {name: round(min(log(n), most), 2) for name, n, most in crowded if n > 1}


def thinned(found: Comparison, crowd: Crowd) -> Comparison:
    """Return a comparison in which what fits many events says less, by the log of their number.

    A report of such a day, or in such phrases, is of any of them as likely as of another. In the
    end the day says what it says of frequent cases, and the text nothing. Where there are many
    events these days, another one is likelier than where there are none.
    """
    less = [
        clue for told in found.clues if told.points > 0 and (clue := _less(told, crowd)) is not None
    ]
    if crowd.busy:
        less.append(Clue("busy", -crowd.busy, ("{} events in the days before", crowd.before)))
    if not less:
        return found
    points = sum([clue.points for clue in less])
    return Comparison((*found.clues, *less), round(found.score + points, 2))


def loss_in_any(found: Comparison, weights: Weights) -> float:
    """Return what a comparison's score loses in the largest crowd, at the most."""
    day = max(weights.date.rare, weights.published.rare, weights.followup.rare)
    return day + sum([clue.points for clue in found.clues if clue.name == "text"])


def _less(told: Clue, crowd: Crowd) -> Clue | None:
    if told.name in crowd.less:
        return Clue("crowded", -crowd.less[told.name], crowd.wording(told.name))
    if told.name == "text" and crowd.alike > 1:
        worth = min(log(crowd.alike), told.points)
        return Clue("set-phrases", -round(worth, 2), ("{} events told alike", crowd.alike))
    return None
