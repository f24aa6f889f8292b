"""What commands and the API give to programs, as the contract has it (docs/contract.md)."""

from __future__ import annotations

from typing import Any

from alerts.view import EventView, report_line, view_event
from core.articles import Article, FeedState
from core.assessments import Judgement
from core.jsonable import jsonable
from store.events import ListedEvent

_NOTHING: dict[str, Any] = {
    "kind": "none",
    "act": "none",
    "aspect": None,
    "score": None,
    "threshold": None,
    "watchlist": None,
    "slots": None,
}


def event_view(listed: ListedEvent) -> EventView:
    """Sum up a listed event."""
    record = listed.record
    return view_event(
        record.id, record.watchlist, record.first_seen, listed.reports, record.merged_from
    )


def event_json(listed: ListedEvent) -> dict[str, Any]:
    """Return one row of `scrapy events --json` (docs/contract.md)."""
    return {
        **jsonable(event_view(listed)),
        "reports": [report_line(r) | {"id": r.id, "kind": r.facts.kind} for r in listed.reports],
        "alerts": jsonable(listed.alerts),
    }


def feed_json(state: FeedState) -> dict[str, Any]:
    """Return a feed as `scrapy feeds --json` lists it (docs/contract.md)."""
    feed = state.feed
    return {
        "name": feed.name,
        "outlet": feed.outlet,
        "url": feed.url,
        "format": feed.format,
        "language": feed.language,
        "tier": feed.tier,
        "health": state.health,
        "since": state.since,
        "last_poll": state.last_poll,
        "next_poll": state.next_poll,
        "interval_s": state.interval_s,
        "last_new": state.last_new,
        "error": state.error,
    }


def judge_json(article: Article, judgement: Judgement) -> dict[str, Any]:
    """Return the object that `scrapy judge --json` prints (docs/contract.md)."""
    strongest = jsonable(judgement.strongest)
    verdict = {key: strongest[key] for key in _NOTHING} if strongest else _NOTHING
    return {
        "schema": 1,
        "id": article.id,
        "title": article.title,
        "language": article.language,
        "published": jsonable(article.published),
        **verdict,
        "agencies": jsonable(judgement.agencies),
        "assessments": jsonable(judgement.assessments),
    }
