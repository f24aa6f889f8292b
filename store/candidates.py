"""Finds the events that a report may belong to, with what was told of each."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from core.events import Facts, KnownEvent
from store.facts import read_facts
from store.reports import TELLING, standing
from store.schema import kept_apart
from store.types import Instant, dump_json

CANDIDATES = 200
"""Events handed to the resolver: all of a fortnight with a dozen a day."""

ENDS = 20
"""Reports of one event handed to it: the first and the latest so many."""

_Told = Sequence[Any]
"""Of a report: whether it is superseded, its id, the hash of its facts."""

_INSTANT = Instant()

_TOLD = f"(opened OR kind IN {TELLING})"

# `near` ranks events by the keys shared, of equals the latest first; the home stands before them.
# Days are asked for by the dozen, and an event stands under one for each day it was told on: so a
# date counts once, and a day of publication after all else.
_QUESTION = f"""
WITH ranked AS (
    SELECT event_id,
        sum(CASE WHEN slot_key LIKE 'date:%' OR slot_key LIKE 'pub:%' THEN 0 ELSE 2 END)
        + max(CASE WHEN slot_key LIKE 'date:%' THEN 2 ELSE 0 END)
        + max(CASE WHEN slot_key LIKE 'pub:%' THEN 1 ELSE 0 END) AS weight
    FROM event_slots
    WHERE watchlist = :watchlist AND slot_key {{asked}} AND event_id <> :home
    GROUP BY event_id ORDER BY weight DESC, event_id DESC LIMIT {CANDIDATES}
),
near AS (
    SELECT event_id, weight FROM ranked
    UNION ALL SELECT id, 1000000 FROM events WHERE id = :home
)
SELECT event_id, first_seen, alerted,
    EXISTS (SELECT 1 FROM kept_apart WHERE kept_apart.event_id = events.id) AS split,
    superseded, reports.id, facts_hash
FROM near JOIN reports USING (event_id) JOIN events ON events.id = event_id
WHERE {_TOLD}
ORDER BY weight DESC, event_id DESC, reports.id
"""


def _written(asked: str, dialect: sa.Dialect) -> str:
    """Return the question as the driver takes it, its binds by their names."""
    return str(sa.text(_QUESTION.format(asked=asked)).compile(dialect=dialect))


_WRITTEN = {
    "sqlite": _written(
        "IN (SELECT value FROM json_each(:keys))", sqlite.dialect(paramstyle="named")
    ),
    "postgresql": _written(
        "= ANY(ARRAY(SELECT jsonb_array_elements_text(CAST(:keys AS JSONB))))",
        postgresql.dialect(paramstyle="pyformat"),  # type: ignore[no-untyped-call]
    ),
}


def candidates(
    conn: Connection, watchlist: str, keys: Collection[str], home: str | None = None
) -> list[KnownEvent]:
    """Return the event `home`, and those stored under any of the keys, at most CANDIDATES of them.

    What each one's reports say stands oldest first, without the middle of a long story. To be
    called under lock_watchlist where an event may be opened on the answer.
    """
    found: list[tuple[str, Any, bool, bool, list[_Told]]] = []
    last = ""
    # By the row and not by its columns' names, each of which takes as long as all of this.
    for event_id, first_seen, alerted, split, *told in _rows(conn, watchlist, keys, home or ""):
        if event_id != last:
            last = event_id
            found.append((event_id, first_seen, bool(alerted), bool(split), []))
        found[-1][-1].append(told)
    stories = [_ends(told) if len(told) > 2 * ENDS else told for *_, told in found]
    facts = read_facts(conn, [report for told in stories for _, *report in told])
    apart = _kept_apart(conn, [event_id for event_id, _, _, split, _ in found if split])
    instant: Any = _INSTANT.result_processor(conn.dialect, None)
    return [
        KnownEvent(
            id=event_id,
            watchlist=watchlist,
            first_seen=instant(first_seen),
            reports=_said(told, facts),
            alerted=alerted,
            apart=frozenset(apart.get(event_id, ())),
        )
        for (event_id, first_seen, alerted, _, _), told in zip(found, stories, strict=True)
    ]


def _ends(told: Sequence[_Told]) -> list[_Told]:
    """Leave out the middle of a long story, of what stands as of what was superseded."""
    stand, gone = ([n for superseded, n, _ in told if superseded == own] for own in (False, True))
    middle = {*stand[ENDS:-ENDS], *gone[ENDS:-ENDS]}
    return [one for one in told if one[1] not in middle]


def _said(told: Sequence[_Told], facts: Mapping[int, Facts]) -> tuple[Facts, ...]:
    if len(told) == 1:  # as in most events
        return (facts[told[0][1]],)
    return tuple(standing([(superseded, facts[number]) for superseded, number, _ in told], _itself))


def _rows(
    conn: Connection, watchlist: str, keys: Collection[str], home: str
) -> Sequence[sa.Row[*tuple[Any, ...]]]:
    """Ask the driver, with the keys as one value: what SQLAlchemy makes of a statement and of each
    row takes half as long as the answer.
    """
    asked = {"watchlist": watchlist, "keys": dump_json(sorted(keys)), "home": home}
    return conn.exec_driver_sql(_WRITTEN[conn.dialect.name], asked).all()


def _itself(told: Facts) -> Facts:
    return told


def _kept_apart(conn: Connection, ids: Sequence[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    if ids:
        query = sa.select(kept_apart).where(kept_apart.c.event_id.in_(ids))
        for event_id, other in conn.execute(query):
            found.setdefault(event_id, set()).add(other)
    return found
