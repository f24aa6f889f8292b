"""Says which words of names a word of a text may be, rightly spelt or misspelt.

Edits are those of optimal string alignment: a letter added, dropped or replaced, or two swapped.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

LEAST_FUZZY = 4
LONGEST_OF_ONE_EDIT = 6
MOST_EDITS = 2


class NameWord(NamedTuple):
    """A word of a name without its particles; the noun keeps the article (see tokens.Token)."""

    stem: str
    noun: str


class NameWords:
    """All words of some names, each once; a word's number is its place in the list."""

    def __init__(self, words: Sequence[NameWord]) -> None:
        self._words = tuple(words)
        self._stems = [word.stem for word in words]
        self._nouns = [word.noun for word in words]

    def near(self, stem: str, noun: str) -> dict[int, float]:
        """Return the numbers of the words that this may be, each with its likeness above 0."""
        close = {*_within(stem, self._stems, MOST_EDITS), *_within(noun, self._nouns, 1)}
        compared = ((number, _compare(self._words[number], stem, noun)) for number in close)
        return {number: near for number, near in compared if near}


def _within(word: str, known: Sequence[str], most: int) -> list[int]:
    """Places of the words at most so many edits away, the nearest first."""
    close = process.extract(word, known, scorer=OSA.distance, score_cutoff=most, limit=None)
    return [place for _, _, place in close]


def _compare(word: NameWord, stem: str, noun: str) -> float:
    """Compare the stems, and the words with their article: it may be what is misspelt."""
    near = likeness(word.stem, stem)
    if near or word.noun == word.stem:
        return near
    return 1 - 1 / len(word.noun) if OSA.distance(word.noun, noun) == 1 else 0.0


def near_anchors(anchors: Sequence[str], stem: str) -> tuple[tuple[str, float], ...]:
    """Return the anchors that a stem may be with their likeness, the nearest first.

    A stem of three letters or fewer is only itself.
    """
    if len(stem) < LEAST_FUZZY:
        return ((stem, 1.0),) if stem in anchors else ()
    close = (anchors[place] for place in _within(stem, anchors, MOST_EDITS))
    return tuple((anchor, near) for anchor in close if (near := likeness(anchor, stem)) > 0)


def slips_of(name: str) -> frozenset[str]:
    """Return the name with one slip of the pen: two letters swapped or one doubled.

    Of a name of five letters or more, one may be dropped; a replaced letter makes another name too
    easily.
    """
    if len(name) < LEAST_FUZZY:
        return frozenset()
    cuts = [(name[:at], name[at:]) for at in range(len(name))]
    slips = {f"{head}{tail[0]}{tail}" for head, tail in cuts}
    slips |= {f"{head}{tail[1]}{tail[0]}{tail[2:]}" for head, tail in cuts if len(tail) > 1}
    if len(name) > LEAST_FUZZY:
        slips |= {f"{head}{tail[1:]}" for head, tail in cuts}
    return frozenset(slips - {name})


def likeness(a: str, b: str) -> float:
    """Return 1 for the same word, less for one misspelt, 0 for another.

    Short words count only whole: of three letters nothing may differ, of six one.
    """
    if a == b:
        return 1.0
    longest = max(len(a), len(b))
    allowed = 0 if longest < LEAST_FUZZY else 1 if longest <= LONGEST_OF_ONE_EDIT else MOST_EDITS
    if not allowed or abs(len(a) - len(b)) > allowed:
        return 0.0
    distance = OSA.distance(a, b, score_cutoff=allowed)
    return 0.0 if distance > allowed else 1.0 - distance / longest
