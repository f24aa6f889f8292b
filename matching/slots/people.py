"""How many people are held."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from core.assessments import Slot
from matching.phrases import Hit
from matching.reading import Reading
from matching.slots.bygone import old_times
from matching.slots.bystanders import is_bystander, tells_of_flight
from matching.slots.chains import chains, roll
from matching.slots.company import has_company
from matching.slots.counted_up import is_known
from matching.slots.heads import Heads, articles, numbered, one_word, singles, with_kin
from matching.slots.nobody_held import is_nobody_held, is_only_find
from matching.slots.numbers import find_numbers
from matching.slots.ones_by_age import ones_by_age
from matching.slots.rolls import enrolled
from matching.slots.tally import beside_crossing, tally
from matching.slots.times import Time, is_another_day

NTH_REACH = 2
OBJECT_REACH, NOUN_REACH = 8, 2
THINGS = (
    "seizure goods",
    "seizure bare",
    "seizure units",
    "not_people",
    "cells",
    "case",
    "time unit",
    "digits",
    "number",
)
BODIES = ("place", "body", "office", "force", "partner", "institution", "weekday", "relative")
TODAY_REACH = 12
SUBJECT_BACK = 5
"""Tokens between an article and "arrested": "un ressortissant franco-marocain"."""

AFTER_ARREST = ("act", "custody", "refer")
GONE_BACK = 8
"""Tokens between a newcomer and that he is sought: "a warrant was issued against a third man"."""


def find_count(
    reading: Reading,
    stretches: Iterable[tuple[int, int]],
    ages: Slot[tuple[int, int]] | None = None,
    times: Sequence[Time] = (),
) -> Slot[int] | None:
    """Return the number of people held, from the first sentence that states one.

    A newcomer ("a third man was arrested") is one. Without a number two nouns joined by "and" are
    two people; one age alone, or one noun, is one person's. People of another day, by `times`,
    count only where no others are told.
    """
    listed = list(stretches)
    if is_nobody_held(reading, listed):
        return None
    newcomer = _newcomer(reading, listed, times)
    if newcomer:
        return _with_those_before(reading, listed, newcomer, times)
    found = (
        _unnumbered(reading, beside_crossing(reading, listed, times), None)
        or _stated(reading, listed, times)
        or _of_today(reading, listed, ages, times)
        or _unnumbered(reading, listed, ages)
    )
    if found and found.value == 1 and is_only_find(reading, listed, times):
        return None
    aged = ones_by_age(reading, _today(reading, listed, times))
    return (
        _slot(reading, aged) if aged and 1 < aged.value > (found.value if found else 0) else found
    )


def _today(
    reading: Reading, stretches: Sequence[tuple[int, int]], times: Sequence[Time]
) -> Iterator[tuple[int, int]]:
    """The sentences that tell an arrest, and not of another day."""
    for first, last in stretches:
        then = is_another_day(reading, first, last, (first, last), times)
        if _tells_arrest(reading, (first, last)) and not then:
            yield first, last


def _newcomer(
    reading: Reading, stretches: Sequence[tuple[int, int]], times: Sequence[Time]
) -> Slot[int] | None:
    """In the title, or before the text counts several people that are not known yet."""
    title = [s for s in stretches if reading.sentence_of(s[0]) < reading.body]
    total = any(_counts_several(reading, first, last, times) for first, last in title)
    for first, last in [*title, *stretches]:
        if _counts_several(reading, first, last, times):
            if (first, last) in title:
                continue
            return None
        found = _nth(reading, first, last, plain=not total)
        told = found and reading.cue("act", first, last)
        if found and told and not _is_then(reading, found, (first, last), times):
            return _slot(reading, found)
    return None


def _with_those_before(
    reading: Reading,
    stretches: Sequence[tuple[int, int]],
    newcomer: Slot[int],
    times: Sequence[Time],
) -> Slot[int]:
    """ "Arrested a manager and his worker. An hour later a third man was": three."""
    for at, (first, last) in enumerate(stretches):
        pair = _unnumbered(reading, stretches[:at], None) if at else None
        for hit in reading.cues("nth", first, last):
            known = pair is not None and hit.value == pair.value + 1 > 2
            if known or _were_taken_first(reading, stretches[:at], hit.value - 1, times):
                text, span = reading.quote(hit.first, hit.last)
                return Slot(value=hit.value, text=text, span=span)
    return newcomer


def _were_taken_first(
    reading: Reading, stretches: Sequence[tuple[int, int]], number: int, times: Sequence[Time]
) -> bool:
    """ "The two passengers were arrested on Wednesday", before the third man."""
    return number > 1 and any(
        heads.value == number
        and reading.any_cue(("held", "caught"), heads.first, last)
        and reading.cue("custody", first, last) is None
        and not any(first <= time.first < last and time.other for time in times)
        and not is_another_day(reading, heads.first, heads.last, (first, last), times)
        for first, last in stretches
        for heads in numbered(reading, first, last)
    )


def _is_then(
    reading: Reading, heads: Heads, stretch: tuple[int, int], times: Sequence[Time]
) -> bool:
    """ "A ring of 2022, whose sixth member had been caught in Guercif"."""
    old = any(True for _ in old_times(reading, *stretch))
    return old or is_another_day(reading, heads.first, heads.last, stretch, times)


def _nth(reading: Reading, first: int, last: int, plain: bool) -> Heads | None:
    """ "Another suspect", "une cinquième parente", "شخصا سادسا": one that joins those known.

    A plain ordinal may be the last of those that the title counts.
    """
    for hit in reading.cues("newcomer", first, last):
        if reading.cue("gone", max(first, hit.first - GONE_BACK), min(hit.last + 2, last)):
            continue
        if reading.cue("company", max(first, hit.first - 1), hit.first):
            continue
        if is_bystander(reading, hit.first, first) or not (plain or _is_another(reading, hit)):
            continue
        return Heads(hit.first, hit.last, 1)
    for hit in reading.cues("nth", first, last) if plain else ():
        beside = (max(first, hit.first - 1), min(hit.last + NTH_REACH, last))
        person = reading.cue("persons", *beside) or reading.cue("one person", *beside)
        start = min(hit.first, person.first) if person else hit.first
        if person and not (
            reading.cue("gone", hit.last, last) or is_bystander(reading, start, first)
        ):
            return Heads(start, max(hit.last, person.last), 1)
    return None


def _is_another(reading: Reading, newcomer: Hit) -> bool:
    """ "Another suspect", not "a fifth suspect" of the five that a title counts."""
    return reading.cue("nth", newcomer.first, newcomer.last) is None


def _counts_several(reading: Reading, first: int, last: int, times: Sequence[Time]) -> bool:
    return any(
        heads.value > 1
        and not is_known(reading, heads, first)
        and not is_another_day(reading, heads.first, heads.last, (first, last), times)
        for heads in (*numbered(reading, first, last), *one_word(reading, first, last))
    )


def _stated(
    reading: Reading, stretches: Sequence[tuple[int, int]], times: Sequence[Time]
) -> Slot[int] | None:
    heads = tally(reading, stretches, times)
    return _slot(reading, heads) if heads else None


def _of_today(
    reading: Reading,
    stretches: Sequence[tuple[int, int]],
    ages: Slot[tuple[int, int]] | None,
    times: Sequence[Time],
) -> Slot[int] | None:
    """Where all people counted are another day's, the one whose age is told is today's."""
    counted = _stated(reading, stretches, ())
    if counted and ages and ages.value[0] == ages.value[1]:
        return Slot(value=1, text=ages.text, span=ages.span)
    if counted is None:
        return None
    today = list(_today(reading, stretches, times))
    several = _unnumbered(reading, today, None)
    if several and several.value > 1:
        return several
    one = next(_taken_today(reading, stretches, times), None)
    if one is None and not today and is_only_find(reading, stretches, times):
        return None
    return _slot(reading, one) if one else counted


def _taken_today(
    reading: Reading, stretches: Sequence[tuple[int, int]], times: Sequence[Time]
) -> Iterator[Heads]:
    """ "Arrested the alleged financier a week after four of his men": behind a verb, no number."""
    for stretch in stretches:
        for held in reading.cues("held", *stretch):
            one = _object_of(reading, held.last, stretch[1])
            if one and not is_another_day(reading, one.first, one.last, stretch, times):
                yield Heads(one.first, one.last, 1)


def _object_of(reading: Reading, start: int, last: int) -> Hit | None:
    """Whoever is told first behind an arrest, if no number comes first."""
    near = (start, min(start + TODAY_REACH, last))
    told = [hit for c in ("the one", "an", "one person") for hit in reading.cues(c, *near)]
    for one in sorted(told, key=lambda hit: hit.first):
        if any(True for _ in find_numbers(reading, start, one.first)):
            return None
        noun = (one.first, min(one.last + NOUN_REACH, last))
        if not reading.any_cue((*THINGS, *BODIES), *noun):
            return one
    return None


def _unnumbered(
    reading: Reading,
    stretches: Sequence[tuple[int, int]],
    ages: Slot[tuple[int, int]] | None,
) -> Slot[int] | None:
    told = [s for s in stretches if _tells_arrest(reading, s) and not tells_of_flight(reading, *s)]
    found = [
        with_kin(reading, chain, first)
        for first, last in told
        for chain in chains(singles(reading, first, last), reading)
    ]
    lists = (enrolled(reading, *stretch) for stretch in told)
    pair = next((heads for heads in lists if heads), None)
    pair = pair or next((chain for chain in found if chain.value > 1), None)
    pair = pair or next(_before_custody(reading, stretches), None)
    pair = pair or next((heads for s in told for heads in _both(reading, s)), None)
    pair = pair or next(_listed(reading, stretches), None)
    pair = pair or next(
        (Heads(*hit[2:], 2) for s in told for hit in reading.cues("dual", *s)), None
    )
    if pair:
        return _slot(reading, pair)
    if ages and ages.value[0] == ages.value[1]:
        return Slot(value=1, text=ages.text, span=ages.span)
    one = (
        found[0]
        if found
        else next((heads for s in told for heads in _arrested_one(reading, s)), None)
    )
    one = one or next(_alone(reading, stretches, told), None)
    one = one or next((heads for s in told for heads in _definite_one(reading, s)), None)
    return _slot(reading, one) if one and not has_company(reading, one) else None


def _definite_one(reading: Reading, stretch: tuple[int, int]) -> Iterator[Heads]:
    """ "Detuvo al presunto autor", "a arrêté l'auteur présumé"."""
    for held in reading.cues("held", *stretch):
        one = _object_of(reading, held.last, stretch[1])
        definite = one and reading.cue("the one", one.first, one.last)
        if one and definite and reading.cue("alleged", one.last, one.last + NOUN_REACH):
            yield Heads(one.first, one.last + 1, 1)


def _alone(
    reading: Reading, stretches: Sequence[tuple[int, int]], told: Sequence[tuple[int, int]]
) -> Iterator[Heads]:
    """ "A Brazilian arrested at the airport"; "the suspect" where no passage tells of suspects."""
    for first, last in told:
        for hit in (*reading.cues("taken alone", first, last), *_participles(reading, first, last)):
            yield Heads(hit.first, hit.last, 1)
    several = any(True for s in stretches for _ in reading.cues("the suspects", *s))
    if told and not several:
        for stretch in stretches:
            for hit in reading.cues("the suspect", *stretch):
                yield Heads(hit.first, hit.last, 1)


def _participles(reading: Reading, first: int, last: int) -> Iterator[Hit]:
    """ "Un Franco-Marocain arrêté à Nador", "Arrestada al cruzar el Tarajal", not "a arrêté"."""
    for hit in reading.cues("taken one", first, last):
        if hit.first > first and reading.cue("has taken", hit.first - 1, hit.first):
            continue
        before = articles(reading, max(first, hit.first - SUBJECT_BACK), hit.first)
        one = any(reading.cue("romance an", an.first, an.last) for an in before)
        if hit.first == first or one:
            yield hit


def _arrested_one(reading: Reading, stretch: tuple[int, int]) -> Iterator[Heads]:
    """ "Arrested a shepherd", "detuvo el lunes a un pastor": whoever it is, and no goods."""
    first, last = stretch
    for one in articles(reading, first, last - 1):
        noun = (one.last, min(one.last + NOUN_REACH, last))
        if _is_object(reading, one, first) and not reading.any_cue(THINGS, *noun):
            yield Heads(one.first, one.last + 1, 1)


def _is_object(reading: Reading, one: Hit, first: int) -> bool:
    """An arrest stands right before, or farther before the "a" of a Spanish person; or it begins a
    headline: "Detenido en Melilla un captador".
    """
    if any(hit.last == one.first for hit in reading.cues("held", one.first - 2, one.first)):
        return True
    acts = reading.cues("act", max(first, one.first - OBJECT_REACH), one.first)
    plain = reading.cue("romance an", one.first, one.last) is not None
    begins = plain and bool(acts) and acts[0].first == first
    if not begins and not reading.cue("personal", max(first, one.first - 1), one.first):
        return False
    return any(reading.cue("seize", act.first, act.last) is None for act in acts)


def _tells_arrest(reading: Reading, stretch: tuple[int, int]) -> bool:
    return reading.any_cue(AFTER_ARREST, *stretch)


def _before_custody(reading: Reading, stretches: Sequence[tuple[int, int]]) -> Iterator[Heads]:
    """ "On board were a driver and his helper. They were placed in custody": two."""
    for first, last in stretches:
        behind = reading.sentence_of(first) + 1
        if behind >= len(reading.sentences):
            continue
        after = (reading.sentences[behind].first, reading.sentences[behind].last)
        taken = reading.any_cue(("custody", "caught them"), *after)
        if taken and not tells_of_flight(reading, first, last):
            for chain in chains(singles(reading, first, last), reading):
                heads = with_kin(reading, chain, first)
                if heads.value > 1:
                    yield heads


def _listed(reading: Reading, stretches: Sequence[tuple[int, int]]) -> Iterator[Heads]:
    for first, last in stretches:
        heads = roll(reading, singles(reading, first, last), first, last)
        if heads:
            yield heads


def _both(reading: Reading, stretch: tuple[int, int]) -> Iterator[Heads]:
    """ "The driver and his relief, both Bulgarians", "detained both", "both men are in
    custody", not "on both sides".
    """
    for hit in reading.cues("both", *stretch):
        start = reading.tokens[hit.first].start
        apart = reading.folded.text[max(0, start - 2) : start].rstrip() == ","
        held = any(h.last == hit.first for h in reading.cues("held", hit.first - 1, hit.first))
        people = hit.first == stretch[0] and reading.any_cue(
            ("persons", "passengers"), hit.last, hit.last + 1
        )
        if apart or held or people:
            yield Heads(hit.first, hit.last, 2)


def _slot(reading: Reading, heads: Heads) -> Slot[int]:
    text, span = reading.quote(heads.first, heads.last)
    return Slot(value=heads.value, text=text, span=span)
