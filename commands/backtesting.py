"""What a backtest found, as JSON and for a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from alerts.backtest_rows import BrokenRow
from core.jsonable import jsonable
from matching.evaluation import Evaluation, Grouping, Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """`lines` are the decisions; `baseline` names what decided in place of the matcher."""

    lines: Sequence[Mapping[str, Any]]
    broken: Sequence[BrokenRow]
    evaluation: Evaluation | None
    baseline: str | None
    seconds: float

    @property
    def alerts(self) -> Counter[str]:
        raised = (report["alert"] for line in self.lines for report in line["reports"])
        return Counter(alert for alert in raised if alert)

    @property
    def events(self) -> int:
        told = {report["event"] for line in self.lines for report in line["reports"]}
        return len(told)

    @property
    def per_second(self) -> float:
        return round(len(self.lines) / self.seconds, 1) if self.seconds else 0.0


def backtest_json(done: Findings) -> dict[str, Any]:
    """Return the object that `scrapy backtest --json` prints (docs/contract.md)."""
    return {
        "schema": 1,
        "baseline": done.baseline,
        "articles": len(done.lines),
        "articles_per_s": done.per_second,
        "events": done.events,
        "alerts": {kind: done.alerts[kind] for kind in ("new", "update")},
        "broken": jsonable(done.broken),
        "evaluation": jsonable(done.evaluation),
    }


def readable_backtest(done: Findings) -> str:
    """Return the summary as a person reads it; without labels, what was decided only."""
    alerts = done.alerts
    lines = [
        f"{len(done.lines)} articles, {done.per_second} a second; {done.events} events, "
        f"{alerts['new']} new alerts, {alerts['update']} updates"
    ]
    if done.baseline:
        lines.append(f"decided by the baseline {done.baseline}")
    if done.evaluation is not None:
        lines += _figures(done.evaluation)
    return "\n".join(lines)


def _figures(figures: Evaluation) -> list[str]:
    lines = [f"scored {figures.scored} rows"]
    lines += [f"  found, {kind:<10} {_of(share)}" for kind, share in figures.found.items()]
    lines += [
        f"  found, {lang:<10} {_of(share)}" for lang, share in figures.found_by_language.items()
    ]
    lines += [
        f"  wrong mentions    {_of(figures.wrong_mentions)}",
        f"  wrong others      {_of(figures.wrong_rest)}",
        f"  confused          {_of(figures.confused)}",
        f"  false alerts      {figures.false_alerts}, "
        f"{figures.false_alerts_per_10000} per 10,000 articles",
    ]
    lines += [
        f"  slot {slot:<12} {_of(Share(right=share.right, n=share.n))}, {share.extra} extra"
        for slot, share in figures.slots.items()
    ]
    return lines + _events(figures.grouping)


def _events(grouping: Grouping) -> list[str]:
    precision, recall, f1 = grouping.b_cubed
    lines = [
        f"  events alerted    {_of(Share(right=grouping.alerted, n=grouping.events))}",
        f"  alerts per event  {grouping.alerts_per_event}",
        f"  on the first day  {_of(grouping.first_day)}",
        f"  wrong merges      {len(grouping.wrong_merges)}",
        f"  across languages  {_of(grouping.across)} pairs joined",
        f"  B-cubed           P {precision:.3f}, R {recall:.3f}, F1 {f1:.3f}",
    ]
    lines += [f"    missed: {event}" for event in grouping.missed]
    lines += [f"    merged: {', '.join(events)}" for events in grouping.wrong_merges]
    return lines


def _of(share: Share) -> str:
    ratio = "" if share.ratio is None else f" ({share.ratio:.3f})"
    return f"{share.right} of {share.n}{ratio}"
