"""The quality gate: every figure at its pinned floor or better. Run by `make quality`."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.quality.floors import Bound, broken, read_bounds, table
from tests.quality.measure import ROOT, Measured, measure

pytestmark = [pytest.mark.quality, pytest.mark.timeout(900)]

SHOWN = 40
"""Details printed per section."""


def corpus() -> Path | None:
    named = os.environ.get("CORPUS", "").strip()
    return (ROOT / named).resolve() if named else None


@pytest.mark.parametrize("section", ["own", "reports", "streams", "dev", "background"])
def test_every_figure_keeps_its_floor(section: str) -> None:
    folder = corpus()
    if section in ("dev", "background") and folder is None:
        pytest.skip("CORPUS names no folder")
    measured = measure(section, folder)
    bounds = read_bounds(section)
    print(report(section, measured, bounds))
    assert not broken(measured.figures, bounds)
    assert set(measured.figures) <= set(bounds), "a figure without a bound in floors.toml"


def report(section: str, measured: Measured, bounds: dict[str, Bound]) -> str:
    """The figures of a section beside their bounds, and what is behind the bad ones."""
    lines = ["", f"{section} ({measured.articles_per_s:,.0f} articles/s)"]
    lines += table(measured.figures, bounds)
    lines += [f"    {detail}" for detail in measured.details[:SHOWN]]
    more = len(measured.details) - SHOWN
    return "\n".join(lines + ([f"    … and {more} more"] if more > 0 else []))
