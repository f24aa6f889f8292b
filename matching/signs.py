"""Reads a passage: what the agency does, the act, dates and facts, what speaks against news."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.assessments import Slots
from matching.lexicon import Lexicon
from matching.parts import Part, find_part
from matching.passages import Passage
from matching.phrases import Hit
from matching.reading import Reading
from matching.slots.bygone import tells_of_old
from matching.slots.dates import Candidate, choose_date, date_slot, find_dates
from matching.slots.names import (
    find_group,
    find_official,
    find_partners,
    find_seizures,
    find_topic,
)
from matching.slots.people import find_ages, find_count, fitting_ages
from matching.slots.places import find_places

ACTS = ("act", "seize", "custody", "refer")
"""An arrest or a seizure, or what follows from one."""

AGAINST = ("trial", "visit", "award", "balance", "opinion", "praise")
LATER = ("more", "refer", "last_week", "press")

Stretches = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What a passage says, before it is weighed.

    `stretches` are its token ranges. `age_days` is how old the operation was at publication, None
    where unknown. `fresh` is a day or a word that says "just now". `against` holds the first cue of
    each kind that speaks against news; `later` a cue of a follow-up; `bygone` the token of an old
    time that the act belongs to.
    """

    stretches: Stretches
    part: Part | None
    act: Hit | None
    date: Candidate | None
    age_days: int | None
    fresh: Candidate | Hit | None
    against: tuple[Hit, ...]
    later: Hit | None
    earlier: Hit | None
    bygone: int | None
    slots: Slots

    @property
    def dated_fresh(self) -> bool:
        return isinstance(self.fresh, Candidate)

    @property
    def tells_an_act(self) -> bool:
        """People held or their ages stand for the arrest that the lexicon has no word for."""
        return bool(self.act or self.slots.count or self.slots.ages)


def read_signs(reading: Reading, passage: Passage, lexicon: Lexicon) -> Signs:
    """Read the roles, dates, cues and facts of one passage."""
    stretches = tuple(passage.stretches(reading))
    dates = find_dates(reading, stretches)
    acts = [hit.first for first, last in stretches for hit in reading.cues("act", first, last)]
    chosen = choose_date(reading, dates, acts)
    telling = _core_and_title(reading, passage)
    slots = _read_slots(reading, passage, stretches, chosen, lexicon)
    part = find_part(reading, passage, slots.places, lexicon)
    act = _first_of(reading, ACTS, stretches)
    return Signs(
        stretches=stretches,
        part=part,
        act=act,
        date=chosen,
        age_days=(reading.published - chosen.day).days if chosen and reading.published else None,
        fresh=_fresh(reading, dates, stretches, lexicon),
        against=tuple(_each_of(reading, AGAINST, [*telling, *_told_in(reading, part, act)])),
        later=_first_of(reading, LATER, telling),
        earlier=_first_of(reading, ("earlier",), [passage.core_tokens(reading)]),
        bygone=tells_of_old(reading, telling, dates),
        slots=slots,
    )


def first_hit(reading: Reading, concept: str, stretches: Stretches) -> Hit | None:
    hits = (reading.cue(concept, first, last) for first, last in stretches)
    return next((hit for hit in hits if hit), None)


def _each_of(reading: Reading, concepts: Sequence[str], stretches: Stretches) -> Iterator[Hit]:
    for concept in concepts:
        hit = first_hit(reading, concept, stretches)
        if hit:
            yield hit


def _first_of(reading: Reading, concepts: Sequence[str], stretches: Stretches) -> Hit | None:
    return next(_each_of(reading, concepts, stretches), None)


def _core_and_title(reading: Reading, passage: Passage) -> Stretches:
    """Where cues against news count: elsewhere in a passage they say little."""
    title = [n for n in passage.order if n < reading.body and n != passage.core]
    sentences = (reading.sentences[n] for n in (passage.core, *title))
    return [(sentence.first, sentence.last) for sentence in sentences]


def _told_in(reading: Reading, part: Part | None, act: Hit | None) -> Iterator[tuple[int, int]]:
    """The sentences that name the agency that acts and the act."""
    for token in (part.named.found.first if part else None, act.first if act else None):
        if token is not None:
            sentence = reading.sentences[reading.sentence_of(token)]
            yield sentence.first, sentence.last


def _fresh(
    reading: Reading, dates: Sequence[Candidate], stretches: Stretches, lexicon: Lexicon
) -> Candidate | Hit | None:
    if reading.published:
        limit = lexicon.weights.fresh_days
        for date in dates:
            if date.exact and date.anchored and 0 <= (reading.published - date.day).days <= limit:
                return date
    return first_hit(reading, "fresh", stretches)


def _scenes(reading: Reading, passage: Passage) -> Stretches:
    """The near sentences, and of those behind what follows an act."""
    near = passage.near_stretches(reading)
    behind = (stretch for stretch in passage.stretches(reading) if stretch not in near)
    acts = ((reading.cue("act", *stretch), stretch[1]) for stretch in behind)
    return [*near, *((act.first, last) for act, last in acts if act)]


def _read_slots(
    reading: Reading,
    passage: Passage,
    stretches: Stretches,
    chosen: Candidate | None,
    lexicon: Lexicon,
) -> Slots:
    wide = tuple(passage.wide_stretches(reading))
    ages = find_ages(reading, wide)
    count = find_count(reading, passage.told_stretches(reading), ages)
    return Slots(
        date=date_slot(reading, chosen),
        count=count,
        ages=fitting_ages(ages, count),
        group=find_group(reading, wide),
        topic=find_topic(reading, stretches),
        official=find_official(reading, wide, passage.named),
        places=find_places(reading, _scenes(reading, passage), passage.named, lexicon)
        or find_places(reading, stretches, passage.named, lexicon),
        seizures=find_seizures(reading, wide),
        partner=find_partners(reading, stretches),
    )
