"""Acts that are told only in passing, to say who someone is: "a man arrested by the bureau"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matching.phrases import Hit
from matching.reading import Reading

BY_REACH = 3
AUXILIARY_REACH = 3


def only_aside(reading: Reading, stretches: Sequence[tuple[int, int]]) -> Hit | None:
    """Return the first act where every act of the stretches is told in passing, else None."""
    acts = [hit for first, last in stretches for hit in reading.cues("act", first, last)]
    asides = set(_asides(reading, stretches))
    return acts[0] if acts and all(act.first in asides for act in acts) else None


def _asides(reading: Reading, stretches: Sequence[tuple[int, int]]) -> Iterator[int]:
    for first, last in stretches:
        for hit in reading.cues("aside", first, last):
            yield from range(hit.first, hit.last)
        for act in reading.cues("act", first, last):
            if _is_participle(reading, act, first, last):
                yield act.first


def _is_participle(reading: Reading, act: Hit, first: int, last: int) -> bool:
    """ "Arrested by", without "was": it goes with a noun, and another verb tells the news."""
    by = reading.cue("by", act.last, min(act.last + BY_REACH, last))
    auxiliary = reading.cue("auxiliary", max(first, act.first - AUXILIARY_REACH), act.first)
    return by is not None and auxiliary is None
