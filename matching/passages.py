"""Where a report stands in an article: the agency's sentence and those that go on with it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence, Set
from dataclasses import dataclass

from core.assessments import Role, Span
from matching.asides import is_harmless
from matching.cues import first_hit
from matching.items import item_of
from matching.reading import Reading
from matching.roles import Named
from matching.sentences import Sentence
from matching.slots.bygone import old_times
from matching.turns import turns_elsewhere

MOST_PASSAGES = 40
"""The longest real articles name an agency in some 20 sentences."""

MOST_FOLLOWING = 2
MOST_BEHIND_TITLE = 4
MOST_CHARACTERS = 900
LONGEST_BEFORE = 320
LONGEST_LEAD = 600
"""Characters of a sentence before the agency's that belongs to the passage; the first of the text
may be longer."""

MOST_BEHIND = 3
"""Sentences behind the passage in which a group, a topic or an official source may stand."""

MOST_GOING_ON = 6
"""Sentences behind it in which people and their ages may stand, up to another story."""

MOST_BACK = 6
MOST_CHARACTERS_BACK = 1200
"""Where the agency's own sentence tells no act ("the officers had a hint from …"), the story before
it belongs to it."""

MOST_LEAD = 2
MOST_LEFT_OUT = 1
LONGEST_OPENING = 700
"""Sentences, and characters, that begin the text: an agency named farther down belongs to what they
tell, unless its own sentence tells another time."""

APART = ("earlier", "aside", "besides", "habit", "balance", "last_week")
"""Words of a sentence that tells something else than the news of the beginning."""

MOST_LEAD_UP = 4
WATCHED: tuple[Role, ...] = ("actor", "informer", "mentioned", "title")
ACTS = ("act", "seize")
DATED = (*ACTS, "weekday", "month", "relative", "ago", "in year")
MOST_TEASERS = 5
"""Headlines below "read also"."""

BAR_REACH = 3
LONGEST_DATELINE = 8
"""Tokens of a line that is only a date or a place line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """`core` is the agency's sentence, `is_title` says that it stands in the title; `order` are all
    sentence numbers, the most telling first.

    The title is always part of the order, last unless it is the core. `left_out` are those of the
    order that stand between the beginning of the text and what is near the agency's sentence.
    `lead_up` are sentences of that beginning that the order has not, and that tell no act and no
    day of their own: "A family of three, 26 to 35 years old. Bottles, nails, fertiliser." `behind`
    are those that go on with the story. Nothing is read from sentence `until` on.
    """

    core: int
    is_title: bool
    order: tuple[int, ...]
    left_out: tuple[int, ...]
    lead_up: tuple[int, ...]
    behind: tuple[int, ...]
    named: tuple[Named, ...]
    alone: bool
    until: int

    def stretches(self, reading: Reading) -> Iterator[tuple[int, int]]:
        """Yield the token ranges in order."""
        for number in self.order:
            yield reading.sentences[number].first, reading.sentences[number].last

    def outward_stretches(self, reading: Reading) -> list[tuple[int, int]]:
        """Return the token ranges from the agency's sentence outwards, those before it first."""
        numbers = sorted(
            self.order, key=lambda number: (number > self.core, abs(number - self.core))
        )
        return [(reading.sentences[n].first, reading.sentences[n].last) for n in numbers]

    def near_stretches(self, reading: Reading) -> list[tuple[int, int]]:
        """Return the token ranges of the agency's sentence, those before it, and the title.

        Behind a title that names the agency, the first sentence of the text is as near.
        """
        reach = max(self.core, reading.body) if self.core < reading.body else self.core
        numbers = [n for n in self.order if n <= reach and n not in self.left_out]
        return [(reading.sentences[n].first, reading.sentences[n].last) for n in numbers]

    def left_out_stretches(self, reading: Reading) -> list[tuple[int, int]]:
        """Return the token ranges that are neither near nor behind."""
        return [(reading.sentences[n].first, reading.sentences[n].last) for n in self.left_out]

    def lead_up_stretches(self, reading: Reading) -> list[tuple[int, int]]:
        """Return the token ranges that lead up to the agency's sentence."""
        return [(reading.sentences[n].first, reading.sentences[n].last) for n in self.lead_up]

    def told_stretches(self, reading: Reading) -> list[tuple[int, int]]:
        """Return the token ranges as the story goes, the title last unless it is the core."""
        title = reading.body if self.core >= reading.body else 0
        numbers = sorted(self.order, key=lambda number: (number < title, number))
        return [(reading.sentences[n].first, reading.sentences[n].last) for n in numbers]

    def wide_stretches(self, reading: Reading) -> Iterator[tuple[int, int]]:
        """Yield the token ranges in order, then those of a few sentences behind the passage."""
        yield from self.stretches(reading)
        last = max(self.order)
        for sentence in reading.sentences[last + 1 : min(last + 1 + MOST_BEHIND, self.until)]:
            if sentence.start - reading.sentences[last].end > MOST_CHARACTERS:
                return
            yield sentence.first, sentence.last

    def behind_stretches(self, reading: Reading) -> list[tuple[int, int]]:
        """Return the token ranges of the sentences that go on behind the passage."""
        return [(reading.sentences[n].first, reading.sentences[n].last) for n in self.behind]

    def core_tokens(self, reading: Reading) -> tuple[int, int]:
        sentence = reading.sentences[self.core]
        return sentence.first, sentence.last

    def names(self, roles: Collection[Role] = WATCHED) -> list[int]:
        """Return the tokens at which agencies are named, rivals left out."""
        return [named.found.first for named in self.named if named.role in roles]

    def span(self, reading: Reading) -> Span:
        """Where it stands: in the text, or in the title if the agency is named there."""
        return self._quoted(reading)[1]

    def text(self, reading: Reading) -> str:
        """Its original words, sentences between those of the passage included."""
        return self._quoted(reading)[0]

    def _quoted(self, reading: Reading) -> tuple[str, Span]:
        inside = [n for n in self.order if n >= reading.body or n == self.core]
        in_field = [n for n in inside if (n < reading.body) == (self.core < reading.body)]
        first, last = reading.sentences[min(in_field)].first, reading.sentences[max(in_field)].last
        return reading.quote(first, last)


def find_passages(reading: Reading, named: Sequence[Named]) -> list[Passage]:
    """Return a passage per sentence that names a watched agency, in text order."""
    cores = sorted({n.sentence for n in named if n.role != "rival"})[:MOST_PASSAGES]
    elsewhere = list(turns_elsewhere(reading, cores))
    return [_passage(reading, core, named, elsewhere) for core in cores]


def _passage(
    reading: Reading, core: int, named: Sequence[Named], elsewhere: Collection[int]
) -> Passage:
    """`elsewhere` are the sentences with which the agency's other operations begin."""
    item = item_of(reading, core)
    following = [n for n in _following(reading, core, elsewhere) if n in item]
    before = [] if core in elsewhere else [n for n in _before(reading, core) if n in item]
    known = {core, *following, *before}
    lead = [] if core in elsewhere else [n for n in _lead(reading, core) if n not in known]
    lead = [n for n in lead if n in item]
    left_out = _left_out(reading, core, known.union(lead))
    title = [n for n in range(reading.body) if n not in known]
    order = (core, *following, *before, *lead, *left_out, *title)
    inside = known.union(lead, left_out)
    return Passage(
        core=core,
        is_title=core < reading.body,
        order=order,
        left_out=tuple(left_out),
        lead_up=tuple(n for n in _lead_up(reading, core, inside) if n in item),
        behind=tuple(n for n in _behind(reading, max(order)) if n in item),
        until=item.stop,
        named=tuple(n for n in named if n.sentence in inside),
        alone=all(n.sentence == core or n.role in ("rival", "title") for n in named),
    )


def _following(reading: Reading, core: int, elsewhere: Collection[int]) -> Iterator[int]:
    """The next sentences, up to another operation; behind the title the first of the text."""
    start = reading.sentences[core].start
    taken = 0
    most = MOST_BEHIND_TITLE if core < reading.body else MOST_FOLLOWING
    for number in range(core + 1, len(reading.sentences)):
        sentence = reading.sentences[number]
        if taken == most or sentence.end - start > MOST_CHARACTERS:
            return
        if is_furniture(reading, number):
            continue
        if number in elsewhere:
            return
        taken += 1
        yield number


def _before(reading: Reading, core: int) -> Iterator[int]:
    """The sentence before, if it is short; the whole story before a sentence without an act."""
    own = reading.sentences[core]
    acts = [hit for act in ACTS for hit in reading.cues(act, own.first, own.last)]
    longest = LONGEST_LEAD if core == reading.body + 1 else LONGEST_BEFORE
    acts_itself = any(not is_harmless(reading, act) for act in acts)
    most, reach = (1, longest) if acts_itself else (MOST_BACK, MOST_CHARACTERS_BACK)
    for number in range(core - 1, max(reading.body, core - most) - 1, -1):
        if own.start - reading.sentences[number].start > reach:
            return
        if not is_furniture(reading, number):
            yield number


def _lead(reading: Reading, core: int) -> Iterator[int]:
    """The beginning of the text, where the agency's sentence goes on with its story."""
    own = reading.sentences[core]
    apart = any(first_hit(reading, cue, [(own.first, own.last)]) for cue in APART)
    dated = reading.any_cue(("weekday", "month"), own.first, own.last)
    apart = apart or (dated and reading.cue("act", own.first, own.last) is not None)
    if core < reading.body or apart or any(old_times(reading, own.first, own.last)):
        return
    opening = reading.sentences[reading.body].start
    taken = 0
    for number in range(reading.body, core):
        if taken == MOST_LEAD or reading.sentences[number].end - opening > LONGEST_OPENING:
            return
        if not is_furniture(reading, number):
            taken += 1
            yield number


def _left_out(reading: Reading, core: int, known: Set[int]) -> list[int]:
    """The one sentence between the beginning and the agency's that neither has."""
    first = min((n for n in known if n >= reading.body), default=core)
    out = [n for n in range(first, core) if n not in known and not is_furniture(reading, n)]
    return out if len(out) <= MOST_LEFT_OUT else []


def _lead_up(reading: Reading, core: int, known: Set[int]) -> Iterator[int]:
    for number in range(reading.body, min(core, reading.body + MOST_LEAD_UP)):
        sentence = reading.sentences[number]
        told = reading.any_cue(DATED, sentence.first, sentence.last)
        if number not in known and not told and not is_furniture(reading, number):
            yield number


def _behind(reading: Reading, last: int) -> Iterator[int]:
    """The sentences that go on with the story, up to one that tells of something else."""
    end = reading.sentences[last].end
    for number in range(last + 1, min(last + 1 + MOST_GOING_ON, len(reading.sentences))):
        own = reading.sentences[number]
        if own.start - end > MOST_CHARACTERS or _tells_else(reading, own):
            return
        yield number


def _tells_else(reading: Reading, own: Sentence) -> bool:
    stretch = (own.first, own.last)
    return any(first_hit(reading, cue, [stretch]) for cue in APART) or any(
        old_times(reading, *stretch)
    )


def is_furniture(reading: Reading, number: int) -> bool:
    """Publication lines and the like: what they date is the article."""
    sentence = reading.sentences[number]
    if sentence.last - sentence.first > 3 * LONGEST_DATELINE:
        return False
    if _is_of_ticker(reading, sentence) or _is_teaser(reading, number):
        return True
    if reading.cue("published", sentence.first, sentence.last):
        return True
    short = sentence.last - sentence.first <= LONGEST_DATELINE
    dated = reading.cue("month", sentence.first, sentence.last)
    return bool(short and dated and not reading.cue("act", sentence.first, sentence.last))


def _is_teaser(reading: Reading, number: int) -> bool:
    """ "Read also", and the headlines below it: lines that no stop ends."""
    for above in range(number, max(reading.body, number - MOST_TEASERS) - 1, -1):
        if not _is_headline(reading, above):
            return False
        if reading.cue("see also", reading.sentences[above].first, reading.sentences[above].last):
            return True
    return False


def _is_headline(reading: Reading, number: int) -> bool:
    """A line of its own without a stop."""
    sentence, text = reading.sentences[number], reading.folded.text
    line = text[sentence.end :].split("\n", 1)[0].strip(' ")')
    before = text[: sentence.start].rstrip(' "(')
    return not line and (not before or before.endswith("\n"))


def _is_of_ticker(reading: Reading, sentence: Sentence) -> bool:
    """ "09:12 Oil slips | 09:05 Raja sign a winger": headlines parted by bars."""
    text = reading.folded.text
    beside = text[max(0, sentence.start - BAR_REACH) : sentence.start].rpartition("\n")[2]
    beside += text[sentence.end : sentence.end + BAR_REACH].partition("\n")[0]
    return "|" in beside and sentence.start >= reading.title_length
