"""What a seed would change, for a person."""

from __future__ import annotations

from collections.abc import Iterator

from alerts.trial import Change, Trial, Verdict
from core.printable import readable_line
from matching.evaluation import Evaluation, Share

MOST_SHOWN = 40
TITLE_LENGTH = 90


def readable_trial(trial: Trial) -> str:
    """Return what was looked at, the figures before and after, and each change."""
    lines = [
        f"{trial.name}: {trial.articles} articles, {trial.named} name an agency; "
        f"{trial.moved} scores move, {len(trial.changes)} verdicts change"
    ]
    if trial.before and trial.after:
        lines += _figures(trial.before, trial.after)
    lines += [f"  {line}" for change in trial.changes[:MOST_SHOWN] for line in _change(change)]
    more = len(trial.changes) - MOST_SHOWN
    if more > 0:
        lines.append(f"  … and {more} more (--json has them all)")
    return "\n".join(map(readable_line, lines))


def _figures(before: Evaluation, after: Evaluation) -> Iterator[str]:
    for kind, share in before.found.items():
        yield f"  found, {kind:<12}{_of(share)} → {_of(after.found[kind])}"
    yield f"  wrong mentions     {_of(before.wrong_mentions)} → {_of(after.wrong_mentions)}"
    yield f"  wrong others       {_of(before.wrong_rest)} → {_of(after.wrong_rest)}"
    yield f"  false alerts       {before.false_alerts} → {after.false_alerts}"


def _of(share: Share) -> str:
    return f"{share.right} of {share.n}"


def _change(change: Change) -> Iterator[str]:
    before, after = change.before, change.after
    yield f"{_alerts(before, after)}{before.kind} → {after.kind}: {change.title[:TITLE_LENGTH]}"
    label = f", labelled {change.label}" if change.label else ""
    yield f"    score {_score(before)} → {_score(after)}{label}; {change.url}"


def _alerts(before: Verdict, after: Verdict) -> str:
    gained = len(after.alerts) - len(before.alerts)
    if gained > 0:
        return "alert gained, "
    return "alert lost, " if gained < 0 else ""


def _score(verdict: Verdict) -> str:
    return "none" if verdict.score is None else f"{verdict.score:.2f}"
