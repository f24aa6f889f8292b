"""Finds the pieces of news in brief, one a line, with a label or a dash; passages end there."""

from __future__ import annotations

import re

from matching.reading import Reading

LEAST_ITEMS = 3
_LABELLED = re.compile(r"[-\u2013\u2014\u2022*]\s*\S|[^\W\d_]+(?:[ '-][^\W\d_]+){0,2} ?[.:]\s+\S")


def item_of(reading: Reading, core: int) -> range:
    """Return the numbers of the sentences that stand in one line with `core`, where every line of
    the text is such an item: "FOOTBALL. Wydad drew …", "- Fire: …"; else all.
    """
    every = range(len(reading.sentences))
    if core < reading.body or not reading.body < len(reading.sentences):
        return every
    text = reading.folded.text
    start = reading.sentences[reading.body].start
    lines = [line for line in text[_line_start(text, start) :].split("\n") if line.strip()]
    if len(lines) < LEAST_ITEMS or not all(_LABELLED.match(line.lstrip()) for line in lines):
        return every
    first = _line_start(text, reading.sentences[core].start)
    end = text.find("\n", reading.sentences[core].start)
    last = end if end >= 0 else len(text)
    inside = [n for n in every if first <= reading.sentences[n].start < last]
    return range(inside[0], inside[-1] + 1)


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1
