"""Reports: the passages that tell of events. Called by store/events.py only."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from core.events import Facts, Report
from store.facts import facts_from_json
from store.schema import articles, reports
from store.types import dump_json

ENDS = 20
"""Reports of one event handed to it: the first and the latest so many."""

TELLING = ("operation", "support", "update")
"""Kinds that say something of their event; others are kept with it and tell nothing apart."""


def told_facts(conn: Connection, ids: Sequence[str]) -> dict[str, list[Facts]]:
    """Return what each event's reports say, oldest first, without the middle of a long story."""
    event = reports.c.event_id
    rank = sa.func.row_number().over(partition_by=event, order_by=reports.c.id)
    number = sa.func.count().over(partition_by=event)
    numbered = (
        sa.select(reports.c.id, event, reports.c.facts, rank.label("rank"), number.label("number"))
        .where(reports.c.event_id.in_(ids), reports.c.kind.in_(TELLING) | reports.c.opened)
        .subquery()
    )
    ends = (numbered.c.rank <= ENDS) | (numbered.c.rank > numbered.c.number - ENDS)
    told: dict[str, list[Facts]] = {}
    query = sa.select(numbered.c.event_id, numbered.c.facts).where(ends).order_by(numbered.c.id)
    for event_id, facts in conn.execute(query):
        told.setdefault(event_id, []).append(facts_from_json(facts))
    return told


def has_reports(conn: Connection, event_id: str) -> bool:
    query = sa.select(reports.c.id).where(reports.c.event_id == event_id).limit(1)
    return conn.scalar(query) is not None


def replace_report(conn: Connection, passage: dict[str, Any], told: dict[str, Any]) -> bool:
    """Bring a stored report up to date; False where it says the same, whenever it arrived."""
    here = sa.and_(*(reports.c[name] == value for name, value in passage.items()))
    before = conn.execute(sa.select(reports.c.facts).where(here)).scalar_one()
    after = json.loads(dump_json(told["facts"]))
    if before | {"arrived": None} == after | {"arrived": None}:
        return False
    conn.execute(sa.update(reports).where(here).values(told))
    return True


def reports_of(conn: Connection, ids: Sequence[str]) -> dict[str, list[Report]]:
    """Return the reports of several events, oldest first."""
    columns = (reports.c.event_id, reports.c.article_id, reports.c.facts, reports.c.marks)
    query = (
        sa.select(*columns, reports.c.assessment, articles.c.url)
        .join(articles)
        .where(reports.c.event_id.in_(ids))
        .order_by(reports.c.id)
    )
    found: dict[str, list[Report]] = {}
    for row in conn.execute(query):
        report = Report(
            event_id=row.event_id,
            article_id=row.article_id,
            url=row.url,
            facts=facts_from_json(row.facts),
            marks=tuple((start, end) for start, end in row.marks),
            assessment=row.assessment,
        )
        found.setdefault(row.event_id, []).append(report)
    return found
