"""Finds a watchlist's agencies and their rivals, misspelt or not; the nearest alias wins.

Names of several words are compared word by word: distinctive words must be there, generic ones
("directorate", "national") weigh less and may be missing. Single words must be exact, save
for one slip of the pen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import takewhile
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from core.settings import WatchlistDefinition
from matching.lexicon import NameRules
from matching.normalise import Folded, fold
from matching.tokens import Token, tokenise

TELLING_WORDS = 2
LEAST_TELLING = 3
LEAST_FUZZY = 4
LONGEST_OF_ONE_EDIT = 6
MOST_EDITS = 2


class Found(NamedTuple):
    """A name found at tokens [first, last); `similarity` 0-100 to its nearest alias."""

    agency: str
    rival: bool
    similarity: float
    first: int
    last: int


class _Word(NamedTuple):
    text: str
    noun: str
    weight: float
    generic: bool


class _Alias(NamedTuple):
    agency: str
    rival: bool
    words: tuple[_Word, ...]
    anchor: int
    weight: float
    generics: int


class _Match(NamedTuple):
    mass: float
    found: Found


class AgencyFinder:
    """Knows all names of one watchlist."""

    def __init__(self, definition: WatchlistDefinition, rules: NameRules) -> None:
        self._rules = rules
        self._single: dict[str, tuple[str, bool]] = {}
        self._telling: set[str] = set()
        self._anchored: defaultdict[str, list[_Alias]] = defaultdict(list)
        for organisations, rival in ((definition.agency, False), (definition.rival, True)):
            for organisation in organisations:
                for alias in organisation.aliases:
                    self._learn(organisation.name, rival, alias)
        self._anchors = tuple(self._anchored)
        self._single_word = lru_cache(maxsize=32_768)(self._find_single)
        self._near = lru_cache(maxsize=32_768)(self._near_anchors)

    @property
    def telling_words(self) -> frozenset[str]:
        """Words, as written in the aliases, of which one stands in every text that names an agency.

        Of a longer name its two longest distinctive words: one of them may be misspelt.
        """
        return frozenset(self._telling)

    def find(self, tokens: Sequence[Token]) -> list[Found]:
        """Return the names found, in text order, none overlapping another."""
        places = [i for i, token in enumerate(tokens) if token.text not in self._rules.skipped]
        words = [tokens[i] for i in places]
        best: list[Found] = []
        taken: set[int] = set()
        matches = sorted(self._matches(words, places), key=lambda m: -m.mass)
        for match in matches:
            covered = range(match.found.first, match.found.last)
            if taken.isdisjoint(covered):
                taken.update(covered)
                best.append(self._at_home(match.found, tokens))
        return sorted(best, key=lambda found: found.first)

    def _at_home(self, found: Found, tokens: Sequence[Token]) -> Found:
        """A name with another country's adjective behind it is a namesake: a rival."""
        after = tokens[found.last].text if found.last < len(tokens) else ""
        return found._replace(rival=True) if after in self._rules.foreign else found

    def _learn(self, agency: str, rival: bool, alias: str) -> None:
        folded = fold(alias)
        tokens = [t for t in tokenise(folded.text) if t.text not in self._rules.skipped]
        words = tuple(self._word(token) for token in tokens)
        by_length = sorted(range(len(words)), key=lambda i: (words[i].generic, -len(words[i].text)))
        if not rival:
            self._telling.update(self._telling_of(alias, folded, [tokens[i] for i in by_length]))
        if len(words) == 1:
            self._single.setdefault(words[0].text, (agency, rival))
        elif words:
            known = _Alias(
                agency,
                rival,
                words,
                by_length[0],
                weight=sum(word.weight for word in words),
                generics=min(1, sum(word.generic for word in words)),
            )
            self._anchored[words[by_length[0]].text].append(known)

    def _telling_of(self, alias: str, folded: Folded, tokens: Sequence[Token]) -> list[str]:
        """The longest rare words; of a name without one, all that tells it from others."""
        rules = self._rules
        own = [t for t in tokens if t.stem not in rules.generic]
        rare = [t for t in own if t.stem not in rules.common and len(t.stem) >= LEAST_TELLING]
        telling = [_as_written(alias, folded, token, token) for token in rare[:TELLING_WORDS]]
        if not telling:
            telling.append(_as_written(alias, folded, min(own, key=_start), max(own, key=_start)))
        if len(telling) < TELLING_WORDS:
            telling += _generic_head(alias, folded, sorted(tokens, key=_start), rules)
        return telling

    def _word(self, token: Token) -> _Word:
        rules = self._rules
        generic = token.stem in rules.generic
        weight = rules.generic_weight if generic else rules.distinctive_weight
        return _Word(token.stem, token.noun, weight, generic)

    def _matches(self, words: Sequence[Token], places: Sequence[int]) -> Iterator[_Match]:
        for at, token in enumerate(words):
            single = self._single_word(token.stem)
            if single:
                agency, rival, similarity = single
                found = Found(agency, rival, similarity, places[at], places[at] + 1)
                yield _Match(similarity / 10, found)
            for anchor, near in self._near(token.stem):
                for alias in self._anchored[anchor]:
                    match = self._align(alias, words, places, at, near)
                    if match:
                        yield match

    def _find_single(self, word: str) -> tuple[str, bool, float] | None:
        """The one-word name that this is, exactly or with one slip of the pen."""
        if word in self._single:
            return (*self._single[word], 100.0)
        for name, known in self._single.items():
            if len(name) >= LEAST_FUZZY and is_slip(name, word):
                return (*known, round(100 * (1 - 1 / len(name)), 1))
        return None

    def _near_anchors(self, word: str) -> tuple[tuple[str, float], ...]:
        if len(word) < LEAST_FUZZY:
            return ((word, 1.0),) if word in self._anchored else ()
        close = process.extract(
            word, self._anchors, scorer=OSA.distance, score_cutoff=MOST_EDITS, limit=None
        )
        return tuple(
            (anchor, near) for anchor, _, _ in close if (near := likeness(anchor, word)) > 0
        )

    def _align(
        self, alias: _Alias, words: Sequence[Token], places: Sequence[int], at: int, near: float
    ) -> _Match | None:
        """Lay the alias on the text around its anchor at `at`."""
        mass = alias.words[alias.anchor].weight * near
        left = self._walk(alias.words[: alias.anchor][::-1], words, at, -1)
        right = self._walk(alias.words[alias.anchor + 1 :], words, at, 1) if left else None
        if not left or not right:
            return None
        mass += left[0] + right[0]
        share = mass / alias.weight
        # "Judicial investigations" alone is a plain phrase: one generic word must make it a name.
        if share < self._rules.least or left[2] + right[2] < alias.generics:
            return None
        found = Found(
            alias.agency,
            alias.rival,
            round(100 * share, 1),
            places[left[1]],
            places[right[1]] + 1,
        )
        return _Match(mass, found)

    def _walk(
        self, wanted: Sequence[_Word], words: Sequence[Token], at: int, step: int
    ) -> tuple[float, int, int] | None:
        """Match words outwards from the anchor: mass gained, last place reached, generic words.

        None where a distinctive word is missing.
        """
        mass, generics = 0.0, 0
        for word in wanted:
            for skip in (1, 2):
                place = at + step * skip
                near = _near_token(word, words[place]) if 0 <= place < len(words) else 0.0
                if near:
                    mass += word.weight * near - self._rules.gap_cost * (skip - 1)
                    at = place
                    generics += word.generic
                    break
            else:
                if not word.generic:
                    return None
        return mass, at, generics


def _generic_head(
    alias: str, folded: Folded, tokens: Sequence[Token], rules: NameRules
) -> list[str]:
    """ "Central bureau": generic words that begin a name are telling together."""
    head = list(takewhile(lambda token: token.stem in rules.generic, tokens))
    return [_as_written(alias, folded, head[0], head[-1])] if len(head) > 1 else []


def _start(token: Token) -> int:
    return token.start


def _as_written(alias: str, folded: Folded, first: Token, last: Token) -> str:
    """The words from the first one's stem to the last in the alias's own letters."""
    start, end = folded.original(first.end - len(first.stem), last.end)
    return alias[start:end]


def _near_token(word: _Word, token: Token) -> float:
    """Compare the stems, and the words with their article: it may be what is misspelt."""
    near = likeness(word.text, token.stem)
    if near or word.noun == word.text:
        return near
    return 1 - 1 / len(word.noun) if OSA.distance(word.noun, token.noun) == 1 else 0.0


def is_slip(name: str, word: str) -> bool:
    """Two letters swapped or one doubled; of a name of five letters or more, one dropped.

    A replaced letter makes another name too easily.
    """
    longer = len(word) - len(name)
    if longer == 0:
        return sorted(name) == sorted(word) and OSA.distance(name, word) == 1
    if longer == 1:
        return any(word == name[: i + 1] + name[i:] for i in range(len(name)))
    return longer == -1 and len(name) > LEAST_FUZZY and OSA.distance(name, word) == 1


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
