"""Which outlets were watched, from when to when, and which were blind: read off the feeds' spells.

Pure. `scrapy feeds coverage` prints it and digests say it in a sentence: without it, "nothing was
announced" would not be told from "nothing was seen".
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from core.articles import FeedState, Spell

PUNCTUAL = timedelta(minutes=15)
"""A poll that is later than this was missed: nobody ran, or the machine slept."""

Extent = Literal["whole", "late", "part", "holes", "none"]
"""How much of the time an outlet was watched: all of it, all but later than usual, all of it though
not by all its feeds, with times in which nothing was seen or entries were lost, not at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A time in which an outlet was watched by at least one feed; instants are UTC."""

    started: datetime
    ended: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A time in which a feed did not show what it published; `ended` is None while it goes on.

    `reason` is a health word, "unpolled" before its first poll, "not polled" while nobody ran.
    """

    feed: str
    state: Literal["blind", "late", "missed"]
    reason: str
    started: datetime
    ended: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletCoverage:
    """How an outlet was watched in the time asked for."""

    outlet: str
    extent: Extent
    watched: tuple[Stretch, ...]
    gaps: tuple[Gap, ...]


def cover_outlets(
    states: Iterable[FeedState], spells: Iterable[Spell], *, since: datetime, until: datetime
) -> list[OutletCoverage]:
    """Return each outlet's coverage from `since` to `until`, by name.

    `states` are the feeds as they stand at `until`, `spells` all that reach into the time.
    """
    told: dict[int, list[Spell]] = defaultdict(list)
    for spell in spells:
        told[spell.feed_id].append(spell)
    feeds: dict[str, list[FeedState]] = defaultdict(list)
    for state in states:
        feeds[state.feed.outlet].append(state)
    return [
        _outlet(outlet, [(state, told[state.id]) for state in feeds[outlet]], since, until)
        for outlet in sorted(feeds)
    ]


def _outlet(
    name: str, feeds: Sequence[tuple[FeedState, Sequence[Spell]]], since: datetime, until: datetime
) -> OutletCoverage:
    watched = tuple(_united(feeds, since, until))
    gaps = [gap for state, spells in feeds for gap in _gaps(state, spells, since, until)]
    gaps.sort(key=lambda gap: (gap.started, gap.feed))
    return OutletCoverage(
        outlet=name, extent=_extent(watched, gaps, since, until), watched=watched, gaps=tuple(gaps)
    )


def _extent(
    watched: Sequence[Stretch], gaps: Sequence[Gap], since: datetime, until: datetime
) -> Extent:
    if not watched:
        return "none"
    if (watched[0].started, watched[-1].ended, len(watched)) != (since, until, 1):
        return "holes"
    if all(gap.state == "late" for gap in gaps):
        return "late" if gaps else "whole"
    return "part"


def _gaps(
    state: FeedState, spells: Sequence[Spell], since: datetime, until: datetime
) -> Iterator[Gap]:
    name = state.feed.name
    begun = min((spell.started for spell in spells), default=until)
    if begun > since:
        yield Gap(feed=name, state="blind", reason="unpolled", started=since, ended=begun)
    for spell in spells:
        if spell.state != "seen" and spell.started < until:
            yield Gap(
                feed=name,
                state=spell.state,
                reason=spell.reason,
                started=max(spell.started, since),
                ended=spell.ended,
            )
    asked = _watched_until(state, until)
    if asked < until and any(spell.state == "seen" and spell.ended is None for spell in spells):
        started = max(asked, since)
        yield Gap(feed=name, state="blind", reason="not polled", started=started, ended=None)


def _watched_until(state: FeedState, until: datetime) -> datetime:
    """Return the end of a spell that goes on: where polls are overdue, the last one that came."""
    overdue = state.next_poll is not None and until - state.next_poll > PUNCTUAL
    return state.last_good if overdue and state.last_good is not None else until


def _united(
    feeds: Sequence[tuple[FeedState, Sequence[Spell]]], since: datetime, until: datetime
) -> Iterator[Stretch]:
    """Yield the times in which at least one feed showed all that it published."""
    changes = sorted(
        (
            change
            for state, spells in feeds
            for spell in spells
            for change in _changes(state, spell, since, until)
        ),
        key=lambda change: change[0],
    )
    seen: Counter[int] = Counter()
    lost: Counter[int] = Counter()
    began: datetime | None = None
    for index, (at, feed, missed, step) in enumerate(changes):
        (lost if missed else seen)[feed] += step
        if index + 1 < len(changes) and changes[index + 1][0] == at:
            continue
        lit = any(seen[number] > 0 and lost[number] == 0 for number in seen)
        if lit and began is None:
            began = at
        elif not lit and began is not None:
            yield Stretch(started=began, ended=at)
            began = None


def _changes(
    state: FeedState, spell: Spell, since: datetime, until: datetime
) -> Iterator[tuple[datetime, int, bool, int]]:
    """Yield where a spell begins and ends: (instant, feed, was it missed, +1 or -1)."""
    if spell.state == "blind":
        return
    started = max(spell.started, since)
    ended = min(spell.ended or _watched_until(state, until), until)
    if started < ended:
        missed = spell.state == "missed"
        yield started, state.id, missed, 1
        yield ended, state.id, missed, -1


def standstills(
    states: Sequence[FeedState], spells: Iterable[Spell], *, since: datetime, until: datetime
) -> list[Stretch]:
    """Return the times in which no feed at all was watched: nobody ran, or we had no network.

    Takes what cover_outlets takes; a pause that a punctual poll may have is none.
    """
    told: dict[int, list[Spell]] = defaultdict(list)
    for spell in spells:
        told[spell.feed_id].append(spell)
    dark = Counter[datetime]()
    for state in states:
        for stretch in _dark(_gaps(state, told[state.id], since, until), until):
            dark[stretch.started] += 1
            dark[stretch.ended] -= 1
    return [s for s in _all_dark(dark, len(states)) if s.ended - s.started > PUNCTUAL]


def _dark(gaps: Iterable[Gap], until: datetime) -> Iterator[Stretch]:
    """Join one feed's gaps where they touch."""
    begun: datetime | None = None
    over = until
    for gap in sorted(gaps, key=lambda gap: gap.started):
        ended = min(gap.ended or until, until)
        if begun is None or gap.started > over:
            if begun is not None:
                yield Stretch(started=begun, ended=over)
            begun, over = gap.started, ended
        else:
            over = max(over, ended)
    if begun is not None:
        yield Stretch(started=begun, ended=over)


def _all_dark(steps: Mapping[datetime, int], feeds: int) -> Iterator[Stretch]:
    number, begun = 0, None
    for at in sorted(steps):
        number += steps[at]
        if number == feeds:
            begun = at
        elif begun is not None:
            yield Stretch(started=begun, ended=at)
            begun = None
