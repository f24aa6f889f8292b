"""Says of people counted apart that they are the same: a list of those counted before, a part of
them, or one of them.

Called by chains.py, which adds up whoever is not.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from matching.phrases import AND, ARABIC
from matching.reading import Reading
from matching.slots.ages import ages_in
from matching.slots.arabic_rolls import list_at
from matching.slots.heads import Heads, articles, has_and
from matching.slots.numbers import find_numbers

EXPLAINS = (":", "(", " - ")
LISTS = (*EXPLAINS, ",", ";")
"""Marks between a number of people and the first of a list of them; the former lead only that."""

MOST_PARTS = 6
AGE_WORDS = 3
ROLL_GAP = 4
"""Tokens that say more of somebody in a list."""


def are_the_same(reading: Reading, one: Heads, other: Heads) -> bool:
    """ "Nine people, four here and five there", "two brothers, a broker and a driver"."""
    mark = _lists(reading, one, other)
    if one.value < 2 or mark is None:
        return False
    if _are_in_arabic_list(reading, one, other):
        return True
    last = reading.sentences[reading.sentence_of(one.first)].last
    parts = [n.value for n in find_numbers(reading, one.last, last)][:MOST_PARTS]
    if one.value in list(accumulate(parts))[1:] and reading.cue("of them", one.last, other.first):
        return True  # "nine, five of them here and the other four there"
    if are_others(reading, one, other):
        return False
    if are_listed(reading, one):
        return True
    if one.value in accumulate(parts) and other.value in parts:
        return True
    ones = len(articles(reading, one.last, other.last))
    people = mark in EXPLAINS or reading.cue("people", one.first, one.last) is not None
    return other.value == 1 and ones == one.value and people


def _are_in_arabic_list(reading: Reading, one: Heads, other: Heads) -> bool:
    """ "شخصين، أب وابنه", "ثلاثة أشخاص، أم وابناها": as many as were counted before the comma."""
    begins = one.last < other.first and reading.pauses_before(one.last)
    if not begins or reading.tokens[other.first].text[0] != AND:
        return False
    last = reading.sentences[reading.sentence_of(one.first)].last
    listed = list_at(reading, one.last, last)
    return listed is not None and listed.first < other.first and listed.value == one.value


def is_named_again(reading: Reading, one: Heads, other: Heads) -> bool:
    """ "Four: a grocer, his brother …", "un hombre de 31 años y vecino de Melilla", "el conductor,
    de 31 años y vecino de Melilla".
    """
    tokens = reading.tokens
    between = reading.folded.text[tokens[one.first].end : tokens[other.first].start]
    if one.value > 1 and ":" in between:
        return True
    bare = tokens[other.first].text < ARABIC and not any(
        reading.cue(concept, at, at + 1)
        for concept in ("an", "own", "the one", "number", "one other")
        for at in (other.first - 1, other.first)
    )
    articled = any(reading.cue("an", at, at + 1) for at in (one.first - 1, one.first))
    known = reading.cue("the one", one.first - 1, one.first) is not None
    aged = known and reading.cue("years", one.last, other.first) is not None
    return other.single and bare and (articled or aged)


def is_one_of_them(reading: Reading, one: Heads, other: Heads) -> bool:
    """ "خمسة أشخاص، منهم كيميائي وحارس الضيعة": no comma parts him from the first of them."""
    if other.single and reading.cue("of them", other.last, other.last + 1):
        return True  # "dos primos, uno de ellos …"
    inside = reading.cue("of them", one.last, other.first) if other.single else None
    if inside is None or reading.tokens[inside.first].text < ARABIC:
        return False
    return not any(reading.pauses_before(at) for at in range(inside.last, other.first + 1))


def are_others(reading: Reading, one: Heads, other: Heads) -> bool:
    """ "Three others", "deux autres": nobody who was told before."""
    near = (max(one.last, other.first - 1), other.last + 1)
    return reading.cue("others", *near) is not None


def are_listed(reading: Reading, men: Heads) -> bool:
    """ "Three men, a fisherman, a mechanic and a soldier" are three; "two men, a woman and a minor"
    are four.
    """
    last = reading.sentences[reading.sentence_of(men.first)].last
    if men.value < 2 or not reading.cue("men", men.first, men.last) or men.last >= last:
        return False
    if reading.between(men.last, men.last).strip() != ",":
        return False
    ages = [age.first for age in ages_in(reading, men.first, last)]
    numbers = [n for n in find_numbers(reading, men.last, last) if n.first not in ages]
    told = {one.first: 1 for one in articles(reading, men.last, last)}
    told |= {number.first: int(number.value) for number in numbers}
    total, end = 0, men.last
    for at, value in sorted(told.items()):
        aged = any(end <= age < at for age in ages)  # "a courier of 25 and a vendor of 32"
        if at - end > ROLL_GAP + aged * AGE_WORDS:
            return False
        total, end = total + value, at + 1
        if has_and(reading, at - 1, at):
            unlike = reading.cue("no men", men.last, min(end + 1, last))
            return total == men.value and unlike is None
    return False


def _lists(reading: Reading, one: Heads, other: Heads) -> str | None:
    """The mark before the first one listed."""
    listed = reading.cue("an", one.last, other.last)
    numbers = [n.first for n in find_numbers(reading, one.last, other.last)]
    first = min([*numbers, other.first, listed.first if listed else other.first])
    between = reading.folded.text[reading.tokens[one.last - 1].end : reading.tokens[first].start]
    return next((mark for mark in LISTS if mark in between), None)


def without_parts(reading: Reading, counted: Sequence[Heads]) -> list[Heads]:
    """Leave out what only says where those counted before are: "three, two here and one there"."""
    kept: list[Heads] = []
    at = 0
    while at < len(counted):
        kept.append(counted[at])
        at += 1 + _parts_behind(reading, counted, at)
    return kept


def _parts_behind(reading: Reading, counted: Sequence[Heads], at: int) -> int:
    """How many of the next ones, each with a place, sum up to this one."""
    total = 0
    for number, part in enumerate(counted[at + 1 : at + 1 + MOST_PARTS], 1):
        total += part.value
        if not is_placed(reading, part.last, 1):
            return 0
        if total == counted[at].value and number > 1:
            return number
    return 0


def is_placed(reading: Reading, end: int, reach: int) -> bool:
    near = (end, end + reach)
    return reading.any_cue(("at", "inside", "written at"), *near)
