"""The cheapest look at an article: could its raw text name a watched agency at all?

Nineteen of twenty articles name none, so this look decides the speed of the matcher: one search for
all words of names, and only around what it finds are names compared word by word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ahocorasick_rs import BytesAhoCorasick, Implementation

from matching.agencies import AgencyFinder
from matching.normalise import fold_text, fold_word, readable, searchable
from matching.reading import MOST_CHARACTERS, MOST_TITLE
from matching.spelling import LEAST_FUZZY, heard_as
from matching.tokens import bare_noun, tokenise

AROUND = 80
"""Characters on each side of a word of a name in which the whole name stands."""

MOST_WINDOWS = 60

LATIN_HEAD = 6
LATIN_TAIL = 8
"""A Latin word of six letters is searched without its first ("Surveillance", "surveillance"), and a
longer one without its end, which the languages share ("territoire", "territorio")."""

Window = tuple[int, int]


class Prefilter:
    """Knows the words of all agencies' names, as they look in raw text."""

    def __init__(self, finders: Sequence[AgencyFinder]) -> None:
        self._finders = tuple(finders)
        words = {word for finder in finders for word in finder.telling_words}
        written = {look for word in words for look in _looks(word)}
        looks = set(map(searchable, written.union(*(finder.guesses for finder in finders))))
        within = BytesAhoCorasick(looks).find_matches_as_indexes
        needles = sorted(look for look in looks if len(within(look, overlapping=True)) == 1)
        self._words = BytesAhoCorasick(needles, implementation=Implementation.DFA)

    def may_name_agency(self, title: str, text: str, *, guessing: bool = True) -> bool:
        """Return False only where no name stands in what read_article reads.

        Without `guessing`, neither a misspelt acronym nor a nickname is one.
        """
        plain = searchable(f"{title[:MOST_TITLE]}\n{text[:MOST_CHARACTERS]}")
        windows = _windows(plain, self._words.find_matches_as_indexes(plain))
        return len(windows) >= MOST_WINDOWS or any(
            self._names_agency(plain[start:end], guessing) for start, end in windows
        )

    def _names_agency(self, window: bytes, guessing: bool) -> bool:
        tokens = tokenise(fold_text(readable(window)))
        found = (name for finder in self._finders for name in finder.find(tokens))
        return any(
            not name.rival and (guessing or not (name.guessed or name.nickname)) for name in found
        )


def _windows(text: bytes, matches: Sequence[tuple[int, int, int]]) -> list[Window]:
    """Return stretches around the words, those that overlap as one; a few at most."""
    windows: list[Window] = []
    for _, start, end in matches:
        if windows and start - AROUND <= windows[-1][1]:
            windows[-1] = windows[-1][0], end + AROUND
        elif len(windows) == MOST_WINDOWS:
            break
        else:
            windows.append((start - AROUND, end + AROUND))
    return [_whole_words(text, start, end) for start, end in windows]


def _whole_words(text: bytes, start: int, end: int) -> Window:
    """Cut at spaces, so that no word is halved."""
    begin = text.find(b" ", max(0, start), max(0, start) + AROUND // 2) if start > 0 else 0
    stop = text.find(b" ", end, end + AROUND // 2)
    return max(0, start if begin < 0 else begin), end if stop < 0 else stop


def _looks(word: str) -> Iterator[str]:
    """How a word of a name looks in a searchable text: Latin ones as written, in capitals …"""
    if word >= "\u0600":
        bare = bare_noun(fold_word(word))
        yield bare
        yield from heard_as(bare) if len(bare) >= LEAST_FUZZY else ()
        return
    for form in {word, fold_word(word)}:
        if len(form) < LATIN_HEAD:
            yield from (form.upper(), form.lower(), form.capitalize())
        else:
            cut = slice(1, None if " " in form else LATIN_TAIL)
            yield from (form[cut], form.lower()[cut], form.upper()[cut], form.title()[cut])
