"""Scores the decisions of a replay against labelled rows: pure; called by the backtest."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from rapidfuzz.distance import OSA

from matching.tokens import words_of

FOUND = ("operation", "support", "update")
"""Kinds that tell an operation as news; a retelling or a mention is not found."""

SLOTS = ("date", "places", "count", "ages", "group", "topic", "official")

LONG_NAME = 6
_ARTICLE = re.compile(r"^[EA][a-z]-")

PlaceNames = Mapping[str, str | None]
"""A label's place to its HCP code (or name, without one); None = not scored. A label that is not in
it is compared by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A labelled article and what the replay decided of it; both as docs/contract.md writes them.

    `label` is the corpus row, `decision` a line of the decisions.
    """

    label: Mapping[str, Any]
    decision: Mapping[str, Any]

    @property
    def id(self) -> str:
        return str(self.decision["id"])

    @property
    def kind(self) -> str:
        return str(self.decision["kind"])

    @property
    def announces(self) -> bool:
        return self.label.get("label") == "announcement"

    @property
    def event(self) -> str | None:
        """The event that the label names; None where it names several."""
        event = self.label.get("event_id")
        return None if not event or isinstance(event, list) else str(event)

    @property
    def found(self) -> bool:
        return self.kind in FOUND

    @property
    def new_alerts(self) -> int:
        return sum(report["alert"] == "new" for report in self.decision["reports"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """`right` of `n`."""

    right: int
    n: int

    @property
    def ratio(self) -> float | None:
        return self.right / self.n if self.n else None


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotShare:
    """Of `n` stated facts `right` were read so; `extra` were read where none is stated."""

    right: int
    n: int
    extra: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping:
    """How the announcing rows were grouped into events.

    `alerts` counts event.new alerts of labelled events; `missed` and `wrong_merges` name events.
    `first_day`: events alerted by a report of their first day. `across`: pairs of rows on one
    event in different languages that share an event. `b_cubed` is precision, recall, F1.
    """

    events: int
    alerted: int
    alerts: int
    alerts_per_event: float | None
    missed: tuple[str, ...]
    first_day: Share
    wrong_merges: tuple[tuple[str, ...], ...]
    across: Share
    b_cubed: tuple[float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """The figures of a replay; `wrong` counts rows that were found though they announce nothing."""

    scored: int
    found: dict[str, Share]
    found_by_language: dict[str, Share]
    wrong_mentions: Share
    wrong_rest: Share
    confused: Share
    slots: dict[str, SlotShare]
    grouping: Grouping
    false_alerts: int
    articles: int
    false_alerts_per_10000: float


def evaluate(rows: Sequence[Row], places: PlaceNames) -> Evaluation:
    """Score a replay; rows marked either = true are not scored, rows without label are negative.

    Raises ValueError where no row is labelled.
    """
    scored = [row for row in rows if not row.label.get("either")]
    announcing = [row for row in scored if row.announces]
    others = [row for row in scored if not row.announces]
    mentions = [row for row in others if row.label.get("label") == "mention"]
    rest = [row for row in others if row.label.get("label") != "mention"]
    if not any(row.label.get("label") for row in rows):
        raise ValueError("no row is labelled")
    false = sum(row.new_alerts for row in others)
    return Evaluation(
        scored=len(scored),
        found=_found_by(announcing, "kind"),
        found_by_language=_found_by(announcing, "lang"),
        wrong_mentions=_share(row.found for row in mentions),
        wrong_rest=_share(row.found for row in rest),
        confused=_share(_is_confused(row) for row in announcing if row.found),
        slots={slot: _slot_share(announcing, slot, places) for slot in SLOTS},
        grouping=_grouping(rows, announcing),
        false_alerts=false,
        articles=len(scored),
        false_alerts_per_10000=round(10_000 * false / len(scored), 2),
    )


def _share(outcomes: Iterable[bool]) -> Share:
    listed = list(outcomes)
    return Share(right=sum(listed), n=len(listed))


def _found_by(rows: Sequence[Row], field: str) -> dict[str, Share]:
    values = sorted({str(row.label.get(field)) for row in rows})
    return {
        value: _share(row.found for row in rows if str(row.label.get(field)) == value)
        for value in values
    }


def _is_confused(row: Row) -> bool:
    """Operation taken for support or the other way round; arguable rows are never confused."""
    return not row.label.get("kind_either") and row.decision["act"] != row.label.get("kind")


def _slot_share(rows: Sequence[Row], slot: str, places: PlaceNames) -> SlotShare:
    stated = [(_stated(row, slot, places), _read(row, slot, places)) for row in rows if row.found]
    known = [(truth, read) for truth, read in stated if truth is not None]
    return SlotShare(
        right=sum(truth == read for truth, read in known),
        n=len(known),
        extra=sum(truth is None and read is not None for truth, read in stated),
    )


def _stated(row: Row, slot: str, places: PlaceNames) -> Any:
    value = row.label.get(slot)
    if slot == "places":
        read = row.decision["slots"]["places"] or ()
        named = {
            places[place] if place in places else _by_name(place, read) for place in value or ()
        }
        return frozenset(named - {None}) or None
    return _plain(slot, value)


def _read(row: Row, slot: str, places: PlaceNames) -> Any:
    value = row.decision["slots"].get(slot)
    if slot == "places":
        ignored = {name for name, code in places.items() if code is None}
        named = {_place_key(p) for p in value or () if p["name"] not in ignored}
        return frozenset(named) or None
    return _plain(slot, value)


def _place_key(place: Mapping[str, Any]) -> str:
    return str(place["code"] or place["name"])


def _by_name(label: str, read: Sequence[Mapping[str, Any]]) -> str:
    """A label that is in no list is a place read under this name, or one letter away from it."""
    wanted = _folded(label)
    edits = 1 if len(wanted) >= LONG_NAME else 0
    near = (p for p in read if OSA.distance(wanted, _folded(p["name"])) <= edits)
    return next(map(_place_key, near), label)


def _folded(name: str) -> str:
    """Without case, accents, signs, and an article before a hyphen ("Es-Semara")."""
    return "".join(words_of(_ARTICLE.sub("", name)))


def _plain(slot: str, value: Any) -> Any:
    """ "Not official" and "not said" are the same."""
    return (value or None) if slot == "official" else value


def _grouping(rows: Sequence[Row], announcing: Sequence[Row]) -> Grouping:
    true = {row.id: row.event for row in announcing if row.event}
    given = {row.id: str(row.decision["event"] or f"alone:{row.id}") for row in announcing}
    events = set(true.values())
    alerts = _alerts_by_event(rows, events)
    total = sum(alerts.values())
    return Grouping(
        events=len(events),
        alerted=len(alerts),
        alerts=total,
        alerts_per_event=round(total / len(alerts), 3) if alerts else None,
        missed=tuple(sorted(events - set(alerts))),
        first_day=_first_day(rows, events),
        wrong_merges=_wrong_merges(true, given),
        across=_across([row for row in announcing if row.id in true], given),
        b_cubed=b_cubed(true, given),
    )


def _alerts_by_event(rows: Sequence[Row], events: set[str]) -> Counter[str]:
    """Count new alerts; one by a row that is not scored tells the event, and is no duplicate."""
    alerts: Counter[str] = Counter()
    unscored: set[str] = set()
    for row in rows:
        event = row.event
        if event not in events or not row.new_alerts:
            continue
        if row.label.get("either"):
            unscored.add(event)
        elif row.announces:
            alerts[event] += row.new_alerts
    alerts.update(unscored - set(alerts))
    return alerts


def _first_day(rows: Sequence[Row], events: set[str]) -> Share:
    """Of the events with a dated report, those alerted by a report of the first day."""
    by_event = defaultdict(list)
    for row in rows:
        if row.announces and row.event in events and _day(row):
            by_event[row.event].append(row)
    return _share(
        any(row.new_alerts and _day(row) == min(map(_day, reports)) for row in reports)
        for reports in by_event.values()
    )


def _day(row: Row) -> str:
    return str(row.label.get("published") or "")[:10]


def _wrong_merges(true: Mapping[str, str], given: Mapping[str, str]) -> tuple[tuple[str, ...], ...]:
    groups = defaultdict(set)
    for row_id, event in true.items():
        groups[given[row_id]].add(event)
    return tuple(sorted(tuple(sorted(group)) for group in groups.values() if len(group) > 1))


def _across(rows: Sequence[Row], given: Mapping[str, str]) -> Share:
    return _share(
        given[one.id] == given[other.id]
        for one, other in combinations(rows, 2)
        if one.event == other.event and one.label.get("lang") != other.label.get("lang")
    )


def b_cubed(true: Mapping[str, str], given: Mapping[str, str]) -> tuple[float, float, float]:
    """Return precision, recall and F1 after Bagga and Baldwin (1998), over the items of `true`."""
    if not true:
        return 0.0, 0.0, 0.0
    truly, together = defaultdict(set), defaultdict(set)
    for item, event in true.items():
        truly[event].add(item)
        together[given[item]].add(item)
    precision = recall = 0.0
    for item, event in true.items():
        both = len(truly[event] & together[given[item]])
        precision += both / len(together[given[item]]) / len(true)
        recall += both / len(truly[event]) / len(true)
    f1 = 2 * precision * recall / (precision + recall)
    return round(precision, 4), round(recall, 4), round(f1, 4)
