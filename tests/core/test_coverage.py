"""Which outlets were watched, and what is said of it."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.articles import Feed, FeedState, Spell, Validators
from core.coverage import OutletCoverage, cover_outlets, standstills

SINCE = datetime(2024, 1, 30, 8, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
UNTIL = SINCE + 10 * HOUR


def state(number: int = 1, outlet: str = "Lagune", **known: Any) -> FeedState:
    feed = Feed(name=f"feed {number}", url=f"https://x.example/{number}", outlet=outlet)
    given: dict[str, Any] = dict.fromkeys(
        ("body_hash", "since", "last_poll", "interval_s", "last_new", "error")
    )
    polled = {"last_good": UNTIL, "next_poll": UNTIL + HOUR}
    fixed = {"validators": Validators(), "health": "ok", "failures": 0, "sequence": 1}
    return FeedState(id=number, feed=feed, **(given | fixed | polled | known))


def spell(kind: Any, started: float, ended: float | None, reason: str = "", feed: int = 1) -> Spell:
    end = None if ended is None else SINCE + ended * HOUR
    return Spell(feed_id=feed, state=kind, reason=reason, started=SINCE + started * HOUR, ended=end)


def coverage(*spells: Spell, feeds: tuple[FeedState, ...] = (state(),)) -> OutletCoverage:
    (outlet,) = cover_outlets(feeds, spells, since=SINCE, until=UNTIL)
    return outlet


def hours(outlet: OutletCoverage) -> list[tuple[float, float]]:
    return [((s.started - SINCE) / HOUR, (s.ended - SINCE) / HOUR) for s in outlet.watched]


def gaps(outlet: OutletCoverage) -> list[tuple[str, str, float, float | None]]:
    return [
        (g.state, g.reason, (g.started - SINCE) / HOUR, g.ended and (g.ended - SINCE) / HOUR)
        for g in outlet.gaps
    ]


def test_an_outlet_that_answers_all_the_time_is_watched_without_a_gap() -> None:
    outlet = coverage(spell("seen", -5, None))

    assert (outlet.extent, hours(outlet), outlet.gaps) == ("whole", [(0, 10)], ())


def test_a_blind_time_is_a_hole_with_its_reason() -> None:
    outlet = coverage(spell("seen", -5, 3), spell("blind", 3, None, "blocked"))

    assert (outlet.extent, hours(outlet)) == ("holes", [(0, 3)])
    assert gaps(outlet) == [("blind", "blocked", 3, None)]


def test_a_gap_that_was_closed_is_late_and_no_hole() -> None:
    outlet = coverage(spell("seen", -5, 3), spell("late", 3, 5, "timeout"), spell("seen", 5, None))

    assert (outlet.extent, hours(outlet)) == ("late", [(0, 10)])
    assert gaps(outlet) == [("late", "timeout", 3, 5)]


def test_entries_that_slipped_out_are_a_hole_although_the_feed_answered() -> None:
    outlet = coverage(spell("seen", -5, None), spell("missed", 2, 4, "rolled over"))

    assert (outlet.extent, hours(outlet)) == ("holes", [(0, 2), (4, 10)])


def test_one_feed_sees_while_another_of_the_outlet_is_blind() -> None:
    outlet = coverage(
        spell("seen", -5, 3),
        spell("blind", 3, None, "http 5xx"),
        spell("seen", -1, None, feed=2),
        feeds=(state(1), state(2)),
    )

    assert (outlet.extent, hours(outlet)) == ("part", [(0, 10)])


def test_what_was_never_polled_was_not_watched() -> None:
    never = coverage()
    later = coverage(spell("seen", 4, None))

    assert (never.extent, gaps(never)) == ("none", [("blind", "unpolled", 0, 10)])
    assert (later.extent, hours(later)) == ("holes", [(4, 10)])
    assert gaps(later) == [("blind", "unpolled", 0, 4)]


def test_while_nobody_polls_nothing_is_watched() -> None:
    idle = state(last_good=SINCE + 2 * HOUR, next_poll=SINCE + 3 * HOUR)
    punctual = dataclasses.replace(idle, next_poll=UNTIL - timedelta(minutes=10))
    outlet = coverage(spell("seen", -5, None), feeds=(idle,))

    assert (outlet.extent, hours(outlet)) == ("holes", [(0, 2)])
    assert gaps(outlet) == [("blind", "not polled", 2, None)]
    assert coverage(spell("seen", -5, None), feeds=(punctual,)).extent == "whole"


@st.composite
def chains(draw: st.DrawFn) -> list[Spell]:
    """A feed's life as the store writes it: spells without a gap, and missed ones over them."""
    cuts = sorted(draw(st.lists(st.integers(-20, 30), min_size=1, max_size=6, unique=True)))
    kinds = draw(st.lists(st.sampled_from(["seen", "blind", "late"]), min_size=6, max_size=6))
    ends = [*cuts[1:], None]
    chain = [spell(k, a, b) for k, a, b in zip(kinds, cuts, ends, strict=False)]
    if draw(st.booleans()):
        chain.append(spell("missed", cuts[0], cuts[0] + 3))
    return chain


@given(chains())
@pytest.mark.filterwarnings("error")
def test_watched_stretches_are_the_time_outside_blind_and_missed(chain: list[Spell]) -> None:
    reaching = [s for s in chain if s.ended is None or s.ended > SINCE]
    outlet = coverage(*reaching)

    for half in range(20):
        at = SINCE + (half + 0.5) * HOUR / 2
        on = [s.state for s in reaching if s.started <= at and (s.ended is None or at < s.ended)]
        expected = bool(on) and not {"blind", "missed"} & set(on)
        assert any(s.started <= at < s.ended for s in outlet.watched) == expected
    assert list(outlet.watched) == sorted(outlet.watched, key=lambda s: s.started)


def dark(*spells: Spell, feeds: tuple[FeedState, ...] = (state(),)) -> list[tuple[float, float]]:
    found = standstills(feeds, spells, since=SINCE, until=UNTIL)
    return [((s.started - SINCE) / HOUR, (s.ended - SINCE) / HOUR) for s in found]


TWO = (state(1), state(2, "Atlas"))


def test_nothing_stood_still_while_one_feed_was_watched() -> None:
    assert dark(spell("seen", -5, None)) == []
    blind = (spell("seen", -5, 2), spell("blind", 2, 9, "timeout"), spell("seen", 9, None))
    assert dark(*blind, spell("seen", -5, None, feed=2), feeds=TWO) == []


def test_a_standstill_is_what_all_feeds_have_in_common() -> None:
    """A daemon that was down: each feed was seen last, and first again, at a time of its own."""
    found = dark(
        spell("seen", -5, None),
        spell("late", 1, 6.2, "not polled"),
        spell("seen", -5, None, feed=2),
        spell("missed", 1.5, 6, "rolled over", feed=2),
        feeds=TWO,
    )
    assert found == [(1.5, 6)]


def test_a_standstill_goes_on_until_now() -> None:
    last = {"last_good": SINCE + 7 * HOUR, "next_poll": SINCE + 7.1 * HOUR}
    assert dark(spell("seen", -5, None), feeds=(state(**last),)) == [(7, 10)]


def test_gaps_that_touch_are_one_standstill() -> None:
    gaps = (spell("blind", 2, 4, "dns"), spell("late", 4, 5, "not polled"))
    assert dark(spell("seen", -5, 2), *gaps, spell("seen", 5, None)) == [(2, 5)]


def test_a_pause_that_a_punctual_poll_may_have_is_no_standstill() -> None:
    assert dark(spell("seen", -5, None), spell("late", 2, 2.2, "not polled")) == []


def test_before_the_first_poll_everything_stood_still() -> None:
    assert dark() == [(0, 10)]
    assert dark(spell("seen", 4, None)) == [(0, 4)]


@given(
    st.lists(
        st.tuples(
            st.integers(1, 2), st.floats(-3, 12, width=16), st.floats(0, 9, width=16), st.booleans()
        ),
        max_size=8,
    )
)
def test_standstills_lie_apart_within_the_time_and_inside_gaps(
    told: list[tuple[int, float, float, bool]],
) -> None:
    gaps = [
        spell("late" if late else "missed", at, at + long, feed=feed)
        for feed, at, long, late in told
        if at + long > -3 and at + long > 0
    ]
    seen = [spell("seen", -5, None), spell("seen", -5, None, feed=2)]
    found = dark(*seen, *gaps, feeds=TWO)
    edges = [edge for stretch in found for edge in stretch]
    assert edges == sorted(set(edges))
    assert all(0 <= edge <= 10 for edge in edges)
    for start, end in found:
        middle = SINCE + (start + end) / 2 * HOUR
        for feed in (1, 2):
            assert any(
                g.feed_id == feed and g.started <= middle <= (g.ended or UNTIL) for g in gaps
            )
