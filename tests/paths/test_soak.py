"""Twenty rounds of what `make soak` does five hundred times."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.paths.soak import soak


@pytest.mark.timeout(400)
def test_kills_at_random_moments_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    with soak(tmp_path) as running:
        outcome = running.run(20, random.Random(20))
    assert outcome.problems == ()
    assert outcome.alerts == running.told > 5
