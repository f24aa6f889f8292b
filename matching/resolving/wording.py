"""Reads what a report says of its own news: a referral to a court, a denial."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation

from core.events import Facts
from matching.background import is_common
from matching.normalise import fold
from matching.phrases import Phrasebook, parse_phrase
from matching.resolving.weights import load_weights
from matching.tokens import tokenise

OPENING = 400
"""A referral stands in the title or the first sentences; further down it is to come, or history."""

REMEMBERED = 512
"""Texts whose cues are known: each report is asked again with every later one of its event."""

COMMON = 0.02
"""A word that more of everyday news holds ("the directorate") is no part to look for first."""

REFERRALS = ("referral", "to_come")
DENIALS = ("denial", "official_denial")
SUMS = ("sum",)


class _Cues(NamedTuple):
    """`roots` are parts of words, one of which stands in every text that holds a phrase."""

    phrases: Phrasebook
    roots: AhoCorasick


def refers(facts: Facts) -> bool:
    """Every communique ends on a referral to come: only a follow-up's is one."""
    if facts.kind != "update":
        return False
    found = (_found(text, REFERRALS) for text in (facts.title, facts.passage[:OPENING]))
    return any("referral" in cues and "to_come" not in cues for cues in found)


def denies(facts: Facts) -> bool:
    """Tell whether a report denies or corrects: in its title, or anywhere where it says who does.

    In the opening of a follow-up the mere word is enough; elsewhere suspects deny things too.
    """
    opening = facts.passage[:OPENING] if facts.kind == "update" else ""
    if "denial" in _found(f"{facts.title}\n{opening}", DENIALS):
        return True
    return "official_denial" in _found(facts.passage, DENIALS)


def sums_up(facts: Facts) -> bool:
    """Tell whether a follow-up says how many are held in all."""
    if facts.kind != "update" or refers(facts):
        return False
    return any("sum" in _found(text, SUMS) for text in (facts.title, facts.passage))


@lru_cache(maxsize=REMEMBERED)
def _found(text: str, concepts: tuple[str, ...]) -> frozenset[str]:
    cues = _cues(concepts)
    folded = fold(text).text
    if not cues.roots.find_matches_as_indexes(folded):
        return frozenset()
    return frozenset(hit.concept for hit in cues.phrases.find(tokenise(folded)))


@cache
def _cues(concepts: tuple[str, ...]) -> _Cues:
    texts = load_weights().cues.model_dump(include=set(concepts))
    phrases = Phrasebook(
        parse_phrase(concept, None, text) for concept in concepts for text in texts[concept]
    )
    roots = phrases.roots(lambda word: is_common(word, COMMON))
    return _Cues(phrases, AhoCorasick(roots, implementation=Implementation.ContiguousNFA))
