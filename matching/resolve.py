"""Decides which event a report belongs to: pure, by named reasons; called once per report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from core.assessments import Kind
from core.clock import local_day
from core.events import (
    Change,
    Decision,
    Facts,
    JoinEvent,
    KnownEvent,
    Mention,
    MergeEvents,
    NewEvent,
    Reason,
    Retelling,
    UpdateEvent,
)
from matching.resolving.changes import changes_in, day_told, days_behind
from matching.resolving.clues import worded
from matching.resolving.compare import compare
from matching.resolving.crowd import Crowd, thinned
from matching.resolving.profile import is_future, profile_of
from matching.resolving.ranking import MOST_MERGED, Likeness, rank
from matching.resolving.weights import Weights, load_weights
from matching.resolving.wording import denies


def resolve(
    facts: Facts,
    known: Sequence[KnownEvent],
    *,
    home: str | None = None,
    former: Facts | None = None,
) -> Decision:
    """Return what a report is to the events that it may belong to.

    Only a report of an operation, a support or a follow-up opens an event; retellings and
    mentions are kept with the event that they clearly concern, or with none. `home` is the event
    that a former wording of the article told of: there its report stays. `former` is what it
    said then.
    """
    weights = load_weights()
    ranked, crowd = rank(facts, known, home, weights)
    best = ranked[0] if ranked else None
    stays = best is not None and best.event.id == home
    found = best if best and (stays or best.margin >= 0) else None
    reasons = (*_notes(facts, stays), *_explained(best))
    if found and (_sets_right(facts, found.event, weights) or _follows_unsaid(facts, reasons)):
        facts = replace(facts, kind="update")
    if facts.kind in ("mention", "none"):
        return Mention(event=found.event.id if found else None, reasons=reasons)
    if facts.kind == "retelling":
        return Retelling(event=found.event.id if found else None, reasons=reasons)
    if found is None:
        return NewEvent(reasons=reasons, late=facts.kind == "update")
    same = () if facts.kind == "update" else _same_operation(facts, ranked, crowd, weights)
    changes = changes_in(facts, _told([found.event, *same]), former)
    return _joined(found.event, same, changes, reasons)


def _sets_right(facts: Facts, event: KnownEvent, weights: Weights) -> bool:
    """What only names an event is its follow-up where it denies what was told these days."""
    if facts.kind != "mention" or not denies(facts):
        return False
    return days_behind(facts, event.reports) <= weights.followup.days


def _follows_unsaid(facts: Facts, reasons: Iterable[Reason]) -> bool:
    """The later one follows; what arrives behind its follow-up is the operation that it is."""
    own = facts.kind in ("operation", "support")
    return own and any(reason.name == "unsaid" for reason in reasons)


def told_as(facts: Facts, decision: Decision) -> Facts:
    """Return a report's facts as the decision takes them: what denies or follows up an event is its
    follow-up, though it was read as a mention or as news.
    """
    denies_one = facts.kind == "mention" and not isinstance(decision, Mention)
    joined = isinstance(decision, JoinEvent | UpdateEvent)
    if denies_one or (joined and _follows_unsaid(facts, decision.reasons)):
        return replace(facts, kind="update")
    return facts


def is_bygone(event: KnownEvent, facts: Facts) -> bool:
    """Tell whether a report comes so long after an event's first days that it is no news of it.

    What arrived in those days is proof. Where all arrived later, most have to be of old days: one
    outlet that dates its page wrongly would else hide the operation of today.
    """
    own = [f for f in event.reports if f.kind != "update"] or event.reports
    oldest = local_day(facts.published or facts.arrived) - timedelta(load_weights().followup.days)
    if any(local_day(f.arrived) < oldest for f in own):
        return True
    days = [day_told(facts), *(local_day(f.published or f.arrived) for f in own)]
    return 2 * len([day for day in days if day < oldest]) > len(days)


def unchanged(kind: Kind, event: str | None) -> Decision:
    """Return the decision on a report that stands already and says the same: it joins nothing."""
    reasons = (Reason(name="unchanged", points=0, detail="judged before, with the same facts"),)
    if kind == "retelling":
        return Retelling(event=event, reasons=reasons)
    if event is None or kind in ("mention", "none"):
        return Mention(event=event, reasons=reasons)
    return JoinEvent(event=event, reasons=reasons)


def _notes(facts: Facts, stays: bool) -> Iterator[Reason]:
    if is_future(facts):
        detail = f"the date {facts.date} is still to come, and left out"
        yield Reason(name="future-date", points=0, detail=detail)
    if facts.capped:
        yield Reason(name="published-ahead", points=0, detail="dated ahead; counts as its arrival")
    if stays:
        yield Reason(name="edited", points=0, detail="the article told of this event before")


def _explained(best: Likeness | None) -> tuple[Reason, ...]:
    """The nearest event and what spoke for and against it, whatever was decided."""
    if best is None:
        return (Reason(name="nothing-near", points=0, detail="no event shares a key"),)
    return (
        Reason(name="nearest", points=0, detail=best.event.id),
        *map(worded, best.compared.clues),
    )


def _joined(
    found: KnownEvent,
    same: Sequence[KnownEvent],
    changes: tuple[Change, ...],
    reasons: tuple[Reason, ...],
) -> Decision:
    if same:
        events = sorted([found, *same], key=lambda event: (event.first_seen, event.id))
        return MergeEvents(events=tuple(e.id for e in events), changes=changes, reasons=reasons)
    if changes:
        return UpdateEvent(event=found.id, changes=changes, reasons=reasons)
    return JoinEvent(event=found.id, reasons=reasons)


def _told(events: Sequence[KnownEvent]) -> tuple[Facts, ...]:
    """Return what an event's reports said; of several what subscribers were told of any."""
    told = [event for event in events if event.alerted] or events
    return tuple(report for event in told for report in event.reports)


def _same_operation(
    facts: Facts, ranked: Sequence[Likeness], crowd: Crowd, weights: Weights
) -> list[KnownEvent]:
    """Find the events that the report shows to be the best one's operation too.

    The report itself has to speak for them, they must not contradict the best one, and nobody may
    have set them apart by hand.
    """
    thresholds = weights.threshold
    merged: list[KnownEvent] = []
    best, *others = ranked
    apart = set(best.event.apart)
    reports = (*best.event.reports, facts)
    for other in others[:MOST_MERGED]:
        if other.compared.score < thresholds.linked:
            break
        if other.event.id in apart:
            continue
        direct, together = (
            thinned(compare(one, other.profile, weights), crowd).score
            for one in (best.profile, profile_of(reports))
        )
        if together >= thresholds.merge and direct >= thresholds.apart:
            merged.append(other.event)
            apart |= other.event.apart
            reports = (*reports, *other.event.reports)
    return merged
