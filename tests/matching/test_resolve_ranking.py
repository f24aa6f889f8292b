"""Events that lie out of reach are not compared to the end: that changes no decision."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from core.events import Facts, KnownEvent
from matching.resolve import resolve
from matching.resolving.bounds import room_of
from matching.resolving.compare import compare, compare_within
from matching.resolving.profile import profile_of
from matching.resolving.weights import load_weights
from tests.matching.archive import AGADIR, NADOR, SALE, TANGER, told

DAY = date(2024, 1, 30)
TOWNS = ("02.411.07.01", "06.141.01.0", AGADIR, NADOR, SALE, TANGER, "Madrid")
TEXTS = tuple(tuple(range(100 * n, 100 * n + 60)) for n in range(3))

stated: dict[str, st.SearchStrategy[Any]] = {
    "kind": st.sampled_from(("operation", "operation", "support", "update")),
    "topic": st.sampled_from(("terrorism", "drugs", None)),
    "date": st.none() | st.integers(-8, 8).map(lambda days: DAY + timedelta(days)),
    "hours": st.integers(-200, 200),
    "places": st.lists(st.sampled_from(TOWNS), max_size=2, unique=True).map(tuple),
    "count": st.none() | st.sampled_from((1, 2, 4, 7, 12, 37)),
    "ages": st.none() | st.sampled_from(((20, 30), (20, 44), (30, 39), (31, 31), (50, 61))),
    "goods": st.sampled_from(((), ("cannabis",), ("cocaine",))),
    "motifs": st.sampled_from(((), ("bus",), ("bananas", "bus"), ("nurse",))),
    "group": st.sampled_from((None, "Daech", "Al-Qaida")),
    "partners": st.sampled_from(((), ("FBI",))),
    "figures": st.sampled_from(((), ("145",), ("37", "3000"))),
    "fingerprints": st.sampled_from(((), *TEXTS)),
    "title": st.sampled_from(("", "Cinq arrestations à Tanger", "Une cellule démantelée")),
}


@st.composite
def reports(draw: st.DrawFn) -> Facts:
    facts = {name: draw(values) for name, values in stated.items()}
    act = "operation" if facts["kind"] == "update" else facts["kind"]
    return told(**facts, act=act)


def events_of(groups: list[list[Facts]]) -> list[KnownEvent]:
    return [
        KnownEvent(
            id=f"evt_{number}",
            watchlist="test",
            first_seen=group[0].arrived + timedelta(seconds=number),
            reports=tuple(group),
            alerted=True,
        )
        for number, group in enumerate(groups)
    ]


@given(report=reports(), group=st.lists(reports(), min_size=1, max_size=3))
def test_what_reaches_the_least_is_compared_to_the_end(report: Facts, group: list[Facts]) -> None:
    one, other, weights = profile_of([report]), profile_of(group), load_weights()
    if "followup" in (one.telling, other.telling):
        return
    whole = compare(one, other, weights)
    room = room_of(one, weights)
    assert compare_within(one, other, weights, whole.score, room) == whole
    assert compare_within(one, other, weights, whole.score + 0.1, room) is None


@given(
    report=reports(),
    groups=st.lists(st.lists(reports(), min_size=1, max_size=2), min_size=2, max_size=9),
    seed=st.integers(0, 9),
)
def test_the_decision_hangs_not_on_the_order_of_the_events(
    report: Facts, groups: list[list[Facts]], seed: int
) -> None:
    """The best one is known first in one order and last in another: what is left out differs."""
    known = events_of(groups)
    assert resolve(report, Random(seed).sample(known, len(known))) == resolve(report, known)


def test_what_the_rest_can_still_bring_counts() -> None:
    stated: dict[str, Any] = {"date": DAY, "count": 12, "figures": ("145", "275")}
    one = profile_of([told(**stated, places=(TANGER,), ages=(20, 30))])
    other = profile_of([told(**stated, places=(AGADIR,), ages=(50, 61))])
    weights = load_weights()
    whole = compare(one, other, weights)
    assert compare_within(one, other, weights, whole.score, room_of(one, weights)) == whole


def test_the_nearest_event_is_named_though_its_day_is_crowded() -> None:
    """The best of them loses what its day says; then another one is nearer."""
    that_day = told(date=DAY, places=(AGADIR,), count=2)
    another_day = told(date=DAY + timedelta(5), hours=120, count=2)
    others = [told(date=DAY, hours=n / 9, places=(NADOR,), ages=(50, 60)) for n in range(1, 15)]
    known = events_of([[that_day], [another_day], *([other] for other in others)])
    decision = resolve(told(date=DAY, places=(TANGER,), ages=(20, 30), count=2), known)
    assert (decision.reasons[0].name, decision.reasons[0].detail) == ("nearest", "evt_1")


def test_most_events_of_a_fortnight_are_out_of_reach() -> None:
    report = profile_of([told(date=DAY, places=(TANGER,), ages=(20, 30), count=5)])
    other = profile_of([told(date=DAY, places=(AGADIR,), ages=(31, 50), count=5)])
    weights = load_weights()
    room = room_of(report, weights)
    assert compare_within(report, other, weights, weights.threshold.operation, room) is None
