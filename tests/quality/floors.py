"""Reads the pinned bounds of floors.toml and compares measured figures with them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

FLOORS = Path(__file__).parent / "floors.toml"

MARGIN = 0.005
"""A figure that beats its bound by more than this is worth pinning anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """The least or the most that a figure may be."""

    value: float
    ceiling: bool

    def holds(self, measured: float) -> bool:
        return measured <= self.value if self.ceiling else measured >= self.value

    def beaten(self, measured: float) -> bool:
        gain = self.value - measured if self.ceiling else measured - self.value
        return gain > MARGIN

    def __str__(self) -> str:
        return f"{'≤' if self.ceiling else '≥'} {self.value:g}"


def read_bounds(section: str, path: Path = FLOORS) -> dict[str, Bound]:
    """Return the bounds of one section of floors.toml by the figures' names."""
    table = tomllib.loads(path.read_text(encoding="utf-8")).get(section, {})
    return {name: _bound(section, name, given) for name, given in table.items()}


def _bound(section: str, name: str, given: Mapping[str, float]) -> Bound:
    match given:
        case {"least": value, **rest} if not rest:
            return Bound(value=value, ceiling=False)
        case {"most": value, **rest} if not rest:
            return Bound(value=value, ceiling=True)
    raise ValueError(f"{section}.{name}: give {{ least = … }} or {{ most = … }}")


def broken(figures: Mapping[str, float], bounds: Mapping[str, Bound]) -> list[str]:
    """Return a line for every bound that doesn't hold or whose figure is not measured any more."""
    return [
        f"{name}: {figures[name]:g}, pinned {bound}" if name in figures else f"{name}: not measured"
        for name, bound in bounds.items()
        if name not in figures or not bound.holds(figures[name])
    ]


def table(figures: Mapping[str, float], bounds: Mapping[str, Bound]) -> list[str]:
    """Return a line per figure: its value, its bound, and what is to be said of them."""
    return [
        f"  {name:<26}{value:>9.4g}  {bounds.get(name, 'not pinned')!s:<10}"
        f"{_verdict(value, bounds.get(name))}".rstrip()
        for name, value in figures.items()
    ]


def _verdict(value: float, bound: Bound | None) -> str:
    if bound is None:
        return ""
    if not bound.holds(value):
        return "  BROKEN"
    return f"  can be pinned at {value:.4g}" if bound.beaten(value) else ""
