"""Which event a report belongs to: one operation stays one, two stay two."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.events import (
    Decision,
    Facts,
    JoinEvent,
    Mention,
    MergeEvents,
    NewEvent,
    Retelling,
    UpdateEvent,
)
from tests.matching.archive import (
    AGADIR,
    CASABLANCA,
    FARKHANA,
    MORNING,
    NADOR,
    OUJDA,
    TANGER,
    TIFLET,
    Archive,
    grouped,
    supported,
    told,
)

DAY = date(2024, 1, 30)


def placed(report: Facts, *earlier: Facts) -> Decision:
    """The decision on a report that comes after others."""
    archive = Archive()
    for one in earlier:
        archive.admit(one)
    return archive.admit(report)


def joins(report: Facts, *earlier: Facts) -> bool:
    return isinstance(placed(report, *earlier), JoinEvent | UpdateEvent)


OUJDA_CELL = told(date=DAY, places=(OUJDA,), count=4, ages=(24, 28), group="IS")


def test_the_first_report_opens_an_event() -> None:
    assert isinstance(placed(OUJDA_CELL), NewEvent)


def test_another_outlet_in_another_language_joins_and_brings_nothing_new() -> None:
    english = told(hours=3, language="en", places=(OUJDA,), count=4, outlet="Two")
    assert isinstance(placed(english, OUJDA_CELL), JoinEvent)


def test_a_terse_report_of_the_day_joins_the_days_operation() -> None:
    """Operations are so rare that one of the same day is taken for the known one."""
    assert joins(told(hours=5, language="es", group="IS"), OUJDA_CELL)
    assert joins(told(hours=50, count=4), OUJDA_CELL)


def test_two_operations_in_one_city_on_one_day_stay_two() -> None:
    couple = told(date=DAY, places=(CASABLANCA,), count=2, ages=(29, 33), group="IS")
    traders = told(hours=2, date=DAY, places=(CASABLANCA,), count=5, ages=(40, 57), group="AQIM")
    assert isinstance(placed(traders, couple), NewEvent)


def test_of_one_city_day_and_number_others_ages_make_another_operation() -> None:
    one = told(date=DAY, places=(TANGER,), count=3, ages=(22, 31), group="IS")
    assert isinstance(placed(replace(one, ages=(41, 56), outlet="b", title="Autre"), one), NewEvent)
    assert joins(replace(one, ages=(22, 33), outlet="b", title="Autre"), one)


def test_operations_of_one_day_in_towns_apart_stay_two() -> None:
    assert isinstance(placed(told(date=DAY, places=(AGADIR,), count=3), OUJDA_CELL), NewEvent)


def test_operations_told_in_the_same_set_phrases_stay_two() -> None:
    prints = tuple(range(0, 1_200, 8))
    phrases = {"date": DAY, "count": 5, "title": "Le bureau interpelle 5 personnes"}
    first = told(places=(AGADIR,), ages=(21, 29), fingerprints=prints, **phrases)
    second = told(hours=1, places=(OUJDA,), ages=(28, 43), fingerprints=prints[:-12], **phrases)
    assert isinstance(placed(second, first), NewEvent)


def test_the_more_operations_a_day_has_the_less_it_says() -> None:
    """One fact misread is forgiven where the day had one operation, not where it had five."""
    first, *others = (
        told(date=DAY, places=(place,), count=count, ages=ages, outlet=f"Outlet {count}")
        for place, count, ages in (
            (OUJDA, 4, (24, 28)),
            (TANGER, 2, (19, 50)),
            (CASABLANCA, 7, (33, 41)),
            (TIFLET, 9, (30, 47)),
        )
    )
    elsewhere = told(hours=2, date=DAY, places=(AGADIR,), count=4, ages=(24, 39), outlet="Last")
    assert joins(elsewhere, first)
    assert isinstance(placed(elsewhere, first, *others), NewEvent)
    assert joins(replace(elsewhere, places=(OUJDA,)), first, *others)


def test_an_event_that_states_many_ages_draws_no_other_one_to_it() -> None:
    """Of many something fits: a wrong join must not lead to the next."""
    told_ages = ((24, 28), (24, 33), (19, 28), (19, 41))
    first = replace(OUJDA_CELL, count=2)
    reports = [replace(first, ages=ages, outlet=f"Outlet {ages}") for ages in told_ages]
    farther = told(hours=2, date=DAY, places=(AGADIR,), count=2, ages=(19, 50), outlet="Last")
    assert joins(replace(farther, ages=(24, 50)), first)
    assert isinstance(placed(farther, *reports), NewEvent)


def test_a_village_and_its_province_are_no_contradiction() -> None:
    village = told(hours=4, date=DAY, places=("02.381.01.03", FARKHANA), count=4)
    assert joins(village, told(date=DAY, places=(NADOR,), count=4))


def test_a_partners_place_abroad_is_no_contradiction() -> None:
    abroad = told(hours=1, date=DAY, places=("Madrid",), count=4)
    assert joins(abroad, told(date=DAY, places=(NADOR,), count=4))


def test_support_needs_more_than_one_day_and_a_big_city() -> None:
    first = supported(date=DAY, places=(CASABLANCA,))
    assert isinstance(placed(supported(hours=3, date=DAY, places=(CASABLANCA,)), first), NewEvent)
    assert joins(
        supported(hours=3, date=DAY, places=("09.273.01.15",)),
        supported(date=DAY, places=("09.273.01.15",)),
    )


def test_a_quantity_that_both_state_joins_reports_of_support() -> None:
    first = supported(date=DAY, places=(CASABLANCA,), figures=("34525",))
    again = supported(hours=20, language="ar", places=(CASABLANCA,), figures=("34525",))
    assert joins(again, first)


def test_two_seizures_in_one_city_on_one_day_stay_two() -> None:
    first = supported(date=DAY, places=(TANGER,), count=2, figures=("145",))
    second = supported(hours=3, date=DAY, places=(TANGER,), count=1, figures=("648", "1200"))
    assert isinstance(placed(second, first), NewEvent)


def test_one_weight_in_two_towns_is_two_seizures() -> None:
    first = supported(date=DAY, places=(AGADIR,), count=1, figures=("3000",))
    second = supported(hours=1, date=DAY, places=("11.321.01.03",), count=5, figures=("3000",))
    assert isinstance(placed(second, first), NewEvent)


def test_support_and_an_operation_in_one_city_on_one_day_stay_two() -> None:
    operation = told(date=DAY, places=(TANGER,), count=3)
    case = supported(hours=2, date=DAY, places=(TANGER,), count=1, topic="violence")
    assert isinstance(placed(case, operation), NewEvent)
    assert isinstance(placed(operation, case), NewEvent)


def test_the_same_town_a_month_later_is_another_operation() -> None:
    later = told(hours=24 * 33, date=DAY + timedelta(days=33), places=(OUJDA,), count=4, group="IS")
    assert isinstance(placed(later, OUJDA_CELL), NewEvent)


def test_a_copy_of_a_text_joins_whatever_facts_were_read() -> None:
    prints = tuple(range(0, 1_200, 8))
    copy = supported(hours=30, fingerprints=prints[:-10])
    assert joins(copy, supported(date=DAY, fingerprints=prints))


def test_similar_titles_decide_where_facts_leave_a_doubt() -> None:
    first = supported(date=DAY, places=(CASABLANCA,), title="Des pilules saisies dans un taxi")
    like = supported(hours=3, date=DAY, places=(CASABLANCA,), title="Pilules saisies dans un taxi")
    unlike = supported(hours=3, date=DAY, places=(CASABLANCA,), title="Un camion et son chargement")
    assert joins(like, first)
    assert not joins(unlike, first)


def test_a_followup_joins_the_operation_that_it_follows() -> None:
    search = told(hours=26, kind="update", date=date(2024, 1, 31), places=(OUJDA, TIFLET), count=1)
    assert joins(search, OUJDA_CELL)


def test_a_followup_of_an_operation_nobody_saw_opens_it_late() -> None:
    decision = placed(told(kind="update", places=(NADOR,), count=4))
    assert isinstance(decision, NewEvent)
    assert decision.late


def test_a_followup_weeks_later_joins_nothing_by_its_town_alone() -> None:
    update = told(hours=24 * 20, kind="update", places=(OUJDA,))
    assert isinstance(placed(update, OUJDA_CELL), NewEvent)


def test_a_report_after_its_followup_joins_the_late_event() -> None:
    assert joins(OUJDA_CELL, told(kind="update", places=(OUJDA,), count=1))


def test_report_and_followup_belong_together_in_either_order() -> None:
    """What would join the operation behind it is as near when it comes first."""
    report = supported(date=DAY, places=(CASABLANCA,), count=4)
    followup = supported(hours=9, kind="update", places=(CASABLANCA,), count=1)
    assert joins(followup, report)
    assert joins(report, followup)


def test_a_retelling_finds_its_event_a_year_later() -> None:
    retelling = told(hours=24 * 365, kind="retelling", date=DAY, places=(OUJDA,))
    decision = placed(retelling, OUJDA_CELL)
    assert isinstance(decision, Retelling)
    assert decision.event == "evt_0"


def test_a_retelling_of_an_operation_nobody_saw_opens_nothing() -> None:
    decision = placed(told(kind="retelling", date=date(2019, 12, 4), places=(NADOR,)), OUJDA_CELL)
    assert isinstance(decision, Retelling)
    assert decision.event is None


def test_a_mention_is_kept_with_the_event_that_it_clearly_concerns() -> None:
    clear = told(hours=60, kind="mention", act="mention", date=DAY, places=(OUJDA,), topic=None)
    vague = told(hours=60, kind="mention", act="mention", topic=None)
    assert placed(clear, OUJDA_CELL) == Mention(
        event="evt_0", reasons=placed(clear, OUJDA_CELL).reasons
    )
    vague_decision = placed(vague, OUJDA_CELL)
    assert isinstance(vague_decision, Mention)
    assert vague_decision.event is None


def test_a_mention_that_denies_what_was_told_is_a_followup() -> None:
    archive, told_of = Archive(), told(places=(OUJDA,), ages=(24, 28), date=MORNING.date())
    archive.admit(told_of)
    denial = replace(told_of, kind="mention", act="mention", title="Le bureau dément toute fuite")
    decision = archive.admit(replace(denial, published=MORNING + timedelta(days=2)))
    assert isinstance(decision, UpdateEvent)
    assert [change.what for change in decision.changes] == ["denial"]
    late = archive.admit(replace(denial, published=MORNING + timedelta(days=13)))
    assert isinstance(late, Mention)
    assert isinstance(archive.admit(replace(denial, title="Retour sur Oujda")), Mention)


def test_an_undated_report_stays_alone_unless_its_facts_place_it() -> None:
    bare = told(hours=9, published=None, places=(OUJDA,))
    rich = told(hours=9, published=None, places=(OUJDA,), ages=(24, 28), count=4)
    assert isinstance(placed(bare, OUJDA_CELL), NewEvent)
    assert joins(rich, OUJDA_CELL)


def test_an_undated_report_joins_years_later_what_two_towns_and_a_number_tell_apart() -> None:
    late: dict[str, Any] = {"hours": 9_000, "published": None, "count": 4}
    cell = told(places=(OUJDA, TIFLET), count=4, date=DAY)
    assert joins(told(places=(OUJDA, TIFLET), **late), cell)
    assert isinstance(placed(told(places=(OUJDA,), **late), cell), NewEvent)
    man: dict[str, Any] = {"places": (TIFLET,), "group": "IS"}
    undated = told(**man, **late | {"count": 1})
    assert isinstance(placed(undated, told(**man, count=1, date=DAY)), NewEvent)


def test_a_date_to_come_is_left_out_and_said() -> None:
    typo = told(hours=2, date=date(2025, 1, 30), places=(OUJDA,), count=4, ages=(24, 28))
    decision = placed(typo, OUJDA_CELL)
    assert isinstance(decision, JoinEvent)
    assert "future-date" in {reason.name for reason in decision.reasons}


def test_contradictions_are_said_with_negative_points() -> None:
    decision = placed(told(hours=2, date=DAY, places=(OUJDA,), count=9, ages=(24, 28)), OUJDA_CELL)
    assert isinstance(decision, UpdateEvent)
    assert {r.name for r in decision.reasons if r.points < 0} == {"count-differs"}


BY_AGES = supported(date=DAY, places=(TANGER,), ages=(22, 30))
BY_WEIGHT = supported(hours=1, date=DAY, places=(TANGER,), figures=("512",))
BOTH = supported(hours=4, date=DAY, places=(TANGER,), ages=(22, 30), figures=("512",))


def test_a_report_that_is_both_of_two_events_merges_them_under_the_first() -> None:
    decision = placed(BOTH, BY_AGES, BY_WEIGHT)
    assert isinstance(decision, MergeEvents)
    assert decision.events == ("evt_0", "evt_1")


def test_a_report_that_speaks_of_two_operations_does_not_merge_them() -> None:
    first = told(date=DAY, places=(TIFLET,), count=2)
    second = told(hours=1, date=DAY, places=(OUJDA,), count=7)
    both = told(hours=4, date=DAY, places=(TIFLET, OUJDA))
    assert not isinstance(placed(both, first, second), MergeEvents)


@given(st.permutations(range(9)))
def test_the_order_of_arrival_within_a_day_changes_no_grouping(order: list[int]) -> None:
    cell = [
        told(hours=0, places=(OUJDA,), count=4, language="ar"),
        told(hours=1, date=DAY, places=(OUJDA,), ages=(24, 28), count=4),
        told(hours=2, ages=(24, 28), language="en", group="IS"),
        told(hours=5, date=DAY, places=(OUJDA,), count=5, language="es"),
    ]
    seizure = [
        supported(hours=0, date=DAY, places=(TANGER,), figures=("145",), count=2),
        supported(hours=3, date=DAY, places=(TANGER,), figures=("145",)),
    ]
    pills = [
        supported(hours=1, date=DAY, places=(TANGER,), figures=("34525",), count=1),
        supported(hours=2, places=(TANGER,), figures=("34525",), language="ar"),
        supported(hours=4, date=DAY, places=(TANGER,), figures=("34525",), count=1),
    ]
    stream = [*cell, *seizure, *pills]
    expected = frozenset(frozenset(map(id, group)) for group in (cell, seizure, pills))
    assert grouped(stream[at] for at in order) == expected


def test_the_order_of_three_reports_that_belong_together_changes_no_grouping() -> None:
    orders = permutations([BY_AGES, BY_WEIGHT, BOTH])
    assert {len(grouped(order)) for order in orders} == {1}


def test_a_replayed_stream_changes_nothing() -> None:
    stream = [
        OUJDA_CELL,
        told(hours=2, places=(OUJDA,), count=5, official=True),
        told(hours=30, kind="update", places=(OUJDA, TIFLET), seizures=("weapons",)),
    ]
    archive = Archive()
    for report in stream:
        archive.admit(report)
    assert all(isinstance(archive.admit(report), JoinEvent) for report in stream)


@pytest.mark.parametrize("order", [1, -1])
def test_of_equal_events_the_one_seen_first_is_taken(order: int) -> None:
    first, second = told(places=(OUJDA,), count=4), told(hours=1, places=(OUJDA,), count=4)
    archive = Archive(
        events={"evt_b": [first], "evt_a": [second]},
        seen={"evt_b": MORNING, "evt_a": MORNING + timedelta(hours=1)},
    )
    archive.events = dict(list(archive.events.items())[::order])
    decision = archive.admit(told(hours=2, places=(OUJDA,), count=4))
    assert isinstance(decision, MergeEvents)
    assert decision.events == ("evt_b", "evt_a")
