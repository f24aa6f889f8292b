"""Shows the feeds and how they fare: a line of the list, and one feed with all that is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from alerts.listing import feed_json
from commands.tables import ago, moment
from core.articles import FeedState, Validators
from core.backfills import Backfill
from core.coverage import Gap
from core.durations import format_duration
from crawler.advice import ADVICE
from crawler.cadence import typical_gap
from crawler.health import distrust_after

HEADS = ("feed", "language", "tier", "health", "last poll", "next poll", "last new", "error")


def feed_row(state: FeedState, now: datetime) -> tuple[object, ...]:
    feed = state.feed
    polls = (ago(state.last_poll, now), ago(state.next_poll, now), ago(state.last_new, now))
    return (feed.name, feed.language, feed.tier, state.health, *polls, state.error)


def full_json(state: FeedState, gaps: Sequence[Gap], routes: Sequence[FeedState]) -> dict[str, Any]:
    """Return all that is known of a feed, as `scrapy feeds show --json` prints it."""
    return feed_json(state) | {
        "home": state.feed.home,
        "cms": state.feed.cms,
        "note": state.feed.note,
        "polls": state.sequence,
        "failures": state.failures,
        "last_good": state.last_good,
        "newest": state.newest,
        "gap_s": typical_gap(state.cadence) if _is_learned(state) else None,
        "validators": state.validators,
        "validators_trusted": state.trusted,
        "window_s": state.window_s,
        "rolled_over": state.rolled_over,
        "answers_in_s": state.took_s,
        "gaps": gaps,
        "open_routes": [route.feed.name for route in routes],
    }


def full_lines(
    state: FeedState,
    gaps: Sequence[Gap],
    routes: Sequence[FeedState],
    filling: Backfill | None,
    now: datetime,
) -> Iterator[str]:
    """Yield the same for a person; `filling` is the last backfill of a gap."""
    feed = state.feed
    yield feed.name
    since = f" since {ago(state.since, now)}" if state.since else ""
    yield f"  health: {state.health}{since}" + (f": {state.error}" if state.error else "")
    named = {
        "what to do": ADVICE.get(state.health),
        "url": feed.url,
        "home": feed.home,
        "outlet": f"{feed.outlet} ({feed.tier})",
        "format": f"{feed.format}, {feed.cms}" if feed.cms else feed.format,
        "language": feed.language,
        "note": feed.note,
        "polls": f"{state.sequence}, the last {ago(state.last_poll, now)}",
        "next poll": None if state.next_poll is None else ago(state.next_poll, now),
        "failing": _failing(state.failures),
        "last good poll": ago(state.last_good, now),
        "cadence": _cadence(state),
        "newest entry": None if state.newest is None else ago(state.newest, now),
        "last new entry": ago(state.last_new, now),
        "validators": _validators(state),
        "reaches back": _length(state.window_s),
        "rolled over": None if state.rolled_over is None else ago(state.rolled_over, now),
        "answers in": None if state.took_s is None else f"{state.took_s:.1f} s",
    }
    yield from (f"  {name}: {value}" for name, value in named.items() if value)
    yield from (f"  {gap_words(gap, now)}" for gap in gaps)
    if filling is not None:
        yield f"  paging back: {_filling(filling)}"
    if routes:
        yield "  the same news is open at: " + ", ".join(route.feed.name for route in routes)


def gap_words(gap: Gap, now: datetime) -> str:
    """Say when a gap was, how long, and why."""
    length = format_duration((gap.ended or now) - gap.started)
    went_on = "goes on" if gap.ended is None else f"to {moment(gap.ended)}"
    reason = f" ({gap.reason})" if gap.reason else ""
    return f"{gap.state} from {moment(gap.started)}, {went_on}, {length}{reason}"


def _filling(backfill: Backfill) -> str:
    where = backfill.problem or {"open": "goes on", "done": "filled"}.get(backfill.state, "")
    since = f"for what was published from {moment(backfill.since)} on"
    return f"{where}; {backfill.found} entries in {backfill.pages} pages {since}"


def _failing(polls: int) -> str | None:
    if not polls:
        return None
    return "the last poll" if polls == 1 else f"{polls} polls in a row"


def _is_learned(state: FeedState) -> bool:
    return state.last_good is not None


def _cadence(state: FeedState) -> str | None:
    if not _is_learned(state):
        return None
    gap = format_duration(typical_gap(state.cadence))
    interval = _length(state.interval_s)
    return f"an entry every {gap}" + (f", asked every {interval}" if interval else "")


def _length(seconds: float | None) -> str | None:
    return None if seconds is None else format_duration(timedelta(seconds=seconds))


def _validators(state: FeedState) -> str | None:
    if not state.trusted:
        return "no longer sent: the server said “not changed” of a document that had changed"
    if state.validators == Validators():
        return None
    names = {"ETag": state.validators.etag, "Last-Modified": state.validators.last_modified}
    given = " and ".join(name for name, value in names.items() if value)
    return f"{given}, believed for {format_duration(distrust_after(state))}"
