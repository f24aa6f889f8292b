"""Finds the lexicon's phrases in a list of tokens, each token looked at a bounded number of times.

A phrase is words with a meaning: "mis* en échec". `word*` stands for every word that begins so,
`..` for up to three words. Arabic words also match behind prefixed particles, `=word` only bare.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from operator import itemgetter
from sys import intern
from typing import Any, NamedTuple, TypeVar

from matching.normalise import fold_word
from matching.remembered import Remembered
from matching.sounds import LONGEST, SHORTEST, sound, vowel_keys
from matching.tokens import ARTICLE, Token, Word, noun, short_stem, stem

GAP = ".."
SOUND = "~"
"""Begins a word of a phrase that stands for every word of its sound."""

SPOKEN_OF = "دال"
"""Darija writes "of the" together with the noun: "دالغبرا"."""

AND = "و"
ARABIC = "\u0600"
SHORT_WITH_AND = 4
"""A verb of three letters behind "and", of which the stem takes nothing: "ونقل"."""

LEADING = ("و", "ف", "ب")
"""Particles before a name that itself begins like one or is short: "وبرشيد", "بفم الواد"."""

LONGEST_GAP = 3
SHORTEST_ROOT = 3
"""Letters: fewer stand in every other word."""

MOST_LOOKS = 32_768
"""Words whose phrases are remembered: those of some hundred articles, a few megabytes."""

_T = TypeVar("_T")
_NONE: dict[str, Any] = {}

_STUTTER = re.compile(r"^ا(?=ا)|([a-z])(?=\1\1)")
"""A letter that no word has so often: a second alif that begins it, a third one in a row."""

_WORD = re.compile(r"\.\.|=?(?:[^\W\d_]+|\d+)\*?")
"""As tokens are cut: letters and digits of one word are several ("wa7ed")."""


class Hit(NamedTuple):
    """A phrase found: its concept and value, and its tokens [first, last)."""

    concept: str
    value: Any
    first: int
    last: int


class Phrase(NamedTuple):
    """Words with a meaning; a `slip` is a misspelt one, which only whole texts are read for."""

    concept: str
    value: Any
    words: tuple[str, ...]
    slip: bool = False


def _settled(table: Mapping[str, Sequence[_T]]) -> dict[str, tuple[_T, ...]]:
    """Most words begin one phrase: a list for each would be megabytes more, and so would a
    dictionary for each word that has none."""
    return {word: tuple(begun) for word, begun in table.items()} if table else _NONE


def parse_phrase(concept: str, value: Any, text: str) -> Phrase:
    """Read a phrase of the lexicon. Raises ValueError where it has no usable word."""
    words = tuple(map(intern, _WORD.findall(fold_word(text))))  # most stand in many phrases
    if not words or words[0] == GAP or words[-1] == GAP:
        raise ValueError(f"{text!r} is no phrase: it needs a word at each end")
    if words[0].endswith("*") and len(words[0]) < 3:
        raise ValueError(f"{text!r}: a first word with * needs two letters")
    return Phrase(concept, value, words)


class _Started(NamedTuple):
    """What a phrase means of which `known` words are there, and the rest of its words.

    The longer it is, the lower its `rank`.
    """

    rank: int
    concept: str
    value: Any
    known: int
    rest: tuple[str, ...]


_RANK = _TEXT = itemgetter(0)

# A named tuple's own constructor takes three times as long.
_new = tuple.__new__


class _Begun(NamedTuple):
    """Phrases that may begin with a word, by what their second word is.

    A plain one, the sound of one, or the word behind a gap; with how it begins, those of which no
    more is told; and all `others`. Most phrases end at the second word: it is looked at first.
    """

    by_second: Mapping[str, tuple[_Started, ...]]
    by_sound: Mapping[str, tuple[_Started, ...]]
    behind_gap: Mapping[str, tuple[_Started, ...]]
    beginnings: tuple[str, ...]
    varying: tuple[tuple[str, _Started], ...]
    others: tuple[_Started, ...]

    def going_on(self, tokens: Sequence[Word | Token], at: int) -> Sequence[_Started]:
        """Return those that the words from `at` on may go on with, the plainest first."""
        if at >= len(tokens):
            return self.others
        text, noun, stem = tokens[at][:3]
        found = self.by_second.get(text, ())
        if noun != text:
            found += self.by_second.get(noun, ())
        if stem != text and stem != noun:
            found += self.by_second.get(stem, ())
        if self.by_sound:
            found += self.by_sound.get(sound(text), ())
        if text.startswith(self.beginnings) or stem.startswith(self.beginnings):
            for start, started in self.varying:
                if text.startswith(start) or stem.startswith(start):
                    found += (started,)
        if self.behind_gap:
            near = {form for token in tokens[at : at + LONGEST_GAP + 1] for form in token[:3]}
            for word, begun in self.behind_gap.items():
                if word in near:
                    found += begun
        return found + self.others


class Phrasebook:
    """All phrases, found together; a longer phrase of the same concept wins over a shorter."""

    def __init__(self, phrases: Iterable[Phrase], *, short_particles: bool = False) -> None:
        self._phrases = tuple(phrases)
        exact: defaultdict[str, list[Phrase]] = defaultdict(list)
        prefix: defaultdict[str, list[Phrase]] = defaultdict(list)
        sounding: defaultdict[str, list[Phrase]] = defaultdict(list)
        for phrase in self._phrases:
            word = phrase.words[0]
            if word[0] == SOUND:
                sounding[word[1:]].append(phrase)
                continue
            table = prefix if word.endswith("*") else exact
            table[word.rstrip("*")].append(phrase)
        self._exact, self._prefix, self._sounding = map(_settled, (exact, prefix, sounding))
        self._short = short_particles
        self._lengths = tuple(sorted({len(prefix) for prefix in self._prefix}))
        self._starting = Remembered(self._look_up, MOST_LOOKS).__getitem__

    def only(self, concepts: Set[str]) -> Phrasebook:
        """Return a book of these concepts' phrases, well spelt: the fewer, the faster."""
        kept = (p for p in self._phrases if p.concept in concepts and not p.slip)
        return Phrasebook(kept, short_particles=self._short)

    def roots(self, is_common: Callable[[str], bool]) -> Mapping[str, frozenset[str]]:
        """Return parts of words with the concepts whose phrases hold them.

        One of a phrase's concept stands in every folded text that holds the phrase, save for
        phrases with digits, which have none. They are of words that are not common where a phrase
        has one: the fewer texts hold it, the better.
        """
        found: defaultdict[str, set[str]] = defaultdict(set)
        for phrase in self._phrases:
            if any(map(_is_cut, phrase.words)):
                continue
            found[_root(phrase.words, is_common)].add(phrase.concept)
        return {root: frozenset(concepts) for root, concepts in found.items()}

    def find(
        self, tokens: Sequence[Word | Token], first: int = 0, last: int | None = None
    ) -> list[Hit]:
        """Return every phrase that begins at a token in [first, last), in text order.

        Of those that begin at one token the longest comes first, and the plainest.
        """
        hits: list[Hit] = []
        words = map(_TEXT, tokens[first:last])
        for index, begun in enumerate(map(self._starting, words), first):
            if begun is None:
                continue
            going_on = begun.going_on(tokens, index + 1)
            if len(going_on) > 1:
                going_on = sorted(going_on, key=_RANK)
            for _, concept, value, known, rest in going_on:
                end = _end_of(rest, tokens, index + known) if rest else index + known
                if end:
                    hits.append(_new(Hit, (concept, value, index, end)))
        return hits

    def _look_up(self, word: str) -> _Begun | None:
        found: dict[int, Phrase] = {}
        for form in self._forms(word):
            candidates = [*self._exact.get(form, ())]
            for length in self._lengths:
                candidates += self._prefix.get(form[:length], ()) if len(form) >= length else ()
            found |= {id(phrase): phrase for phrase in candidates}
        for phrase in self._exact.get(f"={word}", ()):
            found[id(phrase)] = phrase
        if self._sounding:
            found |= {id(phrase): phrase for phrase in self._that_sound_like(word)}
        return _by_second_word(found.values()) if found else None

    def _that_sound_like(self, word: str) -> Iterator[Phrase]:
        """Phrases whose first word has another spelling of the same sound."""
        if len(word) > LONGEST:
            return
        if word[0] < ARABIC:
            yield from self._sounding.get(sound(word), ())
            return
        for form in self._forms(word):
            if len(form) >= SHORTEST:
                for key in (form, *vowel_keys(form)):
                    yield from self._sounding.get(key, ())

    def _forms(self, word: str) -> tuple[str, ...]:
        word = _STUTTER.sub("", word)
        forms = [word, noun(word), stem(word)]
        if word.startswith(SPOKEN_OF) and len(word) > len(SPOKEN_OF) + 2:
            forms += [word[1:], stem(word[1:])]
        elif len(word) == SHORT_WITH_AND and word[0] == AND:
            forms.append(word[1:])
        if self._short:
            forms.append(short_stem(word))
            forms += [word[1:]] if word[0] in LEADING else []
            forms += [word[2:]] if word[0] == AND and word[1:2] in LEADING else []
        return tuple(dict.fromkeys(forms))


def _is_cut(word: str) -> bool:
    """Digits: what they cut a word into is too short to be looked for."""
    return word[0].isdecimal()


def _root(words: tuple[str, ...], is_common: Callable[[str], bool]) -> str:
    """The longest word that is not common, of equals the last; an Arabic article may be written
    otherwise ("للقاعده"), and what is short without one is looked for with it."""
    plain = [word.strip("=*") for word in words if word != GAP]
    telling = [word for word in plain if not is_common(word)] or plain
    longest = max(reversed(telling), key=len)
    bare = longest.removeprefix(ARTICLE)
    return bare if len(bare) >= SHORTEST_ROOT else longest


def _by_second_word(phrases: Iterable[Phrase]) -> _Begun:
    plain: defaultdict[str, list[_Started]] = defaultdict(list)
    sounding: defaultdict[str, list[_Started]] = defaultdict(list)
    behind_gap: defaultdict[str, list[_Started]] = defaultdict(list)
    varying: list[tuple[str, _Started]] = []
    others: list[_Started] = []
    for phrase in phrases:
        _, second, third, *_ = *phrase.words, "", ""
        if second and _is_plain(second):
            plain[second].append(_started(phrase, 2))
        elif second.startswith(SOUND):
            sounding[second[1:]].append(_started(phrase, 2))
        elif second.endswith("*"):
            varying.append((second[:-1], _started(phrase, 2)))
        elif second == GAP and _is_plain(third):
            behind_gap[third].append(_started(phrase, 1))
        else:
            others.append(_started(phrase, 1))
    return _Begun(
        by_second=_settled(plain),
        by_sound=_settled(sounding),
        behind_gap=_settled(behind_gap),
        beginnings=tuple({start for start, _ in varying}),
        varying=tuple(varying),
        others=tuple(others),
    )


def _is_plain(word: str) -> bool:
    return word != GAP and word[0] not in ("=", SOUND) and word[-1] != "*"


def _started(phrase: Phrase, known: int) -> _Started:
    concept, value, words, _ = phrase
    return _Started(-len(words), concept, value, known, words[known:])


def _end_of(words: tuple[str, ...], tokens: Sequence[Word | Token], at: int) -> int:
    """Where the words of a phrase end of which the first may stand at `at`; 0 where they don't."""
    gap = 0
    for word in words:
        if word == GAP:
            gap = LONGEST_GAP
            continue
        for place in range(at, min(at + gap + 1, len(tokens))):
            if _fits(word, tokens[place]):
                at, gap = place + 1, 0
                break
        else:
            return 0
    return at


def _fits(word: str, token: Word | Token) -> bool:
    if word[-1] == "*":
        start = word[:-1]
        return token.text.startswith(start) or token.stem.startswith(start)
    if word[0] == "=":
        return token.text == word[1:]
    if word[0] == SOUND:
        return sound(token.text) == word[1:]
    return word in token[:3]
