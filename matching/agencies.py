"""Finds a watchlist's agencies and their rivals, misspelt or not; the nearest alias wins.

Names of several words are compared word by word: distinctive words must be there, generic ones
("directorate", "national") weigh less and may be missing. Single words must be exact, save
for one slip of the pen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from operator import itemgetter
from typing import NamedTuple

from core.assessments import Topic
from core.settings import WatchlistDefinition
from matching.lexicon import NameRules
from matching.normalise import Folded, fold, fold_word
from matching.remembered import Remembered
from matching.spelling import NameWord, NameWords, article_slips, guesses_of, slips_of
from matching.tokens import Token, bare_noun, forms, tokenise

TELLING_WORDS = 2
LEAST_TELLING = 3
MOST_LOOKS = 32_768
POSSESSIVE = "s"
"""What is left of "Germany's"."""


_TEXT = itemgetter(0)


class Found(NamedTuple):
    """A name found at tokens [first, last); `similarity` 0-100 to its nearest alias.

    A `guessed` one is a misspelt acronym: what stands around it must speak for it. A `nickname`
    is others' too, and counts where this topic is told. `arrests` and `topic` are what the
    watchlist says of the agency.
    """

    agency: str
    rival: bool
    similarity: float
    first: int
    last: int
    guessed: bool = False
    arrests: bool = False
    topic: Topic | None = None
    nickname: Topic | None = None


class _Word(NamedTuple):
    """`number` is that of the same word of any alias."""

    number: int
    text: str
    weight: float
    generic: bool


class _Alias(NamedTuple):
    """`before` and `behind` are the words from the anchor outwards; the `needed` must be there."""

    agency: str
    rival: bool
    before: tuple[_Word, ...]
    anchor: _Word
    behind: tuple[_Word, ...]
    weight: float
    generics: int
    needed: frozenset[int]
    nickname: Topic | None


class _Match(NamedTuple):
    mass: float
    found: Found


class _Single(NamedTuple):
    agency: str
    rival: bool
    similarity: float
    guessed: bool


class _Look(NamedTuple):
    """What a word of a text may be: a one-word name, anchors of names, and words of names.

    `near` has likenesses by the numbers of words.
    """

    single: _Single | None
    anchors: tuple[int, ...]
    near: Mapping[int, float]


class AgencyFinder:
    """Knows all names of one watchlist."""

    def __init__(self, definition: WatchlistDefinition, rules: NameRules) -> None:
        self._rules = rules
        self._single: dict[str, tuple[str, bool]] = {}
        self._slips: dict[str, str] = {}
        self._guesses: dict[str, str] = {}
        self._telling: set[str] = set()
        self._firsts: set[str] = set()
        self._anchored: defaultdict[int, list[_Alias]] = defaultdict(list)
        self._numbers: dict[NameWord, int] = {}
        self._known = {agency.name: agency for agency in definition.agency}
        for organisations, rival in ((definition.agency, False), (definition.rival, True)):
            for organisation in organisations:
                for alias in organisation.aliases:
                    self._learn(organisation.name, rival, alias)
        for agency in definition.agency:
            for nickname in agency.nicknames:
                self._learn(agency.name, False, nickname, agency.nicknames_topic)
        self._guessed = {fold_word(word): name for word, name in self._guesses.items()}
        self._words = NameWords(tuple(self._numbers), rules.alike)
        self._look = Remembered(self._look_at, MOST_LOOKS).__getitem__

    @property
    def telling_words(self) -> frozenset[str]:
        """Words, as written in the aliases, of which one stands in every text that names an agency.

        Of a longer name its two longest distinctive words: one of them may be misspelt.
        """
        return frozenset(self._telling)

    @property
    def guesses(self) -> frozenset[str]:
        """The misspelt acronyms that are looked for, as they are written."""
        return frozenset(self._guesses)

    @property
    def first_words(self) -> frozenset[str]:
        """The stems that begin names of several words, of agencies and rivals."""
        return frozenset(self._firsts)

    def links(self, token: Token) -> bool:
        """Say whether it only joins words of a name: "of the"."""
        return token.text in self._rules.skipped

    def is_generic(self, token: Token) -> bool:
        """Say whether many names hold it: "general", "police"."""
        return token.stem in self._rules.generic or token.stem in self._rules.common

    def find(self, tokens: Sequence[Token]) -> list[Found]:
        """Return the names found, in text order, none overlapping another."""
        seen = list(map(self._look, map(_TEXT, tokens)))
        places = [at for at, look in enumerate(seen) if look]
        looks = [look for look in seen if look]
        best: list[Found] = []
        taken: set[int] = set()
        matches = sorted(self._matches(looks, places), key=lambda m: -m.mass)
        for match in matches:
            covered = range(match.found.first, match.found.last)
            if taken.isdisjoint(covered):
                taken.update(covered)
                best.append(self._at_home(self._with_options(match.found), tokens))
        return sorted(best, key=lambda found: found.first)

    def _with_options(self, found: Found) -> Found:
        agency = self._known.get(found.agency)
        return found._replace(arrests=agency.arrests, topic=agency.topic) if agency else found

    def _at_home(self, found: Found, tokens: Sequence[Token]) -> Found:
        """A name right beside another country's ("German …", "… belge") is a namesake: a rival.

        Before an Arabic name such a word belongs to somebody else: the verb may come first.
        """
        first = found.first - 1
        if first > 0 and tokens[first].text == POSSESSIVE:
            first -= 1
        sides = [(found.last - 1, found.last, found.last)]
        if tokens[found.first].text < "\u0600":
            sides.append((first, found.first, first))
        abroad = any(self._is_foreign(tokens, *side) for side in sides)
        return found._replace(rival=found.rival or abroad)

    def _is_foreign(self, tokens: Sequence[Token], start: int, end: int, at: int) -> bool:
        """Say whether the word at `at` is another country's and touches the name."""
        inside = 0 <= at < len(tokens) and tokens[at].text in self._rules.foreign
        return inside and all(_touch(tokens[n], tokens[n + 1]) for n in range(start, end))

    def _learn(self, agency: str, rival: bool, alias: str, nickname: Topic | None = None) -> None:
        folded = fold(alias)
        tokens = [t for t in tokenise(folded.text) if t.text not in self._rules.skipped]
        loose = any(token.stem in self._rules.generic for token in tokens)
        words = tuple(self._word(token, loose) for token in tokens)
        by_length = sorted(range(len(words)), key=lambda i: (words[i].generic, -len(words[i].text)))
        if not rival:
            self._telling.update(self._telling_of(alias, folded, [tokens[i] for i in by_length]))
        if len(words) == 1:
            self._learn_single(agency, rival, words[0].text)
            if not rival:
                self._guesses.update(dict.fromkeys(guesses_of(alias), words[0].text))
        elif words:
            self._firsts.add(words[0].text)
            known = _Alias(
                agency,
                rival,
                words[: by_length[0]][::-1],
                words[by_length[0]],
                words[by_length[0] + 1 :],
                weight=sum(word.weight for word in words),
                generics=min(1, sum(word.generic for word in words)),
                needed=frozenset(word.number for word in words if not word.generic),
                nickname=nickname,
            )
            self._anchored[words[by_length[0]].number].append(known)

    def _learn_single(self, agency: str, rival: bool, name: str) -> None:
        self._single.setdefault(name, (agency, rival))
        for slip in slips_of(name):
            self._slips.setdefault(slip, name)
            if not rival:
                self._telling.add(slip)
        for slip in article_slips(name) if not rival else ():
            self._slips.setdefault(forms(slip)[2], name)
            self._telling.add(slip)

    def _telling_of(self, alias: str, folded: Folded, tokens: Sequence[Token]) -> list[str]:
        """The longest rare words; of a name without one, all that tells it from others."""
        rules = self._rules
        own = [t for t in tokens if t.stem not in rules.generic]
        rare = [t for t in own if t.stem not in rules.common and _is_telling(t)]
        telling = [_as_written(alias, folded, token, token) for token in rare[:TELLING_WORDS]]
        if not telling:
            telling.append(_as_written(alias, folded, min(own, key=_start), max(own, key=_start)))
        if len(telling) < TELLING_WORDS:
            telling += _generic_head(alias, folded, sorted(tokens, key=_start), rules)
        return telling

    def _word(self, token: Token, loose: bool) -> _Word:
        rules = self._rules
        generic = token.stem in rules.generic
        weight = rules.generic_weight if generic else rules.distinctive_weight
        word = NameWord(token.stem, token.noun, loose)
        number = self._numbers.setdefault(word, len(self._numbers))
        return _Word(number, token.stem, weight, generic)

    def _look_at(self, word: str) -> _Look | None:
        """None for a word that no name is compared with."""
        if word in self._rules.skipped:
            return None
        _, noun, stem = forms(word)
        near = self._words.near(stem, noun)
        anchors = tuple(number for number in near if number in self._anchored)
        return _Look(self._find_single(stem), anchors, near)

    def _find_single(self, stem: str) -> _Single | None:
        """The one-word name that this is, exactly, with one slip of the pen, or perhaps."""
        if stem in self._single:
            return _Single(*self._single[stem], 100.0, guessed=False)
        name = self._slips.get(stem) or self._guessed.get(stem)
        if name is None:
            return None
        similarity = round(100 * (1 - 1 / len(name)), 1)
        return _Single(*self._single[name], similarity, guessed=stem not in self._slips)

    def _matches(self, looks: Sequence[_Look], places: Sequence[int]) -> Iterator[_Match]:
        telling = [at for at, look in enumerate(looks) if look.near or look.single]
        there = set().union(*(looks[at].near for at in telling))
        fitting: dict[int, list[_Alias]] = {}
        for at in telling:
            single, anchors, near = looks[at]
            if single:
                found = Found(*single[:3], places[at], places[at] + 1, single.guessed)
                yield _Match(single.similarity / 10, found)
            for anchor in anchors:
                if anchor not in fitting:
                    fitting[anchor] = [a for a in self._anchored[anchor] if a.needed <= there]
                for alias in fitting[anchor]:
                    match = self._align(alias, looks, places, at, near[anchor])
                    if match:
                        yield match

    def _align(
        self, alias: _Alias, looks: Sequence[_Look], places: Sequence[int], at: int, near: float
    ) -> _Match | None:
        """Lay the alias on the text around its anchor at `at`."""
        mass = alias.anchor.weight * near
        left = self._walk(alias.before, looks, at, -1)
        right = self._walk(alias.behind, looks, at, 1) if left else None
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
            nickname=alias.nickname,
        )
        return _Match(mass, found)

    def _walk(
        self, wanted: Sequence[_Word], looks: Sequence[_Look], at: int, step: int
    ) -> tuple[float, int, int] | None:
        """Match words outwards from the anchor: mass gained, last place reached, generic words.

        None where a distinctive word is missing.
        """
        mass, generics = 0.0, 0
        for word in wanted:
            for skip in (1, 2):
                place = at + step * skip
                near = looks[place].near.get(word.number) if 0 <= place < len(looks) else None
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


def _touch(left: Token, right: Token) -> bool:
    return right.start - left.end == 1


def _is_telling(token: Token) -> bool:
    """Two letters behind an article ("الدي") stand in most texts."""
    return len(bare_noun(token.stem)) >= LEAST_TELLING


def _start(token: Token) -> int:
    return token.start


def _as_written(alias: str, folded: Folded, first: Token, last: Token) -> str:
    """The words from the first one's stem to the last in the alias's own letters."""
    start, end = folded.original(first.end - len(first.stem), last.end)
    return alias[start:end]
