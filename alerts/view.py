"""What is known of an event, put together from its reports: pure, for payloads, pages and lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, TypeVar

from core.articles import Tier
from core.assessments import Act, Topic
from core.clock import iso_instant
from core.events import Facts, Telling
from matching.resolving.changes import is_official, number_held
from matching.resolving.distinct import of_one_operation
from matching.resolving.goods import one_of_each
from matching.resolving.profile import is_future

V = TypeVar("V")

CONFIRMING_OUTLETS = 2
"""Two outlets that tell the same, or one that quotes an official source, confirm an event."""

RELAYS: tuple[Tier, ...] = ("search", "aggregator")
"""They pass on what outlets wrote, under names of their own spelling: they confirm nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventView:
    """The `event` object of the version 1 payload; field names are the contract's."""

    id: str
    watchlist: str
    agencies: tuple[str, ...]
    act: Act
    topic: Topic | None
    status: Literal["confirmed", "unconfirmed"]
    first_seen: datetime
    date: date | None
    places: tuple[dict[str, str | None], ...]
    count: int | None
    ages: tuple[int, int] | None
    group: str | None
    partner: tuple[str, ...]
    seizures: tuple[str, ...]
    outlets: int
    merged_from: tuple[str, ...]


def view_event(
    event_id: str,
    watchlist: str,
    first_seen: datetime,
    reports: Sequence[Telling],
    merged_from: Sequence[str] = (),
) -> EventView:
    """Sum up an event; `reports` oldest first, mentions and retellings among them are passed over.

    Facts other than the number held are the most often stated.
    """
    told = _telling(reports)
    facts = of_one_operation([t.facts for t in told])
    return EventView(
        id=event_id,
        watchlist=watchlist,
        agencies=_all_stated(f.agencies for f in facts),
        act=_act(facts),
        topic=_most_stated(f.topic for f in facts),
        status="confirmed" if _is_confirmed(told) else "unconfirmed",
        first_seen=first_seen,
        date=_most_stated(_past_date(f) for f in facts if f.kind != "update")
        or _most_stated(map(_past_date, facts)),
        places=_places(facts),
        count=number_held(facts),
        ages=_most_stated(f.ages for f in facts),
        group=_most_stated(f.group for f in facts),
        partner=_all_stated(f.partners for f in facts),
        seizures=one_of_each(_all_stated(f.seizures for f in facts)),
        outlets=len(_outlets(told)),
        merged_from=tuple(merged_from),
    )


def _past_date(facts: Facts) -> date | None:
    return None if is_future(facts) else facts.date


def _telling(reports: Sequence[Telling]) -> Sequence[Telling]:
    """Return the reports that tell the operation itself; all where none does.

    Who denies it tells no more of it, and confirms nothing.
    """
    telling = ("operation", "support", "update")
    own = [r for r in reports if r.facts.kind in telling and r.facts.asserts]
    return own or reports


def _is_confirmed(told: Sequence[Telling]) -> bool:
    if any(is_official(t.facts) for t in told):
        return True
    sources = [t for t in told if t.facts.tier not in RELAYS]
    return len(_outlets(sources)) >= CONFIRMING_OUTLETS


def _outlets(told: Sequence[Telling]) -> set[str]:
    """Two feeds may give one page under two names: a page is one outlet's, the first."""
    pages: dict[str, str] = {}
    for t in told:
        pages.setdefault(t.url, t.facts.outlet)
    return set(pages.values())


def contradictions(reports: Sequence[Telling]) -> list[dict[str, Any]]:
    """List the slots in which outlets disagree, each value with the outlets that state it.

    Follow-ups contradict nothing: what they state is of their new act.
    """
    told = of_one_operation([t.facts for t in _telling(reports)])
    facts = [f for f in told if f.kind != "update"] or told
    found = []
    readers: tuple[tuple[str, Callable[[Facts], Any]], ...] = (
        ("date", _past_date),
        ("count", lambda f: f.count),
        ("ages", lambda f: f.ages),
    )
    for slot, read in readers:
        values: dict[Any, list[str]] = {}
        for fact in facts:
            value = read(fact)
            if value is not None and fact.outlet not in values.setdefault(value, []):
                values[value].append(fact.outlet)
        if len(values) > 1:
            listed = [{"value": _plain(v), "outlets": o} for v, o in values.items()]
            found.append({"slot": slot, "values": listed})
    return found


def report_line(report: Telling) -> dict[str, Any]:
    """Return the short form of a report: {outlet, tier, language, url, title, published}."""
    facts = report.facts
    return {
        "outlet": facts.outlet,
        "tier": facts.tier,
        "language": facts.language,
        "url": report.url,
        "title": facts.title,
        "published": iso_instant(facts.published) if facts.published else None,
    }


def _act(facts: Sequence[Facts]) -> Act:
    return "operation" if any(f.act == "operation" for f in facts) else facts[0].act


def _most_stated(values: Iterable[V | None]) -> V | None:
    """Return the value stated most often, of equals the first one; None where none is stated."""
    counted = Counter(v for v in values if v is not None)
    return counted.most_common(1)[0][0] if counted else None


def _all_stated(values: Iterable[Sequence[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(v for several in values for v in several))


def _places(facts: Sequence[Facts]) -> tuple[dict[str, str | None], ...]:
    seen: dict[str, str] = {}
    for fact in facts:
        for key, name in zip(fact.places, fact.place_names, strict=True):
            seen.setdefault(key, name)
    return tuple({"name": n, "code": None if k == n else k} for k, n in seen.items())


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
