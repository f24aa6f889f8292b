"""The objects of the API, as its OpenAPI document describes them.

Field names are the contract's (docs/contract.md).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, HttpUrl, model_validator


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Place(_Model):
    name: str
    code: str | None = Field(description="of the HCP; null abroad")


class ReportLine(_Model):
    """A report in short."""

    id: int
    kind: str
    outlet: str
    tier: str
    language: str | None
    url: str
    title: str
    published: datetime | None


class FullReport(ReportLine):
    """A report with its passage and how it was judged."""

    passage: str
    marks: list[list[int]] = Field(description="[start, end] in code points of the passage")
    superseded: bool = Field(description="a later wording says something else")
    assessment: dict[str, Any]
    decision: dict[str, Any] | None = Field(description="why it stands in this event")


class AlertLine(_Model):
    id: str
    type: str
    revision: int
    created: datetime


class StatedValue(_Model):
    value: Any
    outlets: list[str]


class Contradiction(_Model):
    slot: str
    values: list[StatedValue]


class Event(_Model):
    """One real operation."""

    id: str
    watchlist: str
    agencies: list[str]
    act: str
    topic: str | None
    status: Literal["confirmed", "unconfirmed"]
    first_seen: datetime
    date: date | None
    places: list[Place]
    count: int | None = Field(description="people held")
    ages: list[int] | None
    group: str | None
    partner: list[str]
    seizures: list[str]
    outlets: int
    merged_from: list[str]
    reports: list[ReportLine]
    alerts: list[AlertLine]
    contradictions: list[Contradiction]


class Events(_Model):
    events: list[Event]
    total: int = Field(description="events that fit")
    next: str | None = Field(description="the address of the next page")


class Reports(_Model):
    reports: list[FullReport]


class Alerts(_Model):
    alerts: list[dict[str, Any]] = Field(description="payloads, as in docs/webhook.md")
    next: str | None


class FeedLine(_Model):
    name: str
    outlet: str
    url: str
    format: str
    language: str | None
    tier: str
    health: str
    since: datetime | None
    last_poll: datetime | None
    next_poll: datetime | None
    interval_s: float | None
    last_new: datetime | None
    error: str | None


class Feeds(_Model):
    feeds: list[FeedLine]


class SpellLine(_Model):
    feed: str
    state: Literal["seen", "blind", "late", "missed"]
    reason: str
    started: datetime
    ended: datetime | None


class Coverage(_Model):
    since: datetime
    spells: list[SpellLine]


class Found(_Model):
    id: int
    url: str
    title: str
    language: str | None
    outlet: str
    published: datetime | None
    event_id: str | None


class FoundArticles(_Model):
    articles: list[Found]
    next: str | None


class Asked(_Model):
    """A text to be judged; nothing of it is stored."""

    text: str = Field(max_length=100_000)
    title: str = Field("", max_length=1_000)
    published: datetime | None = Field(None, description="default: now")
    language: Literal["ar", "ary", "fr", "en", "es"] | None = None


class Said(_Model):
    """What somebody says of an event, or a page that was missed."""

    verdict: Literal["right", "wrong", "duplicate", "missed"]
    event: str | None = Field(None, max_length=100)
    url: HttpUrl | None = Field(None, description="of the page that was missed")
    note: str = Field("", max_length=500)

    @model_validator(mode="after")
    def _about_one(self) -> Said:
        if (self.verdict == "missed") != (self.url is not None) or (
            (self.event is None) == (self.url is None)
        ):
            raise ValueError("name an event; or with the verdict missed, a url")
        return self


class Noted(_Model):
    noted: Literal[True]
    missed: int | None = Field(description="the number under which a missed page is asked for")


class Missed(_Model):
    """A page that somebody named, and what came of it."""

    id: int
    url: str
    said: datetime
    judged: datetime | None = Field(description="null while it waits for the daemon")
    kind: str | None
    problem: str | None = Field(description="why it could not be read")
    event: str | None = Field(description="the event that it tells of")


class Problem(BaseModel):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
