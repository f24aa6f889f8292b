"""Whether a day is that of the words themselves, of a tip or of a former act; for dates.py."""

from __future__ import annotations

import re

from matching.reading import Reading, once

CLAUSE_BACK = 14
TIP_BACK = 7
HAD_REACH = 6
LONGEST_STAMP = 14
"""Tokens of a line that only says who wrote it, and when."""

NEWS = ("act", "seize", "held", "caught", "persons", "one person", "communique")
_CLOCK = re.compile(r"^.{0,12}?\b\d{1,2}\s?[:h]\s?\d\d\b")
DONE = ("act", "seize", "held", "caught", "happens")


def is_spoken(reading: Reading, at: int) -> bool:
    """The day of the words: "he confirmed on Wednesday …", "in a statement issued on Monday"."""
    start = clause_start(reading, at)
    said = [hit for c in ("said", "communique", "conference") for hit in reading.cues(c, start, at)]
    return bool(said) and not _acts_between(reading, max(h.last for h in said), at)


def is_of_tip(reading: Reading, at: int) -> bool:
    """ "A note sent on 1 April", "had shared on Monday what it knew": no act yet."""
    start = max(clause_start(reading, at), at - TIP_BACK)
    gave = [hit for c in ("gave", "info") for hit in reading.cues(c, start, at)]
    return bool(gave) and not _acts_between(reading, gave[-1].last, at)


def is_of_former_act(reading: Reading, at: int, end: int) -> bool:
    """ "After they had arrested two on Monday", "on Friday, police in Fez had seized"."""
    last = reading.sentences[reading.sentence_of(at)].last
    behind = reading.cue("earlier", end, min(end + HAD_REACH, last))
    return behind is not None or reading.cue("aftermath", clause_start(reading, at), at) is not None


def _acts_between(reading: Reading, start: int, end: int) -> bool:
    return reading.any_cue(DONE, start, end)


@once
def clause_start(reading: Reading, at: int) -> int:
    """The token behind the last comma, "that" or the like before token `at`, or of the sentence.

    A comma right before the day parts nothing: "the bureau announced, on Monday,".
    """
    first = max(reading.sentences[reading.sentence_of(at)].first, at - CLAUSE_BACK)
    tokens, text = reading.tokens, reading.folded.text
    for token in range(at, first, -1):
        gap = text[tokens[token - 1].end : tokens[token].start].strip(' "')
        parted = gap in (",", ";", ":", "(", ")") and token < at - 1
        if parted or reading.cue("that", token - 1, token):
            return token
    return first


def is_stamp(reading: Reading, at: int, end: int) -> bool:
    """When the page was put online: "Par A. B., le 15/02/2024 à 09h12" in a line of its own.

    A date with the hour and minute right behind it is one wherever it stands in a short line.
    """
    sentence = reading.sentences[reading.sentence_of(at)]
    if sentence.last - sentence.first > LONGEST_STAMP or len(reading.sentences) == 1:
        return False
    if reading.any_cue(NEWS, sentence.first, sentence.last):
        return False
    behind = reading.folded.text[reading.tokens[end - 1].end : sentence.end]
    return at == sentence.first or _CLOCK.match(behind) is not None or end == sentence.last
