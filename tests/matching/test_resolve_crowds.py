"""Days with several operations, told in the same phrases."""

from __future__ import annotations

from core.events import Facts, NewEvent
from tests.matching.archive import OUJDA, TANGER, Archive, told

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


def _fields(facts: Facts) -> dict[str, object]:
    names = ("date", "places", "ages", "fingerprints")
    return {name: getattr(facts, name) for name in names} | {"outlet": "Another"}
