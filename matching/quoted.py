"""Who speaks: whether a name is a source's, "a statement of the bureau", "the bureau said"."""

from __future__ import annotations

from collections.abc import Iterator

from matching.phrases import Hit
from matching.reading import Reading

ANNOUNCER_REACH = 4
BY_REACH = 2
"""Tokens between "by" and a name: "by the"."""

SPOKEN_OF_REACH = 2
WITNESS_REACH = 2
"""Tokens between "says" and who: "affirme un voisin"."""


def is_quoted(reading: Reading, first: int, last: int) -> bool:
    """The name at tokens [first, last) is a source's: "a statement of …", "… said".

    Not where it is what is spoken of: "he said that the bureau", "about the bureau, he said", nor
    where a neighbour says it.
    """
    sentence = reading.sentences[reading.sentence_of(first)]
    if _is_spoken_of(reading, first, sentence.first):
        return False
    if _ends_title(reading, first, last):
        return True
    return _quoted_within(reading, first, last, sentence.first, sentence.last)


def _ends_title(reading: Reading, first: int, last: int) -> bool:
    """ "Three arrested in Fez (initials)", "… - initials": the source stands at a title's end."""
    end = reading.tokens[last - 1].end
    if not first or reading.folded.text[end : reading.title_length].strip(") "):
        return False
    before = reading.folded.text[reading.tokens[first - 1].end : reading.tokens[first].start]
    return end <= reading.title_length and before.strip() in ("(", "-", "|")


def _is_spoken_of(reading: Reading, first: int, start: int) -> bool:
    near = max(start, first - SPOKEN_OF_REACH)
    return any(
        first - hit.last < SPOKEN_OF_REACH and hit.last <= first
        for concept in ("that", "about")
        for hit in reading.cues(concept, near, first)
        if not reading.cue("however", max(0, hit.first - 1), hit.last)
    )


def _quoted_within(reading: Reading, first: int, last: int, start: int, end: int) -> bool:
    reach = first - ANNOUNCER_REACH
    told = [
        hit
        for concept in ("communique", "said")
        for hit in (
            *(hit for hit in reading.cues(concept, start, first) if hit.last > reach),
            *_said_behind(reading, concept, first, last, end),
        )
    ]
    return any(
        not reading.cue("witness", hit.last, hit.last + WITNESS_REACH)
        and not reading.cue("between", hit.first, hit.last)
        and not _is_passed_on(reading, hit)
        for hit in told
    )


def _is_passed_on(reading: Reading, hit: Hit) -> bool:
    """ "Renseignements communiqués par la direction": given to somebody, no statement."""
    passed = reading.cue("by", hit.last, hit.last + 1)
    return hit.concept == "communique" and passed is not None


def _said_behind(reading: Reading, concept: str, first: int, last: int, end: int) -> Iterator[Hit]:
    """ "The bureau said"; not "…, according to neighbours", nor "… by the bureau, a website said":
    there it is somebody else who speaks, unless it is "the latter".
    """
    bys = reading.cues("by", max(0, first - BY_REACH), first)
    done = any(first - by.last <= 1 for by in bys) and last < end and reading.pauses_before(last)
    for hit in reading.cues(concept, last, min(end, last + ANNOUNCER_REACH)):
        itself = reading.cue("latter", hit.last, hit.last + 1)
        by_others = done and not (itself or reading.cue("which", last, hit.first))
        others = concept == "said" and (by_others or reading.cue("according", hit.first, hit.last))
        if not others:
            yield hit
