"""Replays labelled or plain articles through a throw-away store and the Desk, as they came.

Called by the verb; each article is judged and placed with its publication time as the clock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from alerts.backtest_rows import BacktestRow
from alerts.desk import Admission, Desk, Placed
from core.articles import Article
from core.assessments import Judgement, Slots
from core.jsonable import jsonable
from matching.baselines import Replayed
from store.database import Database
from store.events import resolve_id

GATE_LENGTH = 300
"""Of a text what a feed's summary would carry, for the gate."""

_ALERTS = {"event.new": "new", "event.update": "update", "event.merged": "update"}


class ReplayClock:
    """Stands at the publication time of the article at hand."""

    now = datetime.min.replace(tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def replay(
    rows: Iterable[BacktestRow],
    judge: Callable[[Article], Judgement],
    database: Database,
    passes: Callable[[str, str], bool] | None = None,
) -> Iterator[Replayed]:
    """Judge and admit the rows, given in order of arrival, and yield what became of each.

    `passes` is the gate to be asked too. The lines' event ids are those of the moment: see
    `after_merges`.
    """
    clock = ReplayClock()
    desk = Desk(database, (), {}, clock)
    for row in rows:
        clock.now = row.article.arrived
        judgement = judge(row.article)
        admission = desk.admit(row.article, judgement)
        line = _line(row.article, judgement, admission)
        if passes is not None:
            line["candidate"] = passes(row.article.title, row.article.text[:GATE_LENGTH])
        yield Replayed(article=row.article, judgement=judgement, label=row.label, line=line)


def _line(article: Article, judgement: Judgement, admission: Admission) -> dict[str, Any]:
    """Return the decision of one article (docs/contract.md)."""
    strongest = judgement.strongest
    reports = [_report(placed) for placed in admission.placed if placed.event_id is not None]
    first = admission.placed[0] if admission.placed else None
    return {
        "id": article.id,
        "kind": strongest.kind if strongest else "none",
        "act": strongest.act if strongest else "none",
        "aspect": strongest.aspect if strongest else None,
        "score": strongest.score if strongest else None,
        "slots": plain_slots(strongest.slots if strongest else Slots()),
        "event": first.event_id if first else None,
        "alert": _alert(first) if first else False,
        "reports": reports,
    }


def _report(placed: Placed) -> dict[str, Any]:
    assessment = placed.assessment
    return {
        "watchlist": assessment.watchlist,
        "kind": assessment.kind,
        "act": assessment.act,
        "aspect": assessment.aspect,
        "event": placed.event_id,
        "alert": _alert(placed),
    }


def _alert(placed: Placed) -> str | bool:
    return _ALERTS[placed.alerts[0].type] if placed.alerts else False


def plain_slots(slots: Slots) -> dict[str, Any]:
    """Return slots as plain values, without the words that state them."""
    single = {
        name: jsonable(getattr(slots, name).value) if getattr(slots, name) else None
        for name in ("date", "count", "ages", "group", "topic", "official")
    }
    return single | {
        "places": [{"name": place.name, "code": place.code} for place in slots.places],
        "seizures": [slot.value for slot in slots.seizures],
        "partner": [slot.value for slot in slots.partner],
    }


def after_merges(lines: Sequence[dict[str, Any]], database: Database) -> None:
    """Write the final event ids into the lines: an event may have been merged later."""
    with database.read() as conn:
        for line in lines:
            for owner in (line, *line["reports"]):
                if owner["event"] is not None:
                    owner["event"] = resolve_id(conn, owner["event"])
