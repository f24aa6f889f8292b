"""Words as the full-text search knows them: folded, without Arabic particles. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matching.normalise import fold
from matching.tokens import tokenise

PREFIX_FROM = 4
"""A word of so many letters also finds those that begin with it ("démantel": démantèlement)."""

WINDOW = 34
"""Words of a snippet: three lines on a wide page."""


def search_words(raw: str) -> list[str]:
    """Return the words of a text or a query in its order: "والخلية" and "خلية" are one."""
    return [token.stem for token in tokenise(fold(raw).text)]


def is_prefix(word: str) -> bool:
    return len(word) >= PREFIX_FROM and not word.isdecimal()


def marks_of(raw: str, wanted: Sequence[str]) -> list[tuple[int, int]]:
    """Return the stretches of a text that a query's words find, in code points."""
    return [(start, end) for start, end, hit in _words(raw, wanted) if hit]


def snippet_of(raw: str, wanted: Sequence[str]) -> tuple[int, int]:
    """Return the stretch of WINDOW words that holds most of a query's words, of equals the first.

    The beginning where none is found.
    """
    words = list(_words(raw, wanted))
    if not words:
        return 0, len(raw)
    most, best = -1, 0
    for first in range(0, max(1, len(words) - WINDOW // 2), WINDOW // 4):
        distinct = len({hit for _, _, hit in words[first : first + WINDOW] if hit})
        if distinct > most:
            most, best = distinct, first
    last = min(best + WINDOW, len(words)) - 1
    return (0 if best == 0 else words[best][0]), words[last][1]


def _words(raw: str, wanted: Sequence[str]) -> Iterator[tuple[int, int, str | None]]:
    """Yield (start, end, the wanted word that it is) for each word of a text."""
    folded = fold(raw)
    prefixes = tuple(word for word in wanted if is_prefix(word))
    exact = frozenset(wanted)
    for token in tokenise(folded.text):
        hit = token.stem if token.stem in exact else None
        if hit is None and token.stem.startswith(prefixes):
            hit = next(word for word in prefixes if token.stem.startswith(word))
        yield *folded.original(token.start, token.end), hit
