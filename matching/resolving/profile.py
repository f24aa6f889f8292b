"""What the reports of an event, or a single report, say together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Literal

from core.clock import local_day
from core.events import Facts
from matching.resolving.distinct import of_one_operation
from matching.resolving.figures import LEAST
from matching.resolving.goods import Amount, amounts_told
from matching.resolving.places import provinces_of, region_of
from matching.resolving.weights import load_weights

Telling = Literal["own", "followup", "back"]

FEW = 12
"""Reports of an event whose texts are compared: more say the same again."""

ROUNDED = 100
"""Figures from here on are rounded by outlets."""

REMEMBERED = 512
"""Events of a busy fortnight: every report of these days is compared with them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The facts of some reports, each kind of fact as a set.

    Days are Moroccan, as ordinals.

    `home` are the places in Morocco of which the province is known; `provinces` and `regions` are
    theirs;
    `abroad`: all places are abroad. `held` are
    the larger counts in digits, as `figures` are; `large` are those that outlets round.
    `telling`: "own" where a report tells the operation itself, "followup" where all only follow
    it up, "back" where all look back at it (retellings, mentions). A follow-up states the day and
    the numbers of its own act: beside reports of the operation itself these are left out.
    `amounts` are what was seized of the things in `goods`.
    `prints` are the fingerprints of the first FEW texts.
    `named` are the further places of follow-ups, `beside` those of all reports, `named_days` the
    days that follow-ups name.
    `distinct`: a report of the operation itself says that it is another than one told before.
    `rare`: such cases are a few a month, so that two on one day are seldom two.
    """

    reports: tuple[Facts, ...]
    telling: Telling
    dates: frozenset[int]
    published: frozenset[int]
    arrived: frozenset[int]
    places: frozenset[str]
    home: frozenset[str]
    provinces: frozenset[str]
    regions: frozenset[str]
    abroad: bool
    near: frozenset[str]
    named: frozenset[str]
    beside: frozenset[str]
    named_days: frozenset[int]
    counts: frozenset[int]
    earlier: frozenset[int]
    held: frozenset[str]
    ages: frozenset[tuple[int, int]]
    groups: frozenset[str]
    partners: frozenset[str]
    figures: frozenset[str]
    large: frozenset[int]
    goods: frozenset[str]
    amounts: frozenset[Amount]
    motifs: frozenset[str]
    acts: frozenset[str]
    topics: frozenset[str]
    prints: tuple[frozenset[int], ...]
    distinct: bool
    rare: bool


def profile_of(reports: Iterable[Facts]) -> Profile:
    """Put reports together; a date after the day of arrival is nobody's fact and is left out, as is
    what sums up several operations.
    """
    return _put_together(tuple(reports))


@lru_cache(maxsize=REMEMBERED)
def _put_together(told: tuple[Facts, ...]) -> Profile:
    every = tuple(of_one_operation(told))
    own = tuple(f for f in every if f.kind in ("operation", "support"))
    telling: Telling = "own" if own else _telling(every)
    own = own or every
    acts = frozenset(f.act for f in every if f.act in ("operation", "support"))
    topics = frozenset(f.topic for f in every if f.topic and f.topic != "other")
    places = frozenset(place for f in every for place in f.places)
    home = frozenset(filter(provinces_of, places))
    figures = frozenset(figure for f in every for figure in f.figures)
    counts = frozenset(f.count for f in own if f.count is not None)
    return Profile(
        reports=every,
        telling=telling,
        dates=frozenset(f.date.toordinal() for f in own if f.date and not is_future(f)),
        published=frozenset(_day(f.published) for f in every if f.published),
        arrived=frozenset(_day(f.arrived) for f in every),
        places=places,
        home=home,
        provinces=frozenset(province for place in home for province in provinces_of(place)),
        regions=frozenset(map(region_of, home)),
        abroad=bool(places) and places.isdisjoint(load_weights().places.provinces) and not home,
        named=frozenset(place for f in every for place in f.named)
        if telling != "own"
        else frozenset(),
        beside=frozenset(place for f in every for place in f.named),
        named_days=frozenset(day.toordinal() for f in every for day in f.named_days),
        near=frozenset(place for f in every for place in f.near),
        counts=counts,
        earlier=frozenset(held for f in every for held in f.earlier),
        held=frozenset(str(count) for count in counts if count >= LEAST),
        ages=frozenset(f.ages for f in own if f.ages),
        groups=frozenset(f.group for f in every if f.group),
        partners=frozenset(partner for f in every for partner in f.partners),
        figures=figures,
        large=frozenset(number for number in map(int, figures) if number >= ROUNDED),
        goods=frozenset(thing for f in every for thing in f.goods),
        amounts=amounts_told(seizure for f in every for seizure in f.seizures),
        motifs=frozenset(motif for f in every for motif in f.motifs),
        acts=acts,
        topics=topics,
        prints=tuple(frozenset(f.fingerprints) for f in every[:FEW] if f.fingerprints),
        distinct=telling == "own" and any(f.distinct for f in own),
        rare=bool(topics & set(load_weights().rare_topics)) if topics else "operation" in acts,
    )


def _telling(reports: tuple[Facts, ...]) -> Telling:
    return "followup" if any(f.kind == "update" for f in reports) else "back"


def _day(instant: datetime) -> int:
    return local_day(instant).toordinal()


def is_future(facts: Facts) -> bool:
    return facts.date is not None and facts.date > local_day(facts.arrived)
