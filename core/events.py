"""Events: what is compared to tell whether two reports are one operation, and what is decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from core.articles import Tier
from core.assessments import Act, Kind, Topic

Day = date
"""In facts `date` is the name of a field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What one report says, ready to compare, to index and to store as JSON.

    `agencies` are the watched ones that act or inform.
    `places` are HCP codes, or French names for places without a code; `place_names` the names to
    show, in the same order; `near` are those of which only the surroundings are meant.
    `named` are the further places that a follow-up names, the operation's own among them, or that
    another report's title names; none where it sets its case apart from another. `named_days` are
    the days before its own that a follow-up names, its operation's among them.
    `goods` are the kinds of drugs that title and opening name, in one word for all languages;
    `motifs` are what else sets the case apart: a bus, dates, a nurse, a ransom.
    `published` and `arrived` are UTC; `capped`: the publication was dated after the arrival, which
    stands in its place. `fingerprints` are sampled hashes of the passage's text, `figures` its
    other numbers ("145", "34500"), which no language changes.
    `earlier` are the numbers held that it says were told before: "a fifth suspect" says four.
    `distinct`: the report says itself that its case is another than one told before. `several`: it
    sums up more operations than one, of more places than one.
    `title` and `passage` are kept for a fuzzy second look at a few events.
    """

    kind: Kind
    act: Act
    published: datetime | None
    arrived: datetime
    capped: bool = False
    topic: Topic | None = None
    date: date | None = None
    places: tuple[str, ...] = ()
    place_names: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    named_days: tuple[Day, ...] = ()
    count: int | None = None
    earlier: tuple[int, ...] = ()
    ages: tuple[int, int] | None = None
    group: str | None = None
    seizures: tuple[str, ...] = ()
    goods: tuple[str, ...] = ()
    motifs: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    official: bool = False
    language: str | None = None
    outlet: str = ""
    tier: Tier = "unknown"
    title: str = ""
    passage: str = ""
    fingerprints: tuple[int, ...] = ()
    figures: tuple[str, ...] = ()
    distinct: bool = False
    several: bool = False

    @property
    def asserts(self) -> bool:
        """Whether it says itself that somebody acted: what only denies an act doesn't."""
        return self.act in ("operation", "support")

    def __hash__(self) -> int:
        """Of what tells reports apart and knows its own hash: of all fields it takes long."""
        return hash((self.arrived, self.title, self.passage))


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownEvent:
    """A stored event as the resolver sees it: its id and what its reports said, oldest first.

    `reports` holds the event's operation, support and update reports, and those retellings that
    opened it; their number is bounded by the store (the first twenty and the latest twenty).
    `alerted`: an event.new alert was raised. `apart` are events that a person set apart from it:
    they are never merged again but by hand.
    """

    id: str
    watchlist: str
    first_seen: datetime
    reports: tuple[Facts, ...]
    alerted: bool
    apart: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Something new in a known event.

    `what`: "act", "topic", "count", "places", "seizures", "group", "official", "referral" or
    "denial".
    """

    what: str
    before: str | None
    after: str
    important: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One named reason of the resolver, with its points (0 for a rule that only decides)."""

    name: str
    points: float
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEvent:
    """No known event tells this operation. `late`: a follow-up whose event nobody saw."""

    reasons: tuple[Reason, ...]
    late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinEvent:
    """One more report of a known event, with nothing new."""

    event: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateEvent:
    """A report of a known event that brings something new."""

    event: str
    changes: tuple[Change, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Retelling:
    """An old operation told again; `event` is None where nobody stored it. Raises nothing."""

    event: str | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Names an agency, perhaps about a known event. Raises nothing."""

    event: str | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeEvents:
    """The report shows that known events are one: `events[0]` stays, the others join it."""

    events: tuple[str, ...]
    changes: tuple[Change, ...]
    reasons: tuple[Reason, ...]


Decision = NewEvent | JoinEvent | UpdateEvent | Retelling | Mention | MergeEvents


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What an article tells of an event, as far as views and lists need it.

    `id` is the report's number, None before it is stored.
    """

    id: int | None = None
    event_id: str | None
    article_id: int
    url: str
    facts: Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Report(Telling):
    """A passage of an article that concerns an event, with all that is stored of it.

    `facts.passage` is the passage as published; `marks` are the matched stretches in it, in code
    points. `assessment` is the contract's JSON object, kept to explain the report later.
    """

    marks: tuple[tuple[int, int], ...]
    assessment: dict[str, Any]
