"""Says which words of names a word of a text may be, rightly spelt or misspelt.

Edits are those of optimal string alignment: a letter added, dropped or replaced, or two swapped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from string import ascii_letters
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from matching.tokens import ARTICLE

LEAST_FUZZY = 4
LONGEST_OF_ONE_EDIT = 6
MOST_EDITS = 2
LEAST_CUT = 6
"""Letters that are left of a word with one dropped."""
VOWELS = "aeiou"
ARABIC_LETTERS = ("ء", "ي")
ALIKE = 0.95
"""Likeness of two words that a translator chooses among: a name with its own word is nearer."""


_SOUND_ALIKE = {
    letter: group.replace(letter, "")
    for group in ("تط", "دذضظ", "سصث", "قك", "هح")
    for letter in group
}


class NameWord(NamedTuple):
    """A word of a name without its particles; the noun keeps the article (see tokens.Token).

    Another word of its group may stand for a `loose` one.
    """

    stem: str
    noun: str
    loose: bool = False


class NameWords:
    """All words of some names, each once; a word's number is its place in the list.

    Translators choose among the words of a group in `alike`.
    """

    def __init__(self, words: Sequence[NameWord], alike: Sequence[Set[str]] = ()) -> None:
        known = {word.stem for word in words}
        others = {stem for group in alike for stem in group} - known
        self._words = [*words, *(NameWord(stem, stem) for stem in sorted(others))]
        self._stems = [word.stem for word in self._words]
        self._nouns = [word.noun for word in self._words]
        self._meant = [
            dict(_meant(place, stem, words, alike)) for place, stem in enumerate(self._stems)
        ]

    def near(self, stem: str, noun: str) -> dict[int, float]:
        """Return the numbers of the words that this may be, each with its likeness above 0."""
        close = {*_within(stem, self._stems, MOST_EDITS), *_within(noun, self._nouns, 1)}
        found: dict[int, float] = {}
        for place in close:
            near = _compare(self._words[place], stem, noun)
            for number, share in self._meant[place].items() if near else ():
                found[number] = max(found.get(number, 0.0), near * share)
        return found


def _meant(
    place: int, stem: str, words: Sequence[NameWord], alike: Sequence[Set[str]]
) -> Iterator[tuple[int, float]]:
    """Yield the numbers of the words that this one stands for, itself included."""
    group = set().union(*(group for group in alike if stem in group))
    for number, word in enumerate(words):
        if number == place:
            yield number, 1.0
        elif word.loose and word.stem in group and word.stem != stem:
            yield number, ALIKE


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


def slips_of(name: str) -> frozenset[str]:
    """Return the name with one slip of the pen: two letters swapped or one doubled.

    Of a name of five letters or more, one but the first (a particle may stand there) may be
    dropped, or one written as it is heard; any other letter makes another name too easily.
    """
    if len(name) < LEAST_FUZZY:
        return frozenset()
    cuts = [(name[:at], name[at:]) for at in range(len(name))]
    slips = {f"{head}{tail[0]}{tail}" for head, tail in cuts}
    slips |= {f"{head}{tail[1]}{tail[0]}{tail[2:]}" for head, tail in cuts if len(tail) > 1}
    if len(name) > LEAST_FUZZY:
        slips |= {f"{head}{tail[1:]}" for head, tail in cuts if head} | heard_as(name)
    return frozenset(slips - {name})


def article_slips(name: str) -> frozenset[str]:
    """Return the Arabic name with its article, two of whose letters are swapped or one doubled."""
    if len(name) < LEAST_FUZZY or not ARABIC_LETTERS[0] <= name[0] <= ARABIC_LETTERS[1]:
        return frozenset()
    word = f"{ARTICLE}{name}"
    swapped = {f"{word[:at]}{word[at + 1]}{word[at]}{word[at + 2 :]}" for at in range(2)}
    doubled = {f"{word[: at + 1]}{word[at:]}" for at in range(2)}
    return frozenset(swapped | doubled)


def typos_of(word: str) -> frozenset[str]:
    """Return the word with two letters swapped or one doubled; of a long one, one dropped or one
    vowel written as another.

    What a short word leaves without a letter is often another word ("mardi", "mari").
    """
    slips = set(slips_of(word))
    if len(word) > LEAST_CUT:
        slips.add(word[1:])
        slips |= {
            f"{word[:at]}{other}{word[at + 1 :]}"
            for at, letter in enumerate(word)
            for other in VOWELS
            if letter in VOWELS
        }
    return frozenset(slip for slip in slips if len(slip) >= min(len(word), LEAST_CUT)) - {word}


def heard_as(word: str) -> frozenset[str]:
    """Return the Arabic word with one letter written as it may be heard: "طراب" for "تراب"."""
    return frozenset(
        f"{word[:at]}{other}{word[at + 1 :]}"
        for at, letter in enumerate(word)
        for other in _SOUND_ALIKE.get(letter, "")
    )


def guesses_of(acronym: str) -> frozenset[str]:
    """Return an acronym in capitals with one letter dropped or replaced: another one, perhaps."""
    if len(acronym) < LEAST_FUZZY or not (acronym.isascii() and acronym.isupper()):
        return frozenset()
    cuts = [(acronym[:at], acronym[at + 1 :]) for at in range(len(acronym))]
    return frozenset(
        f"{head}{letter}{tail}" for head, tail in cuts for letter in ("", *ascii_letters)
    ) - {acronym}


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
