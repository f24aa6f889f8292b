"""Finds what sets a case apart beside its facts, in any language: a bus, dates, a nurse."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache

from matching.normalise import fold
from matching.phrases import Phrase, Phrasebook, parse_phrase
from matching.resolving.weights import PATH
from matching.tokens import tokenise


def motifs_named(text: str) -> tuple[str, ...]:
    """Return the motifs that a text names, in one order."""
    return tuple(sorted({hit.concept for hit in _phrasebook().find(tokenise(fold(text).text))}))


@cache
def words_of_motifs() -> dict[str, list[str]]:
    """Return the phrases of each motif, as the data file has them."""
    data = tomllib.loads((PATH.parent / "motifs.toml").read_text(encoding="utf-8"))
    return dict(data["motifs"])


@cache
def _phrasebook() -> Phrasebook:
    return Phrasebook(_phrases())


def _phrases() -> Iterator[Phrase]:
    for motif, texts in words_of_motifs().items():
        yield from (parse_phrase(motif, None, text) for text in texts)
