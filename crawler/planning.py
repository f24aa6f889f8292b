"""What an answer means for its feed: the record of the poll, and when to ask again. Pure."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from core.articles import Cadence, Entry, FeedState, Finding, PollRecord, Validators
from core.settings import CrawlSettings
from crawler.cadence import first_cadence, observe, typical_gap
from crawler.freshness import asked_pause, fresh_for
from crawler.health import SUSPECTED, diagnose, distrust_after
from crawler.schedule import Wish, next_poll
from store.coverage import PINNED

QUIET_BEFORE = timedelta(hours=24)
"""What a feed's first poll brings from before is old news: judged, and nobody is told."""

LATE = timedelta(minutes=30)
"""A server that answers from a cache may say "not changed" for so long without lying."""

_SMOOTHING = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """An answer to a poll; `entries` is None where the document is the one known already.

    `whole`: the document itself came, not a 304. `drift` says how it has changed its nature, if it
    has. `headers` have their usual names.
    """

    entries: tuple[Entry, ...] | None
    status: int
    validators: Validators
    body_hash: str | None
    took_s: float
    whole: bool
    drift: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    wish: Wish = field(default_factory=Wish)


def may_ask_conditionally(state: FeedState, now: datetime) -> bool:
    """Say whether a "not changed" would be believed now."""
    if not state.trusted or state.last_whole is None:
        return state.trusted
    return now - state.last_whole < distrust_after(state)


def may_have_rolled_over(
    before: FeedState, entries: Sequence[Entry] | None, oldest: datetime | None
) -> bool:
    """Say whether a document reaches no further back than the last good poll; the store, which
    knows its entries, has the last word."""
    if before.last_good is None or not entries:
        return False
    return oldest is None or oldest > before.last_good


def plan_after(
    state: FeedState, heard: Heard, now: datetime, crawl: CrawlSettings, rng: random.Random
) -> PollRecord:
    """Return the record of an answered poll."""
    dates = sorted(entry.published for entry in heard.entries or () if entry.published is not None)
    new = _new(state, heard.entries, dates)
    after = dataclasses.replace(
        state,
        cadence=_learn(state, dates, new, now),
        last_good=now,
        last_new=now if new else state.last_new,
        newest=dates[-1] if dates else state.newest,
        took_s=_smooth(state.took_s, heard.took_s),
    )
    oldest = reach(dates)
    wish = _wish(state, heard, oldest, now, crawl.interval_max)
    asked = next_poll(typical_gap(after.cadence), wish, now, crawl, rng)
    finding = _finding(after, heard, now)
    may_be_missed = may_have_rolled_over(state, heard.entries, oldest)
    return PollRecord(
        feed_id=state.id,
        polled=now,
        next_poll=asked,
        outcome="unchanged" if heard.entries is None else "changed",
        entries=heard.entries or (),
        validators=heard.validators,
        body_hash=heard.body_hash,
        status=heard.status,
        health=finding.word,
        problem=finding.problem,
        missed=_missed(after, heard, asked, now) if may_be_missed else None,
        cadence=after.cadence,
        whole=heard.whole,
        trusted=state.trusted and not _lied(state, heard, dates),
        newest=after.newest,
        oldest=oldest,
        took_s=after.took_s,
        quiet_before=now - QUIET_BEFORE if state.body_hash is None else None,
    )


def _wish(
    state: FeedState, heard: Heard, oldest: datetime | None, now: datetime, longest: timedelta
) -> Wish:
    """A document that is the same reaches back as far as it did, and a little more.

    Who answers can't ask for a longer pause than the `longest`: Retry-After is for who can't.
    """
    asked = asked_pause(heard.headers, now)
    known = None if state.window_s is None else timedelta(seconds=state.window_s)
    return dataclasses.replace(
        heard.wish,
        window=known if oldest is None else now - oldest,
        fresh=max(heard.wish.fresh, fresh_for(heard.headers)),
        pause=None if asked is None else min(asked, longest),
    )


def _new(state: FeedState, entries: Sequence[Entry] | None, dates: Sequence[datetime]) -> int:
    """Count what was published since the last good poll; a change without dates counts as one."""
    if not entries:
        return 0
    if not dates:
        return 1
    return sum(state.last_good is None or date > state.last_good for date in dates)


def _learn(state: FeedState, dates: Sequence[datetime], new: int, now: datetime) -> Cadence:
    if state.last_good is None:
        return first_cadence(dates, now)
    oldest = reach(dates)
    # Of a longer pause, a document tells only as much as it reaches back.
    since = state.last_good if oldest is None or not new else max(state.last_good, oldest)
    return observe(state.cadence, new, now - since)


def _finding(after: FeedState, heard: Heard, now: datetime) -> Finding:
    if heard.entries is None and after.health == SUSPECTED and not after.failures:
        return Finding(SUSPECTED, after.error)
    return diagnose(after, now, heard.drift)


def _missed(after: FeedState, heard: Heard, asked: datetime, now: datetime) -> Finding:
    """Return what is to be said where entries turn out to have slipped out."""
    slipped = dataclasses.replace(after, rolled_over=now, interval_s=(asked - now).total_seconds())
    return _finding(slipped, heard, now)


def reach(dates: Sequence[datetime]) -> datetime | None:
    """Return how far back a document with these dates, in their order, reaches."""
    if not dates:
        return None
    return dates[1] if len(dates) >= PINNED else dates[0]


def _lied(state: FeedState, heard: Heard, dates: Sequence[datetime]) -> bool:
    """Say whether a server said "not changed" of a document that had changed.

    Asked without a condition after such answers, it sends another document: under the validators
    that it claimed to be unchanged, or with entries from well before its last "not changed".
    """
    known = state.validators
    whole, last = state.last_whole, state.last_good
    if heard.entries is None or whole is None or last is None or last == whole:
        return False
    same = known != Validators() and known == heard.validators
    return same or any(whole + LATE < date < last - LATE for date in dates)


def _smooth(before: float | None, took_s: float) -> float:
    return took_s if before is None else before + _SMOOTHING * (took_s - before)
