"""Imports past operations, so that retellings find their event: `scrapy events import`."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import track

from alerts.backtest_rows import BrokenRow
from alerts.desk import Admission, Desk
from alerts.history import read_history
from core.clock import local_day, utc_now
from core.errors import UsageError
from core.events import NewEvent
from core.jsonable import jsonable
from core.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What became of the rows: "opened" an event, "joined" one, or stood there "unchanged"."""

    rows: Counter[str]
    broken: Sequence[BrokenRow]


def import_history(desk: Desk, path: Path, watchlist: str) -> Imported:
    """Admit every usable row without alerting. Raises UsageError, StoreError."""
    operations, broken = read_history(path, watchlist, local_day(utc_now()))
    for row in broken:
        print(f"balagh: {row.where}: left out, it {row.problem}", file=sys.stderr)
    shown = Console(stderr=True)
    seen = track(
        operations, "importing", console=shown, transient=True, disable=not shown.is_terminal
    )
    rows = Counter(
        _outcome(desk.admit(o.article, o.judgement, past=True, apart=o.apart)) for o in seen
    )
    return Imported(rows=rows, broken=broken)


def _outcome(admission: Admission) -> str:
    (placed,) = admission.placed
    if any(reason.name == "unchanged" for reason in placed.decision.reasons):
        return "unchanged"
    return "opened" if isinstance(placed.decision, NewEvent) else "joined"


def imported_json(done: Imported) -> dict[str, Any]:
    """Return the object that `scrapy events import --json` prints (docs/contract.md)."""
    counts = {name: done.rows[name] for name in ("opened", "joined", "unchanged")}
    return {"schema": 1, **counts, "broken": jsonable(done.broken)}


def only_watchlist(settings: Settings, name: str | None) -> str:
    """Return the watchlist meant. Raises UsageError where that is not clear."""
    names = [watchlist.name for watchlist in settings.watchlist]
    if name in names or (name is None and len(names) == 1):
        return name or names[0]
    raise UsageError(f"import into which watchlist? say --watchlist, of: {', '.join(names)}")
