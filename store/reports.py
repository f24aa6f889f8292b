"""Reports: the passages that tell of events, and those that a later wording superseded."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy import Connection

from core.events import Facts, Report, Telling
from core.jsonable import jsonable
from store.facts import facts_from_json
from store.schema import STANDING, articles, reports
from store.types import dump_json

_Told = TypeVar("_Told")

TELLING = ("operation", "support", "update")
"""Kinds that say something of their event; others are kept with it and tell nothing apart."""

_APART = {"arrived": None, "named": None}
"""What may differ where two reports say the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingReport:
    """What the present wording of an article was found to tell; `passage` is (field, start)."""

    id: int
    event_id: str | None
    passage: tuple[str, int]
    stored: dict[str, Any]

    @property
    def facts(self) -> Facts:
        return facts_from_json(self.stored)

    def says(self, report: Report) -> bool:
        """Tell whether a report says the same in the same place, whenever it arrived.

        Which further places were found in a text that is the same is the matcher's doing: one that
        finds more would have every stored report placed again, and known events merged.
        """
        now = json.loads(dump_json(jsonable(report.facts)))
        same = self.stored | _APART == now | _APART
        return same and self.passage == stored_passage(report)


def stored_passage(report: Report) -> tuple[str, int]:
    """Return where in its article a report stands: (field, start)."""
    span = report.assessment["span"]
    return span["field"], span["start"]


def standing_reports(conn: Connection, article_id: int, watchlist: str) -> list[StandingReport]:
    """Return what an article tells in a watchlist by its present wording, in the order stored."""
    passage = (reports.c.passage_field, reports.c.passage_start)
    query = (
        sa.select(reports.c.id, reports.c.event_id, *passage, reports.c.facts)
        .where(reports.c.article_id == article_id, STANDING)
        .where(reports.c.watchlist == watchlist)
        .order_by(reports.c.id)
    )
    return [
        StandingReport(
            id=row.id,
            event_id=row.event_id,
            passage=(row.passage_field, row.passage_start),
            stored=row.facts,
        )
        for row in conn.execute(query)
    ]


def watchlists_told(conn: Connection, article_id: int) -> set[str]:
    """Return the watchlists in which an article tells of something."""
    query = sa.select(reports.c.watchlist).where(reports.c.article_id == article_id, STANDING)
    return set(conn.scalars(query.distinct()))


def events_told_at(conn: Connection, watchlist: str, urls: Collection[str]) -> set[str]:
    """Return the events that the articles at some URLs tell of."""
    if not urls:
        return set()
    query = (
        sa.select(reports.c.event_id)
        .join(articles, reports.c.article_id == articles.c.id)
        .where(articles.c.url.in_(urls), reports.c.watchlist == watchlist, STANDING)
        .where(reports.c.event_id.is_not(None))
    )
    return set(conn.scalars(query.distinct()))


def supersede(conn: Connection, report_ids: Collection[int]) -> None:
    """Mark reports whose article now says something else. Their event keeps them as history."""
    if report_ids:
        gone = sa.update(reports).where(reports.c.id.in_(report_ids))
        conn.execute(gone.values(superseded=True))


def best_score(conn: Connection, event_id: str) -> float:
    """Return the highest score of an event's standing reports."""
    standing = (reports.c.event_id == event_id) & ~reports.c.superseded
    return float(conn.scalar(sa.select(sa.func.max(reports.c.score)).where(standing)) or 0)


def has_reports(conn: Connection, event_id: str) -> bool:
    query = sa.select(reports.c.id).where(reports.c.event_id == event_id).limit(1)
    return conn.scalar(query) is not None


def reports_of(conn: Connection, ids: Sequence[str]) -> dict[str, list[Telling]]:
    """Return the reports of several events, oldest first; superseded ones where no other tells."""
    told = (reports.c.id, reports.c.article_id, reports.c.facts)
    columns = (reports.c.event_id, reports.c.superseded, *told)
    query = (
        sa.select(*columns, articles.c.url)
        .join(articles)
        .where(reports.c.event_id.in_(ids))
        .order_by(reports.c.id)
    )
    found: dict[str, list[tuple[bool, Telling]]] = {}
    for row in conn.execute(query):
        found.setdefault(row.event_id, []).append((row.superseded, _telling(row)))
    return {event_id: standing(told, _facts) for event_id, told in found.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredReport:
    """A report with what became of it; `decision` says why it stands there."""

    report: Report
    superseded: bool
    decision: dict[str, Any] | None


def stored_reports(conn: Connection, event_id: str) -> list[StoredReport]:
    """Return all reports of an event in the order stored, superseded ones among them."""
    query = sa.select(reports, articles.c.url).join(articles)
    rows = conn.execute(query.where(reports.c.event_id == event_id).order_by(reports.c.id))
    return [
        StoredReport(
            report=Report(
                id=row.id,
                event_id=row.event_id,
                article_id=row.article_id,
                url=row.url,
                facts=facts_from_json(row.facts),
                marks=tuple((start, end) for start, end in row.marks),
                assessment=row.assessment,
            ),
            superseded=row.superseded,
            decision=row.decision,
        )
        for row in rows
    ]


def standing(told: Sequence[tuple[bool, _Told]], read: Callable[[_Told], Facts]) -> list[_Told]:
    """Return what is told of an event, without what was superseded where others still assert it.

    What an event is, nobody says any more where only a denial or a mention stands: there counts
    what each outlet said last.
    """
    stand = [one for superseded, one in told if not superseded]
    if len(stand) == len(told) or any(read(one).asserts for one in stand):
        return stand
    asserted = [n for n, (_, one) in enumerate(told) if read(one).asserts]
    last = set({read(told[n][1]).outlet: n for n in asserted}.values())
    kept = [one for n, (superseded, one) in enumerate(told) if n in last or not superseded]
    return kept or [one for _, one in told]


def _facts(telling: Telling) -> Facts:
    return telling.facts


def _telling(row: Any) -> Telling:
    return Telling(
        id=row.id,
        event_id=row.event_id,
        article_id=row.article_id,
        url=row.url,
        facts=facts_from_json(row.facts),
    )


def highest_score(conn: Connection) -> float | None:
    """Return the score of the best report ever; None where there is none."""
    return cast("float | None", conn.scalar(sa.select(sa.func.max(reports.c.score))))
