"""Group, partner services and seizures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from core.assessments import Slot, T
from matching.phrases import Hit
from matching.reading import Reading
from matching.resolving.quantities import numbers_in

MOST_SEIZURES = 8
GOODS_REACH = 4
WHOLE_REACH = 2
NUMBER_REACH = 6
LEAST_REACH = 4
AND = "و"
WEIGHTS = ("tonnes", "kilos", "grams")

Stretches = Iterable[tuple[int, int]]


def find_group(reading: Reading, stretches: Stretches) -> Slot[str] | None:
    """Return the first group named; of two names that share words the longer one."""
    hits = list(_hits(reading, "group", stretches))
    if not hits:
        return None
    overlapping = [h for h in hits if hits[0].first <= h.first < hits[0].last]
    hit = max(overlapping, key=lambda h: h.last)
    return _slot(reading, hit, hit.value)


def find_partners(
    reading: Reading, stretches: Stretches, watched: Sequence[tuple[int, int]] = ()
) -> tuple[Slot[str], ...]:
    """Return the services told; one that stands in a watched name, at its tokens, is none."""
    found: dict[str, Slot[str]] = {}
    own: set[str] = set()
    for hit in _hits(reading, "partner", stretches):
        found.setdefault(hit.value, _slot(reading, hit, hit.value))
        if any(first < hit.last and hit.first < last for first, last in watched):
            own.add(hit.value)
    return tuple(slot for name, slot in found.items() if name not in own)


def find_seizures(reading: Reading, stretches: Stretches) -> tuple[Slot[str], ...]:
    """Return what was seized, in the text's words: "650 kg de chira"."""
    found: dict[str, Slot[str]] = {}
    for first, last in stretches:
        before = first
        for start, end in sorted(_things(reading, first, last)):
            text, span = reading.quote(start, end)
            if start == before > first and text[0] == AND:  # the list's, not the word's
                text, span = text[1:], replace(span, start=span.start + 1)
            before = end
            value = " ".join(text.split())
            found.setdefault(value.casefold(), Slot(value=value, text=text, span=span))
    return tuple(found.values())[:MOST_SEIZURES]


def _things(reading: Reading, first: int, last: int) -> Iterator[tuple[int, int]]:
    """ "Rifles" count by themselves only where no "three rifles" are meant."""
    measured = list(_measured(reading, first, last))
    yield from measured
    for start, end in _bare(reading, first, last):
        if not any(start < behind and before < end for before, behind in measured):
            yield start, end


def _measured(reading: Reading, first: int, last: int) -> Iterator[tuple[int, int]]:
    begun: tuple[int, Hit] | None = None
    for start, unit in _amounts(reading, first, last):
        if begun and _is_rest(reading, begun[1], start, unit):
            begun = begun[0], unit
            continue
        if begun:
            yield _with_goods(reading, *begun, last)
        begun = start, unit
    if begun:
        yield _with_goods(reading, *begun, last)


def _amounts(reading: Reading, first: int, last: int) -> Iterator[tuple[int, Hit]]:
    """Yield where a number begins with the unit behind it; "une tonne" needs no number."""
    for unit in reading.cues("seizure units", first, last):
        start = _number_before(reading, first, unit.first)
        wholes = reading.cues("seizure wholes", max(first, start - WHOLE_REACH), unit.last)
        whole = next((hit for hit in wholes if hit.last == unit.last), None)
        if start < unit.first or whole:
            yield (start if start < unit.first or not whole else whole.first), unit


def _number_before(reading: Reading, first: int, unit: int) -> int:
    """Return where the number in front of a unit begins, else the unit's own place.

    The goods may stand between, "52,000 ecstasy pills", and a word and its rest are one number:
    "34 ألفا و500".
    """
    kinds = reading.cues("seizure goods", max(first, unit - WHOLE_REACH), unit)
    end = start = next((kind.first for kind in kinds if kind.last == unit), unit)
    while start > first and end - start < NUMBER_REACH:
        if _is_number(reading, start - 1):
            start -= 1
        elif start < end and start - 1 > first and _is_joined(reading, start - 1):
            start -= 2
        else:
            break
    return start if start < end else unit


def _is_joined(reading: Reading, at: int) -> bool:
    """ "Thirty and two" are one number, "between two and three" two."""
    first, _, last = reading.tokens[at - 1 : at + 2]
    spelt = _is_number(reading, at - 1) and not first.text.isdecimal()
    if not spelt or reading.cue("date and", at, at + 1) is None:
        return False
    return len(numbers_in(reading.folded.text[first.start : last.end])) == 1


def _is_rest(reading: Reading, larger: Hit, start: int, unit: Hit) -> bool:
    """ "Une tonne et 300 kilos" are one amount, "two rifles and 300 rounds" two."""
    weights = any(
        reading.cue(f"seizure {more}", larger.first, larger.last)
        and reading.cue(f"seizure {less}", unit.first, unit.last)
        for more, less in pairwise(WEIGHTS)
    )
    between = start - larger.last
    joined = between == 1 and reading.cue("date and", larger.last, start)
    return weights and bool(between == 0 or joined)


def _with_goods(reading: Reading, start: int, unit: Hit, last: int) -> tuple[int, int]:
    """Goods may be named twice, by kind and by name: "مخدر الشيرا"; "more than" goes along."""
    end = unit.last
    for goods in reading.cues("seizure goods", unit.last, min(unit.last + GOODS_REACH, last)):
        if end == unit.last or goods.first <= end:
            end = max(end, goods.last)
    least = reading.cues("seizure least", max(0, start - LEAST_REACH), start)
    return next((hit.first for hit in least if hit.last == start), start), end


def _bare(reading: Reading, first: int, last: int) -> Iterator[tuple[int, int]]:
    if reading.cue("seize", first, last):
        for hit in reading.cues("seizure bare", first, last):
            yield hit.first, hit.last


def _is_number(reading: Reading, at: int) -> bool:
    said = (reading.cue(concept, at, at + 1) for concept in ("number", "seizure numbers"))
    return reading.tokens[at].text.isdecimal() or any(said)


def _hits(reading: Reading, concept: str, stretches: Stretches) -> Iterator[Hit]:
    for first, last in stretches:
        yield from reading.cues(concept, first, last)


def _slot(reading: Reading, hit: Hit, value: T) -> Slot[T]:
    text, span = reading.quote(hit.first, hit.last)
    return Slot(value=value, text=text, span=span)
