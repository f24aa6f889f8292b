"""A follow-up that isn't told as one: its title names the place of a case that is known."""

from __future__ import annotations

from datetime import date
from typing import Any

from core.events import Facts, JoinEvent, NewEvent, UpdateEvent
from matching.resolve import told_as
from tests.matching.archive import AGADIR, NADOR, TIFLET, Archive, supported, told

SEIZED = supported(
    date=date(2024, 1, 30), places=(TIFLET,), count=4, motifs=("fridge", "lemons"), figures=("740",)
)


def owner(**stated: Any) -> Facts:
    """Five days later the lorry's owner is held elsewhere; the title names the seizure's town."""
    facts: dict[str, Any] = {
        "hours": 24 * 5,
        "date": date(2024, 2, 3),
        "places": (NADOR,),
        "named": (TIFLET,),
        "count": 1,
        "ages": (52, 52),
        "motifs": ("fridge", "lemons"),
    }
    return supported(**(facts | stated))


def after(report: Facts, *earlier: Facts) -> tuple[type, Facts]:
    archive = Archive()
    for facts in earlier:
        archive.admit(facts)
    decision = archive.admit(report)
    return type(decision), told_as(report, decision)


def test_a_title_that_names_a_known_cases_place_follows_it_up() -> None:
    decision, kept = after(owner(), SEIZED)
    assert decision in (JoinEvent, UpdateEvent)
    assert kept.kind == "update"


def test_without_the_place_in_its_title_it_is_another_case() -> None:
    decision, kept = after(owner(named=()), SEIZED)
    assert decision is NewEvent
    assert kept.kind == "support"


def test_the_place_alone_is_not_enough() -> None:
    """ "From Tiflet to Nador": the route of another lorry."""
    assert after(owner(motifs=("poultry",), ages=(60, 60)), SEIZED)[0] is NewEvent


def test_of_the_same_day_or_weeks_later_nothing_is_followed_unsaid() -> None:
    assert after(owner(hours=3, date=date(2024, 1, 30)), SEIZED)[0] is NewEvent
    assert after(owner(hours=24 * 20, date=date(2024, 2, 18)), SEIZED)[0] is NewEvent


def test_an_act_of_an_earlier_day_follows_nothing() -> None:
    assert after(owner(date=date(2024, 1, 28)), SEIZED)[0] is NewEvent


def test_whichever_of_them_comes_first_the_later_one_is_the_follow_up() -> None:
    for report, known, kind in ((owner(), SEIZED, "update"), (SEIZED, owner(), "support")):
        decision, kept = after(report, known)
        assert decision in (JoinEvent, UpdateEvent)
        assert kept.kind == kind


def test_what_is_told_as_news_and_joins_as_news_stays_news() -> None:
    second = told(hours=4, date=date(2024, 1, 30), places=(AGADIR,), count=3)
    assert after(second, told(date=date(2024, 1, 30), places=(AGADIR,), count=3))[1] == second
