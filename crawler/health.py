"""What is to be said of a feed after an answer: a health word, and a sentence with its evidence.

A feed that fails has the reason of its failure instead (crawler/failures.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from core.articles import FeedState, Finding
from core.durations import format_duration
from crawler.cadence import explained_silence, typical_gap
from store.coverage import ROLLED_OVER

SUSPECTED = "suspected hijack"
STALE = "stale"
SILENT = "silent"

SLOW_S = 10.0
STALE_AFTER = timedelta(days=30)
ROLLED_OVER_FOR = timedelta(days=1)
"""So long a feed that let entries slip is named for it."""

SILENT_GAPS = 14.0
SILENT_LEAST = timedelta(hours=18)
"""Fourteen gaps without an entry happen to a steady feed once in a million times; a night is
quiet everywhere."""

UNCHANGED_GAPS = 7.0
UNCHANGED_LEAST = timedelta(hours=6)
UNCHANGED_MOST = timedelta(days=1)


def diagnose(state: FeedState, now: datetime, drift: str | None) -> Finding:
    """Return the worst that is true of a feed that answers, as it stands after its poll.

    `drift` says how its document has changed its nature, if it has.
    """
    return next(_findings(state, now, drift), Finding("ok"))


def distrust_after(state: FeedState) -> timedelta:
    """Return how long a server may say "not changed" before it is asked without a condition."""
    explained = explained_silence(state.cadence, UNCHANGED_GAPS, UNCHANGED_LEAST)
    return min(explained, UNCHANGED_MOST)


def _findings(state: FeedState, now: datetime, drift: str | None) -> Iterator[Finding]:
    if drift is not None:
        hint = "look at its home page; take it out if it is no longer the outlet's"
        yield Finding(SUSPECTED, f"{drift}; {hint}")
    if state.rolled_over is not None and now - state.rolled_over < ROLLED_OVER_FOR:
        yield Finding(ROLLED_OVER, _rolled_over(state))
    if state.newest is not None and now - state.newest > STALE_AFTER:
        day = state.newest.date().isoformat()
        hint = "frozen or moved: scrapy feeds discover with its home page finds another"
        yield Finding(STALE, f"its newest entry is of {day}; {hint}")
    if state.last_new is not None:
        quiet, gap = now - state.last_new, _about(typical_gap(state.cadence))
        usual = f"no new entry for {_about(quiet)}, where one every {gap} was usual"
        if quiet > explained_silence(state.cadence, SILENT_GAPS, SILENT_LEAST):
            yield Finding(SILENT, f"{usual}; compare with its home page")
        if quiet > distrust_after(state):
            yield Finding("unchanged", f"{usual}; asked without conditions, too")
    if state.took_s is not None and state.took_s > SLOW_S:
        yield Finding("slow", f"its answers take {state.took_s:.0f} s")


def _rolled_over(state: FeedState) -> str:
    asked = ""
    if state.interval_s is not None:
        asked = f"; it is asked every {_about(timedelta(seconds=state.interval_s))} now"
    return f"entries left it between two polls and may have been missed{asked}"


def _about(duration: timedelta) -> str:
    minute = timedelta(minutes=1)
    return format_duration(max(round(duration / minute), 1) * minute)
