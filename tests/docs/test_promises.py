"""Every promise of docs/promises.md names tests, and they are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs/promises.md").read_text(encoding="utf-8")
ROWS = [row for row in re.findall(r"^\| (.+?) \| (.+) \|$", TEXT, re.M) if row[0] != "promise"]
PROVED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


@pytest.mark.parametrize(("promise", "tests"), ROWS)
def test_every_promise_is_proved_by_tests_that_are_there(promise: str, tests: str) -> None:
    named = PROVED.findall(tests)
    assert named, promise
    for path, name in named:
        source = (ROOT / path).read_text(encoding="utf-8")
        assert re.search(rf"^(def {name}\(|{name} = )", source, re.M), f"{path} has no {name}"
