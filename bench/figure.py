"""What a benchmark hands back; bench/__main__.py prints the figures of every module."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured value. `floor` is the least (or, with `ceiling`, the most) that is accepted.

    Ratios measured within one run may have bounds; absolute times depend on the machine and are
    reported without.
    """

    name: str
    value: float
    unit: str
    floor: float | None = None
    ceiling: float | None = None

    @property
    def kept(self) -> bool:
        above = self.floor is None or self.value >= self.floor
        return above and (self.ceiling is None or self.value <= self.ceiling)
