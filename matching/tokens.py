"""Words of a folded text with their positions, and the light stem of Arabic words."""

from __future__ import annotations

import re
from itertools import accumulate, repeat
from operator import add
from typing import NamedTuple

from matching.normalise import ARABIC, fold_text
from matching.remembered import Remembered

ARTICLE = "ال"
ELIDED = {"d": "de", "qu": "que"}
_TOKEN = re.compile(f"[{ARABIC}]+|[a-z]+|[0-9]+")
_TOKENS = re.compile(f"({_TOKEN.pattern})")
# Prefixed conjunctions, prepositions and the article, as in Lucene's light stemmer; three letters
# stay behind an article, four behind a bare letter (which is often the word's own).
_CLITICS = re.compile(r"(?:[وف]?(?:بال|كال|لال|لل|ال)(?=.{3})|[وف]?[بكل](?=.{4})|[وف](?=.{4}))")
_BEFORE_ARTICLE = re.compile(r"(?:[وف]?[بكل]|[وف])(?=ال.{3})")
_FOR_THE = re.compile(r"[وف]?لل(?=.{3})")
_SHORT_CLITICS = re.compile(r"(?:[وف]?[بكل]?)(?=.{3})")


class Word(NamedTuple):
    """A folded word, its noun and stem: the noun keeps the article ("والشرطه": "الشرطه")."""

    text: str
    noun: str
    stem: str


class Token(NamedTuple):
    """A word, and where it stands in the folded text."""

    text: str
    noun: str
    stem: str
    start: int
    end: int


# A named tuple's own constructor takes as long as all the rest of a token.
_new = tuple.__new__


def tokenise(folded: str) -> list[Token]:
    """Return the words with their places, which follow from the lengths of all parts."""
    parts = _TOKENS.split(folded)
    ends = list(accumulate(map(len, parts)))
    words, places = map(forms, parts[1::2]), zip(ends[::2], ends[1::2], strict=False)
    return list(map(_new, repeat(Token), map(add, words, places)))


def words_in(folded: str) -> list[Word]:
    """Return the words without their places, in a third of the time."""
    return list(map(forms, _TOKEN.findall(folded)))


def _forms(word: str) -> Word:
    return Word(word, noun(word), stem(word))


forms = Remembered(_forms, 65_536).__getitem__
"""Returns a word with its noun and its stem."""


def words_of(raw: str) -> tuple[str, ...]:
    """Return the folded words of a text: two texts with the same words are the same."""
    return tuple(_TOKEN.findall(fold_text(raw)))


def stem(word: str) -> str:
    """Take prefixed particles off an Arabic word; other words stay."""
    if word[0] < "\u0600":
        return word
    match = _CLITICS.match(word)
    return word[match.end() :] if match else word


def noun(word: str) -> str:
    """Take particles off that stand before an Arabic article, and write the article out.

    A French word is written without its elision: "d'Ouezzane" is "de Ouezzane".
    """
    if word[0] < "\u0600":
        return ELIDED.get(word, word)
    match = _FOR_THE.match(word)
    if match:
        return ARTICLE + word[match.end() :]
    match = _BEFORE_ARTICLE.match(word)
    return word[match.end() :] if match else word


def bare_noun(word: str) -> str:
    """Take the article off, which may be written otherwise ("للخيام")."""
    return word.removeprefix("لل").removeprefix(ARTICLE)


def short_stem(word: str) -> str:
    """As stem, but three letters are enough behind a bare particle ("بفاس": the town)."""
    match = _SHORT_CLITICS.match(word) if word[0] >= "\u0600" else None
    return word[match.end() :] if match else word
