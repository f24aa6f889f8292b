"""Goes on from the people counted: a fourth man, "the five", "which makes nine".

Called by tally.py, which chooses whom to go on from.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from matching.phrases import Hit
from matching.reading import Reading
from matching.slots.bystanders import is_bystander
from matching.slots.heads import Heads, numbered, one_word, several

NTH_BACK, NTH_REACH = 12, 14
"""Tokens around "a fourth man" in which he is arrested, or gone."""

ALL_BEHIND = 3
MOST_MORE = 3
"""So many are told as one more each; "the nine" behind fewer than six is another story's."""


class Told(NamedTuple):
    """The people counted in one sentence [first, last)."""

    first: int
    last: int
    counted: Sequence[Heads]

    @property
    def heads(self) -> Heads:
        return several(self.counted) or self.counted[0]


def counted_up(reading: Reading, found: Heads, told: Sequence[Told]) -> Heads:
    """ "Three brothers … while a fourth man was arrested", "… the four", "… which makes nine"."""
    more = [*_ones_more(reading, told), *_definite(reading, told), *_all_behind(reading, told)]
    for heads in sorted(more):
        most = 1 if heads.single else MOST_MORE
        if heads.first >= found.last and 0 < heads.value - found.value <= most:
            found = Heads(heads.first, heads.last, heads.value)
    total = (
        h
        for t in told
        for h in t.counted
        if _are_all(reading, h, found) or _makes_one_more(reading, h, found)
    )
    return next(total, found)


def _all_behind(reading: Reading, told: Sequence[Told]) -> Iterator[Heads]:
    """ "The three were placed in custody", in the sentences behind those that count."""
    end = max((reading.sentence_of(t.last - 1) for t in told), default=0) + 1
    for sentence in reading.sentences[end : end + ALL_BEHIND]:
        stretch = (sentence.first, sentence.last)
        if not reading.cue("custody", *stretch):
            continue
        for heads in (*numbered(reading, *stretch), *one_word(reading, *stretch)):
            if is_known(reading, heads, sentence.first) and heads.value > 1:
                yield heads


def _makes_one_more(reading: Reading, heads: Heads, found: Heads) -> bool:
    """ "Eight sailors, and the owner at his home, which brings to nine …"."""
    near = 0 <= reading.sentence_of(heads.first) - reading.sentence_of(found.first) <= 1
    return near and found.value > 1 and heads.value == found.value + 1 and is_raised(reading, heads)


def _are_all(reading: Reading, heads: Heads, found: Heads) -> bool:
    """ "Nine detainees", right behind a smaller number."""
    near = 0 <= reading.sentence_of(heads.first) - reading.sentence_of(found.first) <= 1
    nouns = (reading.cue(concept, heads.first, heads.last) for concept in ("caught", "detainee"))
    larger = heads.value > found.value > 1 and not is_raised(reading, heads)
    return larger and near and any(nouns)


def _ones_more(reading: Reading, told: Sequence[Told]) -> list[Heads]:
    if not told:
        return []
    first = min(t.first for t in told)
    last = reading.sentences[
        min(reading.sentence_of(max(t.last for t in told) - 1) + 1, len(reading.sentences) - 1)
    ].last
    return [
        Heads(hit.first, hit.last, hit.value, single=True)
        for hit in reading.cues("nth", first, last)
        if (_is_caught(reading, hit.first) or _is_one(reading, hit))
        and not _is_of_decade(reading, hit.first, first)
    ]


def _is_of_decade(reading: Reading, at: int, first: int) -> bool:
    """ "In his third decade"."""
    return any(hit.last > at for hit in reading.cues("decade", max(first, at - NTH_REACH), at))


def _is_caught(reading: Reading, at: int) -> bool:
    sentence = reading.sentences[reading.sentence_of(at)]
    around = (max(sentence.first, at - NTH_BACK), min(at + NTH_REACH, sentence.last))
    if reading.cue("gone", *around) or is_bystander(reading, at, sentence.first):
        return False
    return reading.any_cue(("held", "caught"), *around)


def _is_one(reading: Reading, nth: Hit) -> bool:
    """ "The fourth accomplice", told of without an arrest of his own.

    "The fourth man" begins his sentence; elsewhere he may be "taken for the fourth man".
    """
    sentence = reading.sentences[reading.sentence_of(nth.first)]
    first = sentence.first
    if reading.cue("gone", nth.last, min(nth.last + NTH_REACH, sentence.last)):
        return False  # "The fourth suspect fled"
    known = reading.cue("newcomer", nth.first, nth.last + 1) if nth.first - first <= 1 else None
    person = known or reading.cue("one person", nth.last, nth.last + 1)
    return bool(person) and reading.cue("the one", nth.first - 1, nth.first) is not None


def _definite(reading: Reading, told: Sequence[Told]) -> list[Heads]:
    """ "The four", "les quatre hommes": people told of before, all of them; not "his three"."""
    known = (h for t in told for h in t.counted if is_known(reading, h, t.first) and h.value > 1)
    return [h for h in known if not reading.cue("own", h.first - 1, h.first)]


def is_known(reading: Reading, heads: Heads, first: int) -> bool:
    """ "The five", "les quatre femmes": told of before."""
    arabic = reading.tokens[heads.first].text.startswith(reading.affixes.definite)
    return arabic or reading.cue("the", max(first, heads.first - 1), heads.first) is not None


def is_raised(reading: Reading, heads: Heads) -> bool:
    """ "Which brings to 18 the number of …": with those held before."""
    return reading.cue("to", heads.first - 1, heads.first) is not None
