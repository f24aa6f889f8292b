"""The cheapest look at an article: could its raw text name a watched agency at all?

Nineteen of twenty articles name none, so this look decides the speed of the matcher: a few
substring searches in the raw text, and only around what they find are names compared word by word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from matching.agencies import AgencyFinder
from matching.normalise import fold, without_noise
from matching.reading import MOST_CHARACTERS, MOST_TITLE
from matching.tokens import tokenise

AROUND = 80
"""Characters on each side of a word of a name in which the whole name stands."""

MOST_WINDOWS = 60
SHORT_TEXT = 400
LEAST_LETTERS = 3
"""A longer text with fewer of its script's commonest letter holds no long name in that script."""

LATIN_HEAD = 6
LATIN_TAIL = 8
"""A Latin word of six letters is searched without its first ("Surveillance", "surveillance"), and a
longer one without its end, which the languages share ("territoire", "territorio")."""

LEAST_ACRONYM = 4
CAPITALS_END = 1_500
"""Words in capitals are looked for in so many characters: headlines, not whole articles."""


class Prefilter:
    """Knows the words of all agencies' names, as they look in raw text."""

    def __init__(self, finders: Sequence[AgencyFinder]) -> None:
        self._finders = tuple(finders)
        words = {word for finder in finders for word in finder.telling_words}
        looks = {look for word in words for look in _looks(word)}
        needles = sorted(n for n in looks if not any(o in n for o in looks if o != n))
        self._short = tuple(n for n in needles if len(n) < LATIN_HEAD - 1 and n < "\u0600")
        longer = [n for n in needles if len(n) >= LATIN_HEAD - 1 and n < "\u0600"]
        self._latin = tuple(n for n in longer if not n.isupper())
        self._capitals = tuple(n for n in longer if n.isupper())
        self._arabic = tuple(n for n in needles if n >= "\u0600")
        self._any = re.compile("|".join(map(re.escape, needles)))

    def may_name_agency(self, title: str, text: str) -> bool:
        """Return False only where no name stands in what read_article reads."""
        raw = f"{title[:MOST_TITLE]}\n{text[:MOST_CHARACTERS]}"
        if self._has_word(raw):
            return self._has_name(raw)
        plain = without_noise(raw)
        return plain is not None and self._has_word(plain) and self._has_name(plain)

    def _has_word(self, raw: str) -> bool:
        """Acronyms stand in texts of every script; words only in texts of their own."""
        least = LEAST_LETTERS if len(raw) > SHORT_TEXT else 0
        head = raw[:CAPITALS_END]
        return (
            any(word in raw for word in self._short)
            or (raw.count("e") >= least and any(word in raw for word in self._latin))
            or (head.count("E") >= least and any(word in head for word in self._capitals))
            or (raw.count("ا") >= least and any(word in raw for word in self._arabic))
        )

    def _has_name(self, raw: str) -> bool:
        windows = list(self._windows(raw))
        if len(windows) >= MOST_WINDOWS:
            return True
        for window in windows:
            tokens = tokenise(fold(window).text)
            for finder in self._finders:
                if any(not found.rival for found in finder.find(tokens)):
                    return True
        return False

    def _windows(self, raw: str) -> Iterator[str]:
        """Yield stretches around the words, those that overlap as one; a few at most."""
        start = end = -1
        count = 0
        for match in self._any.finditer(raw):
            if match.start() - AROUND > end:
                if end >= 0:
                    yield _whole_words(raw, start, end)
                    count += 1
                    if count == MOST_WINDOWS:
                        return
                start = match.start() - AROUND
            end = match.end() + AROUND
        if end >= 0:
            yield _whole_words(raw, start, end)


def _whole_words(raw: str, start: int, end: int) -> str:
    """Cut at spaces, so that no word is halved."""
    begin = raw.find(" ", max(0, start), max(0, start) + AROUND // 2) if start > 0 else 0
    stop = raw.find(" ", end, end + AROUND // 2)
    return raw[max(0, start if begin < 0 else begin) : end if stop < 0 else stop]


def _looks(word: str) -> Iterator[str]:
    """How a word of a name looks in raw text: as written in the alias, folded, in capitals."""
    for form in {word, fold(word).text}:
        if form >= "\u0600":
            yield form.removeprefix("لل").removeprefix("ال")
        elif len(form) >= LATIN_HEAD:
            cut = slice(1, None if " " in form else LATIN_TAIL)
            yield from (form[cut], form.lower()[cut], form.upper()[cut])
        elif len(form) >= LEAST_ACRONYM:
            # One slip leaves one half of an acronym as it was.
            half = len(form) // 2
            yield from (form.upper()[:half], form.upper()[half:])
            yield from (form.lower(), form.capitalize())
        else:
            yield form.upper()
