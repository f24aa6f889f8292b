"""Days with several operations, told in the same phrases."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from core.events import Facts, NewEvent, Retelling, UpdateEvent
from matching.resolving.weights import load_weights
from tests.matching.archive import AGADIR, NADOR, OUJDA, TANGER, TIFLET, Archive, supported, told

DAY = date(2024, 1, 30)

PHRASES = tuple(range(100))
PERIOD = 11
"""An operation has its ages in common with the one so many before it."""


def one_of_many(number: int) -> Facts:
    """An operation in a village of its own; nine tenths of its text are those of all others."""
    day = told(hours=number / 10)
    return told(
        hours=number / 10,
        date=day.arrived.date(),
        places=(f"{1 + number % 12:02}.{100 + number}.01.01",),
        ages=(18 + 4 * (number % PERIOD), 20 + 4 * (number % PERIOD)),
        fingerprints=(*PHRASES[:90], *range(1000 + 10 * number, 1010 + 10 * number)),
        outlet=f"Outlet {number}",
    )


def opened(reports: list[Facts]) -> list[bool]:
    archive = Archive()
    return [isinstance(archive.admit(report), NewEvent) for report in reports]


def test_many_operations_of_one_day_in_the_same_phrases_stay_apart() -> None:
    assert all(opened([one_of_many(number) for number in range(3 * PERIOD)]))


def test_the_same_two_would_be_one_on_a_day_of_their_own() -> None:
    """So that the test above shows what the crowd takes back, not facts that part all of them."""
    first, second = one_of_many(0), one_of_many(PERIOD)
    assert opened([first, second]) == [True, False]


def test_what_is_taken_back_is_said() -> None:
    archive = Archive()
    for number in range(PERIOD):
        archive.admit(one_of_many(number))
    decision = archive.admit(one_of_many(PERIOD))
    taken = {reason.name: reason for reason in decision.reasons}
    assert taken["crowded"].detail == f"{PERIOD} events that day"
    assert taken["set-phrases"].detail == f"{PERIOD} events told alike"
    assert taken["set-phrases"].points == -taken["text"].points


def test_a_text_that_nobody_else_has_keeps_its_points() -> None:
    archive = Archive()
    archive.admit(told(places=(TANGER,), fingerprints=PHRASES))
    archive.admit(told(hours=1, places=(OUJDA,), count=9, fingerprints=tuple(range(500, 600))))
    decision = archive.admit(told(hours=2, fingerprints=PHRASES))
    assert "set-phrases" not in {reason.name for reason in decision.reasons}


def test_a_copy_still_finds_its_event_in_a_crowd() -> None:
    archive = Archive()
    for number in range(8):
        archive.admit(one_of_many(number))
    copy = one_of_many(5)
    decision = archive.admit(told(**_fields(copy), hours=2))
    assert not isinstance(decision, NewEvent)
    assert decision.event == "evt_5"


TOWNS = (TANGER, OUJDA, NADOR, AGADIR)


def operation(number: int) -> Facts:
    return told(date=DAY, places=(TOWNS[number],), count=5, ages=(20 + 5 * number, 44 + number))


def sixth_suspect(number: int) -> Facts:
    """Told in one sentence of every town."""
    day, text = DAY + timedelta(1), PHRASES[: 90 + number]
    towns = (TOWNS[number],)
    return told(hours=24, kind="update", date=day, places=towns, count=1, fingerprints=text)


def test_one_more_who_is_taken_belongs_where_the_others_were() -> None:
    archive = Archive()
    for number in range(4):
        archive.admit(operation(number))
    for number in range(4):
        archive.admit(sixth_suspect(number))
    assert [[f.places for f in told] for told in archive.events.values()] == [
        [(town,), (town,)] for town in TOWNS
    ]


def test_one_more_in_each_of_four_towns_are_four_cases() -> None:
    assert all(opened([sixth_suspect(number) for number in range(4)]))


def test_a_search_elsewhere_follows_the_only_operation_of_these_days() -> None:
    search = told(hours=24, kind="update", places=("05.081.01.07",))
    archive = Archive()
    archive.admit(operation(0))
    assert isinstance(archive.admit(search), UpdateEvent)
    archive = Archive()
    for number in range(2):
        archive.admit(operation(number))
    decision = archive.admit(search)
    assert isinstance(decision, NewEvent)
    assert "2 events that it may follow up" in {reason.detail for reason in decision.reasons}


BEFORE = -24 * 3


def terse(**stated: Any) -> Facts:
    """A report that has but its day and another number in common with the operation."""
    return told(hours=2, date=DAY, count=3, **stated)


def busy_days(operations: int) -> Archive:
    """An archive with so many operations of the days before, and one of this day."""
    archive = Archive()
    for number in range(operations):
        place = (f"12.{100 + number}.01.01",)
        before = timedelta(days=3 + number % 6)
        archive.admit(told(hours=BEFORE - 24 * (number % 6), date=DAY - before, places=place))
    archive.admit(told(date=DAY, places=(OUJDA,), count=5))
    return archive


def test_after_busy_days_another_operation_is_likelier() -> None:
    """A quiet time's report of the day without a place is of the one that it has."""
    assert not isinstance(busy_days(1).admit(terse()), NewEvent)
    archive = busy_days(18)
    assert len(archive.events) == 19
    decision = archive.admit(terse())
    assert isinstance(decision, NewEvent)
    busy = {reason.name: reason for reason in decision.reasons}["busy"]
    assert busy.points < 0
    assert busy.detail == "18 events in the days before"


def test_days_are_not_busy_by_the_events_of_their_own() -> None:
    """Else the order in which the reports of a day arrive would tell how many events it has."""
    archive = Archive()
    archive.admit(told(date=DAY, places=(OUJDA,), count=5))
    for number in range(9):
        archive.admit(told(date=DAY, places=(f"12.{100 + number}.01.01",)))
    decision = archive.admit(terse())
    assert "busy" not in {reason.name for reason in decision.reasons}


def test_an_old_story_is_found_however_busy_the_days_are() -> None:
    decision = busy_days(18).admit(terse(kind="retelling", places=(OUJDA,)))
    assert isinstance(decision, Retelling)
    assert decision.event == "evt_18"
    assert "busy" not in {reason.name for reason in decision.reasons}


def test_in_another_town_a_daily_case_is_another_one() -> None:
    """A search for a cell may lead anywhere; who is taken with drugs elsewhere is somebody else."""
    archive = Archive()
    archive.admit(supported(date=DAY, places=(TIFLET,), count=6, goods=("cannabis",)))
    elsewhere = {"kind": "update", "places": (OUJDA,), "count": 6, "goods": ("cannabis",)}
    assert isinstance(archive.admit(supported(hours=24, **elsewhere)), NewEvent)


@pytest.mark.parametrize(("held", "is_new"), [(1, False), (17, True)])
def test_more_people_than_the_operation_held_are_another_daily_case(
    held: int, is_new: bool
) -> None:
    """One more may have been taken; seventeen behind two are somebody else's."""
    archive = Archive()
    archive.admit(supported(places=(TIFLET,), count=2, figures=("145",)))
    later = {"kind": "update", "places": (TIFLET,), "count": held, "figures": ("275",)}
    decision = archive.admit(supported(hours=24, **later))
    assert isinstance(decision, NewEvent) == is_new


def test_more_people_may_be_held_in_a_rare_case() -> None:
    archive = Archive()
    archive.admit(told(places=(TIFLET,), count=2))
    decision = archive.admit(told(hours=24, kind="update", places=(TIFLET,), count=17))
    assert isinstance(decision, UpdateEvent)
    differs = next(r for r in decision.reasons if r.name == "count-differs")
    assert differs.points > load_weights().count.conflict


def _fields(facts: Facts) -> dict[str, object]:
    names = ("date", "places", "ages", "fingerprints")
    return {name: getattr(facts, name) for name in names} | {"outlet": "Another"}
