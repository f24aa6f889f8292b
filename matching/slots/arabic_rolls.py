"""Arabic lists of people, whatever they are called: "أوقف ربان القارب ومساعده وميكانيكيا".

Called by rolls.py. "And" is one word with whoever it joins; that he is a person is seen from his
ending or from the lexicon.
"""

from __future__ import annotations

from collections.abc import Iterator

from matching.phrases import AND
from matching.reading import Reading
from matching.slots.heads import Heads
from matching.slots.numbers import find_numbers
from matching.tokens import ARTICLE

START_REACH = 12
"""Tokens between "arrested" and the first of a list: by whom, the day, the town."""

GAP_REACH = 4
"""Tokens that say more of one of them: "the owner of the agency in Laayoune"."""

AGE_REACH = 3
"""As many more where they say how old he is."""

OF_REACH = 2
SHORTEST = 5
MOST_TOLD = 30
KNOWN = ("one person", "kin")
NO_PEOPLE = (
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
"""What a list of things and services names."""

NOBODY = (
    *NO_PEOPLE,
    "act",
    "custody",
    "refer",
    "held",
    "place",
    "weekday",
    "digits",
    "among",
    "gone",
    "let go",
    "belongings",
)

UNITS = ("not_people", "years", "seizure goods", "seizure units", "time unit", "month")


def arabic_lists(reading: Reading, first: int, last: int) -> Iterator[Heads]:
    """Yield the lists behind an arrest in tokens [first, last)."""
    yield from _in_company(reading, first, last)
    for held in reading.cues("held", first, last):
        for at in range(held.last, min(held.last + START_REACH, last)):
            if reading.cue("seize", at, at + 1):
                break
            heads = list_at(reading, at, last)
            if heads:
                yield heads
                break


def _in_company(reading: Reading, first: int, last: int) -> Iterator[Heads]:
    """ "اعتقلت رفقة مساعد السائق", "جرى توقيفه رفقة زوجته وجاره": the verb tells one, too."""
    for along in reading.cues("along with", first + 1, last):
        at = along.first - 1
        verb = reading.cue("taken alone", at, at + 1)
        noun = reading.cue("act", at, at + 1) and _is_of_one(reading, at)
        if (verb or noun) and along.last < last:
            heads = _go_on(reading, Heads(at, along.last, 1), last, led=True)
            if heads.value > 1:
                yield heads


def _is_of_one(reading: Reading, at: int) -> bool:
    """ "توقيفه", not "توقيفهما"."""
    his = reading.tokens[at].text.endswith(reading.affixes.his)
    return his and reading.cue("dual", at, at + 1) is None


def _go_on(reading: Reading, start: Heads, last: int, *, led: bool) -> Heads:
    """Add those who are joined to the first one.

    `led`: the next one stands right behind "along with", and has to be a known person there: things
    and officers do, too, and "إلى جانب الطريق" is no company.
    """
    one = _one_at(reading, start.last, last, led=True) if led else None
    value, end = start.value, start.last
    if led and one is None:
        return start
    while one or (one := _joined(reading, end, last)):
        value, end, one = value + one.value, one.last, None
    return Heads(start.first, end, value)


def list_at(reading: Reading, start: int, last: int) -> Heads | None:
    """Somebody who is known, or whom "and his son" follows, and those whom "and" joins."""
    if _is_nobody(reading, start) or _has_and(reading, start):
        return None
    known = reading.any_cue(KNOWN, start, start + 1)
    known = known or _has_company(reading, start, last)
    if not known and not _his(reading, start + 1, last):
        return None
    heads = _go_on(reading, Heads(start, start + 1, 1), last, led=False)
    return heads if heads.value > 1 else None


def _has_company(reading: Reading, at: int, last: int) -> bool:
    """ "شخص يبلغ من العمر 43 سنة رفقة والدته"."""
    one = any(hit.value == 1 for hit in reading.cues("head count", at, at + 1))
    near = (at + 1, min(at + 1 + GAP_REACH + AGE_REACH, last))
    return one and any(
        _one_at(reading, along.last, last, led=True)
        for along in reading.cues("along with", *near)
        if along.last < last
    )


def _his(reading: Reading, start: int, last: int) -> bool:
    """ "And his son", behind one or two words: whoever stands before is somebody."""
    for at in range(start, min(start + OF_REACH, last)):
        if _has_and(reading, at):
            own = _is_owned(reading, at)
            person = reading.any_cue(KNOWN, at, at + 1)
            known = reading.cue("kin", at, at + 1) is not None or (own and person)
            return known or (own and not _is_nobody(reading, at) and _is_noun(reading, at, last))
        if _ends(reading, at) or reading.pauses_before(at):
            return False
    return False


def _joined(reading: Reading, start: int, last: int) -> Heads | None:
    """The next one that "and" or "together with" joins."""
    aged = reading.cue("age", start, min(start + GAP_REACH, last)) is not None
    for at in range(start, min(start + GAP_REACH + AGE_REACH * aged, last)):
        company = reading.cue("people and", at, at + 1)
        if reading.cue("next scene", at, at + 1):
            person = (reading.cue(concept, at + 1, min(at + 2, last)) for concept in KNOWN)
            return _one_at(reading, at + 1, last, led=True) if any(person) else None
        if company and company.last < last and not _has_and(reading, at):
            return _one_at(reading, company.last, last, led=True)
        if _has_and(reading, at):
            return _one_at(reading, at, last, led=False)
        if reading.pauses_before(at) or _ends(reading, at):
            return None
    return None


def _has_and(reading: Reading, at: int) -> bool:
    first = reading.tokens[at].text[0] == AND
    return first and reading.cue("no and", at, at + 1) is None


def _ends(reading: Reading, at: int) -> bool:
    return reading.any_cue(("held", "seize", "act", "custody"), at, at + 1)


def _one_at(reading: Reading, at: int, last: int, *, led: bool) -> Heads | None:
    if _is_nobody(reading, at) or (led and reading.cue("force", at, at + 1)):
        return None  # "رفقة عناصر الدرك"
    number = next((n for n in find_numbers(reading, at, at + 1) if n.first == at), None)
    if number:
        other = reading.any_cue(UNITS, number.last, min(number.last + 2, last))
        other = other or reading.tokens[at].text.startswith(AND + ARTICLE)
        if number.value == 1 and at + 1 < last and not _is_nobody(reading, at + 1):
            return Heads(at, at + 2, 1)  # Darija: "وواحد الخدام"
        fits = not other and 1 < number.value <= MOST_TOLD
        return Heads(at, number.last, number.value) if fits else None
    counts = reading.cue("head count", at, at + 1)
    if counts:
        return Heads(at, counts.last, counts.value)
    noun = reading.cue("persons", at, at + 1)
    if noun and reading.tokens[at].text.endswith(reading.affixes.dual):
        return Heads(at, noun.last, 2)
    if reading.any_cue(KNOWN, at, at + 1):
        return Heads(at, at + 1, 1)
    if not led and _is_dual(reading, at):
        return Heads(at, at + 1, 2)
    return Heads(at, at + 1, 1) if not led and _is_noun(reading, at, last) else None


def _is_dual(reading: Reading, at: int) -> bool:
    """ "ووسيطين": things are mostly feminine, "ودراجتين"; of several the number is told."""
    word = reading.tokens[at].text
    return (
        len(word) > SHORTEST
        and word.endswith(reading.affixes.dual)
        and not word.endswith(reading.affixes.feminine_dual)
        and not word.startswith((*reading.affixes.no_noun, AND + ARTICLE))
    )


def _is_noun(reading: Reading, at: int, last: int) -> bool:
    """ "وميكانيكيا", "ومحاسبه بالعيون،", not "ووضعه رهن"."""
    word = reading.tokens[at].text
    if len(word) < SHORTEST:
        return False
    owned = _is_owned(reading, at)
    if word.endswith(reading.affixes.object):
        return not owned or _stops(reading, at + 1, last)
    if at + 1 < last and reading.cue("of him", at + 1, at + 2):
        return True
    noun = not word.startswith(reading.affixes.no_noun)
    return owned and noun and _stops(reading, at + 1, last)


def _is_owned(reading: Reading, at: int) -> bool:
    """ "His", "her" or "their" stands at its end."""
    return reading.tokens[at].text.endswith(reading.affixes.his + reading.affixes.their)


def _stops(reading: Reading, at: int, last: int) -> bool:
    """A comma, an end, "and", or where it was."""
    if at >= last or reading.pauses_before(at) or reading.tokens[at].text[0] == AND:
        return True
    return reading.any_cue(("written at", "weekday", "relative"), at, at + 1)


def _is_nobody(reading: Reading, at: int) -> bool:
    return reading.any_cue(NOBODY, at, at + 1) or _is_month(reading, at)


def _is_month(reading: Reading, at: int) -> bool:
    """ "12 آب", not "أب وابنه": a father."""
    dated = reading.cue("digits", at - 1, at + 2) is not None
    return dated and reading.cue("month", at, at + 1) is not None
