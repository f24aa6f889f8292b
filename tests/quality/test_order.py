"""What the grouping must not hang on: order within a day, a second replay, a single outlet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from random import Random

import pytest

from core.clock import local_day
from core.events import Facts, JoinEvent, Mention, Retelling
from matching.facts import facts_of
from tests.matching.archive import Archive, grouped
from tests.matching.readings import matcher
from tests.quality.measure import HERE, load

SHUFFLES = range(6)
TOLD = ("operation", "support", "update")


@pytest.fixture(scope="module")
def streams() -> dict[str, list[Facts]]:
    """What each stream's reports say, in order of arrival."""
    told: dict[str, list[Facts]] = defaultdict(list)
    for path in sorted((HERE / "streams").glob("*.jsonl")):
        for row in load(path):
            judgement = matcher().judge(row.article)
            told[path.stem] += [
                facts_of(row.article, assessment, judgement.agencies)
                for assessment in judgement.assessments
                if assessment.kind in TOLD
            ]
    return dict(told)


def shuffled_by_day(reports: Sequence[Facts], random: Random) -> Iterable[Facts]:
    """First reports of a day may come in any order; a follow-up comes after what it follows."""
    for _, day in groupby(reports, key=lambda f: local_day(f.arrived)):
        listed = list(day)
        own = [f for f in listed if f.kind != "update"]
        yield from random.sample(own, len(own))
        yield from (f for f in listed if f.kind == "update")


def test_the_order_of_arrival_within_a_day_changes_no_grouping(
    streams: dict[str, list[Facts]],
) -> None:
    for name, reports in streams.items():
        expected = grouped(reports)
        for seed in SHUFFLES:
            assert grouped(shuffled_by_day(reports, Random(seed))) == expected, (name, seed)


def test_a_stream_that_comes_again_changes_nothing(streams: dict[str, list[Facts]]) -> None:
    for name, reports in streams.items():
        archive = Archive()
        for report in reports:
            archive.admit(report)
        before = set(archive.events)
        again = [archive.admit(replace(report)) for report in reports]
        assert all(isinstance(d, JoinEvent | Mention | Retelling) for d in again), name
        assert set(archive.events) == before, name


def test_without_an_outlet_the_others_are_grouped_as_before(
    streams: dict[str, list[Facts]],
) -> None:
    for name, reports in streams.items():
        for outlet in {report.outlet for report in reports}:
            left = [report for report in reports if report.outlet != outlet]
            kept = {id(report) for report in left}
            expected = {group & kept for group in grouped(reports)} - {frozenset()}
            assert grouped(left) == expected, (name, outlet)
