"""Fixtures of the alerts' tests."""

from __future__ import annotations

import pytest

from store.database import Database
from tests.alerts.newsdesk import Newsdesk
from tests.conftest import SteppedClock


@pytest.fixture
def newsdesk(database: Database, clock: SteppedClock) -> Newsdesk:
    return Newsdesk(database, clock)
