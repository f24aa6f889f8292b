"""Names in a seed that may be further aliases of a watched agency: for a person to look at.

Beside a known name: an acronym or a word in brackets or quotes; the name before a known acronym in
brackets; and what begins like an organisation's name ("Bureau …", "مديرية …") in its sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from matching.agencies import AgencyFinder, Found
from matching.normalise import fold_word
from matching.reading import Reading
from matching.tokens import Token

# A quote right behind a name closes what the name stands in; only behind a space it opens.
_BRACKETED = re.compile(
    r"""(?:\s{0,3}[(\[«“„‘]|\s{1,3}["'”’])[«“„‘"'”’]?\s?([^\W\d_][\w .-]{0,23}?)\s?[)\]»”“’"']"""
)
MOST_BRACKETED = 3
MOST_WORDS = 8
"""Words of the longest names of organisations."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AliasCandidate:
    """A name that no alias covers; `agency` is the watched one that it stands beside."""

    text: str
    agency: str


def alias_candidates(
    reading: Reading, names: Sequence[Found], finder: AgencyFinder
) -> list[AliasCandidate]:
    """Return what stands beside the watched names, in text order, each once."""
    known: set[str] = set()
    candidates: list[AliasCandidate] = []
    taken = {token for name in names for token in range(name.first, name.last)}
    for name in names:
        if name.rival:
            continue
        for first, last in _beside(reading, name, finder):
            text, _ = reading.quote(first, last)
            folded = fold_word(text)
            if folded not in known and taken.isdisjoint(range(first, last)):
                known.add(folded)
                candidates.append(AliasCandidate(text=text, agency=name.agency))
    return candidates


def _beside(reading: Reading, name: Found, finder: AgencyFinder) -> Iterator[tuple[int, int]]:
    yield from _in_brackets(reading, name)
    yield from _like_organisations(reading, name, finder)


def _in_brackets(reading: Reading, name: Found) -> Iterator[tuple[int, int]]:
    """A few words in brackets or quotes right behind the name."""
    _, end = reading.folded.original(reading.tokens[name.last - 1].start, _end(reading, name.last))
    match = _BRACKETED.match(reading.raw, end)
    if match:
        start, stop = (reading.folded.folded_from(at) for at in match.span(1))
        inside = [
            at
            for at in range(name.last, min(name.last + MOST_BRACKETED, len(reading.tokens)))
            if start <= reading.tokens[at].start < stop
        ]
        if inside:
            yield inside[0], inside[-1] + 1


def _end(reading: Reading, last: int) -> int:
    return reading.tokens[last - 1].end


def _like_organisations(
    reading: Reading, name: Found, finder: AgencyFinder
) -> Iterator[tuple[int, int]]:
    """What begins as the long names do, in the sentence of the name."""
    sentence = reading.sentences[reading.sentence_of(name.first)]
    for first in range(sentence.first, sentence.last):
        token = reading.tokens[first]
        if token.stem in finder.first_words and (_is_arabic(token) or _is_definite(reading, token)):
            last = _name_end(reading, first, sentence.last, finder)
            if any(not finder.is_generic(token) for token in reading.tokens[first:last]):
                yield first, last


def _name_end(reading: Reading, first: int, end: int, finder: AgencyFinder) -> int:
    """Where a name that begins at `first` ends: at its last word with an article or a capital.

    A plain word follows "of the", or the first word of an Arabic name.
    """
    last, linked = first + 1, _is_arabic(reading.tokens[first])
    for at in range(first + 1, min(first + MOST_WORDS, end)):
        token = reading.tokens[at]
        if finder.links(token):
            linked = True
        elif linked or finder.is_generic(token) or _is_definite(reading, token):
            last, linked = at + 1, False
        else:
            break
        if _is_parted(reading, at):
            break
    return last


def _is_arabic(token: Token) -> bool:
    return token.text >= "\u0600"


def _is_definite(reading: Reading, token: Token) -> bool:
    """With the Arabic article, or a capital."""
    start, _ = reading.folded.original(token.start, token.end)
    return token.noun.startswith("ال") or reading.raw[start].isupper()


def _is_parted(reading: Reading, at: int) -> bool:
    """A sign other than a space, an apostrophe or a hyphen stands behind the word."""
    if at + 1 >= len(reading.tokens):
        return True
    between = reading.folded.text[reading.tokens[at].end : reading.tokens[at + 1].start]
    return bool(between.strip(" '-"))
