"""Finds what a report adds to its event; another outlet repeating the known adds nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from datetime import date
from functools import lru_cache

from core.clock import local_day
from core.events import Change, Facts
from matching.normalise import fold
from matching.resolving.distinct import of_one_operation
from matching.resolving.goods import new_goods, one_of_each
from matching.resolving.named import places_named
from matching.resolving.places import provinces_of, region_of
from matching.resolving.quantities import numbers_in
from matching.resolving.weights import load_weights
from matching.resolving.wording import denies, refers, sums_up

REMEMBERED = 512
"""Reports whose numbers are known: an event's are looked at again with each later one."""


def changes_in(
    facts: Facts, reports: tuple[Facts, ...], former: Facts | None = None
) -> tuple[Change, ...]:
    """Return what is new in a report beside an event's earlier ones; each important or not.

    `former` is that one of them whose place the report takes, in an edited article. Who only denies
    an act states nobody's number or place; who sums up several operations states those of all.
    """
    if not facts.asserts:
        return tuple(_acts(facts, reports))
    own = tuple(of_one_operation(reports))
    if facts.several and any(not f.several for f in own):
        return (*_official(facts, reports), *_acts(facts, reports))
    return (
        *_act(facts, reports),
        *_topic(facts, reports),
        *_count(facts, own, former),
        *_places(facts, own),
        *_seizures(facts, reports),
        *_group(facts, reports),
        *_official(facts, reports),
        *_acts(facts, reports),
    )


def _act(facts: Facts, reports: tuple[Facts, ...]) -> Iterator[Change]:
    """One report of the agency's own operation makes a support an operation."""
    known = {f.act for f in reports if f.asserts}
    if facts.act == "operation" and known and "operation" not in known:
        yield _change("act", min(known), facts.act, facts)


def _topic(facts: Facts, reports: tuple[Facts, ...]) -> Iterator[Change]:
    """An event's topic is what most reports state, of equals the first."""
    known = [f.topic for f in reports if f.topic]
    if not facts.topic or not known:
        return
    before = Counter(known).most_common(1)[0][0]
    after = Counter([*known, facts.topic]).most_common(1)[0][0]
    if after != before:
        yield _change("topic", before, after, facts)


def number_held(reports: Iterable[Facts]) -> int | None:
    """Return the number held by all that is told so far, oldest first: it grows.

    A smaller one counts a part, or a follow-up's new act, unless it corrects the larger, or is the
    first that an official source states. Who repeats a former one is behind. A follow-up's comes on
    top where it names the sum too ("three more, five in all"), unless another one did so before, or
    its people are of other ages.
    """
    held: int | None = None
    stated: set[int] = set()
    official: set[int] = set()
    ages: set[tuple[int, int]] = set()
    sums: set[float] = set()
    for facts in reports:
        count = facts.count
        if count is None or not facts.asserts:
            continue
        confirms = is_official(facts) and facts.kind != "update"
        is_first = count not in (official if confirms else stated)
        if held is not None and (_sums(facts, held + count, sums) or _are_others(facts, ages)):
            held += count
        elif held is None or (count > held and is_first):
            held = count
        elif count < held and count not in official:
            # Last what takes longest: hardly any report states a smaller number.
            confirms = (confirms and held not in official) or denies(facts)
            held = count if confirms else held
        stated.add(count)
        sums |= _numbers(facts) if sums_up(facts) else set()
        ages |= {facts.ages} if facts.ages else set()
        official |= {count} if confirms else set()
    return held


def _count(facts: Facts, reports: tuple[Facts, ...], former: Facts | None) -> Iterator[Change]:
    """The first number stated is no change, nor is what a correction or a sum told already.

    Those who are brought before a court are of those held.
    """
    known = {f.count for f in reports if facts.kind == "update" or f.kind != "update"} - {None}
    before = number_held(reports)
    if facts.count is None or before is None or not known:
        return
    now = number_held((*(f for f in reports if f != former), facts))
    added = facts.kind == "update" and facts.count not in {*known, before} and not refers(facts)
    moved = now != before
    told = now if moved and now else facts.count
    if not (moved or added) or _is_told(told, before, reports):
        return
    after = str(now) if moved else f"+{facts.count}"
    yield _change("count", str(before), after, facts)


def _is_told(count: int, held: int, reports: Sequence[Facts]) -> bool:
    """What a correction says was told with it, though it is read as nobody's held; "+1" as well."""
    added = {f.count for f in reports if f.kind == "update" and f.count and f.count < held}
    return count in (held + more for more in (*added, sum(added))) or any(
        count in _numbers(f) for f in reports if denies(f)
    )


def _sums(facts: Facts, total: int, known: Set[float]) -> bool:
    return total not in known and sums_up(facts) and total in _numbers(facts)


def _are_others(facts: Facts, known: Set[tuple[int, int]]) -> bool:
    """A follow-up's people of whom none is as old as those of whom others told."""
    if facts.kind != "update" or facts.ages is None or not known:
        return False
    youngest, oldest = facts.ages
    return all(oldest < first or youngest > last for first, last in known)


@lru_cache(maxsize=REMEMBERED)
def _numbers(facts: Facts) -> frozenset[float]:
    return numbers_in(fold(f"{facts.title}\n{facts.passage}").text)


def _places(facts: Facts, reports: tuple[Facts, ...]) -> Iterator[Change]:
    """Outlets name a town, its suburb or its province alike: news is a place further off.

    A follow-up's place is news in another province too, unless only its surroundings are meant. The
    seats of the services stand in any report: they are news in a follow-up only. What a title named
    already was told, whatever it was taken for. Where suspects are brought before a court is no
    scene.
    """
    if refers(facts):
        return
    known = {place: name for f in reports for place, name in _named(f)}
    regions = {region_of(place) for place in known}
    provinces = {province for place in known for province in _around(place)}
    exact = facts.kind == "update"
    seats = () if exact or not known else load_weights().places.seats
    new = {
        place: name
        for place, name in _named(facts)
        if (region_of(place) not in regions and place not in seats)
        or (exact and place not in facts.near and provinces.isdisjoint(_around(place)))
    }
    titled = {place for f in reports for place in places_named(f.title)} if new else ()
    names = [name for place, name in new.items() if place not in titled]
    if names:
        yield _change("places", _listed(known.values()), ", ".join(names), facts)


def _around(place: str) -> tuple[str, ...]:
    """Its provinces; of a place abroad itself."""
    return provinces_of(place) or (place,)


def _named(facts: Facts) -> Iterator[tuple[str, str]]:
    return zip(facts.places, facts.place_names, strict=True)


def _seizures(facts: Facts, reports: tuple[Facts, ...]) -> Iterator[Change]:
    """Outlets word a find in their own ways: what counts is the thing and how much of it."""
    known = [seizure for f in reports for seizure in f.seizures]
    new = new_goods(facts.seizures, known, followup=facts.kind == "update")
    if new:
        yield _change("seizures", _listed(one_of_each(known)), ", ".join(one_of_each(new)), facts)


def _group(facts: Facts, reports: tuple[Facts, ...]) -> Iterator[Change]:
    if facts.group and not any(f.group for f in reports):
        yield _change("group", None, facts.group, facts)


def _official(facts: Facts, reports: tuple[Facts, ...]) -> Iterator[Change]:
    if is_official(facts) and not any(is_official(f) for f in reports):
        yield _change("official", None, facts.outlet, facts)


def is_official(facts: Facts) -> bool:
    """Tell whether a report quotes an official source, or comes from one."""
    return facts.official or facts.tier == "official"


def _acts(facts: Facts, reports: tuple[Facts, ...]) -> Iterator[Change]:
    """Referral and denial, each told once."""
    told = _cues(facts)
    if not told:
        return
    earlier = {cue for f in reports for cue in _cues(f)}
    for cue in sorted(told - earlier):
        if cue == "denial" or days_behind(facts, reports) <= load_weights().followup.days:
            yield _change(cue, None, facts.title, facts)


def _cues(facts: Facts) -> set[str]:
    referral = {"referral"} if refers(facts) else set()
    return referral | _denial(facts)


def _denial(facts: Facts) -> set[str]:
    return {"denial"} if denies(facts) else set()


def days_behind(facts: Facts, reports: Iterable[Facts]) -> int:
    """Return how many days after the last report's own day a report comes."""
    last = max(map(day_told, reports), default=day_told(facts))
    return (local_day(facts.published or facts.arrived) - last).days


def day_told(facts: Facts) -> date:
    """Return the day that a report is of: when it says that it was, else when it was published."""
    published = local_day(facts.published or facts.arrived)
    return min(facts.date or published, published)


def _change(what: str, before: str | None, after: str, facts: Facts) -> Change:
    """New places and seizures of a follow-up are news; of a second outlet, a detail."""
    grave = facts.kind == "update" and what in ("places", "seizures")
    important = grave or load_weights().important[what]
    return Change(what=what, before=before, after=after, important=important)


def _listed(values: Iterable[str]) -> str | None:
    return ", ".join(dict.fromkeys(values)) or None
