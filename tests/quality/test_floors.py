"""The gate itself: bounds are read, breaches named, gains seen, and words misspelt as promised."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from tests.quality.floors import Bound, broken, read_bounds, table
from tests.quality.measure import as_toml
from tests.quality.misspelling import misspell

LEAST = Bound(value=0.9, ceiling=False)
MOST = Bound(value=0.05, ceiling=True)


def test_a_figure_below_its_floor_or_above_its_ceiling_is_named() -> None:
    bounds = {"found": LEAST, "wrong": MOST}
    assert broken({"found": 0.9, "wrong": 0.05}, bounds) == []
    assert broken({"found": 0.89, "wrong": 0.06}, bounds) == [
        "found: 0.89, pinned ≥ 0.9",
        "wrong: 0.06, pinned ≤ 0.05",
    ]


def test_a_pinned_figure_that_is_not_measured_any_more_is_named() -> None:
    assert broken({}, {"found": LEAST}) == ["found: not measured"]


def test_a_gain_is_seen_on_the_right_side() -> None:
    assert LEAST.beaten(0.95)
    assert not LEAST.beaten(0.902)
    assert MOST.beaten(0.0)
    assert not MOST.beaten(0.06)


def test_the_table_says_what_broke_what_can_be_raised_and_what_is_not_pinned() -> None:
    figures = {"found": 0.95, "wrong": 0.06, "confused": 0.05, "new": 1.0}
    bounds = {"found": LEAST, "wrong": MOST, "confused": MOST}
    shown = [" ".join(line.split()) for line in table(figures, bounds)]
    assert shown == [
        "found 0.95 ≥ 0.9 can be pinned at 0.95",
        "wrong 0.06 ≤ 0.05 BROKEN",
        "confused 0.05 ≤ 0.05",
        "new 1 not pinned",
    ]


def test_what_is_printed_can_be_pinned_and_holds(tmp_path: Path) -> None:
    figures = {"found.ar": 0.98765, "wrong.rest": 0.01234}
    pinned = tmp_path / "floors.toml"
    pinned.write_text(as_toml("own", figures), encoding="utf-8")
    assert read_bounds("own", pinned) == {
        "found.ar": Bound(value=0.987, ceiling=False),
        "wrong.rest": Bound(value=0.013, ceiling=True),
    }
    assert broken(figures, read_bounds("own", pinned)) == []


def test_a_bound_that_says_neither_least_nor_most_is_refused(tmp_path: Path) -> None:
    pinned = tmp_path / "floors.toml"
    pinned.write_text("[own]\nfound = { about = 0.9 }\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"own\.found"):
        read_bounds("own", pinned)


def test_one_long_word_in_ten_is_misspelt_and_short_ones_never() -> None:
    text = "démantelée " * 5000 + "à un de " * 1000
    written = misspell(text, Random(1)).split()
    changed = sum(word not in ("démantelée", "à", "un", "de") for word in written)
    assert 400 < changed < 600
    assert written[-3000:] == ["à", "un", "de"] * 1000


def test_misspelling_is_the_same_for_a_seed() -> None:
    text = "المكتب المركزي للأبحاث القضائية يوقف أربعة متشددين " * 20
    assert misspell(text, Random(3)) == misspell(text, Random(3)) != misspell(text, Random(4))
