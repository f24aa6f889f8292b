"""Figures and drawings of the trends page: places, months, and who reports first. Pure."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import get_args

from alerts.channels.labels import Labels
from core.assessments import Topic
from dashboard.filters import day_of
from dashboard.overview import Summary
from dashboard.places import Gazetteer, Spot

TOPICS: tuple[str, ...] = get_args(Topic)
WIDTH, HEIGHT = 560, 640
WEST, EAST, SOUTH, NORTH = -17.3, -0.8, 20.9, 36.5
MIDDLE = math.radians((SOUTH + NORTH) / 2)
MOST_NAMED = 8
NAME_WIDTH, NAME_HEIGHT = 90, 24
"""Units that a name takes where it is written largest, on a phone."""

MONTHS_WIDTH, MONTHS_HEIGHT = 560, 220
MOST_MONTHS = 60
TICK = 72
MOST_TICKS = MONTHS_WIDTH // TICK - 2
"""Units that a month's name takes where it is written largest, and so many of them side by side."""

LISTED_OUTLETS = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A place with its events, in the drawing's units."""

    name: str
    number: int
    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Map:
    """`named` are the dots that carry their names, `unmapped` the places without coordinates."""

    width: int
    height: int
    towns: tuple[tuple[float, float], ...]
    spots: tuple[Dot, ...]
    named: tuple[Dot, ...]
    unmapped: tuple[tuple[str, int], ...]


def draw_map(events: Iterable[Summary], gazetteer: Gazetteer, labels: Labels) -> Map:
    """Place the events; a circle's area grows with their number."""
    counted = Counter(
        (str(place["name"]), place["code"]) for event in events for place in event.view.places
    )
    dots: list[Dot] = []
    unmapped: list[tuple[str, int]] = []
    for (name, code), number in counted.most_common():
        spot = gazetteer.find(code)
        shown = labels.place(name)
        if spot is None:
            unmapped.append((shown, number))
            continue
        x, y = _project(spot)
        dots.append(Dot(name=shown, number=number, x=x, y=y, radius=_radius(number, counted)))
    return Map(
        width=WIDTH,
        height=HEIGHT,
        towns=tuple(map(_project, gazetteer.towns)),
        spots=tuple(dots),
        named=tuple(_apart(dots)),
        unmapped=tuple(unmapped),
    )


def _project(spot: Spot) -> tuple[float, float]:
    """Equirectangular, true at the country's middle."""
    scale = min(WIDTH / ((EAST - WEST) * math.cos(MIDDLE)), HEIGHT / (NORTH - SOUTH))
    x = (spot.longitude - WEST) * math.cos(MIDDLE) * scale
    return round(x, 1), round((NORTH - spot.latitude) * scale, 1)


def _radius(number: int, counted: Counter[tuple[str, str | None]]) -> float:
    return round(3.5 + 14 * math.sqrt(number / max(counted.values())), 1)


def _apart(dots: Sequence[Dot]) -> list[Dot]:
    """Return the largest dots whose names don't cover one another."""
    named: list[Dot] = []
    for dot in dots:
        if all(
            abs(dot.x - other.x) > NAME_WIDTH or abs(dot.y - other.y) > NAME_HEIGHT
            for other in named
        ):
            named.append(dot)
        if len(named) == MOST_NAMED:
            break
    return named


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One topic in one month, in the drawing's units."""

    month: str
    topic: str
    number: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Months:
    """Events by month and topic, drawn and as a table; the latest MOST_MONTHS of them."""

    width: int
    height: int
    topics: tuple[str, ...]
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, str], ...]
    table: tuple[tuple[str, Mapping[str, int]], ...]


def draw_months(events: Sequence[Summary]) -> Months:
    counted: dict[str, Counter[str]] = {}
    for event in events:
        month = day_of(event).strftime("%Y-%m")
        counted.setdefault(month, Counter())[event.view.topic or "other"] += 1
    months = _without_gaps(sorted(counted))[-MOST_MONTHS:]
    present = {topic for month in months for topic in counted.get(month, ())}
    topics = tuple(topic for topic in TOPICS if topic in present)
    highest = max((sum(c.values()) for c in counted.values()), default=1)
    step = MONTHS_WIDTH / max(1, len(months))
    room = MONTHS_HEIGHT - 24
    bars = [
        bar
        for at, month in enumerate(months)
        for bar in _stack(
            month, counted.get(month, Counter()), topics, at * step, step, room / highest
        )
    ]
    every = max(1, -(-len(months) // MOST_TICKS))
    marked = [(round((at + 0.5) * step, 1), at) for at in range(every // 2, len(months), every)]
    ticks = [(x, months[at]) for x, at in marked if TICK / 2 <= x <= MONTHS_WIDTH - TICK / 2]
    return Months(
        width=MONTHS_WIDTH,
        height=MONTHS_HEIGHT,
        topics=topics,
        bars=tuple(bars),
        ticks=tuple(ticks),
        table=tuple((m, counted[m]) for m in reversed(months) if m in counted),
    )


def _without_gaps(months: Sequence[str]) -> list[str]:
    """Return all months from the first to the last, those without events too."""
    if not months:
        return []
    day, last = date.fromisoformat(f"{months[0]}-01"), date.fromisoformat(f"{months[-1]}-01")
    found = []
    while day <= last:
        found.append(day.strftime("%Y-%m"))
        day = (day + timedelta(days=31)).replace(day=1)
    return found


def _stack(
    month: str, counted: Counter[str], topics: Sequence[str], x: float, step: float, unit: float
) -> list[Bar]:
    bars: list[Bar] = []
    top = MONTHS_HEIGHT - 20.0
    for topic in topics:
        if number := counted[topic]:
            height = number * unit
            top -= height
            bars.append(
                Bar(
                    month=month,
                    topic=topic,
                    number=number,
                    x=round(x + step * 0.1, 1),
                    y=round(top, 1),
                    width=round(min(step * 0.8, 42), 1),
                    height=round(height, 1),
                )
            )
    return bars


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How often an outlet told an event, how often before all others, and how late it is else."""

    outlet: str
    told: int
    first: int
    behind: timedelta | None


def paces(events: Iterable[Summary]) -> list[Pace]:
    """Compare the publication times of each event's reports; those that are first most often first.

    Events that one outlet tells alone say nothing of speed.
    """
    told: Counter[str] = Counter()
    first: Counter[str] = Counter()
    behind: dict[str, list[timedelta]] = {}
    for event in events:
        times = first_times(event)
        told.update(times.keys())
        if len(times) < 2:
            continue
        start = min(times.values())
        for outlet, at in times.items():
            if at == start:
                first[outlet] += 1
            else:
                behind.setdefault(outlet, []).append(at - start)
    ranked = sorted(told, key=lambda outlet: (-first[outlet], -told[outlet], outlet))
    return [
        Pace(
            outlet=outlet,
            told=told[outlet],
            first=first[outlet],
            behind=_middle(behind[outlet]) if outlet in behind else None,
        )
        for outlet in ranked[:LISTED_OUTLETS]
    ]


def _middle(lengths: Sequence[timedelta]) -> timedelta:
    return timedelta(seconds=median(length.total_seconds() for length in lengths))


def first_times(event: Summary) -> dict[str, datetime]:
    """Return when each outlet first announced an event, by what the reports say; UTC."""
    times: dict[str, datetime] = {}
    for report in event.reports:
        if report["published"] and report["kind"] in ("operation", "support"):
            at = datetime.fromisoformat(str(report["published"]))
            outlet = str(report["outlet"])
            times[outlet] = min(at, times.get(outlet, at))
    return times
