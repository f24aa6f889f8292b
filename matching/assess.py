"""Assesses the passages of one article for one watchlist, and keeps one assessment per report."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

from core.assessments import Assessment, Evidence, NearestSeed, Slot, Slots
from matching.agencies import AgencyFinder
from matching.evidence import weigh
from matching.lexicon import Lexicon
from matching.likeness import Portrait, Taught, compare, nearest, portray
from matching.passages import Passage, find_passages
from matching.reading import Reading
from matching.roles import Named
from matching.rules import Case, Verdict, counterfactual, decide
from matching.signs import Signs, read_signs

AS_STRONG = 1.0
"""Points that two passages on one operation differ by where either may tell it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watchlist:
    """A watchlist ready to be asked; `taught` is what its seeds say."""

    name: str
    threshold: float
    finder: AgencyFinder
    taught: Taught


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A passage with all that was found about it; `strength` orders reports, a title last."""

    passage: Passage
    signs: Signs
    portrait: Portrait
    evidence: tuple[Evidence, ...]
    case: Case
    verdict: Verdict

    @property
    def strength(self) -> tuple[bool, float, bool]:
        return self.verdict.act != "mention", self.case.score, not self.passage.is_title


def judge_passages(
    reading: Reading, watchlist: Watchlist, named: Sequence[Named], lexicon: Lexicon
) -> list[Judged]:
    """Return a judgement of every passage that names an agency, in text order."""
    return [
        _judge(reading, watchlist, passage, lexicon) for passage in find_passages(reading, named)
    ]


def _judge(reading: Reading, watchlist: Watchlist, passage: Passage, lexicon: Lexicon) -> Judged:
    signs = read_signs(reading, passage, lexicon)
    portrait = portray(reading, passage, signs)
    evidence = weigh(reading, signs, lexicon)
    evidence += compare(reading, passage, portrait, watchlist.taught, lexicon)
    case = Case(
        signs,
        round(sum(e.points for e in evidence), 2),
        watchlist.threshold,
        lexicon.weights.fresh_days,
        lexicon.weights.past_days,
    )
    return Judged(
        passage=passage,
        signs=signs,
        portrait=portrait,
        evidence=tuple(evidence),
        case=case,
        verdict=decide(case),
    )


def choose_reports(judged: Sequence[Judged], reading: Reading) -> list[Judged]:
    """Return the strongest passage, and each further one that tells another operation."""
    reports: list[Judged] = []
    for candidate in _ranked(judged):
        if not reports or (
            candidate.verdict.act != "mention"
            and all(_tells_another(reading, candidate, report) for report in reports)
        ):
            reports.append(candidate)
    if len(reports) == 1:
        return reports
    told = [_places_told(reading, report) for report in reports]
    return [
        _with_own_places(report, told[at], set().union(*told[:at], *told[at + 1 :]))
        for at, report in enumerate(reports)
    ]


def _ranked(judged: Sequence[Judged]) -> list[Judged]:
    """Strongest first; of those nearly as strong that report the same the one that tells most.

    A title that names the agency may be as strong as the sentence that says whom it arrested.
    """
    ranked = sorted(judged, key=lambda j: j.strength, reverse=True)
    if not ranked or ranked[0].verdict.act == "mention":
        return ranked
    fullest = max(
        (j for j in ranked if _is_as_strong(j, ranked[0])),
        key=lambda j: (_facts_told(j.signs.slots), j.strength),
    )
    return [fullest, *(j for j in ranked if j is not fullest)]


def _is_as_strong(judged: Judged, best: Judged) -> bool:
    same = (judged.verdict.act, judged.verdict.kind) == (best.verdict.act, best.verdict.kind)
    return same and best.case.score - judged.case.score <= AS_STRONG


def _facts_told(slots: Slots) -> int:
    facts = (slots.date, slots.count, slots.ages, slots.group, slots.places or None)
    return sum(fact is not None for fact in facts)


def _places_told(reading: Reading, report: Judged) -> set[str]:
    """Which of its places a report names behind the title."""
    behind = (reading.sentences[n] for n in report.passage.order if n >= reading.body)
    named = {hit.value.name for s in behind for hit in reading.cues("place", s.first, s.last)}
    return {place.name for place in report.signs.slots.places if place.name in named}


def _with_own_places(report: Judged, told: Set[str], others: Set[str]) -> Judged:
    """A title over several operations names the places of all: each keeps those of its own text."""
    slots = report.signs.slots
    own = tuple(p for p in slots.places if p.name in told or p.name not in others)
    if own == slots.places or not told:
        return report
    signs = replace(report.signs, slots=replace(slots, places=own))
    return replace(report, signs=signs)


def _tells_another(reading: Reading, candidate: Judged, report: Judged) -> bool:
    """Another place, or other ages, and an act of its own in the agency's sentence."""
    first, last = candidate.passage.core_tokens(reading)
    if candidate.passage.core in report.passage.order or not reading.cue("act", first, last):
        return False
    own, known = candidate.signs.slots, report.signs.slots
    places = {place.name for place in own.places}
    return _differ(own, known) or bool(
        places and known.places and places.isdisjoint(place.name for place in known.places)
    )


def _differ(own: Slots, known: Slots) -> bool:
    return own.ages is not None and known.ages is not None and own.ages.value != known.ages.value


def to_assessment(reading: Reading, watchlist: Watchlist, judged: Judged) -> Assessment:
    """Return the public form of a judged passage."""
    return Assessment(
        watchlist=watchlist.name,
        kind=judged.verdict.kind,
        act=judged.verdict.act,
        aspect=judged.verdict.aspect,
        score=judged.case.score,
        threshold=watchlist.threshold,
        rules=judged.verdict.rules,
        evidence=judged.evidence,
        slots=_with_topic(reading, judged),
        nearest_seed=_nearest_seed(reading, watchlist, judged),
        counterfactual=counterfactual(judged.case, judged.verdict),
        span=judged.passage.span(reading),
    )


def _with_topic(reading: Reading, judged: Judged) -> Slots:
    """Where the report tells no topic, it is what the agency's operations are about."""
    slots, part = judged.signs.slots, judged.signs.part
    if slots.topic or judged.verdict.act == "mention" or part is None:
        return slots
    found = part.named.found
    if found.topic is None or part.doing == "informs":
        return slots
    text, span = reading.quote(found.first, found.last)
    return replace(slots, topic=Slot(value=found.topic, text=text, span=span))


def _nearest_seed(reading: Reading, watchlist: Watchlist, judged: Judged) -> NearestSeed | None:
    found = nearest(judged.portrait, watchlist.taught.patterns)
    if found is None:
        return None
    pattern, similarity = found
    return NearestSeed(
        seed=pattern.seed,
        similarity=round(similarity, 1),
        passage=judged.passage.text(reading),
        seed_passage=pattern.text,
    )
