"""Feeds as the store remembers them, and entries as they offer them, for the crawler's tests."""

from __future__ import annotations

import dataclasses
from datetime import datetime
from typing import Any

from core.articles import Entry, Feed, FeedState, Validators


def feed_state(**known: Any) -> FeedState:
    state = FeedState(
        id=1,
        feed=Feed(name="x", url="https://x.example/feed", outlet="x"),
        validators=Validators(),
        body_hash=None,
        health="ok",
        since=None,
        last_poll=None,
        next_poll=None,
        interval_s=None,
        last_new=None,
        error=None,
        failures=0,
        sequence=0,
    )
    return dataclasses.replace(state, **known)


def dated(*dates: datetime | None, title: str = "") -> tuple[Entry, ...]:
    return tuple(
        Entry(identity=f"{n}", url=f"https://x.example/{n}", title=title or f"{n}", published=date)
        for n, date in enumerate(dates)
    )
