"""Whether an official source is quoted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from core.assessments import Slot
from matching.phrases import Hit
from matching.quoted import is_quoted
from matching.reading import Reading
from matching.roles import Named

AWAITED_REACH = 6
UPCOMING_REACH = 4
"""Tokens between a communiqué and when it comes: "on the matter"."""

RESTS_REACH = 4
"""Tokens between "d'après" and what was told: "les premiers éléments"."""

CLOSE_REACH = 4
"""Tokens of whose source it is, behind "apprend-on de source": "proche de l'enquête"."""

SPEAKER_REACH = 3
"""Tokens between "the director" and the agency: "of the"."""

SPEECH_REACH = 8

Stretches = Iterable[tuple[int, int]]


def find_official(
    reading: Reading, stretches: Stretches, named: Sequence[Named]
) -> Slot[bool] | None:
    """True where a communiqué is quoted, or an agency, its head or the authorities as the source.

    A communiqué that is still awaited is none.
    """
    listed = tuple(stretches)
    for found in (
        _communiques(reading, listed),
        _announcers(named),
        _speakers(reading, listed, named),
        _authorities(reading, listed),
    ):
        for first, last in found:
            text, span = reading.quote(first, last)
            return Slot(value=True, text=text, span=span)
    return None


def _communiques(reading: Reading, stretches: Stretches) -> Iterator[tuple[int, int]]:
    for concept in ("communique", "conference"):
        for hit in _hits(reading, concept, stretches):
            if not (_is_to_come(reading, hit) or _is_none(reading, hit)):
                yield hit.first, hit.last


def _is_to_come(reading: Reading, hit: Hit) -> bool:
    """ "Awaiting a communiqué", "no communiqué was issued", "a communiqué will follow"."""
    sentence = reading.sentences[reading.sentence_of(hit.first)]
    start, end = max(0, hit.first - AWAITED_REACH), min(hit.last + UPCOMING_REACH, sentence.last)
    awaited = reading.cue("awaited", start, hit.last)
    return bool(awaited or reading.cue("upcoming", hit.last, end))


def _is_none(reading: Reading, hit: Hit) -> bool:
    """ "Communiqués par la direction", "había comunicado": told to somebody, unless the report
    rests on it; "a source close to the case" is nobody's.
    """
    told = reading.cue("by", hit.last, hit.last + 1) and not reading.cue(
        "according", max(0, hit.first - RESTS_REACH), hit.first
    )
    had = reading.cue("had", max(0, hit.first - 1), hit.first)
    return bool(told or had or reading.cue("hearsay", hit.first, hit.last + CLOSE_REACH))


def _announcers(named: Sequence[Named]) -> Iterator[tuple[int, int]]:
    for name in named:
        if name.announces and name.role in ("actor", "rival"):
            yield name.found.first, name.found.last


def _speakers(
    reading: Reading, stretches: Stretches, named: Sequence[Named]
) -> Iterator[tuple[int, int]]:
    """ "The director of the bureau put the value at …": the agency's own people speak."""
    starts = {name.found.first for name in named}
    for first, last in stretches:
        for hit in reading.cues("speaker", first, last):
            beside = range(hit.last, min(hit.last + SPEAKER_REACH, last))
            own = any(at in starts or reading.cue("body", at, at + 1) for at in beside)
            around = (max(first, hit.first - SPEECH_REACH), min(hit.last + SPEECH_REACH, last))
            if own and reading.cue("said", *around):
                yield hit.first, hit.last


def _authorities(reading: Reading, stretches: Stretches) -> Iterator[tuple[int, int]]:
    for concept in ("services", "authority", "partner"):
        for hit in _hits(reading, concept, stretches):
            if is_quoted(reading, hit.first, hit.last):
                yield hit.first, hit.last


def _hits(reading: Reading, concept: str, stretches: Stretches) -> Iterator[Hit]:
    for first, last in stretches:
        yield from reading.cues(concept, first, last)
