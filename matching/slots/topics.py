"""What an operation is about: what people are held for, before what was found with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from core.assessments import Slot, Topic
from matching.asides import is_harmless
from matching.lexicon import TOPICS
from matching.phrases import Hit
from matching.reading import Reading, once
from matching.sentences import Sentence

WORD, HINT = 3, 1
"""What a word of a topic counts, and one that only leans to it."""

CHARGED, TOLD = 3, 2
"""How much more a word counts as what people are held for, and in the title or beside an act."""

USUAL = 3
"""What an agency's usual topic counts: as much as one word told in passing."""

CHARGE_REACH = 10
"""Tokens behind "suspected of": what stands farther is told in passing."""

HELD_REACH = 3
MISSION_REACH = 3
ARREST = ("held", "caught")
RULED_OUT_REACH = 18
"""Tokens between "it is not established" and what: "at this stage, that they were meant for"."""

DENIED_REACH = 3
TRACE_REACH = 4
"""Tokens between "a little" and what it is of: "quelques grammes de résine de cannabis"."""

MEANS: tuple[Topic, ...] = ("weapons", "violence")
FOUND: tuple[Topic, ...] = ("drugs", "weapons")
"""What is found with those who are held for something else."""


def find_topic(
    reading: Reading, stretches: Iterable[tuple[int, int]], usual: Topic | None = None
) -> Slot[Topic] | None:
    """Return the topic with most different words; the topics' own order breaks ties.

    What the agency's operations are usually about counts as a word of its own; None where it counts
    most and no word tells it.

    What people are held for counts most, then words of the title and beside an act; words that
    only lean to a topic, and small amounts, a third of a word. Those that say what a service is
    there for count nothing. Weapons and violence are the means of terrorism where both are told.
    """
    hits = [hit for stretch in stretches for hit in _topic_hits(reading, *stretch)]
    counted = _counted(reading, hits)
    if not counted:
        return None
    for topic in _said_by_others(reading, hits, counted):
        del counted[topic]
    if usual:
        counted[usual] += USUAL
    seized = {hit.value for hit in hits if hit.value not in MEANS and _is_seized(reading, hit)}
    topic = min(counted, key=lambda t: (-counted[t], t not in seized, TOPICS.index(t)))
    if not any(hit.value == topic for hit in hits):
        return None
    first = next(hit for hit in hits if hit.value == topic)
    text, span = reading.quote(first.first, first.last)
    return Slot(value=topic, text=text, span=span)


def _said_by_others(
    reading: Reading, hits: Sequence[Hit], counted: Counter[Topic]
) -> Iterator[Topic]:
    """The means of terrorism, what was only found, and "wanted" beside what for."""
    charged = {hit.value for hit in hits if _worth(reading, hit) >= WORD * CHARGED}
    if counted["terrorism"] >= WORD:
        yield from MEANS
    if "terrorism" in charged:
        yield "fraud"
    named = {hit.value for hit in hits if reading.sentence_of(hit.first) < reading.body}
    if charged:
        yield from (topic for topic in FOUND if topic not in charged | named)
    if "other" not in charged and any(t != "other" and n >= WORD for t, n in counted.items()):
        yield "other"


@once
def _topic_hits(reading: Reading, first: int, last: int) -> Sequence[Hit]:
    return [
        hit
        for concept in ("topic", "quiet topic", "topic hint")
        for hit in reading.cues(concept, first, last)
        if not _is_ruled_out(reading, hit) and not _is_mission(reading, hit)
    ]


def _is_mission(reading: Reading, hit: Hit) -> bool:
    """ "The unit that fights drugs"."""
    near = reading.cues("mission", max(0, hit.first - 2 * MISSION_REACH), hit.last)
    return any(0 <= hit.first - told.last < MISSION_REACH or told.last > hit.first for told in near)


def _is_ruled_out(reading: Reading, hit: Hit) -> bool:
    """ "No link with terrorism", "terrorism was ruled out"; not "has not ruled out a link with"."""
    start = reading.sentences[reading.sentence_of(hit.first)].first
    before = (max(start, hit.first - RULED_OUT_REACH), hit.first)
    outs = [out for out in reading.cues("rules out", *before) if not _is_denied(reading, out)]
    return any(
        not reading.any_cue(("act", "seize", "but"), out.last, hit.first)
        for out in (*reading.cues("no link", *before), *outs)
    )


def _is_denied(reading: Reading, out: Hit) -> bool:
    """ "N'écartent pas la piste", "no se descarta", "لا تستبعد"."""
    if is_harmless(reading, out):
        return True
    return reading.cue("not", max(0, out.first - DENIED_REACH), out.last) is not None


def _counted(reading: Reading, hits: Sequence[Hit]) -> Counter[Topic]:
    words: dict[tuple[Topic, str], int] = {}
    for hit in hits:
        key = hit.value, reading.tokens[hit.first].stem
        words[key] = max(words.get(key, 0), _worth(reading, hit))
    counted: Counter[Topic] = Counter()
    for (topic, _), worth in words.items():
        counted[topic] += worth
    return counted


@once
def _worth(reading: Reading, hit: Hit) -> int:
    if hit.concept == "topic hint" or _is_trace(reading, hit) or _is_wanted(reading, hit):
        return HINT
    number = reading.sentence_of(hit.first)
    sentence = reading.sentences[number]
    if _is_charge(reading, hit, sentence.first):
        return WORD * CHARGED
    if number < reading.body or _tells(reading, sentence, ARREST):
        return WORD * TOLD
    found = _is_seized(reading, hit)
    return WORD * TOLD if _tells(reading, sentence, ("act",)) and not found else WORD


def _is_seized(reading: Reading, hit: Hit) -> bool:
    """ "A ton of hashish was seized"."""
    sentence = reading.sentences[reading.sentence_of(hit.first)]
    return hit.value in FOUND and _tells(reading, sentence, ("seize",))


def _tells(reading: Reading, sentence: Sentence, concepts: Sequence[str]) -> bool:
    return reading.any_cue(concepts, sentence.first, sentence.last)


def _is_charge(reading: Reading, hit: Hit, first: int) -> bool:
    """ "Suspected of arson", and neither goods nor another act in between; "arrest of forgers"."""
    held = reading.cues("held", max(first, hit.first - HELD_REACH), hit.first)
    if any(caught.last == hit.first for caught in held) and hit.value not in FOUND:
        return True
    start = max(first, hit.first - CHARGE_REACH)
    return any(
        not reading.any_cue(("seize", "act"), charge.last, hit.first)
        for charge in reading.cues("charge", start, hit.first)
        if charge.last <= hit.first
    )


def _is_wanted(reading: Reading, hit: Hit) -> bool:
    """ "Wanted by Interpol" says nothing of what for."""
    return reading.any_cue(("fugitive", "warrant"), hit.first, hit.last)


def _is_trace(reading: Reading, hit: Hit) -> bool:
    """ "A few grams of cannabis": nobody is held for it alone."""
    if hit.value not in FOUND:
        return False
    little = reading.cues("a little", max(0, hit.first - TRACE_REACH), hit.first)
    return any(hit.first - told.last < TRACE_REACH for told in little)
