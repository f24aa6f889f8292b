"""What the matcher says of an article. Field names are the public contract (docs/contract.md)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Generic, Literal, TypeVar

Act = Literal["operation", "support", "mention", "none"]
Aspect = Literal["new", "followup", "past"]
Kind = Literal["operation", "support", "update", "retelling", "mention", "none"]
Role = Literal["actor", "informer", "title", "mentioned", "rival"]
Topic = Literal["terrorism", "drugs", "migration", "cyber", "fraud", "violence", "weapons", "other"]

KINDS: tuple[Kind, ...] = ("operation", "support", "update", "retelling", "mention", "none")
"""From the strongest to the weakest."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of the article, in code points of the original title or text."""

    field: Literal["title", "text"]
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot(Generic[T]):
    """A fact with the words that state it."""

    value: T
    text: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place: `name` as the HCP writes it in French, `code` the HCP's (None abroad)."""

    name: str
    code: str | None
    text: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Slots:
    """The facts of one report; None and () mean "not stated".

    `date` is the first day of the operation, in a followup of the new act (a Moroccan day).
    `count` is the number of people held, `ages` (youngest, oldest).
    `group` is the name as commonly written ("IS", "AQIM"); `official` is True where an official
    source is quoted.
    """

    date: Slot[date] | None = None
    count: Slot[int] | None = None
    ages: Slot[tuple[int, int]] | None = None
    group: Slot[str] | None = None
    topic: Slot[Topic] | None = None
    official: Slot[bool] | None = None
    places: tuple[Place, ...] = ()
    seizures: tuple[Slot[str], ...] = ()
    partner: tuple[Slot[str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One scored reason and the passage that it stands on; the points sum to the score."""

    reason: str
    points: float
    text: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """An agency found in the article; `similarity` 0-100 to its nearest alias."""

    agency: str
    watchlist: str
    role: Role
    text: str
    similarity: float
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class NearestSeed:
    """The seed passage most like the report's; `similarity` 0-100 by rapidfuzz."""

    seed: str
    similarity: float
    passage: str
    seed_passage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """The verdict on one report in an article, for one watchlist.

    `rules` are the named rules that turned score and evidence into the kind, in order.
    `counterfactual` names the least that would have changed the kind.
    """

    watchlist: str
    kind: Kind
    act: Act
    aspect: Aspect | None
    score: float
    threshold: float
    rules: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    slots: Slots
    nearest_seed: NearestSeed | None
    counterfactual: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Everything the matcher says of one article; assessments strongest first."""

    agencies: tuple[Agency, ...] = ()
    assessments: tuple[Assessment, ...] = ()

    @property
    def strongest(self) -> Assessment | None:
        return self.assessments[0] if self.assessments else None
