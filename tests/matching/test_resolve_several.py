"""A report that sums up several operations makes them neither one nor larger."""

from __future__ import annotations

from datetime import date

import pytest

from core.events import Facts, JoinEvent, MergeEvents, NewEvent, UpdateEvent
from matching.facts import facts_of
from matching.resolving.distinct import tells_several
from tests.matching.archive import CASABLANCA, OUJDA, TIFLET, Archive, told
from tests.matching.readings import article, judge

DAY = date(2024, 1, 30)
KHENIFRA = "05.301.01.03"

SEVERAL = """
Le BCIJ a mené mardi deux opérations distinctes dans le Nord.
Deux cellules démantelées le même jour
Morocco breaks up two cells in a day
Five held in two separate raids
Dos operaciones casi simultáneas en Marruecos
Doble golpe al yihadismo
فكك البسيج خليتين في يوم واحد
عمليتان أمنيتان بالشمال والجنوب
البسيج دار جوج عمليات فنهار واحد
Stupéfiants : deux affaires en une semaine à Meknès et Azrou
Two drug cases in one week, in Meknes and Azrou
Dos casos de drogas en una semana
قضيتان في أسبوع واحد بمكناس وأزرو
جوج قضايا ديال القرقوبي فسيمانة
""".strip().splitlines()

ONE = """
Il n'y a aucun lien entre les deux opérations, assure le bureau.
The two operations are unrelated, the bureau said.
Two suspects were arrested in one raid.
Deux suspects ont été arrêtés.
لا علاقة بين العمليتين حسب البلاغ
ولا علاقة بين القضيتين حسب المصدر
Les deux affaires sont distinctes.
""".strip().splitlines()


@pytest.mark.parametrize("text", SEVERAL)
def test_a_text_sums_up_several_operations(text: str) -> None:
    assert tells_several(text)


@pytest.mark.parametrize("text", ONE)
def test_a_text_tells_of_one(text: str) -> None:
    assert not tells_several(text)


def two_of_a_day() -> Archive:
    archive = Archive()
    archive.admit(told(places=(KHENIFRA,), date=DAY, count=2, group="IS"))
    archive.admit(told(places=(TIFLET,), date=DAY, group="IS"))
    return archive


def sum_of_both(*, several: bool = True, official: bool = False) -> Facts:
    return told(
        hours=6,
        outlet="Two",
        places=(KHENIFRA, TIFLET),
        date=DAY,
        count=5,
        group="IS",
        several=several,
        official=official,
    )


def test_what_sums_up_two_events_joins_one_and_changes_nothing() -> None:
    archive = two_of_a_day()
    assert isinstance(archive.admit(sum_of_both()), JoinEvent)
    assert len(archive.events) == 2


def test_the_same_facts_of_one_operation_make_the_two_one() -> None:
    assert isinstance(two_of_a_day().admit(sum_of_both(several=False)), MergeEvents)


def test_an_official_source_that_sums_up_confirms() -> None:
    decision = two_of_a_day().admit(sum_of_both(official=True))
    assert isinstance(decision, UpdateEvent)
    assert [change.what for change in decision.changes] == ["official"]


def test_what_was_summed_up_opens_an_event_when_it_is_told() -> None:
    archive = Archive()
    archive.admit(told(places=(KHENIFRA,), count=2))
    archive.admit(sum_of_both())
    assert isinstance(archive.admit(told(hours=7, places=(TIFLET,), count=3)), NewEvent)
    assert isinstance(archive.admit(told(hours=8, places=(KHENIFRA,), count=2)), JoinEvent)


def test_where_every_outlet_sums_up_the_numbers_count() -> None:
    archive = Archive()
    archive.admit(told(places=(OUJDA, CASABLANCA), count=6, several=True))
    more = told(hours=1, outlet="Two", places=(OUJDA, CASABLANCA), count=7, several=True)
    decision = archive.admit(more)
    assert isinstance(decision, UpdateEvent)
    assert [change.what for change in decision.changes] == ["count"]


def facts(text: str) -> Facts:
    [assessment] = judge(text).assessments
    return facts_of(article(text), assessment)


def test_a_sum_is_read_where_more_places_than_one_are_told() -> None:
    both = facts(
        "The BCIJ arrested five people on Tuesday in two separate raids in Agadir and Nador."
    )
    assert (both.several, both.distinct) == (True, False)
    assert not facts("The BCIJ arrested five people on Tuesday in two raids in Agadir.").several
