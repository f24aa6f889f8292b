"""One sentence on which outlets were watched in a time, and which were not, in any language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import get_args

from alerts.channels.labels import Labels
from alerts.channels.texts import isolate, one_line, shortened
from core.clock import iso_instant
from core.coverage import Extent, OutletCoverage

NAMED = 6
"""So many outlets are named for each finding; `scrapy feeds coverage` lists the others."""

NAME_LENGTH = 36
REASONS = 2
"""An outlet's name, and what kept it from being seen, are told so far: with 24 outlets named the
sentence stays below 3,000 characters."""


def coverage_told(
    outlets: Sequence[OutletCoverage], labels: Labels, *, since: datetime, until: datetime
) -> str:
    """Say which outlets were watched how, from when to when."""
    words = labels.words["coverage"]
    ends = {
        "since": labels.instant(iso_instant(since)),
        "until": labels.instant(iso_instant(until)),
    }
    time = words["time"].format(**ends)
    if not outlets:
        return str(words["unwatched"].format(time=time))
    found = {extent: [o for o in outlets if o.extent == extent] for extent in get_args(Extent)}
    parts = [
        words[extent].format(n=len(group)) + _named(group, labels)
        for extent, group in found.items()
        if group
    ]
    findings = labels["semicolon"].join(parts)
    return str(words["sentence"].format(time=time, n=len(outlets), findings=findings))


def _named(outlets: Sequence[OutletCoverage], labels: Labels) -> str:
    if outlets[0].extent == "whole":
        return ""
    named = [_outlet(outlet, labels) + _reasons(outlet, labels) for outlet in outlets[:NAMED]]
    if len(outlets) > NAMED:
        named.append(labels.of("coverage", "more").format(n=len(outlets) - NAMED))
    return f" ({labels.listed(named)})"


def _outlet(outlet: OutletCoverage, labels: Labels) -> str:
    return isolate(shortened(one_line(outlet.outlet), NAME_LENGTH), labels) + labels["colon"]


def _reasons(outlet: OutletCoverage, labels: Labels) -> str:
    """Name what kept an outlet from being seen, by the first words of each reason."""
    known = dict.fromkeys(gap.reason.partition(";")[0] for gap in outlet.gaps if gap.reason)
    words = [_reason(reason, labels) for reason in known or ["unpolled"]]
    more = [labels.of("coverage", "more").format(n=len(words) - REASONS)]
    return " + ".join(words[:REASONS] + more * (len(words) > REASONS))


def _reason(reason: str, labels: Labels) -> str:
    return isolate(shortened(labels.of("health", one_line(reason)), NAME_LENGTH), labels)
