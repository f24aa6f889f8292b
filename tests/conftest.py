"""Fixtures that several rooms' tests share."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest


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
