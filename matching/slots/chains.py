"""Adds up people that a sentence counts apart: what "and" joins, a list, two towns.

Called by tally.py and people.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from matching.phrases import AND, Hit
from matching.reading import Reading
from matching.slots.ages import ages_in
from matching.slots.around import is_of
from matching.slots.bystanders import is_bystander
from matching.slots.heads import AND_BACK, Heads, has_and
from matching.slots.numbers import find_numbers
from matching.slots.same_people import (
    ROLL_GAP,
    are_listed,
    are_others,
    are_the_same,
    is_named_again,
    is_one_of_them,
    is_placed,
)

CHAIN_REACH = 14
PAIR_REACH = 5
LATER_REACH = 3
WHILE_REACH = 6
"""Tokens between "while" and a number: "while Spanish officers arrested two"."""

HELD_BACK = 14
OF_REACH = 2
"""Tokens that say more of those counted before a comma: "four sellers of tickets,"."""
PLACE_REACH = 2
"""Tokens between somebody counted and where: "three arrests on one side of the strait"."""

APART = ("seize", "among", "let go", "gone", "freed")
"""Neither goods, nor a part, nor somebody who is not held joins those counted."""

TAKEN = ("held", "takes people", "breaks up", "custody")
AGED_REACH = 2
"""Tokens between "and", behind ages, and whoever joins those who are so old."""

FEWEST_LISTED = 3


def chains(counted: Sequence[Heads], reading: Reading) -> list[Heads]:
    """Add up what "and" joins: "two men in Nador and three in Spain", "a man and his wife"."""
    found: list[Heads] = []
    for heads in counted:
        meanwhile = [at for at, one in enumerate(found) if are_meanwhile(reading, one, heads)]
        if meanwhile:
            one = found[meanwhile[-1]]
            found[meanwhile[-1] :] = [Heads(one.first, heads.last, one.value + heads.value)]
            continue
        before = found[-1] if found else None
        if before and (_joins(reading, before, heads) or _begins_list(reading, before, heads)):
            both = before.single and heads.single
            found[-1] = Heads(before.first, heads.last, before.value + heads.value, both)
        elif before and _are_only_told(reading, before, heads):
            found[-1] = heads
        elif not before or heads.first >= before.last:
            found.append(heads)
    return found


def are_meanwhile(reading: Reading, one: Heads, other: Heads) -> bool:
    """ "Four, one of them a docker, were arrested in Nador, while two others were in Almería"."""
    turn = reading.cue("while", one.last, other.first) if one.value > 1 < other.value else None
    if turn is None or other.first - turn.last > WHILE_REACH or other.of_them:
        return False
    last = reading.sentences[reading.sentence_of(one.first)].last
    if reading.any_cue(("seize", "let go", "gone"), turn.last, last):
        return False
    if not are_others(reading, one, other) and _is_by_others(reading, turn.last, other):
        return False
    taken = [reading.cue("caught", one.last, turn.first)]
    taken += [reading.cue("held", max(0, one.first - HELD_BACK), turn.first)]
    behind = min(other.last + CHAIN_REACH, last)
    too = reading.cue("held", turn.last, other.first) or reading.cue("caught", other.last, behind)
    return any(taken) and too is not None


def _is_by_others(reading: Reading, turn: int, other: Heads) -> bool:
    """ "While police arrested five fans": another service, in a case of its own.

    Not "while Spanish officers arrested two alleged bankrollers", nor "two accomplices".
    """
    near = (other.first, other.last + OF_REACH)
    if reading.any_cue(("alleged", "fellows"), *near):
        return False
    services = ("partner", "office", "force")
    return reading.any_cue(services, turn, other.first)


def _begins_list(reading: Reading, one: Heads, other: Heads) -> bool:
    """ "Two men, a woman and a minor", not "two brothers, a broker and a driver"."""
    led = reading.any_cue(("own", "an"), other.first - 1, other.first)
    start = other.first - led
    gap = start - one.last
    set_off = 0 <= gap <= (OF_REACH if led else 0) and reading.between(start, start).strip() == ","
    set_off = set_off and ":" not in reading.between(one.last, start)
    if not set_off or reading.cue("people", one.first, one.last) or are_listed(reading, one):
        return False
    joined = reading.cues("people and", other.last, other.last + AND_BACK)
    return any(not _leads_to_age(reading, hit.last) for hit in joined)


def _leads_to_age(reading: Reading, at: int) -> bool:
    """ "A couple of 45 and 36"."""
    sentence = reading.sentences[reading.sentence_of(at)]
    return any(age.first == at for age in ages_in(reading, sentence.first, sentence.last))


def _joins(reading: Reading, one: Heads, other: Heads) -> bool:
    """ "And" stands right before the other, and neither goods nor a word for a part between."""
    parallel = are_parallel(reading, one, other)
    later = _is_later(reading, one, other)
    far = parallel or later or not other.single or _follows_and(reading, other)
    reach = CHAIN_REACH if far else PAIR_REACH
    if not 0 <= other.first - one.last <= reach or other.of_them:
        return False
    if reading.cue("total", other.last, other.last + 1):
        return False  # "six people in all"
    inside = reading.cue("among", one.first, one.last)
    if inside and not reading.cue("others", other.first, other.last + 1):
        return False  # "nine, among them two men and a woman"
    if are_the_same(reading, one, other) or is_named_again(reading, one, other):
        return False
    if is_one_of_them(reading, one, other):
        return False
    between = (one.last, other.first)
    if reading.any_cue(APART, *between):
        return False
    if not parallel and _other_act(reading, one, other):
        return False
    if reading.cue("age", *between) and not _are_ages_over(reading, one, other):
        return False
    if parallel:
        return True
    others = are_others(reading, one, other)
    definite = reading.cue("the", other.first - 1, other.first) is not None
    definite = definite or is_of(reading, other.first - 1) or _is_led_to(reading, other.first)
    led = reading.cue("an", other.first - 2, other.first - 1) is not None
    start = other.first - (AND_BACK if other.single else 1 + definite + 2 * led)
    linked = reading.cues("people and", max(one.last, other.first - AND_BACK), other.first)
    return (
        others
        or later
        or any(hit.last == other.first for hit in linked)
        or has_and(reading, max(one.last, start), other.first)
    )


def _other_act(reading: Reading, one: Heads, other: Heads) -> Hit | None:
    """ "Stopped a boat with 41 people and arrested three skippers": an arrest of its own, where
    the former were not taken themselves: "caught four men and arrested two more".
    """
    held = reading.cues("held", one.last, other.first)
    act = next((hit for hit in held if has_and(reading, hit.first - 1, hit.first)), None)
    if act is None:
        return None
    before = (reading.sentences[reading.sentence_of(one.first)].first, one.first)
    if reading.any_cue(("held", "takes people", "custody"), *before):
        return None
    near = (act.last, min(other.last + 1, reading.sentences[reading.sentence_of(one.first)].last))
    more = other.single or reading.any_cue(("others", "fellows"), *near)
    return None if more and reading.cue("breaks up", *before) else act


def _are_only_told(reading: Reading, one: Heads, other: Heads) -> bool:
    """Those before an arrest of others were not arrested themselves: the 41 aboard."""
    act = _other_act(reading, one, other)
    if other.single or act is None:
        return False
    first = reading.sentences[reading.sentence_of(one.first)].first
    if reading.any_cue(TAKEN, first, one.first):
        return False
    return reading.cue("caught", one.last, act.first) is None


def _is_led_to(reading: Reading, at: int) -> bool:
    """The Spanish "a" before a person."""
    return reading.cue("personal", at - 1, at) is not None


def _are_ages_over(reading: Reading, one: Heads, other: Heads) -> bool:
    """ "Two men aged 31 and 34 and a woman": the ages end, and "and" leads who joins them."""
    sentence = reading.sentences[reading.sentence_of(one.first)]
    ages = ages_in(reading, sentence.first, sentence.last)
    told = [age.last for age in ages if one.last <= age.first < other.first]
    if not told:
        return False
    years = reading.cue("years", told[-1], told[-1] + 1)
    end = years.last if years else told[-1]
    joined = reading.cue("people and", end, end + 1)
    if joined:
        return other.first - joined.last <= AGED_REACH
    return other.first == end and has_and(reading, end, end)


def _is_later(reading: Reading, one: Heads, other: Heads) -> bool:
    """ "The driver and, hours later, a brother-in-law": "and" leads the time."""
    for hit in reading.cues("next scene", one.last, other.first):
        near = other.first - hit.last <= LATER_REACH
        before = (max(one.last, hit.first - LATER_REACH), hit.first)
        if near and reading.cue("people and", *before):
            return True
    return False


def _follows_and(reading: Reading, heads: Heads) -> bool:
    articled = reading.any_cue(("the one", "own", "an"), heads.first - 1, heads.first)
    start = heads.first - articled
    led = articled and _is_led_to(reading, start)
    joined = reading.cues("people and", max(0, heads.first - AND_BACK), heads.first)
    return any(hit.last in (start, start - led) for hit in joined)


def ones_somewhere(reading: Reading, first: int, last: int) -> Iterator[Heads]:
    """ "Two in Oujda and one in Berkane": an article with a place for a noun."""
    for one in reading.cues("an", first + 1, last - 1):
        set_off = reading.between(one.first, one.first).strip() == ","
        joined = reading.cue("people and", one.first - 1, one.first) is not None
        led = (
            is_placed(reading, one.last, 1) and reading.cue("city", one.last, one.last + 1) is None
        )
        if (set_off or joined) and led:
            yield Heads(one.first, one.last, 1, single=True)
    for one in reading.cues("one other", first + 1, last - 1):
        begins = reading.tokens[one.first].text[0] == AND
        joined = begins or reading.cue("people and", one.first - 1, one.first) is not None
        if joined and is_placed(reading, one.last, 1):
            yield Heads(one.first, one.last, 1, single=True)


def are_parallel(reading: Reading, one: Heads, other: Heads) -> bool:
    """ "Four in Nador, three in Berkane": a comma between, and a place behind each."""
    if one.single:
        return False
    set_off = reading.between(other.first, other.first).strip() in (",", ";")
    reach = min(PLACE_REACH, other.first - one.last)
    placed = is_placed(reading, one.last, reach) and is_placed(reading, other.last, 1)
    return (
        set_off and placed and not any(True for _ in find_numbers(reading, one.last, other.first))
    )


def others_taken(reading: Reading, first: int, last: int) -> Heads | None:
    """ "Deux autres tombaient à Guelmim": a sentence that begins with others, who are held."""
    for number in find_numbers(reading, first, min(first + PLACE_REACH, last)):
        others = reading.cue("others", number.last, number.last + 1)
        told = reading.any_cue(("held", "caught", "act"), first, last)
        if others and told and not is_bystander(reading, number.first, first):
            return Heads(number.first, others.last, number.value)
    return None


def roll(reading: Reading, ones: Sequence[Heads], first: int, last: int) -> Heads | None:
    """ "A tea seller, a student, a mason.": a sentence that is nothing but a list of people."""
    if (
        len(ones) < FEWEST_LISTED
        or ones[0].value > 1
        or ones[0].first - first > 1
        or last - ones[-1].last > ROLL_GAP
    ):
        return None
    if reading.cue("the one", first, first + 1):
        return None  # "The driver, a Moroccan, …"
    for one, other in pairwise(ones):
        articled = reading.cue("an", other.first - 1, other.first) is not None
        start = other.first - articled
        set_off = reading.between(start, start).strip() == ","
        if not 0 <= other.first - one.last <= ROLL_GAP or not (
            set_off or has_and(reading, start - 1, start)
        ):
            return None
    return Heads(ones[0].first, ones[-1].last, sum(one.value for one in ones))
