"""What a crawl did, counted, and the summary that a person reads at its end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from core.articles import PollRecord
from core.durations import format_duration
from core.errors import FeedError
from core.printable import one_line


@dataclass(slots=True)
class Statistics:
    """Counts since the start; `failures` holds the last one of each feed that failed, by name."""

    changed: int = 0
    unchanged: int = 0
    offline: int = 0
    failed: int = 0
    failures: dict[str, FeedError] = field(default_factory=dict)
    entries: int = 0
    candidates: int = 0
    articles: int = 0
    events: int = 0
    alerts: Counter[str] = field(default_factory=Counter)

    @property
    def answered(self) -> int:
        return self.changed + self.unchanged

    @property
    def polled(self) -> int:
        return self.answered + self.failed + self.offline

    def count_poll(self, record: PollRecord) -> None:
        if record.outcome == "changed":
            self.changed += 1
        else:
            self.unchanged += 1

    def count_failure(self, error: FeedError) -> None:
        self.failed += 1
        self.failures[error.feed] = error

    def count_offline(self, feed: str) -> None:
        """Count a poll that our own network failed; if it was the feed's, that is taken back."""
        self.offline += 1
        if self.failures.pop(feed, None) is not None:
            self.failed -= 1

    def summary(self, took: timedelta) -> str:
        """Return a few aligned lines."""
        return "\n".join(self._lines(took))

    def _lines(self, took: timedelta) -> Iterator[str]:
        told = ", ".join(f"{n} {kind}" for kind, n in sorted(self.alerts.items()))
        hint = "" if self.polled else " (none was due; -a all=1 asks them all)"
        yield f"feeds       {self.polled} polled in {format_duration(took)}{hint}"
        yield f"  changed   {self.changed}"
        yield f"  unchanged {self.unchanged}"
        if self.offline:
            yield f"  not seen  {self.offline}: our own network seems to be down"
        yield f"  failing   {self.failed}"
        for error in sorted(self.failures.values(), key=lambda e: (e.reason, e.feed)):
            yield one_line(f"    {error.reason:<16} {error.feed}: {error.problem}")
        yield f"entries     {self.entries} new or changed"
        yield f"candidates  {self.candidates}, {self.articles} judged"
        yield f"events      {self.events} new"
        yield f"alerts      {sum(self.alerts.values())}" + (f" ({told})" if told else "")
