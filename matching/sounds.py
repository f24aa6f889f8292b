"""How a name sounds, however it is transcribed: "Azemmour", "Azemur" and "Asemmur" are one key.

French, Spanish and English outlets write Moroccan names in their own letters; Arabic ones write
short vowels now and then with a letter. Used to find names of places in spellings nobody listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

SHORTEST = 5
"""Shorter words sound like too many others."""

LONGEST = 24
"""Longer ones are no names; the keys of an endless word would take for ever."""

LONG_VOWELS = "اوي"

# In this order: what is written with two or three letters first.
_LATIN = (
    (re.compile(r"^y(?=[aeiou])"), "j"),
    (re.compile(r"kh"), "j"),
    (re.compile(r"tch|sh|sch"), "ch"),
    (re.compile(r"dj"), "j"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"gh|gu(?=[ei])"), "g"),
    (re.compile(r"c(?=[ei])"), "s"),
    (re.compile(r"qu|q|c(?!h)"), "k"),
    (re.compile(r"ou|oo|w"), "u"),
    (re.compile(r"ai|ay|ei|ey"), "i"),
    (re.compile(r"y|ee"), "i"),
    (re.compile(r"z"), "s"),
    (re.compile(r"v"), "b"),
    (re.compile(r"(?<!c)h"), ""),
    (re.compile(r"e"), "a"),
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile(r"(?<=.{3})[ae]$"), ""),
)


@lru_cache(maxsize=65_536)
def sound(word: str) -> str:
    """Return the key of a folded Latin word; words that sound alike have one key."""
    for written, heard in _LATIN:
        word = written.sub(heard, word)
    return word


def vowel_keys(word: str) -> Iterator[str]:
    """Yield a folded Arabic word without each of its long vowels inside.

    Two words that differ by one such vowel share a key, or one is the other's.
    """
    for at in range(1, len(word) - 1):
        if word[at] in LONG_VOWELS:
            yield word[:at] + word[at + 1 :]
