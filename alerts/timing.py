"""When a subscriber is told: at once, or at a cut together with what else came. Pure.

Times of the day are the subscriber's. A time that a clock change skips counts by the clock before
the change, one that comes twice counts where it comes first, so that each day has one cut.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from core.alerts import HoldReason
from core.subscribers import WEEKDAYS, SubscriberSettings

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
LONGEST_HOLD = 9 * DAY
"""A weekly digest waits a week and an hour, and then perhaps for the end of quiet hours."""


@dataclass(frozen=True, slots=True)
class Hold:
    """Until when (UTC) an alert waits for others, and why."""

    until: datetime
    reason: HoldReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """What a subscriber was sent of late: when each message of the last hour was raised.

    `flood_until`: what came over the cap is held back until then already.
    """

    recent: Sequence[datetime] = ()
    flood_until: datetime | None = None


def hold_of(subscriber: SubscriberSettings, now: datetime, flow: Flow) -> Hold | None:
    """Return how long an alert raised now has to wait; None where it goes at once."""
    if subscriber.digest != "none":
        return Hold(awake(subscriber, next_cut(subscriber, now)), "digest")
    if is_quiet(subscriber, now):
        return Hold(awake(subscriber, now), "quiet")
    if flow.flood_until is not None:
        return Hold(flow.flood_until, "flood")
    if 0 < subscriber.per_hour <= len(flow.recent):
        # A clock that went back leaves messages of the future, which must not hold for long.
        free = min(flow.recent[-subscriber.per_hour] + HOUR, now + HOUR)
        return Hold(free, "flood")
    return None


def next_cut(subscriber: SubscriberSettings, now: datetime) -> datetime:
    """Return the first cut of a subscriber's daily or weekly digest after `now`, in UTC."""
    return next(cut for cut in _cuts(subscriber, _days(subscriber, now, 9)) if cut > now)


def last_cut(subscriber: SubscriberSettings, now: datetime) -> datetime:
    """Return the last cut until `now`, in UTC."""
    days = reversed(list(_days(subscriber, now - 8 * DAY, 10)))
    return next(cut for cut in _cuts(subscriber, days) if cut <= now)


def _cuts(subscriber: SubscriberSettings, days: Iterable[date]) -> Iterator[datetime]:
    weekly = subscriber.digest == "weekly"
    wanted = (d for d in days if not weekly or WEEKDAYS[d.weekday()] == subscriber.digest_day)
    return (_moment(subscriber, day, subscriber.digest_at) for day in wanted)


def is_quiet(subscriber: SubscriberSettings, now: datetime) -> bool:
    hours = subscriber.quiet_hours
    return hours is not None and now.astimezone(subscriber.zone).time() in hours


def awake(subscriber: SubscriberSettings, now: datetime) -> datetime:
    """Return `now`, or the end of the quiet hours that it falls into, in UTC."""
    if subscriber.quiet_hours is None or not is_quiet(subscriber, now):
        return now
    end = subscriber.quiet_hours.end
    ends = (
        _moment(subscriber, day, end, fold)
        for day in _days(subscriber, now, 3)
        for fold in (0, 1)  # where the end comes twice, and the first time is over
    )
    return next(moment for moment in ends if moment > now and not is_quiet(subscriber, moment))


def _days(subscriber: SubscriberSettings, now: datetime, number: int) -> Iterator[date]:
    """Yield the subscriber's days from yesterday on."""
    today = now.astimezone(subscriber.zone).date()
    return (today + n * DAY for n in range(-1, number))


def _moment(subscriber: SubscriberSettings, day: date, at: time, fold: int = 0) -> datetime:
    local = datetime.combine(day, at, tzinfo=subscriber.zone)
    return local.replace(fold=fold).astimezone(UTC)
