"""Says of a place that the reporter sits there, or that a ticker names it; called by scenes.py."""

from __future__ import annotations

import re
from collections.abc import Sequence

from matching.lexicon import Lexicon
from matching.phrases import Hit
from matching.reading import Reading
from matching.roles import Named
from matching.sentences import Sentence
from matching.slots.around import is_of
from matching.slots.lists import goes_on, is_written_at
from matching.told import DAYS, is_done

REACH = 12
HEADER_WORDS = 8
"""Words of a line that only says who writes where: "هبة بريس – مكتب الرباط"."""

DATE_WORDS = 3
CAPTION_WORDS = 40
_HOUR = re.compile(r"\b\d{1,2}:\d\d\b")


def is_of_ticker(reading: Reading, hit: Hit) -> bool:
    """ "21:14 Raja win 20:55 Tanger. A fire": in a line of headlines, each with its hour."""
    sentence = reading.sentences[reading.sentence_of(hit.first)]
    before = reading.folded.text[sentence.start : reading.tokens[hit.first].start]
    return len(_HOUR.findall(before)) > 1


def is_of_caption(reading: Reading, hit: Hit, named: Sequence[Named]) -> bool:
    """ "Légende : des agents à Témara (archives).": a picture of another day.

    Not so a sentence that tells an act of a fresh day or of an agency: the picture's words stand
    beside it without a stop. A place in one bracket with them is the picture's in any case.
    """
    number = reading.sentence_of(hit.first)
    sentence = reading.sentences[number]
    long = sentence.last - sentence.first > CAPTION_WORDS
    if number < reading.body or long:
        return False
    cues = reading.cues("caption", sentence.first, sentence.last)
    if any(_shares_bracket(reading, cue, hit) for cue in cues):
        return True
    begun = [c for c in cues if c.first == sentence.first or _is_bracketed(reading, c)]
    return bool(begun) and not _tells_an_act(reading, begun[0], sentence, named)


def _tells_an_act(reading: Reading, cue: Hit, sentence: Sentence, named: Sequence[Named]) -> bool:
    """On a fresh day, or as done by an agency; not "file photo of agents at an arrest"."""
    first, last = sentence.first, sentence.last
    acts = [act for concept in ("act", "seize") for act in reading.cues(concept, first, last)]
    if not acts:
        return False
    if reading.any_cue(DAYS, first, last):
        return True
    acting = [n.found.first for n in named if n.role == "actor" and first <= n.found.first < last]
    if cue.first == first:
        acting = [at for at in acting if _begins_at(reading, cue.last, at)]
    return bool(acting) and any(is_done(reading, act, first) for act in acts)


def _begins_at(reading: Reading, start: int, name: int) -> bool:
    """ "File photo The bureau …", not "of the bureau"."""
    return name - start <= 1 and not any(is_of(reading, at) for at in range(start, name))


def _shares_bracket(reading: Reading, cue: Hit, hit: Hit) -> bool:
    """ "(In Témara, file photo)"."""
    one, other = sorted((cue, hit), key=lambda found: found.first)
    text, tokens = reading.folded.text, reading.tokens
    opening = text.rfind("(", 0, tokens[one.first].start)
    return opening >= 0 and text.find(")", opening) >= tokens[other.last - 1].end


def _is_bracketed(reading: Reading, cue: Hit) -> bool:
    text, start = reading.folded.text, reading.tokens[cue.first].start
    behind = text[reading.tokens[cue.last - 1].end :].lstrip(" .")[:1]
    return text[:start].rstrip()[-1:] == "(" and behind == ")"


def is_dateline(reading: Reading, hit: Hit, lexicon: Lexicon) -> bool:
    """ "RABAT - …", "الرباط: «…»", "Rabat 3 mai (MAP)", "كود - كازا //"; a capital and a colon."""
    number = reading.sentence_of(hit.first)
    if number < reading.body:
        return False
    if number == reading.body and _ends_header(reading, hit):
        return True
    sentence = reading.sentences[number]
    if hit.first != sentence.first or is_written_at(reading, hit):
        return False
    start = reading.tokens[hit.last - 1].end
    behind = reading.folded.text[start : start + REACH].lstrip()
    if behind[:1] == "," and _leads_list(reading, hit, sentence.last):
        return False
    if reading.folded.text[start : start + 1] == "\n" or behind[:1] in ("-", "/", "(", ","):
        return True
    if behind[:2] == ".-":
        return True
    if behind[:1] == ":":
        return behind[1:].lstrip()[:1] == '"' or hit.value.name in lexicon.capitals
    return _is_dated(reading, hit) or _is_shouted(reading, hit, behind)


def _ends_header(reading: Reading, hit: Hit) -> bool:
    """The text's first line, or what stands before "//", is an outlet and this place."""
    sentence, text = reading.sentences[reading.body], reading.folded.text
    end = reading.tokens[hit.last - 1].end
    before = text[sentence.start : reading.tokens[hit.first].start]
    parted = text[end:].lstrip(" ")[:2] == "//"
    if hit.last - sentence.first > HEADER_WORDS:
        return False
    ends = text[end : end + 1] == "\n" and any(mark in before for mark in "-|/")
    return ends or parted


def _is_dated(reading: Reading, hit: Hit) -> bool:
    """ "الرباط 30 ماي 2023 (ومع)": a whole date and a bracket or a dash behind it."""
    month = reading.cue("month", hit.last, hit.last + DATE_WORDS)
    if month is None or not reading.tokens[hit.last].text.isdecimal():
        return False
    behind = reading.folded.text[reading.tokens[month.last - 1].end :]
    return behind.lstrip(" .0123456789")[:1] in ("(", "-")


def _is_shouted(reading: Reading, hit: Hit, behind: str) -> bool:
    """ "MÁLAGA. Llevaba tres años …"."""
    return reading.quote(hit.first, hit.last)[0].isupper() and behind[:1] == "."


def _leads_list(reading: Reading, hit: Hit, last: int) -> bool:
    """ "Salé, Tiflet, Sidi Allal : trois perquisitions": towns, and a colon behind them."""
    end = hit
    for other in reading.cues("place", hit.last, last):
        if not goes_on(reading, end, other):
            break
        end = other
    start = reading.tokens[end.last - 1].end
    return end is not hit and reading.folded.text[start:].lstrip()[:1] == ":"
