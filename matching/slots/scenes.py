"""Says of a place that a passage names whether something was done there; called by places.py."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import NamedTuple

from matching.asides import is_reported
from matching.lexicon import Lexicon
from matching.phrases import ARABIC, Hit
from matching.reading import Reading
from matching.roles import Named
from matching.slots.around import is_of, is_region, lies_around, lies_around_landmark
from matching.slots.bygone import is_past_year
from matching.slots.clauses import (
    are_fetched,
    escaped_from,
    is_of_clause,
    is_of_deed,
    is_of_institution,
    is_of_known_case,
    is_of_victims,
    tells_who_is_gone,
)
from matching.slots.datelines import is_dateline
from matching.slots.lists import begins_list, goes_on, is_written_at
from matching.slots.namesakes import (
    is_called_like,
    is_neighbouring,
    is_of_people,
    is_of_road,
    is_of_warrant,
    is_office,
)
from matching.slots.occasions import clause_start
from matching.slots.reaches import is_abroad, is_end_of_way, is_on_coast, is_put_to_sea
from matching.slots.seats import is_day_between, is_inside, is_of_informer, stands_for_somebody
from matching.slots.shares import is_denied, is_of_share, lives_apart
from matching.slots.targets import is_meant_for, is_target, is_target_too
from matching.slots.times import Time, is_another_day
from matching.slots.towns import is_of_other_town, is_town

CASE_BACK = 2
LEAD_BACK, LEAD_REACH = 8, 4
"""Tokens between "bound for" and the name: "the coast of"."""


WHERE_REACH, OTHER_BACK = 8, 12
LONGEST_ARTICLE = 3
PART_REACH = 8
"""Tokens between "in" and the town of what stands there: "in a student room of the quarter of"."""

VAIN_REACH = 14
HOURS_REACH = 8
NEAREST = 3
"""Cues before a place that are looked at, that a sentence without end costs no more."""


FOUND = ("act", "seize", "held", "caught", "seizure units")
"""What police do or find "where"."""

TOLD_OF = (
    is_of_clause,
    is_of_deed,
    is_of_victims,
    is_of_institution,
    is_of_known_case,
    tells_who_is_gone,
)


OPEN = ("seat beside", "target beside", "planned")
"""Words that leave open whether their place is the scene, where no other is told."""


class Standing(IntEnum):
    """What a place is to the operation, the best first.

    `REGION`: a province or region; `LANDMARK`: a beach or border post; `HOME`: where the people
    live; `REMOTE`: told of people or of the case; `EARLIER`: of another day; `OFFICE`: where the
    officers come from; `AROUND`: where another place lies; `PEOPLE`: whose people were taken;
    `ROAD`: an end of a way; `DATELINE`: where the reporter sits or somebody is wanted;
    `ELSEWHERE`: a court's town, where somebody comes from or was going.
    """

    SCENE = 0
    REGION = 1
    LANDMARK = 2
    HOME = 3
    REMOTE = 4
    EARLIER = 5
    OFFICE = 6
    AROUND = 7
    PEOPLE = 8
    ROAD = 9
    DATELINE = 10
    ELSEWHERE = 11


class Scenery(NamedTuple):
    """What is needed beside the words around a place; `times` of the whole passage.

    `alone`: the passage tells no other scene, and words that leave it open are not read.
    """

    named: Sequence[Named]
    times: Sequence[Time]
    lexicon: Lexicon
    alone: bool = False


def standings(
    reading: Reading, stretch: tuple[int, int], scenery: Scenery
) -> Iterable[tuple[Hit, Standing]]:
    """Yield the places of a stretch with their standing, plain words that look alike left out.

    What stands before the stretch in its sentence is read too.

    In a list ("in Fez, Taza and Oujda") the first word decides for all.
    """
    first, last = reading.sentences[reading.sentence_of(stretch[0])].first, stretch[1]
    before: tuple[Hit, Standing] | None = None
    for hit in reading.cues("place", *stretch):
        if not is_town(reading, hit, first) or is_of_other_town(reading, hit, (first, last)):
            continue
        if reading.quote(hit.first, hit.last)[0] in scenery.lexicon.written_unlike:
            continue
        listed = before is not None and (
            goes_on(reading, before[0], hit)
            or _leads_on(reading, *before, hit)
            or is_target_too(reading, before[0], hit, first)
        )
        whole = (first, last)
        standing = before[1] if before and listed else _standing(reading, hit, whole, scenery)
        before = hit, standing
        yield before


def _leads_on(reading: Reading, one: Hit, standing: Standing, other: Hit) -> bool:
    """ "The road from Guelmim to Bouizakarne"."""
    between = range(one.last, other.first)
    led = all(reading.cue("to", at, at + 1) for at in between)
    return standing is Standing.ROAD and len(between) == 1 and led


def _standing(reading: Reading, hit: Hit, stretch: tuple[int, int], scenery: Scenery) -> Standing:
    first, last = stretch
    named, lexicon = scenery.named, scenery.lexicon
    dateline = is_dateline(reading, hit, lexicon)
    if stands_for_somebody(reading, hit, stretch, named, lexicon, dateline=dateline):
        return Standing.ELSEWHERE
    if is_where_done(reading, hit, first, last, scenery.times):
        return Standing.SCENE
    if _is_market(reading, hit, last):
        return Standing.ELSEWHERE
    if any(
        is_no_scene(reading, hit, first)
        for is_no_scene in (_is_left, is_target, is_called_like, is_denied)
    ) or (not scenery.alone and _is_open(reading, hit, first)):
        merely = _is_merely_from(reading, hit) and is_of_people(reading, hit, first)
        return _of_people(reading, stretch) if merely else Standing.ELSEWHERE
    if is_of_people(reading, hit, first):
        return _of_people(reading, stretch)
    if is_of_road(reading, hit, first) or is_end_of_way(reading, hit, first, last):
        return Standing.ROAD
    if dateline or is_of_warrant(reading, hit, first):
        return Standing.DATELINE
    if is_of_informer(hit, named):
        return Standing.OFFICE
    landmark = hit.value.name in lexicon.landmarks
    if not landmark and is_office(reading, hit, stretch, lexicon.leads, lexicon.foreign):
        return Standing.REGION if begins_list(reading, hit, last) else Standing.OFFICE
    if _is_earlier(reading, hit, stretch, scenery.times):
        return Standing.EARLIER
    if lives_apart(reading, hit, first, lexicon.foreign):
        return Standing.SCENE
    if _is_behind(reading, "home", hit, first) and not is_neighbouring(reading, hit.first):
        return Standing.HOME
    if reading.cue("based", hit.last, min(hit.last + 1, last)):
        return Standing.HOME  # "the Temara-based service"
    if landmark:
        return Standing.LANDMARK
    if hit.value.name not in lexicon.regions and is_of_share(reading, hit, first):
        return Standing.SCENE
    if lies_around_landmark(reading, hit, first, last, lexicon.landmarks):
        return Standing.SCENE
    if lies_around(reading, hit, first, last):
        return Standing.AROUND
    if _is_searched_in_vain(reading, hit, first, last):
        return Standing.REMOTE
    if is_region(reading, hit, first, last, lexicon.regions):
        return Standing.SCENE if is_on_coast(reading, hit, first) else Standing.REGION
    return Standing.REMOTE if _is_remote(reading, hit, stretch, lexicon) else Standing.SCENE


def _is_remote(reading: Reading, hit: Hit, stretch: tuple[int, int], lexicon: Lexicon) -> bool:
    """It is told of people, of a thing or of the case, or lies abroad where nobody acted."""
    first, last = stretch
    if any(is_told_of(reading, hit, first) for is_told_of in TOLD_OF):
        return True
    if is_abroad(reading, hit, first, lexicon):
        return True
    if not is_inside(reading, hit, first) and _is_of_something(reading, hit, first):
        return True
    return _is_of_case(reading, hit, stretch) or _is_before_colon(reading, hit, last)


def _of_people(reading: Reading, stretch: tuple[int, int]) -> Standing:
    """ "Arrested a nurse of Taza"; not "a nurse of Taza" alone."""
    taken = reading.any_cue(("act", "held", "caught"), *stretch)
    return Standing.PEOPLE if taken else Standing.ELSEWHERE


def _is_market(reading: Reading, hit: Hit, last: int) -> bool:
    """ "سوق الأربعاء ببيوكرى": a market that is called like a town, in the town behind it."""
    if reading.cue("market", hit.first, hit.first + 1) is None:
        return False
    behind = next(iter(reading.cues("place", hit.last, min(hit.last + 1, last))), None)
    return behind is not None and is_written_at(reading, behind)


def is_where_done(
    reading: Reading, hit: Hit, first: int, last: int, times: Sequence[Time] = ()
) -> bool:
    """ "A garage that he rented in Kenitra, where police found …", and no other place before."""
    if reading.cue("where", hit.last, min(hit.last + 1, last)) is None:
        return False
    if reading.cue("place", max(first, hit.first - OTHER_BACK), hit.first):
        return False
    if reading.cue("case", max(first, hit.first - CASE_BACK), hit.first):
        return False
    behind = (hit.last + 1, min(hit.last + 1 + WHERE_REACH, last))
    if reading.cue("former", *behind) and _is_of_another_day(reading, hit, (first, last), times):
        return False
    return reading.any_cue(FOUND, *behind)


def _is_earlier(
    reading: Reading, hit: Hit, stretch: tuple[int, int], times: Sequence[Time]
) -> bool:
    """It is told of another day, or of a raid that somebody got away from; "Tamaris 2024"."""
    first, last = stretch
    if _is_told_before(reading, hit, first) or escaped_from(reading, hit, first):
        return True
    if hit.last < last and is_past_year(reading, hit.last):
        return True
    return _is_of_another_day(reading, hit, stretch, times)


def _is_of_another_day(
    reading: Reading, hit: Hit, stretch: tuple[int, int], times: Sequence[Time]
) -> bool:
    return is_another_day(reading, hit.first, hit.last, stretch, times, of_place=True)


def _is_searched_in_vain(reading: Reading, hit: Hit, first: int, last: int) -> bool:
    """ "Searches in Liège and Ghent yielded nothing"."""
    near = (max(first, hit.first - VAIN_REACH), min(hit.last + VAIN_REACH, last))
    return reading.cue("in vain", *near) is not None


def _is_told_before(reading: Reading, hit: Hit, first: int) -> bool:
    """ "Had arrested three in Nador", not "had planned it for months before raids in Nador"."""
    start = clause_start(reading, hit.first) - 1
    cues = [
        *reading.cues("earlier", first, hit.first)[-NEAREST:],
        *reading.cues("former", start, hit.first)[-NEAREST:],
    ]
    told = [cue for cue in cues if not is_reported(reading, cue.first, first)]
    end = max((cue.last for cue in told), default=0)
    turned = reading.any_cue(("while", "then"), end, hit.first)
    turned = turned or _is_news_again(reading, end, hit.first)
    return bool(told) and not (turned or _is_hours_before(reading, hit, first))


def _is_hours_before(reading: Reading, hit: Hit, first: int) -> bool:
    """ "Had been arrested in Boujdour hours before": the same operation."""
    near = (max(first, hit.first - HOURS_REACH), hit.last + HOURS_REACH)
    last = reading.sentences[reading.sentence_of(hit.first)].last
    return reading.cue("hours before", near[0], min(near[1], last)) is not None


def _is_news_again(reading: Reading, start: int, end: int) -> bool:
    """ "An imam who had been dismissed was placed in custody after his arrest on Sunday in …"."""
    acts = reading.cues("act", start, end)
    return bool(acts) and is_day_between(reading, acts[-1].last, end)


def _is_behind(reading: Reading, concept: str, hit: Hit, first: int) -> bool:
    """Right behind a cue, or begun by it where the particle is written with the name."""
    cues = reading.cues(concept, max(first, hit.first - LEAD_BACK), hit.first)
    return any(
        cue.last - 1 <= hit.first <= cue.last + LEAD_REACH
        and all(_is_of_place(reading, at) for at in range(cue.last, hit.first))
        and (hit.first - cue.last <= 1 or is_of(reading, hit.first - 1))
        for cue in cues
    )


def _is_of_place(reading: Reading, at: int) -> bool:
    """ "The town", "la", "de": a word that leads to a name."""
    word = reading.tokens[at].text
    if reading.cue("site", at, at + 1):
        return False
    if is_of(reading, at) or len(word) <= LONGEST_ARTICLE:
        return True
    return reading.any_cue(("inside", "at"), at, at + 1)


def _is_left(reading: Reading, hit: Hit, first: int) -> bool:
    """ "From Agadir", "bound for Spain", "the court of Rabat"."""
    return _is_behind(reading, "seat", hit, first) and not is_put_to_sea(reading, hit, first)


def _is_open(reading: Reading, hit: Hit, first: int) -> bool:
    """ "Before reaching Tangier", "to be sold in Casablanca": told in one breath with an arrest
    elsewhere, or of the arrest itself.
    """
    if _is_behind(reading, "seat beside", hit, first):
        return not is_put_to_sea(reading, hit, first)
    return is_meant_for(reading, hit, first)


def _is_merely_from(reading: Reading, hit: Hit) -> bool:
    """ "A pair from Ifni", not "a pair bound for" nor "back from"."""
    cues = [
        cue
        for concept in ("seat", "seat beside")
        for cue in reading.cues(concept, max(0, hit.first - 2), hit.first)
    ]
    return all(is_of(reading, cue.first) and cue.last == hit.first for cue in cues)


def _is_of_something(reading: Reading, hit: Hit, first: int) -> bool:
    """ "The cell of Tetouan", not "in the old town of Tetouan"."""
    if hit.first == first or not is_of(reading, hit.first - 1):
        return False
    near = max(first, hit.first - 1 - PART_REACH)
    if are_fetched(reading, hit, first):
        return False
    inside = reading.cues("inside", near, hit.first - 1)
    return not any(_leads_into(reading, cue.last, hit.first - 1) for cue in inside)


def _leads_into(reading: Reading, start: int, end: int) -> bool:
    """ "A café of the old quarter", not "the market, of" nor "the case of the cell of"."""
    text, tokens = reading.folded.text, reading.tokens
    gap = text[tokens[start - 1].end : tokens[end].start]
    if any(mark in gap for mark in ",;:.("):
        return False
    return not reading.any_cue(("case", "act", "place"), start, end)


def _is_of_case(reading: Reading, hit: Hit, stretch: tuple[int, int]) -> bool:
    """ "خلية وزان", "the Ouezzane cell": the case is called so."""
    first, last = stretch
    cases = reading.cues("case", max(first, hit.first - CASE_BACK), hit.first)
    before = next((case for case in cases if case.last == hit.first), None)
    behind = reading.cue("case", hit.last, min(hit.last + 1, last))
    arabic = reading.tokens[hit.first].text[0] >= ARABIC
    return (before if arabic else behind) is not None


def _is_before_colon(reading: Reading, hit: Hit, last: int) -> bool:
    """ "Pills in Fez: a man held in Taza": behind the case the title tells the news."""
    if reading.sentence_of(hit.first) >= reading.body:
        return False
    end = reading.sentences[reading.body - 1].end
    colon = reading.folded.text.find(":", reading.tokens[hit.last - 1].end, end)
    behind = [
        p for p in reading.cues("place", hit.last, last) if reading.tokens[p.first].start > colon
    ]
    acts = [a for a in reading.cues("act", hit.last, last) if reading.tokens[a.first].start > colon]
    return colon > 0 and bool(behind and acts)
