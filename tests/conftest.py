"""Fixtures that several rooms' tests share."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import hypothesis
import pytest

from store.database import Database, open_database
from tests.postgres import PostgresFarm, postgres_farm

# A machine that does other things beside makes any example slow now and then; --timeout bounds all.
hypothesis.settings.register_profile("balagh", deadline=None)
hypothesis.settings.load_profile("balagh")


class SteppedClock:
    """A clock that stands until it is moved."""

    def __init__(self, start: datetime) -> None:
        self.now = start

    def __call__(self) -> datetime:
        return self.now

    def advance(self, step: timedelta) -> None:
        self.now += step


@pytest.fixture
def clock() -> SteppedClock:
    return SteppedClock(datetime(2024, 1, 30, 12, 0, tzinfo=UTC))


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresFarm]:
    """One PostgreSQL server for the session, started when the first test asks for it."""
    with postgres_farm() as farm:
        yield farm


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The file of an empty SQLite database of the present schema."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    open_database(f"sqlite:///{path}").close()
    return path.read_bytes()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(
    request: pytest.FixtureRequest, tmp_path: Path, sqlite_template: bytes
) -> Iterator[str]:
    """The URL of an empty database, on each of the two systems; for tests of several processes."""
    if request.param == "sqlite":
        path = tmp_path / "balagh.db"
        path.write_bytes(sqlite_template)
        yield f"sqlite:///{path}"
        return
    farm: PostgresFarm = request.getfixturevalue("postgres")
    with farm.database() as url:
        yield url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An empty database, opened, on each of the two systems."""
    opened = open_database(database_url)
    yield opened
    opened.close()
