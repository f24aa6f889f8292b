"""When a delivery is tried again: the schedule, its jitter and the receiver's own wish."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

RETRY_AFTER_MAX = timedelta(hours=24)
"""A receiver may ask for no more, so that it can't silence itself for good."""


def next_attempt(
    schedule: Sequence[timedelta],
    jitter: float,
    attempts: int,
    now: datetime,
    retry_after: timedelta | None,
    random: Callable[[], float],
) -> datetime | None:
    """Return when to try again after `attempts` failed ones; None when the schedule is used up.

    `schedule[n]` is the wait before attempt n (from 0), varied by ± `jitter` of itself;
    `random` gives 0 to 1. A receiver's `retry_after` makes the wait longer, never shorter.
    """
    if attempts >= len(schedule):
        return None
    wait = schedule[attempts] * (1 + jitter * (2 * random() - 1))
    return now + max(wait, retry_after or timedelta())
