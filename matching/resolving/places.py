"""What HCP codes say of where places lie: they read region.province.circle.commune."""

from __future__ import annotations


def is_coded(place: str) -> bool:
    """Places abroad, and some at home, have a name only."""
    return place[:1].isdigit()


def province_of(code: str) -> str:
    return ".".join(code.split(".")[:2])


def region_of(place: str) -> str:
    return place.split(".")[0] if is_coded(place) else place
