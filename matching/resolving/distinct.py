"""Finds where a report says itself that its case is another: "no link to yesterday's five"; or that
it tells of several: "in two raids".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from core.events import Facts
from matching.normalise import fold
from matching.phrases import Hit, Phrasebook, parse_phrase
from matching.resolving.quantities import numbers_in
from matching.resolving.weights import load_weights
from matching.tokens import Token, tokenise

REACH = 48
"""Code points behind "unrelated to" in which the other case is named."""

OPEN_REACH = 6
"""Tokens before "no link to" in which a link may be left open: "n'exclut à ce stade aucun lien"."""

_END = re.compile(r"[.!?؟;؛\n]")


def is_distinct(text: str) -> bool:
    """Tell whether a text sets its case apart from one that was told before."""
    folded = fold(text).text
    tokens = tokenise(folded)
    leading, _ = _phrasebooks()
    return any(sets_apart(hit, folded, tokens) for hit in leading.find(tokens))


def sets_apart(hit: Hit, folded: str, tokens: Sequence[Token]) -> bool:
    """Tell whether a phrase that may do so sets a case apart in a folded text, up to its end."""
    if hit.concept == "separate":
        return True
    before = tokens[max(0, hit.first - OPEN_REACH) : hit.last]
    return _names_a_case(folded[tokens[hit.last - 1].end :]) and not _left_open().find(before)


def tells_several(text: str) -> bool:
    """Tell whether a text sums up several operations; "the two raids are unrelated" does not."""
    hits = _summing_up().find(tokenise(fold(text).text))
    known = [hit for hit in hits if hit.concept == "both"]
    return any(
        hit.concept == "several"
        and not any(hit.first < both.last and both.first < hit.last for both in known)
        for hit in hits
    )


def of_one_operation(reports: Sequence[Facts]) -> Sequence[Facts]:
    """Leave out the reports that sum up several operations; where all do, none is left out."""
    return [facts for facts in reports if not facts.several] or reports


def _names_a_case(behind: str) -> bool:
    """ "No link to the cell" does, "no link to terrorism" and "to any cell" don't."""
    rest = _END.split(behind[:REACH], maxsplit=1)[0]
    _, naming = _phrasebooks()
    hits = naming.find(tokenise(rest))
    if any(hit.concept == "indefinite" and hit.first == 0 for hit in hits):
        return False
    return any(hit.concept == "cases" for hit in hits) or bool(numbers_in(rest))


@cache
def _phrasebooks() -> tuple[Phrasebook, Phrasebook]:
    """What leads to another case, or tells of one; and what names it."""
    words = load_weights().distinct
    return (
        _phrasebook(unrelated=words.unrelated, separate=words.separate),
        _phrasebook(cases=words.cases, indefinite=words.indefinite),
    )


@cache
def _left_open() -> Phrasebook:
    return _phrasebook(left_open=load_weights().distinct.left_open)


@cache
def _summing_up() -> Phrasebook:
    words = load_weights().distinct
    return _phrasebook(several=words.several, both=words.both)


def _phrasebook(**texts: tuple[str, ...]) -> Phrasebook:
    return Phrasebook(
        parse_phrase(concept, None, text) for concept in texts for text in texts[concept]
    )
