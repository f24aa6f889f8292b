"""Reads numbers and weights, in digits and in words: "une tonne et 300 kilos" are 1,300 kilos."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from matching.phrases import Phrase, Phrasebook, parse_phrase
from matching.resolving.weights import PATH, load_weights
from matching.tokens import Token, tokenise

HUNDRED = 100
THOUSAND = 1_000

TONNE = 1_000
"""Kilos."""

MOST_DIGITS = 12
"""A longer run of digits is noise."""

_DIGITS = re.compile(r"\d+(?:[.,]\d+| (?=\d{3}\b)\d{3})*")
_THREE_DECIMALS = re.compile(r"\d+[.,]\d{3}")
_JOINED = re.compile(r"[\s-]*(?:(و|et|y|and)[\s-]*)?")
_ATTACHED = re.compile(r"[\s-]*(?:de |d.)?")


class Quantity(NamedTuple):
    """`amount` is in kilos where `weighed`, else a number; None where none is told.

    `decimal` are the kilos where three digits may be decimals, "25,740 kg", else None.
    """

    amount: float | None
    weighed: bool
    decimal: float | None = None


class Number(NamedTuple):
    """A number that a text names, in digits or in words, and its code points."""

    start: int
    end: int
    value: float


class _Mark(NamedTuple):
    """A number, a multiplier ("thousand"), a unit of weight or "and a half", in code points.

    A unit is `whole` where it tells a weight without a number: "une tonne". `decimal` is a number
    with one group of three digits, read as decimals.
    """

    start: int
    end: int
    concept: str
    value: float
    whole: bool
    decimal: float | None = None


class _Run(NamedTuple):
    """Numbers that make one, or a weight: then `unit` is its kilos; `decimal` as in a mark."""

    start: int
    end: int
    value: float
    unit: float
    decimal: float | None = None


def read_quantity(folded: str) -> Quantity:
    """Return the first weight of a folded text, its parts summed; the first number without one."""
    marks = _marks(folded)
    weights = list(_weights(marks, folded))
    if weights:
        total, first = _sum(weights, folded), weights[0]
        return Quantity(total, True, first.decimal if total == first.value else None)
    numbers = _runs(marks, folded)
    return Quantity(next((run.value for run in numbers), None), False)


def numbers_in(folded: str) -> frozenset[float]:
    """Return every number that a folded text names."""
    return frozenset(run.value for run in _runs(_marks(folded), folded))


def numbers_of(folded: str) -> list[Number]:
    """Return every number of a folded text but the weights with its place, in order."""
    marks = _marks(folded)
    weighed = [weight.start for weight in _weights(marks, folded)]
    runs = (run for run in _runs(marks, folded) if run.start not in weighed)
    return [Number(run.start, run.end, run.value) for run in runs]


def _sum(weights: Sequence[_Run], folded: str) -> float:
    """A smaller unit right behind a larger one goes on with it."""
    last, *others = weights
    total = last.value
    for weight in others:
        joined = _JOINED.fullmatch(folded[last.end : weight.start])
        if weight.unit >= last.unit or weight.value >= last.value or not joined:
            break
        total, last = total + weight.value, weight
    return total


def _weights(marks: Sequence[_Mark], folded: str) -> Iterator[_Run]:
    runs = _runs(marks, folded)
    for unit in (mark for mark in marks if mark.concept == "kilos"):
        number = next((run for run in reversed(runs) if run.end <= unit.start), None)
        if number and not _ATTACHED.fullmatch(folded[number.end : unit.start]):
            number = None
        if number or unit.whole:
            half = _half_behind(unit, marks, folded)
            times, decimal = _times(number, unit)
            times += half.value if half else 0
            start, end = number.start if number else unit.start, half.end if half else unit.end
            yield _Run(start, end, times * unit.value, unit.value, decimal)


def _times(number: _Run | None, unit: _Mark) -> tuple[float, float | None]:
    """ "1,362 tonne" are decimals, since nobody seizes so many; "1.890 kilos" may be either."""
    if number is None or number.decimal is None:
        return (number.value if number else 1), None
    if unit.value >= TONNE:
        return number.decimal, None
    return number.value, number.decimal if unit.value == 1 else None


def _half_behind(unit: _Mark, marks: Sequence[_Mark], folded: str) -> _Mark | None:
    behind = (mark for mark in marks if mark.concept == "half" and mark.start >= unit.end)
    half = next(behind, None)
    return half if half and not folded[unit.end : half.start].strip(" -") else None


def _runs(marks: Sequence[_Mark], folded: str) -> list[_Run]:
    """Put together what makes one number: "deux mille cinq cents", "76 ألف"."""
    runs: list[list[_Mark]] = []
    for mark in marks:
        if mark.concept not in ("number", "digits", "times"):
            continue
        if runs and _goes_on(runs[-1][-1], mark, folded):
            runs[-1].append(mark)
        else:
            runs.append([mark])
    return [
        _Run(run[0].start, run[-1].end, _value(run), 1, run[0].decimal if len(run) == 1 else None)
        for run in runs
    ]


def _goes_on(last: _Mark, mark: _Mark, folded: str) -> bool:
    joined = _JOINED.fullmatch(folded[last.end : mark.start])
    if joined is None:
        return False
    if mark.concept == "digits":
        return bool(joined[1]) and last.value == THOUSAND > mark.value and last.concept == "times"
    return not joined[1] or "times" in (last.concept, mark.concept) or _are_one(last, mark)


def _are_one(last: _Mark, mark: _Mark) -> bool:
    """ "Thirty and two", "sixty and eleven" and "two and thirty" are, "two and three" are not."""
    if last.value > mark.value:
        return last.value % 10 == 0
    return last.value < 10 < mark.value and mark.value % 10 == 0


def _value(run: Sequence[_Mark]) -> float:
    total = current = 0.0
    for mark in run:
        if mark.concept != "times":
            current += mark.value
        elif mark.value == HUNDRED:
            current = max(current, 1) * HUNDRED
        else:
            total, current = total + max(current, 1) * mark.value, 0.0
    return total + current


def _marks(folded: str) -> list[_Mark]:
    """Return them in text order; of overlapping ones the first and longest."""
    tokens = tokenise(folded)
    found = sorted([*_written(folded), *_spelt(tokens)], key=lambda m: (m.start, -m.end))
    marks: list[_Mark] = []
    for mark in found:
        if not marks or mark.start >= marks[-1].end:
            marks.append(mark)
    return marks


def _written(folded: str) -> Iterator[_Mark]:
    for match in _DIGITS.finditer(folded):
        value = _read(match[0])
        if value is not None and len(match[0]) <= MOST_DIGITS:
            decimal = _THREE_DECIMALS.fullmatch(match[0])
            three = float(match[0].replace(",", ".")) if decimal else None
            yield _Mark(match.start(), match.end(), "digits", value, False, three)


def _read(digits: str) -> float | None:
    """ "3.200" and "3 200" are thousands, "6,4" is not."""
    first, *groups = re.split(r"[., ]", digits)
    if all(len(group) == 3 for group in groups) and first != "0":
        return float("".join((first, *groups)))
    return float(f"{first}.{groups[0]}") if len(groups) == 1 else None


def _spelt(tokens: Sequence[Token]) -> Iterator[_Mark]:
    hits = _phrasebook().find(tokens)
    wholes = {at for h in hits if h.concept == "whole" for at in range(h.first, h.last)}
    for hit in hits:
        if hit.concept != "whole":
            span = tokens[hit.first].start, tokens[hit.last - 1].end
            yield _Mark(*span, hit.concept, hit.value, hit.first in wholes)


@cache
def _phrasebook() -> Phrasebook:
    return Phrasebook(_phrases())


def _phrases() -> Iterator[Phrase]:
    goods, figures = load_weights().goods, load_weights().figures
    for kilos, texts in goods.kilos.items():
        yield from (parse_phrase("kilos", float(kilos), text) for text in texts)
    yield from (parse_phrase("whole", 1, text) for text in goods.wholes)
    yield from (parse_phrase("half", 0.5, text) for text in figures.halves)
    multipliers = (
        (HUNDRED, figures.hundreds),
        (THOUSAND, figures.thousands),
        (1_000_000, figures.millions),
    )
    for times, words in multipliers:
        yield from (parse_phrase("times", times, word) for word in words)
    numbers = tomllib.loads((PATH.parent / "numbers.toml").read_text(encoding="utf-8"))["words"]
    for number, texts in (*numbers.items(), *figures.words.items()):
        yield from (parse_phrase("number", int(number), text) for text in texts)
