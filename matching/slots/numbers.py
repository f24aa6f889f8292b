"""Numbers in digits and in words of five languages, compound ones too: "trente et un"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from matching.phrases import Hit
from matching.reading import Reading, once

TEN, HUNDRED = 10, 100
NAME_BACK = 3
"""Words of a name that a number ends: "Canal Sur 24"."""

_THOUSANDS_BEHIND = re.compile(r"[.,]\d{3}(?!\d)| 000(?!\d)")
_HOUR_BEFORE = re.compile(r"\d ?h ?$")
_NAME_BEFORE = re.compile(r"[^\W\d_]{3}$")
_THOUSANDS_BEFORE = re.compile(r"\d[.,]$")


class Number(NamedTuple):
    """A number at tokens [first, last)."""

    first: int
    last: int
    value: int


@once
def find_numbers(reading: Reading, first: int, last: int) -> tuple[Number, ...]:
    """Return the numbers of up to three digits in [first, last): digits, and words as one.

    Thousands and more are none of them, nor is what stands before "thousand".
    """
    small = _small(reading, first, last)
    return tuple(n for n in small if not reading.cue("magnitude", n.last, n.last + 1))


def _small(reading: Reading, first: int, last: int) -> Iterator[Number]:
    words = list(reading.cues("number", first, last))
    at = 0
    while at < len(words):
        number, used = _compound(reading, words, at, last)
        if not (_is_tuesday(reading, words, at, used) or _is_husband(reading, number)):
            yield number
        at += used
    for hit in reading.cues("digits", first, last):
        if not any(is_other(reading, hit) for is_other in _OTHER):
            yield Number(hit.first, hit.last, hit.value)


def _is_husband(reading: Reading, number: Number) -> bool:
    """ "وزوج": "and the husband of", elsewhere the Darija's "and two"."""
    kin = reading.cue("kin", number.first, number.last) is not None
    return kin and reading.cue("persons", number.last, number.last + 1) is None


def _is_tuesday(reading: Reading, words: list[Hit], at: int, used: int) -> bool:
    """ "شد الثلاث خمسة": Darija's Tuesday, and five; no number counts another."""
    definite = reading.tokens[words[at].first].text.startswith(reading.affixes.definite)
    behind = at + 1 < len(words) and words[at + 1].first == words[at].last
    return definite and behind and used == 1


def _is_part_of_thousands(reading: Reading, hit: Hit) -> bool:
    """ "A town of 140,000 people", "140.000", "140 000": neither 140 nor 0."""
    token, text = reading.tokens[hit.first], reading.folded.text
    return bool(
        _THOUSANDS_BEHIND.match(text, token.end)
        or (len(token.text) == 3 and _THOUSANDS_BEFORE.search(text[: token.start][-2:]))
    )


def _is_minutes(reading: Reading, hit: Hit) -> bool:
    """ "18h42", "18 h 42"."""
    start = reading.tokens[hit.first].start
    return _HOUR_BEFORE.search(reading.folded.text[max(0, start - 4) : start]) is not None


def _is_in_name(reading: Reading, hit: Hit) -> bool:
    """ "مدار21", "Le360": outlets' names; the particles of Arabic are shorter."""
    start = reading.tokens[hit.first].start
    return _NAME_BEFORE.search(reading.folded.text[max(0, start - 3) : start]) is not None


def _is_outlets(reading: Reading, hit: Hit) -> bool:
    """ "France 24", "موقع اليوم 24"; a number that ends a name in quotation marks."""
    near = (max(0, hit.first - NAME_BACK), hit.first + 1)
    if any(name.first <= hit.first < name.last for name in reading.cues("numbered outlet", *near)):
        return True
    end = reading.tokens[hit.first].end
    if reading.folded.text[end : end + 1] != '"' or _counts_people(reading, hit):
        return False
    gaps = (reading.between(at, at) for at in range(hit.first - 1, max(1, near[0]) - 1, -1))
    return any(gap.endswith('"') for gap in gaps) and '"' not in reading.between(
        hit.first, hit.first
    )


def _counts_people(reading: Reading, hit: Hit) -> bool:
    """ "A band of 12", dont le chef; "خلية من 12" شخصا."""
    if reading.any_cue(("of", "composed"), hit.first - 1, hit.first):
        return True
    people = reading.cue("persons", hit.last, hit.last + 1) is not None
    return people and not reading.between(hit.last, hit.last).strip(' "')


_OTHER = (_is_part_of_thousands, _is_minutes, _is_in_name, _is_outlets)


def number_at(reading: Reading, at: int, first: int) -> int | None:
    """Return the number that ends at token `at`."""
    if at < first:
        return None
    hit = reading.cue("digits", at, at + 1) or reading.cue("number", at, at + 1)
    return int(hit.value) if hit else None


def _compound(reading: Reading, words: list[Hit], at: int, last: int) -> tuple[Number, int]:
    """ "Vingt et un", "trente-cinq", "treinta y cinco", "خمسة وعشرون": tens and units make one."""
    hit = words[at]
    one = hit.last + 1
    tens = hit.value >= 2 * TEN and one < last and reading.cue("date and", hit.last, one)
    if tens and reading.cue("one", one, one + 1):
        return Number(hit.first, one + 1, hit.value + 1), 1
    if at + 1 < len(words):
        other = words[at + 1]
        gap = other.first - hit.last
        joined = gap == 0 or (gap == 1 and reading.cue("date and", hit.last, hit.last + 1))
        if joined and (_is_tens_and_unit(hit, other) or _is_unit_and_tens(reading, hit, other)):
            return Number(hit.first, other.last, hit.value + other.value), 2
    return Number(hit.first, hit.last, hit.value), 1


def _is_tens_and_unit(hit: Hit, other: Hit) -> bool:
    """Latin scripts; the French go on to nineteen behind sixty and eighty."""
    most = 2 * TEN if hit.value in (60, 80) else TEN
    return bool(hit.value >= 2 * TEN and hit.value % TEN == 0 and 0 < other.value < most)


def _is_unit_and_tens(reading: Reading, hit: Hit, other: Hit) -> bool:
    """Arabic; "and" is written together with the tens."""
    tens = 2 * TEN <= other.value < HUNDRED and other.value % TEN == 0
    return hit.value < TEN and tens and reading.tokens[other.first].text.startswith("و")
