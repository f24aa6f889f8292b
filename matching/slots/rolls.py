"""People who are told one by one, by what they are: "the manager, two clerks and a courier".

Called by tally.py and people.py. Most such nouns are in no lexicon: the list itself tells them.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from matching.phrases import AND, ARABIC, Hit
from matching.reading import Reading, once
from matching.slots.ages import ages_in
from matching.slots.arabic_rolls import NO_PEOPLE, arabic_lists
from matching.slots.around import is_of
from matching.slots.heads import Heads
from matching.slots.numbers import find_numbers

MOST_WORDS = 6
"""Tokens of one of the list."""

VERB_REACH = 8
"""Tokens between "were" and "arrested", or "in custody"."""

START_REACH = 9
"""Tokens between "arrested" and the first of a list: the day, the town."""

LEADING = ("an", "the one", "own")
AGE_REACH = 3
AGES_REACH = 14
"""Tokens of an aside that tells how old those of a list are."""

DAYS = ("weekday", "relative", "month", "digits")
ENDS = ("at", "inside", "weekday", "relative", "by", "of those held")
PEOPLE = ("one person", "persons", "head count", "kin")


@once
def enrolled(reading: Reading, first: int, last: int) -> Heads | None:
    """Return the people of the sentence's list, if it tells that they were arrested."""
    if first < last and reading.tokens[first].text >= ARABIC:
        return next(arabic_lists(reading, first, last), None)
    subject = _list_at(reading, first, last, "they are")
    if subject:
        verb = _behind_ages(reading, subject.last, subject.value)
        if _were_taken(reading, verb, last):
            return subject
    opening = _opening(reading, first, last)
    if opening:
        return opening
    return next(chain(_with_him(reading, first, last), _objects(reading, first, last)), None)


def told_beside(reading: Reading, first: int, last: int) -> int:
    """How many "besides the farmer and his brother-in-law," tells, in tokens [first, last)."""
    at, value = _behind_a(reading, first, last), 0
    while at < last:
        arabic = reading.tokens[at].text >= ARABIC
        contracted = at == first and reading.cue("definite", at - 1, at) is not None
        one = 1 if arabic or contracted else _value_at(reading, at, last)
        if one is None:
            return 0
        stop = _end_of_one(reading, at - contracted, last, None, end=False)
        if arabic:
            behind = (n for n in range(at + 1, last) if reading.tokens[n].text[0] == AND)
            stop = min(next(behind, last), last)
        if reading.any_cue((*NO_PEOPLE, "held", "act"), at, stop):
            return 0
        if not _is_somebody(reading, at, at + 1 if arabic else stop):
            return 0
        value += one
        joined = reading.cue("people and", stop, min(stop + 1, last))
        at = _behind_a(reading, joined.last if joined else stop, last)
    return value


def _is_somebody(reading: Reading, at: int, stop: int) -> bool:
    """ "The farmer", not "a search", "a message of a friend" or "that"."""
    of = next((token for token in range(at + 1, stop) if is_of(reading, token)), stop)
    return reading.any_cue(PEOPLE, at, of)


def _opening(reading: Reading, first: int, last: int) -> Heads | None:
    """ "A breeder, his two sons and a driver: that is the ring that fell on Monday".

    Not "nine people arrested, four on this side and five on the other".
    """
    heads = _list_at(reading, first, last, None)
    if heads is None or reading.any_cue(("held", "caught"), first, heads.last):
        return None
    several = (_value_at(reading, first, last) or 0) > 1
    ends = heads.last >= last or ":" in reading.between(heads.last, heads.last)
    return heads if ends and not (several and _has_comma(reading, first, heads.last)) else None


def _with_him(reading: Reading, first: int, last: int) -> Iterator[Heads]:
    """ "The owner was arrested with his brother-in-law", "arrested a broker with two clerks"."""
    for held in (*reading.cues("taken alone", first, last), *_whom(reading, first, last)):
        for along in reading.cues("along with", held.last, min(held.last + START_REACH, last)):
            heads = _list_at(reading, along.last, last, None) or _one_at(reading, along.last, last)
            if heads:
                yield Heads(held.first, heads.last, 1 + heads.value)
                break


def _whom(reading: Reading, first: int, last: int) -> Iterator[Hit]:
    """Whoever stands behind an arrest, alone."""
    for held in reading.cues("takes people", first, last):
        for at in range(held.last, min(held.last + START_REACH, last)):
            if reading.any_cue((*DAYS, "place"), at, at + 2):
                continue
            value = _value_at(reading, at, last)
            if value == 1:
                yield held._replace(first=at, last=at + 1)
            if value:
                break


def _one_at(reading: Reading, at: int, last: int) -> Heads | None:
    """ "His brother", "a neighbour", "his two waiters", and nobody else."""
    value = _value_at(reading, at, last)
    if value is None:
        return None
    noun = (at + 1, min(at + 2 + (value > 1), last))
    person = reading.any_cue(PEOPLE, *noun)
    known = value > 1 and reading.cue("own", at, at + 1) and not _is_nobody(reading, at, noun[1])
    return Heads(at, noun[1], value) if person or known else None


def _were_taken(reading: Reading, at: int, last: int) -> bool:
    near = (at, min(at + VERB_REACH, last))
    return reading.any_cue(("caught", "custody", "refer"), *near)


def _objects(reading: Reading, first: int, last: int) -> Iterator[Heads]:
    """ "Arrested on Monday the manager, an accountant and a courier in Fez"."""
    for held in reading.cues("held", first, last):
        for start in range(held.last, min(held.last + START_REACH, last)):
            if reading.any_cue(DAYS, start, start + 2):
                continue
            if start > held.last and (_is_of_others(reading, start) or _is_place(reading, start)):
                continue
            several = (_value_at(reading, start, last) or 0) > 1
            whom = reading.cue("takes people", held.first, held.last) is not None
            heads = None if several else _list_at(reading, start, last, None, whom=whom)
            if heads:
                yield heads
                break


def _is_place(reading: Reading, start: int) -> bool:
    """ "In a village"; the Spanish "a un" is whom."""
    where = reading.cue("inside", start - 1, start)
    return where is not None and reading.cue("personal", start - 1, start) is None


def _is_of_others(reading: Reading, start: int) -> bool:
    """ "Arrested, on a tip given by the bureau, a clerk and his aide": not the bureau."""
    return reading.cue("by", start - 1, start) is not None or is_of(reading, start - 1)


def _list_at(
    reading: Reading, start: int, last: int, verb: str | None, *, whom: bool = False
) -> Heads | None:
    """Read one after the other; "and" leads the last, and behind that stands the verb or an end.

    `whom`: whoever is told is a person, for such a verb stands before the list.
    """
    at, value, end = start, 0, False
    while at < last:
        one = _value_at(reading, at, last)
        if one is None:
            return None
        value += one
        stop = _end_of_one(reading, at, last, verb if end else None, end)
        if _is_nobody(reading, at, stop) or _is_clause(reading, at, stop):
            return None
        if end:
            closed = verb is None or _goes_on(reading, verb, stop, value)
            people = _tells_people(reading, start, stop, known=verb is None and not whom)
            return Heads(start, stop, value) if closed and people else None
        joined = reading.cue("people and", stop, min(stop + 1, last))
        if joined is None and not (stop < last and _ends_at(reading, stop)):
            return None  # too many words for one of a list
        end = joined is not None
        at = joined.last if joined else _behind_age(reading, stop, last)
        at = _behind_a(reading, at, last)
    return None


def _goes_on(reading: Reading, verb: str, end: int, told: int) -> bool:
    """No comma before the verb: "two men, a broker and a driver, were" tells two.

    Ages may stand between commas, as many as people told.
    """
    at = _behind_ages(reading, end, told)
    return reading.cue(verb, at, at + 1) is not None and (at > end or not _is_set_off(reading, at))


def _behind_ages(reading: Reading, at: int, told: int) -> int:
    """Where ", aged 38 and 45," or "(38 and 45)" ends: as many ages as people told."""
    sentence = reading.sentences[reading.sentence_of(at - 1)]
    upto = min(at + AGES_REACH, sentence.last)
    if at >= upto or not _ends_at(reading, at):
        return at
    ages = [
        age for age in ages_in(reading, sentence.first, sentence.last) if at <= age.first < upto
    ]
    if not ages or len(ages) != told:
        return at
    behind = ages[-1].last + (reading.cue("years", ages[-1].last, upto) is not None)
    return behind if behind < sentence.last else at


def _tells_people(reading: Reading, start: int, end: int, *, known: bool) -> bool:
    """Who "were arrested" are people, whatever they are called; what is seized is not."""
    told = reading.any_cue(PEOPLE, start, end)
    dated = reading.any_cue(("weekday", "relative"), start, end)
    return (told or not known) and not dated


def _is_nobody(reading: Reading, at: int, end: int) -> bool:
    """ "A van", not "the pilot of a van" or "a van driver"."""
    of = next((token for token in range(at + 2, end) if is_of(reading, token)), end)
    if reading.any_cue(PEOPLE, at, of):
        return False
    if reading.cue("own", at, at + 1) and reading.cue("passengers", at, of):
        return False
    others = (
        hit for concept in (*NO_PEOPLE, "seizure units") for hit in reading.cues(concept, at, of)
    )
    return not all(reading.cue("years", hit.first, hit.first + 1) for hit in others)


def _is_clause(reading: Reading, at: int, end: int) -> bool:
    """ "A man with his van, a phone and a computer", "a man who ran a shop, a bar and a mill", "a
    trader was freed"."""
    return reading.any_cue(("along with", "clause", "freed"), at, end)


def _has_comma(reading: Reading, first: int, last: int) -> bool:
    return any(_is_set_off(reading, at) for at in range(first + 1, last))


def _behind_a(reading: Reading, at: int, last: int) -> int:
    """The Spanish "a" before "un" and "sus", "of" in "the arrest of a clerk and of his aide"."""
    led = at + 1 < last and reading.cue("leads to one", at, at + 1) is not None
    return at + 1 if led and _value_at(reading, at + 1, last) else at


def _behind_age(reading: Reading, at: int, last: int) -> int:
    """ ", 39 ans," says how old the one before is."""
    near = (at, min(at + AGE_REACH, last))
    if not reading.cue("digits", *near) or reading.cue("persons", *near):
        return at
    behind = (n for n in range(at + 1, min(at + AGE_REACH + 2, last)) if _is_set_off(reading, n))
    return next(behind, at)


@once
def _value_at(reading: Reading, at: int, last: int) -> int | None:
    """How many begin at a token: a number, or one behind an article; not an age."""
    number = next((n for n in find_numbers(reading, at, min(at + 3, last)) if n.first == at), None)
    if number:
        sentence = reading.sentences[reading.sentence_of(at)]
        aged = any(age.first == at for age in ages_in(reading, sentence.first, sentence.last))
        alone = number.last >= last or _is_set_off(reading, number.last)
        alone = alone or reading.cue("people and", number.last, number.last + 1) is not None
        return None if aged or alone else number.value
    if not reading.any_cue(LEADING, at, at + 1) or _is_at(reading, at):
        return None
    behind = next(iter(find_numbers(reading, at + 1, min(at + 2, last))), None)
    return behind.value if behind else 1  # "his three sons"


def _is_at(reading: Reading, at: int) -> bool:
    """The French "à", which folds into the article "a"."""
    return not reading.quote(at, at + 1)[0].isascii()


def _end_of_one(reading: Reading, at: int, last: int, verb: str | None, end: bool) -> int:
    """Where the next begins: at a comma, at "and", or behind the last of them at the verb."""
    for stop in range(at + 2, min(at + 1 + MOST_WORDS, last)):
        if _ends_at(reading, stop) or (verb and reading.cue(verb, stop, stop + 1)):
            return stop
        if end and not verb and reading.any_cue(ENDS, stop, stop + 1):
            return stop
        joined = reading.cue("people and", stop, stop + 1)
        if joined and not end and _value_at(reading, _behind_a(reading, joined.last, last), last):
            return stop
    return min(at + 1 + MOST_WORDS, last)


def _ends_at(reading: Reading, at: int) -> bool:
    return _is_set_off(reading, at) or any(mark in reading.between(at, at) for mark in ":(")


def _is_set_off(reading: Reading, at: int) -> bool:
    between = reading.between(at, at)
    return "," in between or " - " in between
