"""Scripts: what the pretend press publishes, when, and what Balagh should make of it.

`Script.load("had-soualem")` reads scripts/had-soualem.toml; `play` airs it. Texts name days as
{op} or {op:full} (newsroom.days), so that a script always tells of today.
"""

from __future__ import annotations

import threading
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from core.clock import Clock, local_day, utc_now
from newsroom.days import SpokenDay
from newsroom.outlets import Story
from newsroom.press import Press

SCRIPTS = Path(__file__).with_name("scripts")

Role = Literal[
    "flash",
    "communique",
    "rewrite",
    "translation",
    "followup",
    "retelling",
    "unrelated",
    "hard_negative",
]
TELLING = frozenset({"flash", "communique", "rewrite", "translation", "followup"})
"""The roles whose stories report the script's operation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A story as the script has it: `at` in seconds after the start, days unwritten.

    `hour` is when the like of it was published on the real day ("07:30").
    """

    at: float
    hour: str
    role: Role
    outlet: str
    language: str
    slug: str
    title: str
    text: str
    caption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Airing:
    """A step made ready for one run; its story is published at its time of airing, UTC."""

    at: float
    hour: str
    role: Role
    story: Story

    @property
    def tells(self) -> bool:
        """Whether the story reports the script's operation."""
        return self.role in TELLING


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """The alerts that a script should raise: exactly `new`, at least `updates` under it."""

    new: int
    updates: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """A replay of a real operation. `days` are days before the run, `dates` stay as they are."""

    name: str
    title: str
    expected: Expected
    days: Mapping[str, int]
    dates: Mapping[str, date]
    steps: tuple[Step, ...]

    @classmethod
    def load(cls, name: str) -> Script:
        """Read a script of the scripts folder; its steps are in order of `at`."""
        data = tomllib.loads((SCRIPTS / f"{name}.toml").read_text(encoding="utf-8"))
        return cls(
            name=name,
            title=data["title"],
            expected=Expected(**data["expected"]),
            days=data["days"],
            dates=data["dates"],
            steps=tuple(sorted(map(_step, data["step"]), key=lambda step: step.at)),
        )

    @property
    def seconds(self) -> float:
        """Return how long the script takes at speed 1."""
        return self.steps[-1].at

    def at(self, now: datetime, speed: float = 1.0) -> tuple[Airing, ...]:
        """Re-date the script to a run that starts now (aware)."""
        return tuple(self._airing(step, now, speed) for step in self.steps)

    def _airing(self, step: Step, start: datetime, speed: float) -> Airing:
        published = start + timedelta(seconds=step.at / speed)
        days = self._spoken(step.language, start, published)
        story = Story(
            outlet=step.outlet,
            slug=step.slug,
            title=step.title.format_map(days),
            paragraphs=tuple(step.text.format_map(days).split("\n\n")),
            published=published,
            caption=step.caption,
        )
        return Airing(at=step.at / speed, hour=step.hour, role=step.role, story=story)

    def _spoken(self, language: str, start: datetime, published: datetime) -> dict[str, SpokenDay]:
        today, told = local_day(start), local_day(published)
        moving = {name: today - timedelta(days=before) for name, before in self.days.items()}
        return {
            name: SpokenDay(day=day, told=told, language=language)
            for name, day in {**moving, **self.dates}.items()
        }


def play(
    script: Script,
    press: Press,
    *,
    speed: float = 1.0,
    clock: Clock = utc_now,
    stop: threading.Event | None = None,
    aired: Callable[[Airing, str], None] = lambda *_: None,
) -> None:
    """Publish the script's stories in time, from now on; returns after the last, or when stopped.

    `aired` is called with each airing and its page's URL.
    """
    stopped = stop or threading.Event()
    start = clock()
    for airing in script.at(start, speed):
        wait = airing.at - (clock() - start).total_seconds()
        if stopped.wait(max(0.0, wait)):
            return
        aired(airing, press.publish(airing.story))


def _step(row: dict[str, Any]) -> Step:
    return Step(**row | {"text": row["text"].strip()})
