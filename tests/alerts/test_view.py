"""What is known of an event is put together from its reports."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from alerts.view import EventView, contradictions, view_event
from core.events import Report
from tests.alerts.reports import report

SEEN = datetime(2024, 1, 30, 10, 5, tzinfo=UTC)


def view(*reports: Report) -> EventView:
    return view_event("evt_1", "dgst-bcij", SEEN, reports)


def test_one_outlet_without_an_official_source_is_unconfirmed() -> None:
    assert view(report()).status == "unconfirmed"
    assert view(report(), report()).status == "unconfirmed"


def test_a_second_outlet_or_an_official_source_confirms() -> None:
    assert view(report(), report(outlet="Two")).status == "confirmed"
    assert view(report(official=True)).status == "confirmed"
    assert view(report(tier="official")).status == "confirmed"


def test_a_page_that_two_feeds_give_under_two_names_is_one_outlet() -> None:
    page = "https://one.example/1"
    seen = view(report(page), report(page, outlet="Le journal One"))
    assert (seen.status, seen.outlets) == ("unconfirmed", 1)


@pytest.mark.parametrize("tier", ["search", "aggregator"])
def test_what_only_passes_on_confirms_nothing(tier: str) -> None:
    relayed = report(outlet="One News", tier=tier)
    assert view(report(), relayed).status == "unconfirmed"
    assert view(relayed, report(outlet="Other", tier=tier)).status == "unconfirmed"
    assert view(report(), relayed, report(outlet="Two")).status == "confirmed"


def test_the_number_held_is_the_latest_stated() -> None:
    assert view(report(count=6), report(count=7), report(count=None)).count == 7


def test_who_repeats_a_former_number_is_behind() -> None:
    corrected = (report(count=8), report(count=6, official=True))
    assert view(*corrected, report(count=8, outlet="Late")).count == 6


def test_a_smaller_number_that_comes_later_counts_a_part() -> None:
    assert view(report(count=4), report(count=7), report(count=5, outlet="Late")).count == 7


def test_a_followups_smaller_number_is_its_new_acts() -> None:
    one_more = report(kind="update", count=1)
    assert view(report(count=4), one_more).count == 4
    assert view(report(count=4), report(kind="update", count=6)).count == 6
    assert view(one_more, report(count=4)).count == 4
    assert contradictions([report(count=4), one_more]) == []
    assert contradictions([one_more, report(kind="update", count=2, outlet="Two")]) != []


def test_other_facts_are_those_most_often_stated() -> None:
    seen = view(
        report(ages=(20, 30), date=date(2024, 1, 29)),
        report(ages=(21, 30), date=date(2024, 1, 29)),
        report(ages=(21, 30), date=date(2024, 1, 30)),
    )
    assert seen.ages == (21, 30)
    assert seen.date == date(2024, 1, 29)


def test_places_and_seizures_add_up_in_the_order_told() -> None:
    seen = view(
        report(places=("04.421", "Madrid"), place_names=("Rabat", "Madrid"), seizures=("knives",)),
        report(places=("09.001", "04.421"), place_names=("Agadir", "Rabat"), seizures=("cash",)),
    )
    assert seen.places == (
        {"name": "Rabat", "code": "04.421"},
        {"name": "Madrid", "code": None},
        {"name": "Agadir", "code": "09.001"},
    )
    assert seen.seizures == ("knives", "cash")


def test_every_agency_is_named_once() -> None:
    seen = view(report(agencies=("A",)), report(agencies=("B", "A")))
    assert seen.agencies == ("A", "B")


def test_an_operation_outweighs_support_and_mentions_are_passed_over() -> None:
    seen = view(
        report(act="support", kind="support", count=3),
        report(outlet="Two"),
        report(kind="mention", act="mention", count=99, outlet="Three"),
    )
    assert seen.act == "operation"
    assert seen.count == 3
    assert seen.outlets == 2


def test_contradictions_name_each_value_with_its_outlets() -> None:
    found: list[dict[str, Any]] = contradictions(
        [report(count=4), report(count=5, outlet="Two"), report(count=4, outlet="Three")]
    )
    assert found == [
        {
            "slot": "count",
            "values": [
                {"value": 4, "outlets": ["One", "Three"]},
                {"value": 5, "outlets": ["Two"]},
            ],
        }
    ]


def test_agreement_is_no_contradiction() -> None:
    assert contradictions([report(count=4), report(count=4, outlet="Two"), report()]) == []


def test_what_sums_up_several_operations_states_nothing_of_one() -> None:
    own = report(count=2, places=("02.381.01.05",), place_names=("Nador",))
    both = report(
        outlet="Two",
        count=5,
        places=("02.381.01.05", "09.001.01.01"),
        place_names=("Nador", "Agadir"),
        several=True,
    )
    seen = view(own, both)
    assert (seen.count, [place["name"] for place in seen.places]) == (2, ["Nador"])
    assert contradictions([own, both]) == []
    assert view(both).count == 5
