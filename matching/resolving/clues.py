"""What speaks for or against one operation, before it is put in words: most of it never is."""

from __future__ import annotations

from collections.abc import Set
from typing import NamedTuple

from core.events import Reason


class Clue(NamedTuple):
    """`basis` is a wording, as str.format takes it, and what it is to be filled with."""

    name: str
    points: float
    basis: tuple[object, ...]


def worded(clue: Clue) -> Reason:
    wording, *values = clue.basis
    detail = str(wording).format(*map(_shown, values))
    return Reason(name=clue.name, points=clue.points, detail=detail)


def difference(name: str, points: float, one: frozenset[str], other: frozenset[str]) -> Clue:
    """Return the clue that two sets have nothing in common."""
    return Clue(name, points, ("{} / {}", one, other))


def least_gap(one: Set[int], other: Set[int]) -> int:
    """Return how far apart the nearest two numbers are; neither set may be empty."""
    if len(one) == len(other) == 1:  # as in most reports
        (first,), (second,) = one, other
        return abs(first - second)
    return min([abs(a - b) for a in one for b in other])


def _shown(value: object) -> str:
    return ", ".join(sorted(value)) if isinstance(value, frozenset) else str(value)
