"""People who are told one by one, by what they are: "the manager, two clerks and a courier".

Called by tally.py and people.py. Most such nouns are in no lexicon: the list itself tells them.
"""

from __future__ import annotations

from collections.abc import Iterator

from matching.phrases import AND, ARABIC
from matching.reading import Reading
from matching.slots.heads import Heads
from matching.slots.numbers import find_numbers

MOST_WORDS = 6
"""Tokens of one of the list."""

VERB_REACH = 8
"""Tokens between "were" and "arrested", or "in custody"."""

START_REACH = 9
"""Tokens between "arrested" and the first of a list: the day, the town."""

GAP_REACH = 2
SHORTEST = 5
ACCUSATIVE = "ا"
LEADING = ("an", "the one", "own")
AGE_REACH = 3
NOBODY = (
    "partner",
    "office",
    "cells",
    "case",
    "group",
    "not_people",
    "seize",
    "seizure goods",
    "seizure bare",
)
DAYS = ("weekday", "relative", "month", "digits")
ENDS = ("at", "inside", "weekday", "relative", "by", "of those held")
PEOPLE = ("one person", "persons", "head count", "kin")


def enrolled(reading: Reading, first: int, last: int) -> Heads | None:
    """Return the people of the sentence's list, if it tells that they were arrested."""
    if first < last and reading.tokens[first].text >= ARABIC:
        return next(_arabic_lists(reading, first, last), None)
    subject = _list_at(reading, first, last, "they are")
    if subject and _were_taken(reading, subject.last, last):
        return subject
    return next(_objects(reading, first, last), None)


def _were_taken(reading: Reading, at: int, last: int) -> bool:
    near = (at, min(at + VERB_REACH, last))
    return any(reading.cue(concept, *near) for concept in ("caught", "custody"))


def _objects(reading: Reading, first: int, last: int) -> Iterator[Heads]:
    """ "Arrested on Monday the manager, an accountant and a courier in Fez"."""
    for held in reading.cues("held", first, last):
        for start in range(held.last, min(held.last + START_REACH, last)):
            if any(reading.cue(day, start, start + 2) for day in DAYS):
                continue
            several = (_value_at(reading, start, last) or 0) > 1
            heads = None if several else _list_at(reading, start, last, None)
            if heads:
                yield heads
                break


def _list_at(reading: Reading, start: int, last: int, verb: str | None) -> Heads | None:
    """Read one after the other; "and" leads the last, and behind that stands the verb or an end."""
    at, value, end = start, 0, False
    while at < last:
        one = _value_at(reading, at, last)
        if one is None:
            return None
        value += one
        stop = _end_of_one(reading, at, last, verb if end else None, end)
        if end:
            closed = verb is None or _goes_on(reading, verb, stop)
            people = _tells_people(reading, start, stop, known=verb is None)
            return Heads(start, stop, value) if closed and people else None
        joined = reading.cue("people and", stop, min(stop + 1, last))
        end = joined is not None
        at = joined.last if joined else _behind_age(reading, stop, last)
        at = _behind_a(reading, at, last)
    return None


def _goes_on(reading: Reading, verb: str, at: int) -> bool:
    """No comma before the verb: "two men, a broker and a driver, were" tells two."""
    return reading.cue(verb, at, at + 1) is not None and not _is_set_off(reading, at)


def _tells_people(reading: Reading, start: int, end: int, *, known: bool) -> bool:
    """Who "were arrested" are people, whatever they are called; what is seized is not."""
    told = any(reading.cue(concept, start, end) for concept in PEOPLE)
    others = (hit for concept in NOBODY for hit in reading.cues(concept, start, end))
    aged = (reading.cue("years", hit.first, hit.first + 1) for hit in others)
    dated = any(reading.cue(day, start, end) for day in ("weekday", "relative"))
    return (told or not known) and not dated and all(aged)


def _behind_a(reading: Reading, at: int, last: int) -> int:
    """The Spanish "a" before "un" and "sus"."""
    led = at + 1 < last and reading.tokens[at].text == "a"
    return at + 1 if led and _value_at(reading, at + 1, last) else at


def _behind_age(reading: Reading, at: int, last: int) -> int:
    """ ", 39 ans," says how old the one before is."""
    near = (at, min(at + AGE_REACH, last))
    if not reading.cue("digits", *near) or reading.cue("persons", *near):
        return at
    behind = (n for n in range(at + 1, min(at + AGE_REACH + 2, last)) if _is_set_off(reading, n))
    return next(behind, at)


def _value_at(reading: Reading, at: int, last: int) -> int | None:
    """How many begin at a token: a number, or one behind an article; not an age."""
    number = next((n for n in find_numbers(reading, at, min(at + 3, last)) if n.first == at), None)
    if number:
        aged = reading.cue("years", number.last, min(number.last + 1, last))
        alone = number.last >= last or _is_set_off(reading, number.last)
        return None if aged or alone else number.value
    if not any(reading.cue(concept, at, at + 1) for concept in LEADING):
        return None
    behind = next(iter(find_numbers(reading, at + 1, min(at + 2, last))), None)
    return behind.value if behind else 1  # "his three sons"


def _end_of_one(reading: Reading, at: int, last: int, verb: str | None, end: bool) -> int:
    """Where the next begins: at a comma, at "and", or behind the last of them at the verb."""
    for stop in range(at + 2, min(at + 1 + MOST_WORDS, last)):
        if _is_set_off(reading, stop) or (verb and reading.cue(verb, stop, stop + 1)):
            return stop
        if end and not verb and any(reading.cue(c, stop, stop + 1) for c in ENDS):
            return stop
        joined = reading.cue("people and", stop, stop + 1)
        if joined and not end and _value_at(reading, _behind_a(reading, joined.last, last), last):
            return stop
    return min(at + 1 + MOST_WORDS, last)


def _is_set_off(reading: Reading, at: int) -> bool:
    return "," in reading.between(at, at)


def _arabic_lists(reading: Reading, first: int, last: int) -> Iterator[Heads]:
    """ "أوقف … طالبا وكهربائيا وبائعا": objects of the verb, each with "and" in one word."""
    for held in reading.cues("held", first, last):
        for one in reading.cues("one person", held.last, min(held.last + START_REACH, last)):
            if not reading.tokens[one.first].text.endswith(ACCUSATIVE):
                continue
            value, end = 1, one.last
            while joined := _joined_object(reading, end, last):
                value, end = value + 1, joined
            if value > 1:
                yield Heads(one.first, end, value)


def _joined_object(reading: Reading, start: int, last: int) -> int | None:
    for at in range(start, min(start + GAP_REACH, last)):
        word = reading.tokens[at].text
        if _is_set_off(reading, at):
            return None
        if word.startswith(AND) and word.endswith(ACCUSATIVE) and len(word) >= SHORTEST:
            other = any(reading.cue(c, at, at + 1) for c in (*NOBODY, "number", "act", "place"))
            return None if other else at + 1
    return None
