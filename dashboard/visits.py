"""What is new to a visitor: since their last visit, which a cookie of two instants remembers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from dashboard.overview import Summary

COOKIE = "balagh_visit"
PAUSE = timedelta(minutes=30)
"""Who comes back after so long begins another visit."""

FIRST = timedelta(days=1)
"""What is new to somebody who was never here."""

REMEMBERED = timedelta(days=90)
NEWS = ("event.update", "event.merged")


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """`since` is when the visitor was last here, UTC; `known`: they were. `cookie` remembers it."""

    since: datetime
    known: bool
    cookie: str

    def is_new(self, event: Summary) -> bool:
        return event.view.first_seen > self.since

    def has_news(self, event: Summary) -> bool:
        """Tell whether an event that is not new was told anew since."""
        told = (a for a in event.alerts if a["type"] in NEWS)
        return not self.is_new(event) and any(
            datetime.fromisoformat(str(alert["created"])) > self.since for alert in told
        )

    def news(self, events: Sequence[Summary]) -> tuple[list[Summary], list[Summary]]:
        """Return what is new, and what else was told anew, the latest first."""
        moved = [event for event in events if event.latest > self.since]
        return [e for e in moved if self.is_new(e)], [e for e in moved if self.has_news(e)]


def visit_of(cookie: str | None, now: datetime) -> Visit:
    """Read the cookie; one that can't be read, or is from another time, is that of a stranger."""
    since, last = _read(cookie) or (None, None)
    if since is None or last is None or not now - REMEMBERED < since <= last <= now:
        since, known = now - FIRST, False
    else:
        since, known = (last if now - last > PAUSE else since), True
    written = f"{int(since.timestamp())}.{int(now.timestamp())}"
    return Visit(since=since, known=known, cookie=written)


def _read(cookie: str | None) -> tuple[datetime, datetime] | None:
    first, dot, second = (cookie or "").partition(".")
    if not dot or not (first + second).isascii() or not (first + second).isdecimal():
        return None
    if max(len(first), len(second)) > len("1234567890") or not first or not second:
        return None
    return datetime.fromtimestamp(int(first), UTC), datetime.fromtimestamp(int(second), UTC)
