"""Fixtures of the store's own tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgres import PostgresFarm


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without tables; the SQLite file does not exist yet."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/new/balagh.db"
        return
    farm: PostgresFarm = request.getfixturevalue("postgres")
    with farm.bare_database() as url:
        yield url
