"""The resolver's points, read once from matching/lexicon/resolving.toml."""

from __future__ import annotations

import tomllib
from functools import cache, cached_property
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from core.errors import LexiconError

PATH = Path(__file__).parent.parent / "lexicon" / "resolving.toml"


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Thresholds(_Table):
    """The least score at which a report of this kind belongs to an event.

    Events are merged where the report has `linked` to each, its event with the report has `merge`
    to the other, and the two have `apart` without it. A report of an edited article with
    `continued` to what the article told before stays in that event.
    """

    operation: float
    support: float
    update: float
    retelling: float
    mention: float
    merge: float
    apart: float
    linked: float
    continued: float

    @cached_property
    def least(self) -> float:
        return min(self.operation, self.support, self.update, self.retelling, self.mention)


class Days(_Table):
    """Points by days apart: 0, 1, to 3, to 7, to 30, more.

    `rare` (to 1 day), `rare_near` (to 3) and `rare_off` (to 7) come on top where operations
    are rare. `slip` is the least for reports that were published within a day.
    """

    same: float
    next: float
    near: float
    off: float
    far: float
    old: float
    slip: float
    rare: float
    rare_near: float
    rare_off: float

    @cached_property
    def usually(self) -> tuple[float, ...]:
        return (self.same, self.next, self.near, self.off, self.far, self.old)

    @cached_property
    def rarely(self) -> tuple[float, ...]:
        """The same where operations are rare."""
        more = (self.rare, self.rare, self.rare_near, self.rare_off, 0.0, 0.0)
        return tuple(round(a + b, 2) for a, b in zip(self.usually, more, strict=True))


class Undated(_Table):
    """`together` where the reports arrived within a day of one another, `far` where no follow-up
    would come so late.
    """

    together: float
    apart: float
    far: float


class Followup(_Table):
    """From `soon` at once to `late` after `days`; `outside` before or later, `old` after 30.
    `rare` comes on top where operations are rare, `same_day` in its place where the operation is of
    the follow-up's own day. `day` comes on top where it names the operation's day, and is then as
    good as told at once; `other_day` where it names others only. `unsaid` is what speaks against
    one that isn't told as such.

    `lenience` is the share of a contradiction's points that counts against a follow-up,
    `lenience_places` that of other places where cases are rare, `lenience_figures` that of other
    quantities where they are frequent.
    """

    days: int
    soon: float
    late: float
    outside: float
    old: float
    rare: float
    same_day: float
    day: float
    other_day: float
    unsaid: float
    lenience: float
    lenience_places: float
    lenience_figures: float


class Busy(_Table):
    """Where more than `few` rare cases were told in the `days` before, any event loses the log of
    how many times as many, by this `share`.
    """

    days: int
    few: int
    share: float


class Places(_Table):
    """`common` is the weight of a place that `weights` doesn't list by HCP code or name.

    `scattered` in place of `disjoint` where one of the two names places in three regions or more,
    `seat` where it names but the towns of `seats`, to which the people held are taken; `abroad`
    where one names places at home and the other abroad, `partnered` in its place where both name
    one service abroad. `provinces` are those at home without a code, with the provinces in which
    they lie, or are said to.
    """

    common: float
    most: float
    near: float
    disjoint: float
    scattered: float
    seat: float
    abroad: float
    partnered: float
    seats: frozenset[str]
    weights: dict[str, float]
    provinces: dict[str, tuple[str, ...]]


class Ages(_Table):
    range: float
    single: float
    bound: float
    conflict: float
    apart: float


class Count(_Table):
    """A number in common: to 2 held, to 5, to 9, more; a different one: by two at most, by more.

    `before` is what speaks against a case whose number is far from the one that a follow-up says
    was held before.
    """

    common: float
    several: float
    many: float
    most: float
    close: float
    conflict: float
    before: float


class Figures(_Table):
    """`hundreds`, `thousands` and `millions` are the words behind a number, folded.

    `words` are those of numbers of hundreds and thousands in one, `halves` "and a half".
    """

    rare: float
    common: float
    most: float
    conflict: float
    hundreds: tuple[str, ...]
    thousands: tuple[str, ...]
    millions: tuple[str, ...]
    words: dict[str, tuple[str, ...]]
    halves: tuple[str, ...]


class Motifs(_Table):
    """`common` is what a motif in common says that `weights` doesn't list, `differ` that both name
    some and none is in common. Where one names more than `few` they say less, by the log.
    """

    common: float
    most: float
    differ: float
    few: int
    weights: dict[str, float]


class Group(_Table):
    """`kin` lists groups whose names outlets use for one another."""

    same: float
    conflict: float
    kin: tuple[tuple[str, ...], ...]


class Act(_Table):
    differs: float


class Topic(_Table):
    """`kin` lists topics that are taken for one another."""

    differs: float
    kin: tuple[tuple[str, ...], ...]


class Partner(_Table):
    """`common` services stand in so many reports that they tell none apart; `home` are the other
    Moroccan ones.
    """

    same: float
    common: tuple[str, ...]
    home: tuple[str, ...]


class Distinct(_Table):
    """`says` are the points against an event that a report may mean by another case.

    `unrelated` leads to one of the `cases`, or to a number of people; behind an `indefinite` word
    ("any cell") none of these days is meant, nor where the link is `left_open` ("not ruled out").
    `separate` says it alone. `several` says that more operations than one are told, unless it
    speaks of `both` as known.
    """

    says: float
    unrelated: tuple[str, ...]
    cases: tuple[str, ...]
    left_open: tuple[str, ...]
    indefinite: tuple[str, ...]
    separate: tuple[str, ...]
    several: tuple[str, ...]
    both: tuple[str, ...]


class Earlier(_Table):
    """What says how many were held before: `total` behind or before "to" a number, `not` another
    one; `joins` near `those` and a number, whom one more joins; `people` who are counted up.
    """

    total: tuple[str, ...]
    joins: tuple[str, ...]
    those: tuple[str, ...]
    to: tuple[str, ...]
    no: tuple[str, ...] = Field(alias="not")
    people: tuple[str, ...]


class Text(_Table):
    """Shares of fingerprints are 0-1, the title's similarity 0-100."""

    least: float
    most: float
    title_similarity: float
    title: float
    doubt: float


class Cues(_Table):
    """Phrases, as matching/phrases.py reads them; `near` are words that stand right before a place.

    `official_denial` says who denies, so it counts anywhere in a passage; `denial` in the opening.
    A `referral` in the opening is none where it is said `to_come`. `sum` leads to how many are held
    in all.
    """

    referral: tuple[str, ...]
    to_come: tuple[str, ...]
    denial: tuple[str, ...]
    official_denial: tuple[str, ...]
    sum: tuple[str, ...]
    near: tuple[str, ...]


class Goods(_Table):
    """`things` are the words for each, `kilos` the words for a weight of so many; `wholes` are
    those that tell one without a number.

    Reports that name `telling` ones in common are `same`, those that name others `differ`;
    `amounts` speak against where they are others of the same: weights, and of the `counted` things
    numbers too.
    `minor` things are found in every case: beside others they are no news. `kin` lists things that
    are called by one another's names.
    """

    same: float
    differ: float
    amounts: float
    telling: tuple[str, ...]
    counted: tuple[str, ...]
    things: dict[str, tuple[str, ...]]
    kilos: dict[str, tuple[str, ...]]
    wholes: tuple[str, ...]
    minor: tuple[str, ...]
    kin: tuple[tuple[str, ...], ...]


class Weights(_Table):
    threshold: Thresholds
    undated: Undated
    date: Days
    published: Days
    followup: Followup
    busy: Busy
    places: Places
    ages: Ages
    count: Count
    figures: Figures
    motifs: Motifs
    group: Group
    act: Act
    topic: Topic
    partner: Partner
    distinct: Distinct
    earlier: Earlier
    text: Text
    goods: Goods
    important: dict[str, bool]
    cues: Cues
    rare_topics: tuple[str, ...]


@cache
def load_weights(path: Path = PATH) -> Weights:
    """Read the points; raises LexiconError."""
    try:
        return Weights.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, ValidationError) as error:
        raise LexiconError(path, " ".join(str(error).split())) from None
