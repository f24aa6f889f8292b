"""Misspells a text as careless writers do: one word in ten, one edit a word. Used by measure.py."""

from __future__ import annotations

import re
from random import Random

RATE = 0.1
SHORTEST = 4

_WORD = re.compile(r"[^\W\d_]+")
_LOOK_ALIKES = {
    **dict(zip("اأإآهةيىئظضذدزتط", "أاااةهىييضظدذرطت", strict=True)),
    **dict(zip("aeiouéèmnsctbpvy", "eaeuoeenmcskpbwi", strict=True)),
}


def misspell(text: str, random: Random) -> str:
    """Return the text with about one word of four letters or more in ten misspelt."""
    return _WORD.sub(lambda word: _perhaps(word.group(), random), text)


def _perhaps(word: str, random: Random) -> str:
    if len(word) < SHORTEST or random.random() >= RATE:
        return word
    edit = random.choice((_drop, _double, _swap, _replace))
    return edit(word, random.randrange(len(word)))


def _drop(word: str, at: int) -> str:
    return word[:at] + word[at + 1 :]


def _double(word: str, at: int) -> str:
    return word[: at + 1] + word[at:]


def _swap(word: str, at: int) -> str:
    at = min(at, len(word) - 2)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _replace(word: str, at: int) -> str:
    """A letter without look-alike is dropped."""
    return word[:at] + _LOOK_ALIKES.get(word[at].lower(), "") + word[at + 1 :]
