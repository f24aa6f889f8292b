"""An article read once: folded, cut into tokens and sentences, the lexicon's phrases found.

All watchlists and all slots work on it. A very long text is read up to MOST_CHARACTERS.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import wraps
from sys import maxsize
from typing import Any, TypeVar, TypeVarTuple

from core.articles import Article
from core.assessments import Span
from core.clock import local_day
from matching.lexicon import Affixes, Lexicon
from matching.normalise import Folded, fold, read_entities
from matching.phrases import AND, Hit
from matching.sentences import Sentence, split_sentences
from matching.tokens import Token, tokenise

_Where = TypeVarTuple("_Where")
_What = TypeVar("_What")

MOST_CHARACTERS = 60_000
"""What stands behind is not read: the longest real pages, menus and all, have some 20,000."""

MOST_TITLE = 1_000
READ_OPENING = 6
SHORTEST_NAME = 3
MOST_DIGITS = 3
SHORTEST_WORD = 3
READ_BEFORE, READ_BEHIND = 8, 12
"""Sentences around an agency's whose words are looked up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """`raw` is title, line end, text; sentences before `body` belong to the title.

    `openings` has the first token of each of the `sentences`, `starts` of each of the `hits`, and
    one that lies behind all: they are searched in. `affixes` are the lexicon's, none in an outline;
    `told` is what `once` remembers. `published` is the Moroccan day of publication, None where
    unknown.
    """

    raw: str
    title_length: int
    folded: Folded
    tokens: Sequence[Token]
    sentences: Sequence[Sentence]
    openings: Sequence[int]
    body: int
    hits: Mapping[str, Sequence[Hit]]
    starts: Mapping[str, Sequence[int]]
    published: date | None
    affixes: Affixes
    told: dict[tuple[object, ...], Any] = field(default_factory=dict)

    def cues(self, concept: str, first: int, last: int) -> Sequence[Hit]:
        """Return the concept's hits that begin at a token in [first, last)."""
        starts = self.starts.get(concept)
        if not starts:
            return ()
        at = bisect_left(starts, first)
        if starts[at] >= last:
            return ()
        return self.hits[concept][at : bisect_left(starts, last, at)]

    def cue(self, concept: str, first: int, last: int) -> Hit | None:
        """Return the first of them."""
        starts = self.starts.get(concept)
        if not starts:
            return None
        at = bisect_left(starts, first)
        return self.hits[concept][at] if starts[at] < last else None

    def any_cue(self, concepts: Iterable[str], first: int, last: int) -> bool:
        """Whether a hit of one of the concepts begins at a token in [first, last)."""
        for concept in concepts:
            starts = self.starts.get(concept)
            if starts and starts[bisect_left(starts, first)] < last:
                return True
        return False

    def between(self, first: int, last: int) -> str:
        """Return the folded text between the token before `first` and token `last`."""
        return self.folded.text[self.tokens[first - 1].end : self.tokens[last].start]

    def pauses_before(self, at: int) -> bool:
        """ "Six people, among them two sailors": a comma stands before the token."""
        return "," in self.between(at, at)

    def quote(self, first: int, last: int) -> tuple[str, Span]:
        """Return the original words of tokens [first, last) and where they stand."""
        start, end = self.folded.original(self.tokens[first].start, self.tokens[last - 1].end)
        return self._quote(start, end)

    def _quote(self, start: int, end: int) -> tuple[str, Span]:
        if start < self.title_length:
            end = min(end, self.title_length)
            return self.raw[start:end], Span(field="title", start=start, end=end)
        shift = self.title_length + 1
        return self.raw[start:end], Span(field="text", start=start - shift, end=end - shift)

    def sentence_of(self, token: int) -> int:
        """Return the number of the sentence that holds a token."""
        return bisect_right(self.openings, token) - 1


def once(read: Callable[[Reading, *_Where], _What]) -> Callable[[Reading, *_Where], _What]:
    """Remember what is asked of a reading again and again; nobody may change what comes back."""

    @wraps(read)
    def asked(reading: Reading, *where: *_Where) -> _What:
        key = (read, *where)
        if key not in reading.told:
            reading.told[key] = read(reading, *where)
        found: _What = reading.told[key]
        return found

    return asked


def outline_article(article: Article) -> Reading:
    """Fold and cut an article; what its words mean is read later, where it is needed."""
    published = local_day(article.published) if article.published else None
    return outline_text(article.title[:MOST_TITLE], article.text[:MOST_CHARACTERS], published)


def outline_text(title: str, text: str, published: date | None) -> Reading:
    raw = f"{title}\n{text}"
    folded = fold(read_entities(raw))
    tokens = tokenise(folded.text)
    sentences = split_sentences(folded.text, tokens)
    body_start = folded.folded_from(len(title))
    return Reading(
        raw=raw,
        title_length=len(title),
        folded=folded,
        tokens=tokens,
        sentences=sentences,
        openings=[sentence.first for sentence in sentences],
        body=sum(sentence.start < body_start for sentence in sentences),
        hits={},
        starts={},
        published=published,
        affixes=Affixes(),
    )


def read_around(outline: Reading, names: Iterable[int], lexicon: Lexicon) -> Reading:
    """Read the title, the opening, and the sentences around the tokens `names`.

    No passage reaches farther.
    """
    wanted = set(range(outline.body + READ_OPENING))
    for token in names:
        number = outline.sentence_of(token)
        wanted.update(range(max(0, number - READ_BEFORE), number + READ_BEHIND + 1))
    numbers = sorted(number for number in wanted if number < len(outline.sentences))
    return _with_hits(outline, [outline.sentences[number] for number in numbers], lexicon)


def read_text(title: str, text: str, published: date | None, lexicon: Lexicon) -> Reading:
    """Read all of a short text."""
    outline = outline_text(title, text, published)
    return _with_hits(outline, outline.sentences, lexicon)


def _digits(outline: Reading, sentence: Sentence) -> Iterator[Hit]:
    for at in range(sentence.first, sentence.last):
        text = outline.tokens[at].text
        if text.isdecimal() and len(text) <= MOST_DIGITS and not _is_letter(outline, at):
            yield Hit("digits", int(text), at, at + 1)


def _is_letter(outline: Reading, at: int) -> bool:
    """ "Wa7ed", "lbar7": a digit inside or at the end of a Latin word stands for a letter."""
    token, before = outline.tokens[at], outline.tokens[at - 1]
    glued = at > 0 and before.end == token.start and "a" <= before.text[0] <= "z"
    if not glued or len(token.text) > 1:
        return False
    behind = outline.folded.text[token.end : token.end + 1]
    return "a" <= behind <= "z" or len(before.text) >= SHORTEST_WORD


def _written_at(outline: Reading, places: Iterable[Hit], lexicon: Lexicon) -> Iterator[Hit]:
    """Yield the names that "in" is one word with: "بالرباط", "ببن سليمان", not "بن سليمان"."""
    for hit in places:
        word = outline.tokens[hit.first].text
        long = len(word) > SHORTEST_NAME or word[1:] in lexicon.short_words
        if word[0] in lexicon.at_letters and long:
            yield Hit("written at", None, hit.first, hit.last)


def _is_split(outline: Reading, place: Hit, names: Sequence[Hit]) -> bool:
    """ "In Casablanca, Settat and Safi", "بالمضيق والفنيدق": two towns whose names together are a
    region's or a province's.
    """
    for at in range(place.first + 1, place.last):
        if "," in outline.between(at, at):
            return True
        begun = any((name.first, name.last) == (place.first, at) for name in names)
        if outline.tokens[at].text[0] == AND and begun and any(n.first == at for n in names):
            return True
    return False


def _with_hits(outline: Reading, sentences: Iterable[Sentence], lexicon: Lexicon) -> Reading:
    found: defaultdict[str, list[Hit]] = defaultdict(list)
    for sentence in sentences:
        found["digits"] += _digits(outline, sentence)
        stretch = (outline.tokens, sentence.first, sentence.last)
        names = list(lexicon.places.find(*stretch))
        places = [place for place in names if not _is_split(outline, place, names)]
        found["written at"] += _written_at(outline, places, lexicon)
        for hit in (*lexicon.words.find(*stretch), *places):
            known = found[hit.concept]
            # The longest phrase at a place comes first; what lies inside it says nothing more.
            if not known or hit.last > known[-1].last:
                known.append(hit)
    starts = {c: [*(hit.first for hit in hits), maxsize] for c, hits in found.items() if hits}
    return replace(outline, hits=found, starts=starts, affixes=lexicon.affixes, told={})
