"""How often a feed publishes, learned from its entries, and what that explains. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from core.articles import Cadence

HALF_LIFE = timedelta(days=3)
"""What was seen so long ago counts half: long enough to average nights and a weekend."""

LOOKBACK = timedelta(days=7)
"""Of a feed's first document, only so much: a frozen feed must not look like a rare one."""

PRIOR = timedelta(minutes=40)
"""A feed of which nothing is known is taken for one that publishes so often."""


def first_cadence(published: Iterable[datetime], now: datetime) -> Cadence:
    """Read a cadence off the dates of a feed's first document."""
    recent = [date for date in published if now - LOOKBACK <= date <= now]
    span = now - min(recent) if recent else timedelta()
    return Cadence(float(max(len(recent) - 1, 0)), span.total_seconds())


def observe(cadence: Cadence, new: int, elapsed: timedelta) -> Cadence:
    """Add what a poll brought since the last one: a Poisson rate with exponential forgetting."""
    passed = max(elapsed, timedelta())  # less than none after a clock was set back
    kept = 0.5 ** (passed / HALF_LIFE)
    return Cadence(cadence.entries * kept + new, cadence.span_s * kept + passed.total_seconds())


def typical_gap(cadence: Cadence) -> timedelta:
    """Return the expected time between two entries; the prior counts as one entry."""
    span = cadence.span_s + PRIOR.total_seconds()
    return timedelta(seconds=span / (cadence.entries + 1.0))


def explained_silence(cadence: Cadence, gaps: float, least: timedelta) -> timedelta:
    """Return the longest time without news that a cadence explains.

    Of a Poisson process, `gaps` typical gaps pass without an entry once in e^gaps times; `least`
    leaves room for nights.
    """
    return max(gaps * typical_gap(cadence), least)
