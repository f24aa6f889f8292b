"""Fixtures of the web face's tests: an archive, and a client that visits it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from dashboard.overview import Snapshot
from store.database import Database, open_database
from tests.dashboard.archive import TELLS, build_archive
from tests.dashboard.visiting import HOST, face_app, standing_clock

MOST = 140
"""Cases in the archive: events in four languages, updates, contradictions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """A file, and when its last article arrived."""

    path: Path
    last: datetime


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    path = tmp_path_factory.mktemp("archive") / "balagh.db"
    return Archive(path=path, last=build_archive(path, MOST))


@pytest.fixture
def archive(built: Archive, tmp_path: Path) -> Iterator[Database]:
    """A copy of the archive, opened."""
    path = tmp_path / "balagh.db"
    shutil.copy(built.path, path)
    with closing(open_database(f"sqlite:///{path}")) as database:
        yield database


@pytest.fixture
def visitor(archive: Database, built: Archive) -> Iterator[TestClient]:
    """Somebody at the same machine, with an English browser."""
    app = face_app(archive, standing_clock(built.last + timedelta(minutes=3)), TELLS)
    headers = {"accept": "text/html", "accept-language": "en"}
    with TestClient(
        app, base_url=f"http://{HOST}", headers=headers, follow_redirects=False
    ) as client:
        yield client


@pytest.fixture
def snapshot(visitor: TestClient) -> Snapshot:
    """The archive's events."""
    return visitor.app.state.face.overview.snapshot()  # type: ignore[attr-defined,no-any-return]
