"""A follow-up that names the day of the operation, or how many were held then."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from core.events import Facts, NewEvent
from matching.resolving.named_days import days_named
from store.facts import facts_from_json
from tests.matching.archive import CASABLANCA, MORNING, NADOR, TIFLET, Archive, supported, told

WEDNESDAY = date(2025, 2, 12)
FORMER = date(2025, 2, 6)

SAID = [
    "La cellule démantelée le 6 février comptait un autre membre.",
    "The five men held on February 6 had an accomplice.",
    "La célula desarticulada el pasado jueves tenía otro miembro.",
    "الخلية التي تم تفكيكها يوم الخميس الماضي بتازة",
    "الخلية اللي طاحت نهار 6 فبراير",
    "La cellule démantelée jeudi, le 6 février 2025, à Taza.",
]


@pytest.mark.parametrize("text", SAID)
def test_the_day_of_the_operation_is_read_in_every_language(text: str) -> None:
    assert days_named(text, WEDNESDAY, date(2025, 2, 11)) == (FORMER,)


UNSAID = [
    "Un sixième homme a été arrêté mardi 11 février.",
    "Le sixième homme comparaîtra le 20 février 2025.",
    "Ils avaient été condamnés en février 2019.",
    "La cellule avait été démantelée le 6 février 2019.",
    "The man, 31, was held on 31 February.",
    "Un homme de 6 ans son aîné.",
]


@pytest.mark.parametrize("text", UNSAID)
def test_other_days_are_no_earlier_operations(text: str) -> None:
    assert days_named(text, WEDNESDAY, date(2025, 2, 11)) == ()


def test_a_weekday_is_the_last_one_and_not_today_unless_it_is_said() -> None:
    assert days_named("Ils sont tombés mercredi.", WEDNESDAY, None) == ()
    assert days_named("Ils sont tombés mercredi dernier.", WEDNESDAY, None) == (date(2025, 2, 5),)


def test_without_a_publication_only_days_with_their_year_are_read() -> None:
    text = "La cellule démantelée le 6 février, et non jeudi."
    assert days_named(text, None, WEDNESDAY) == ()
    assert days_named("Le 6 février 2025 à Taza.", None, WEDNESDAY) == (FORMER,)
    assert days_named("Le 6 février 2025 à Taza.", None, None) == ()


def test_the_latest_of_many_days_are_kept() -> None:
    text = ", ".join(f"le {day} janvier" for day in (3, 5, 7, 9, 11))
    assert [day.day for day in days_named(text, WEDNESDAY, None)] == [5, 7, 9, 11]


def _day(days: int) -> date:
    return MORNING.date() + timedelta(days=days)


def _after(days: float, **stated: Any) -> Facts:
    facts: dict[str, Any] = {"kind": "update", "hours": 24 * days, "places": (NADOR,), "count": 1}
    return told(**(facts | stated))


def _archive() -> Archive:
    """Two cells of one week."""
    archive = Archive()
    archive.admit(told(date=_day(0), places=(CASABLANCA,), count=3))
    archive.admit(told(date=_day(2), hours=48, places=(TIFLET,), count=5))
    return archive


@pytest.mark.parametrize(("day", "event"), [(0, "evt_0"), (2, "evt_1")])
def test_of_two_events_the_one_of_the_day_is_followed(day: int, event: str) -> None:
    decision = _archive().admit(_after(5, date=_day(5), named_days=(_day(day),)))
    assert not isinstance(decision, NewEvent)
    assert decision.event == event


def test_an_operation_of_another_day_is_not_followed() -> None:
    later = {"date": _day(11), "named": (CASABLANCA,), "count": None}
    archive = Archive()
    archive.admit(supported(date=_day(0), places=(CASABLANCA,), count=3))
    assert isinstance(
        archive.admit(supported(**later, kind="update", hours=24 * 11, named_days=(_day(6),))),
        NewEvent,
    )


@pytest.mark.parametrize("named", [True, False])
def test_who_names_the_day_follows_however_late(named: bool) -> None:
    """Weeks after the last report its day leads back, and makes up for the time."""
    later = _after(20, date=_day(20), named_days=(_day(2),) if named else ())
    decision = _archive().admit(later)
    assert isinstance(decision, NewEvent) != named
    if not isinstance(decision, NewEvent):
        assert decision.event == "evt_1"
        assert "whose day it names" in " ".join(reason.detail for reason in decision.reasons)


def test_a_village_and_those_held_there_lead_back_to_any_time() -> None:
    archive = Archive()
    both = TIFLET, CASABLANCA
    archive.admit(told(date=_day(0), places=both, count=6, ages=(21, 45), group="IS"))
    later = _after(40, date=_day(40), named=both, earlier=(6,), ages=(29, 29), group="IS")
    assert not isinstance(archive.admit(later), NewEvent)


@pytest.mark.parametrize(("place", "leads"), [(TIFLET, True), (CASABLANCA, False)])
def test_in_a_city_so_many_are_held_every_month(place: str, leads: bool) -> None:
    archive = Archive()
    archive.admit(told(date=_day(0), places=(place,), count=6))
    later = _after(40, date=_day(40), named=(place,), earlier=(6,))
    assert bool(archive.candidates(later)) == leads
    assert not archive.candidates(_after(40, named=(place,), earlier=(5,)))


def test_one_more_may_be_older_than_all_before() -> None:
    archive = Archive()
    archive.admit(supported(date=_day(0), places=(TIFLET,), count=4, ages=(21, 25)))
    later = {"kind": "update", "hours": 24 * 11, "date": _day(11), "places": (NADOR,), "count": 1}
    decision = archive.admit(supported(**later, named=(TIFLET,), earlier=(4,), ages=(60, 60)))
    assert "ages-differ" not in {reason.name for reason in decision.reasons}


def test_days_are_kept_in_the_store() -> None:
    facts = _after(5, named_days=(_day(0),))
    kept = {"kind": "update", "act": "operation", "named_days": [_day(0).isoformat()]}
    kept |= {"arrived": facts.arrived.isoformat(), "published": None}
    assert facts_from_json(kept).named_days == (_day(0),)
