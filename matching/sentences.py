"""Cuts a folded text into sentences: at stops, line ends, runs of spaces, and missing spaces."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from matching.tokens import Token

MOST_TOKENS = 160
"""A sentence longer than this is cut: an endless line costs no more than a long one."""

# 60 % of real Arabic articles miss the space after a full stop somewhere, so a stop between two
# Arabic letters ends a sentence too. Runs of spaces part the headlines of tickers and menus.
# Every way to end begins with the same few characters: the search leaps from one to the next, and
# most are spaces that end nothing. A run
# of stops is looked at from its first one only (or the second, behind an initial), so that an
# endless one takes linear time.
_STOP = r"[.!?\u2026]"
_INITIAL = r"\b[a-z]"
_END = re.compile(
    rf"[\n.!?\u2026 ](?:"
    rf"(?<= )(?: {{2,}}|[|\u2022+/*]+ )"
    rf"|(?<! )(?:"
    rf"(?<=\n)\n*"
    rf"|(?<={_STOP})(?:(?<!{_STOP}.)(?<!{_INITIAL}.)|(?<={_INITIAL}{_STOP}.)){_STOP}*[\"')\]]*(?=\s|$)"
    rf"|(?<=[ا-ي]\.)\"?(?=[\"ا-ي])"
    rf"))"
)


_START = attrgetter("start")


class Sentence(NamedTuple):
    """A stretch of folded text [start, end) and its tokens [first, last)."""

    start: int
    end: int
    first: int
    last: int


def split_sentences(folded: str, tokens: Sequence[Token]) -> list[Sentence]:
    """Return the sentences that hold a token, in order."""
    starts = list(map(_START, tokens))
    sentences: list[Sentence] = []
    for start, end in _stretches(folded):
        first, last = bisect_left(starts, start), bisect_left(starts, end)
        for cut in range(first, last, MOST_TOKENS):
            upto = min(cut + MOST_TOKENS, last)
            sentences.append(Sentence(tokens[cut].start, tokens[upto - 1].end, cut, upto))
    return sentences


def _stretches(folded: str) -> Iterator[tuple[int, int]]:
    done = 0
    for match in _END.finditer(folded):
        yield done, match.start()
        done = match.end()
    yield done, len(folded)
