"""Where places lie: HCP codes read region.province.circle.commune; some lie at home without one."""

from __future__ import annotations

from matching.resolving.weights import load_weights


def is_coded(place: str) -> bool:
    """Places abroad, and some at home, have a name only."""
    return place[:1].isdigit()


def provinces_of(place: str) -> tuple[str, ...]:
    """Return the province of a place at home; of a port or a border post also that of the town
    beside it, where outlets put it. None of a place abroad.
    """
    if is_coded(place):
        return (".".join(place.split(".")[:2]),)
    return load_weights().places.provinces.get(place, ())


def region_of(place: str) -> str:
    """Return the region of a place at home, else its own name."""
    province = next(iter(provinces_of(place)), place)
    return province.split(".")[0] if is_coded(province) else place
