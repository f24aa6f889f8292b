"""A subscriber as settings.toml describes one: who, by what means, what of it, and when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, Field, PrivateAttr, model_validator

from core.articles import Tier
from core.assessments import Topic
from core.fields import Address, Name, Section, WebUrl

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: tuple[Weekday, ...] = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From `start` on and before `end`, by the subscriber's clock; past midnight where end < start.

    Written "22:00-07:00".
    """

    start: time
    end: time

    def __str__(self) -> str:
        return f"{self.start:%H:%M}-{self.end:%H:%M}"

    def __contains__(self, moment: time) -> bool:
        if self.start <= self.end:
            return self.start <= moment < self.end
        return moment >= self.start or moment < self.end


def _read_time(value: object) -> object:
    if isinstance(value, time):
        return value
    if not isinstance(value, str) or not _TIME.fullmatch(value):
        raise ValueError('a time of the day is a text like "07:00"')
    return time.fromisoformat(value)


def _read_quiet_hours(value: object) -> object:
    if value is None or isinstance(value, QuietHours):
        return value
    start, dash, end = value.partition("-") if isinstance(value, str) else ("", "", "")
    if not (_TIME.fullmatch(start) and dash and _TIME.fullmatch(end)):
        raise ValueError('quiet hours are a text like "22:00-07:00"')
    if start == end:
        raise ValueError("quiet hours that start when they end would never let anything through")
    return QuietHours(time.fromisoformat(start), time.fromisoformat(end))


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError('no such time zone; they are named like "Africa/Casablanca"') from None
    return name


class SubscriberSettings(Section):
    name: Name
    email: Address | None = None
    webhook: WebUrl | None = None
    secret_env: str | None = None
    secret_file: Path | None = None
    body: Literal["standard", "slack"] = "standard"
    language: Literal["ar", "fr", "en", "es"] = "en"
    watchlists: tuple[str, ...] = ()
    acts: Annotated[tuple[Literal["operation", "support"], ...], Field(min_length=1)] = (
        "operation",
        "support",
    )
    topics: tuple[Topic, ...] = ()
    places: tuple[Name, ...] = ()
    tiers: tuple[Tier, ...] = ()
    min_score: float = Field(0, allow_inf_nan=False)
    updates: Literal["none", "important", "all"] = "important"
    digest: Literal["none", "daily", "weekly"] = "none"
    digest_at: Annotated[time, BeforeValidator(_read_time)] = time(7)
    digest_day: Weekday = "monday"
    digest_empty: bool = False
    quiet_hours: Annotated[QuietHours | None, BeforeValidator(_read_quiet_hours)] = None
    timezone: Annotated[str, AfterValidator(_known_zone)] = "Africa/Casablanca"
    per_hour: int = Field(0, ge=0, le=10_000)
    health: bool = False
    _keys: tuple[str, ...] = PrivateAttr(())

    @property
    def webhook_keys(self) -> tuple[str, ...]:
        """The "whsec_…" secrets, newest first; two while one is rotated. Never logged."""
        return self._keys

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @model_validator(mode="after")
    def _has_channel(self) -> SubscriberSettings:
        if not self.email and not self.webhook:
            raise ValueError("names no channel: give email or webhook")
        if self.secret_env and self.secret_file:
            raise ValueError("give secret_env or secret_file, not both")
        if self.digest_empty and self.digest == "none":
            raise ValueError('digest_empty needs digest = "daily" or "weekly"')
        if self.webhook and self.body == "standard" and not (self.secret_env or self.secret_file):
            raise ValueError("webhook needs secret_file or secret_env")
        return self
