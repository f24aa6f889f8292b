"""Reads how many were held before, as later news says itself: "a fifth suspect", "which brings them
to eight", "seven, and not six".
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache

from matching.normalise import fold
from matching.phrases import Hit, Phrase, Phrasebook, parse_phrase
from matching.resolving.quantities import Number, numbers_of
from matching.resolving.weights import PATH, load_weights
from matching.tokens import Token, tokenise

MOST_HELD = 40
"""A larger total is a balance's, or of what was seized."""

BESIDE = 1
"""Tokens between "fifth" and who it is said of."""

AROUND = 64
"""Code points around a number in which it is said to be the total."""

_GOES_ON = re.compile(r"[\s,(-]*(?:\w+[\s,(-]*)?")
"""At most what is counted: "six men, not five"."""

_END = re.compile(r"[.!?؟;؛\n]")


def held_earlier(text: str, added: int | None) -> tuple[int, ...]:
    """Return the numbers held that a report says were told before, ascending.

    `added` are those who are held by the report's own news.
    """
    folded = fold(text).text
    tokens = tokenise(folded)
    hits = _phrasebook().find(tokens)
    if not hits:
        return ()
    numbers = numbers_of(folded)
    found = {
        *_counted_up(hits, added or 0),
        *_totalled(folded, tokens, hits, numbers, added or 0),
        *_corrected(folded, tokens, hits, numbers, added),
        *_joined(folded, tokens, hits, numbers),
    }
    return tuple(sorted(held for held in found if 0 < held <= MOST_HELD))


def _counted_up(hits: Sequence[Hit], added: int) -> Iterator[int]:
    """ "A fifth suspect" comes to four; of five who were taken the fifth is one of them."""
    people = [hit for hit in hits if hit.concept == "people"]
    for nth in (hit for hit in hits if hit.concept == "nth" and hit.value > added):
        gaps = (max(who.first - nth.last, nth.first - who.last) for who in people)
        if any(0 <= gap <= BESIDE for gap in gaps):
            yield nth.value - 1


def _totalled(
    folded: str, tokens: Sequence[Token], hits: Sequence[Hit], numbers: Sequence[Number], added: int
) -> Iterator[int]:
    """ "Brings the number of those held to eight", behind two; "rose from 11 to 15"."""
    marks = [tokens[hit.first].start for hit in hits if hit.concept == "total"]
    for to in (hit for hit in hits if hit.concept == "to"):
        number = _right_behind(numbers, folded, tokens[to.last - 1].end)
        if number is None or not _is_near(folded, marks, number):
            continue
        before = _right_before(numbers, folded, tokens[to.first].start)
        told = int(number.value) - added
        if before is None and 0 < told < number.value:
            yield told
        elif before and before.value < number.value and told in (before.value, 0):
            yield int(before.value)


def _corrected(
    folded: str,
    tokens: Sequence[Token],
    hits: Sequence[Hit],
    numbers: Sequence[Number],
    added: int | None,
) -> Iterator[int]:
    """ "Seven, and not six"."""
    for hit in (hit for hit in hits if hit.concept == "not"):
        right = _right_before(numbers, folded, tokens[hit.first].start)
        wrong = _right_behind(numbers, folded, tokens[hit.last - 1].end)
        if right and wrong and added in (None, right.value):
            yield int(wrong.value)


def _joined(
    folded: str, tokens: Sequence[Token], hits: Sequence[Hit], numbers: Sequence[Number]
) -> Iterator[int]:
    """ "He joins the three held last week", "they come on top of the 13 known so far"."""
    marks = [tokens[hit.first].start for hit in hits if hit.concept == "joins"]
    for those in (hit for hit in hits if hit.concept == "those") if marks else ():
        number = _right_behind(numbers, folded, tokens[those.last - 1].end)
        if number is not None and _is_near(folded, marks, number):
            yield int(number.value)


def _right_behind(numbers: Sequence[Number], folded: str, at: int) -> Number | None:
    found = next((number for number in numbers if number.start >= at), None)
    return found if found and not folded[at : found.start].strip(" ـ-") else None


def _right_before(numbers: Sequence[Number], folded: str, at: int) -> Number | None:
    found = next((number for number in reversed(numbers) if number.end <= at), None)
    return found if found and _GOES_ON.fullmatch(folded, found.end, at) else None


def _is_near(folded: str, marks: Sequence[int], number: Number) -> bool:
    return any(
        abs(mark - number.start) <= AROUND
        and not _END.search(folded, min(mark, number.start), max(mark, number.start))
        for mark in marks
    )


@cache
def _phrasebook() -> Phrasebook:
    return Phrasebook(_phrases())


def _phrases() -> Iterator[Phrase]:
    for concept, texts in load_weights().earlier.model_dump(by_alias=True).items():
        yield from (parse_phrase(concept, None, text) for text in texts)
    numbers = tomllib.loads((PATH.parent / "numbers.toml").read_text(encoding="utf-8"))
    for nth, texts in numbers["nth"].items():
        yield from (parse_phrase("nth", int(nth), text) for text in texts)
