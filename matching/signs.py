"""Reads a passage: what the agency does, the act, dates and facts, what speaks against news."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.assessments import Role, Slot, Slots, Topic
from matching.asides import clause_behind, is_reported, only_aside
from matching.concrete import is_announced, is_concrete
from matching.cues import (
    OF_ALL,
    UNTRUE,
    Stretches,
    cues_against,
    first_hit,
    first_of,
    headlines_an_act,
    no_news,
)
from matching.days import chosen_day, own_days
from matching.known import (
    Known,
    known_cases,
    tokens_of_cases,
    without_cases,
)
from matching.later import act_before, find_later, found_later, opening
from matching.lexicon import Lexicon
from matching.parts import Part, find_part
from matching.passages import Passage
from matching.phrases import Hit
from matching.reading import Reading
from matching.slots.ages import find_ages, fitting_ages
from matching.slots.bygone import tells_of_old, tells_only_of_old
from matching.slots.dates import Candidate, date_slot
from matching.slots.names import find_group, find_partners, find_seizures
from matching.slots.nobody_held import is_only_find
from matching.slots.people import find_count
from matching.slots.places import find_places
from matching.slots.sources import find_official
from matching.slots.stated import with_those_before
from matching.slots.times import Time, find_times
from matching.slots.topics import find_topic
from matching.suspects import is_of_held
from matching.told import tells_news
from matching.whereabouts import scene_stretches

ACTS = ("act", "seize", "custody", "refer")
"""An arrest or a seizure, or what follows from one."""

DOUBTS = ("balance", "denial", "habit", "fiction")
"""What speaks against news of no day wherever in the passage it stands."""

GOES_ON = ("more", "newcomer", "aftermath")
DOERS: tuple[Role, ...] = ("actor", "mentioned")
"""What an agency may be that did something, not only knew of it."""

MEANS: tuple[Topic, ...] = ("violence", "weapons")
GAVE_REACH = 12
"""Tokens between "had" and "provided": the directorate's long name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What a passage says, before it is weighed.

    `stretches` are its token ranges. `age_days` is how old the operation was at publication, None
    where unknown. `fresh` is a day or a word that says "just now"; `acted` the fresh day of a
    sentence that tells an act and nothing against. `against` holds the first cue of each kind that
    speaks against news, `doubted` says whether one of DOUBTS stands in the passage; `explains` and
    `asks` are cues in a title: no news, or a question. `later` is a cue of a follow-up, `bygone`
    the token of an old time that the act belongs to, `aside` an act where all are told in passing.
    `now` is False where neither a fresh day nor a source nor an act in the title says that it is
    news; `concrete` where people, goods, custody, a cell or a plot that was foiled are told, or the
    title tells an act.
    """

    stretches: Stretches
    part: Part | None
    act: Hit | None
    date: Candidate | None
    age_days: int | None
    fresh: Candidate | Hit | None
    acted: Candidate | None
    against: tuple[Hit, ...]
    doubted: bool
    explains: Hit | None
    asks: Hit | None
    later: Hit | None
    earlier: Hit | None
    bygone: int | None
    aside: Hit | None
    now: bool
    concrete: bool
    slots: Slots

    @property
    def dated_fresh(self) -> bool:
        return isinstance(self.fresh, Candidate)

    @property
    def plain(self) -> bool:
        """Who was caught or what was seized, and where, with nothing that speaks against news: so
        short reports tell it that leave out the day.
        """
        told = self.act and self.slots.places and (self.slots.count or self.slots.seizures)
        spoken = (self.explains, self.asks, self.earlier, self.aside)
        return bool(told) and self.bygone is None and not (self.doubted or any(spoken))

    @property
    def tells_an_act(self) -> bool:
        """Several people held, or ages, stand for the arrest that the lexicon has no word for.

        Not where an agency is only named and no day is fresh: such numbers stand in all stories;
        nor one age where nothing says now: it may be an officer's.
        """
        if self.act:
            return True
        if self.part is not None and self.part.doing == "takes part" and not self.dated_fresh:
            return False
        several = self.slots.count is not None and self.slots.count.value > 1
        return bool(several or self.slots.seizures or (self.slots.ages and self.now))


def read_signs(reading: Reading, passage: Passage, lexicon: Lexicon) -> Signs:
    """Read the roles, dates, cues and facts of one passage."""
    stretches = tuple(passage.stretches(reading))
    outward, core = passage.outward_stretches(reading), passage.core_tokens(reading)
    dates = own_days(reading, stretches)
    telling = _core_and_title(reading, passage)
    near = [*telling, *passage.near_stretches(reading)]
    known = known_cases(reading, near, dates)
    later = _told_later(reading, telling, _lead(reading, passage), known)
    of_cases = tokens_of_cases(reading, stretches, dates)
    chosen = chosen_day(reading, passage, without_cases(dates, known), later, of_cases)
    later = _goes_on_with(reading, later, dates, chosen, stretches)
    times = find_times(reading, stretches, dates, chosen, of_cases, later=bool(later))
    slots = _read_slots(reading, passage, stretches, chosen, times, lexicon)
    part = find_part(reading, passage, slots.places, lexicon)
    act = first_of(reading, ACTS, outward)
    fresh = _fresh(reading, dates, stretches, lexicon)
    acted = _acted(reading, dates, lexicon)
    old = tells_of_old(reading, near, dates, passage.names())
    bygone = _only_of_old(reading, passage, dates, _bygone(reading, old, acted, slots))
    headlined = headlines_an_act(reading)
    against = _against(reading, passage, [*telling, *_told_in(reading, part, act)], part)
    earlier = _told_as_past(reading, *core)
    retold = earlier is not None and not isinstance(fresh, Candidate)
    return Signs(
        stretches=stretches,
        part=part,
        act=act,
        date=chosen,
        age_days=(reading.published - chosen.day).days if chosen and reading.published else None,
        fresh=fresh,
        acted=acted,
        against=against,
        doubted=bool(against) or first_of(reading, DOUBTS, stretches) is not None,
        explains=no_news(reading, "explains", fresh=fresh is not None),
        asks=no_news(reading, "asks", fresh=fresh is not None),
        later=later,
        earlier=earlier,
        bygone=bygone,
        aside=None if retold or _adds(reading, later) else _told_aside(reading, passage, outward),
        now=isinstance(fresh, Candidate)
        or headlined
        or (not against and (_goes_on(later) or _tells_now(reading, stretches)))
        or is_announced(reading, slots, stretches),
        concrete=headlined
        or later is not None
        or (acted is not None and part is not None and part.doing == "informs")
        or is_concrete(reading, slots, stretches, core),
        slots=slots,
    )


def _adds(reading: Reading, later: Hit | None) -> bool:
    """Later news that does more than say what it came after."""
    if later is None or later.concept == "aftermath":
        return False
    return reading.cue("follows", later.first, later.last) is None


def _told_aside(reading: Reading, passage: Passage, outward: Stretches) -> Hit | None:
    """What "after" leads to is so in the title, or beside an agency that only stands in its clause:
    not "after an hour two were led away", nor "after the arrest of two the bureau …".
    """
    core = passage.core_tokens(reading)
    act = None if reading.cue("entrusted", *core) else only_aside(reading, outward)
    behind = clause_behind(reading, act) if act else None
    if behind is None or reading.sentence_of(behind[0]) < reading.body:
        return act
    names = [name for name in passage.names() if core[0] <= name < core[1]]
    return act if all(behind[0] <= name < behind[1] for name in names) else None


def _only_of_old(
    reading: Reading, passage: Passage, dates: Sequence[Candidate], old: int | None
) -> int | None:
    """An old time, or that of all that an agency did which no other sentence names."""
    if old is not None or not passage.alone:
        return old
    core, doers = passage.core_tokens(reading), passage.names(DOERS)
    return tells_only_of_old(reading, *core, dates, passage.names(), doers)


def _told_later(
    reading: Reading, telling: Stretches, lead: Stretches, known: Sequence[Known]
) -> Hit | None:
    return find_later(reading, telling, lead, known) or found_later(reading, telling, lead)


def _goes_on_with(
    reading: Reading,
    later: Hit | None,
    dates: Sequence[Candidate],
    chosen: Candidate | None,
    stretches: Stretches,
) -> Hit | None:
    """What else makes it later news; nothing does where it is told as a case of its own."""
    if first_of(reading, ("separate",), stretches):
        return None
    return later or act_before(reading, dates, chosen, stretches) or opening(reading)


def _against(
    reading: Reading, passage: Passage, told: Stretches, part: Part | None
) -> tuple[Hit, ...]:
    """What speaks against news; beside a sentence that tells some, only what makes it untrue."""
    of_all = UNTRUE if part and tells_news(reading, *passage.core_tokens(reading)) else OF_ALL
    return tuple(cues_against(reading, told, _lead(reading, passage), of_all))


def _core_and_title(reading: Reading, passage: Passage) -> Stretches:
    """Where cues against news count: elsewhere in a passage they say little."""
    title = [n for n in passage.order if n < reading.body and n != passage.core]
    sentences = (reading.sentences[n] for n in (passage.core, *title))
    return [(sentence.first, sentence.last) for sentence in sentences]


def _lead(reading: Reading, passage: Passage) -> Stretches:
    """The first sentence of the text, where the passage holds it: it says what all is about."""
    if reading.body not in passage.order or reading.body == passage.core:
        return []
    lead = reading.sentences[reading.body]
    return [(lead.first, lead.last)]


def _told_in(reading: Reading, part: Part | None, act: Hit | None) -> Iterator[tuple[int, int]]:
    """The sentences that name the agency that acts and the act."""
    for token in (part.named.found.first if part else None, act.first if act else None):
        if token is not None:
            sentence = reading.sentences[reading.sentence_of(token)]
            yield sentence.first, sentence.last


def _fresh(
    reading: Reading, dates: Sequence[Candidate], stretches: Stretches, lexicon: Lexicon
) -> Candidate | Hit | None:
    fresh = next((date for date in dates if _is_fresh(reading, date, lexicon)), None)
    return fresh or first_hit(reading, "fresh", stretches)


def _bygone(reading: Reading, old: int | None, acted: Candidate | None, slots: Slots) -> int | None:
    """An old time is not the act's where another sentence tells an act on a fresh day, or it tells
    of those held; nor where it is a year of birth.
    """
    if old is None or _is_inside(reading, old, slots.ages):
        return None
    if acted is None:
        return old
    sentence = reading.sentences[reading.sentence_of(old)]
    if is_of_held(reading, Hit("time", None, old, old + 1), sentence.first):
        return None
    return old if reading.sentence_of(old) == reading.sentence_of(acted.first) else None


def _is_inside(reading: Reading, token: int, slot: Slot[tuple[int, int]] | None) -> bool:
    _, span = reading.quote(token, token + 1)
    return (
        slot is not None
        and slot.span.field == span.field
        and slot.span.start <= span.start < slot.span.end
    )


def _told_as_past(reading: Reading, first: int, last: int) -> Hit | None:
    """ "Had arrested", not "said it had arrested", nor "the directorate had provided the tip": a
    tip comes before the act; nor "two men who had fled".
    """
    for hit in reading.cues("earlier", first, last):
        if is_reported(reading, hit.first, first) or is_of_held(reading, hit, first):
            continue
        end = min(hit.last + GAVE_REACH, last)
        gave = reading.cue("gave", hit.first, end)
        once = reading.cue("once", hit.first, hit.last)
        if once or gave is None or reading.cue("act", hit.first, gave.first):
            return hit
    return None


def _acted(reading: Reading, dates: Sequence[Candidate], lexicon: Lexicon) -> Candidate | None:
    """ "Arrested on Thursday"; a visit or a trial on Thursday may tell of an act in passing."""
    return next((d for d in dates if _is_fresh(reading, d, lexicon) and _acts_on(reading, d)), None)


def _acts_on(reading: Reading, day: Candidate) -> bool:
    sentence = reading.sentences[reading.sentence_of(day.first)]
    own = [(sentence.first, sentence.last)]
    told = first_of(reading, ("act", "seize"), own) and not only_aside(reading, own)
    return bool(told) and not cues_against(reading, own)


def _goes_on(later: Hit | None) -> bool:
    """One more who was taken is news whatever the day; a referral or a press conference may not."""
    return later is not None and later.concept in GOES_ON


def _tells_now(reading: Reading, stretches: Stretches) -> bool:
    """ "Today at dawn they took …": a fresh word in a sentence that tells an act as news."""
    return any(
        reading.cue("fresh", *stretch)
        and reading.cue("act", *stretch)
        and not only_aside(reading, [stretch])
        and not cues_against(reading, [stretch])
        for stretch in stretches
    )


def _is_fresh(reading: Reading, day: Candidate, lexicon: Lexicon) -> bool:
    if reading.published is None or not (day.exact and day.anchored):
        return False
    return 0 <= (reading.published - day.day).days <= lexicon.weights.fresh_days


def _find_topic(
    reading: Reading, passage: Passage, stretches: Stretches, wide: Stretches
) -> Slot[Topic] | None:
    """Violence and weapons are the means of terrorism also where that is told a little behind."""
    actors = (n.found for n in passage.named if n.role == "actor")
    usual = next((found.topic for found in actors if found.topic), None)
    near, around = find_topic(reading, stretches, usual), find_topic(reading, wide, usual)
    means = near is not None and near.value in MEANS
    return around if near is None or (means and around and around.value == "terrorism") else near


def _read_slots(
    reading: Reading,
    passage: Passage,
    stretches: Stretches,
    chosen: Candidate | None,
    times: Sequence[Time],
    lexicon: Lexicon,
) -> Slots:
    wide = tuple(passage.wide_stretches(reading))
    lead_up = passage.lead_up_stretches(reading)
    told, behind = passage.told_stretches(reading), passage.behind_stretches(reading)
    on = (*stretches, *behind)
    ages = find_ages(reading, on) or find_ages(reading, lead_up)
    farther = () if is_only_find(reading, told, times) else (lead_up, behind)
    counts = (find_count(reading, s, ages, times) for s in (told, *farther))
    count = next(filter(None, counts), None)
    if count:
        ages = find_ages(reading, on, count.value) or find_ages(reading, lead_up, count.value)
    return Slots(
        date=date_slot(reading, chosen),
        count=with_those_before(reading, told, count),
        ages=fitting_ages(reading, ages, count),
        group=find_group(reading, wide) or find_group(reading, lead_up),
        topic=_find_topic(reading, passage, stretches, wide) or find_topic(reading, lead_up),
        official=find_official(reading, wide, passage.named),
        places=find_places(
            reading,
            scene_stretches(reading, passage),
            passage.named,
            lexicon,
            times,
            [*stretches, *lead_up],
        ),
        seizures=find_seizures(reading, wide),
        partner=find_partners(
            reading,
            stretches,
            [(n.found.first, n.found.last) for n in passage.named if n.role != "rival"],
        ),
    )
