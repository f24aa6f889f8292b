"""The kinds of values that settings hold, and the strictness of every table."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from core.durations import parse_duration


def _read_duration(value: object) -> object:
    if isinstance(value, timedelta):
        return value
    if not isinstance(value, str):
        raise ValueError('a duration is a text like "90s", "5m", "2h" or "3d"')
    return parse_duration(value)


Duration = Annotated[timedelta, BeforeValidator(_read_duration)]
WebUrl = Annotated[str, Field(pattern=r"^https?://[^\s/]+\S*$")]
Address = Annotated[str, Field(pattern=r"^[^@\s,;<>]+@[^@\s,;<>]+$")]
HostPort = Annotated[str, Field(pattern=r"^\S+:\d+$")]
Confidence = Literal["high", "medium", "low"]
Language = Literal["ar", "ary", "fr", "en", "es"]
Name = Annotated[str, Field(pattern=r"^\S(.{0,98}\S)?$")]


class Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=False)
