"""Finds the places that a text names, whatever for: a follow-up names its operation's place too."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache

from matching.lexicon import FOLDER
from matching.normalise import fold
from matching.phrases import Phrasebook
from matching.slots.gazetteer import Known, place_phrases
from matching.tokens import tokenise


def places_named(text: str, *, villages: bool = False) -> tuple[str, ...]:
    """Return HCP codes, or French names, in order of appearance.

    Names that are words too are left out; of villages whose name is one word so without `villages`.
    """
    return tuple(dict.fromkeys(_keys(text, villages)))


def place_called(name: str) -> Known | None:
    """Return the place of exactly this name, in any spelling that is known."""
    tokens = tokenise(fold(name).text)
    book, _ = _gazetteer()
    whole = (hit.value for hit in book.find(tokens, 0, 1) if hit.last == len(tokens))
    return next(whole, None)


def _keys(text: str, villages: bool) -> Iterator[str]:
    book, seats = _gazetteer()
    for hit in book.find(tokenise(fold(text).text)):
        plain = not hit.value.ambiguous or (villages and hit.value.guessed)
        if plain and hit.value.name not in seats:
            yield hit.value.code or hit.value.name


@cache
def _gazetteer() -> tuple[Phrasebook, frozenset[str]]:
    """The bureau's seat and capitals stand for the services and the government."""
    data = tomllib.loads((FOLDER / "places.toml").read_text(encoding="utf-8"))
    book = Phrasebook(place_phrases(data), short_particles=True)
    return book, frozenset([*data["seats"], *data["capitals"]])
