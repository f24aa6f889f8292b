"""What counts as new in a known event, and what is important."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from core.events import Change
from matching.resolving.changes import changes_in, number_held
from tests.matching.archive import CASABLANCA, MORNING, NADOR, OUJDA, SALE, TANGER, told

FIRST = told(count=6, places=(OUJDA,), place_names=("Oujda",))


def changes(*earlier: Any, **stated: Any) -> tuple[Change, ...]:
    return changes_in(told(hours=5, **stated), earlier or (FIRST,))


def change(what: str, before: str | None, after: str, important: bool) -> tuple[Change, ...]:
    return (Change(what=what, before=before, after=after, important=important),)


def test_another_outlet_with_the_same_facts_brings_nothing() -> None:
    assert changes(count=6, places=(OUJDA,), outlet="Two", language="ar") == ()


def test_a_moved_number_is_important_and_told_once() -> None:
    assert changes(count=7) == change("count", "6", "7", True)
    assert changes(FIRST, told(count=7), count=7) == ()


def test_a_smaller_number_counts_a_part_unless_it_puts_the_larger_right() -> None:
    assert changes(count=3) == ()
    assert changes(count=3, official=True)[0] == change("count", "6", "3", True)[0]
    assert changes(told(count=6, official=True), count=3, official=True) == ()
    assert "count" in {c.what for c in changes(count=3, title="Rectificatif")}


def test_a_first_number_is_no_change() -> None:
    assert changes(told(places=(OUJDA,)), count=6) == ()


def test_a_followups_smaller_number_comes_on_top() -> None:
    assert changes(kind="update", count=1) == change("count", "6", "+1", True)
    assert changes(kind="update", count=9) == change("count", "6", "9", True)


def test_the_number_that_a_correction_names_was_told_with_it() -> None:
    correction = told(kind="update", title="Rectificatif", passage="Ils sont sept, et non six.")
    assert changes(FIRST, correction, count=7) == ()
    assert [c.what for c in changes(FIRST, correction, count=9)] == ["count"]
    assert [c.what for c in changes(FIRST, told(passage="Ils sont sept."), count=7)] == ["count"]


def test_what_follow_ups_told_is_not_told_again() -> None:
    """Six and one more are seven, whoever says so; a total that a follow-up told is known."""
    more = told(kind="update", count=1)
    assert changes(FIRST, more, kind="update", count=7) == ()
    assert changes(FIRST, more, count=7) == ()
    assert changes(FIRST, told(kind="update", count=9), count=9) == ()
    assert changes(FIRST, told(kind="update", count=9), count=8) == ()
    assert changes(FIRST, more, count=9) == change("count", "6", "9", True)


@pytest.mark.parametrize(
    "sum_of_both",
    [
        "ce qui porte leur nombre à treize",
        "bringing the total to thirteen",
        "con lo que son trece",
        "ليرتفع العدد إلى 13",
    ],
)
def test_a_follow_up_that_names_the_sum_comes_on_top_however_large(sum_of_both: str) -> None:
    more = told(kind="update", count=7, passage=sum_of_both)
    assert changes(kind="update", count=7, passage=sum_of_both) == change("count", "6", "13", True)
    assert changes(FIRST, more, kind="update", count=7, passage=sum_of_both) == ()
    assert changes(FIRST, more, kind="update", count=13) == ()
    assert changes(FIRST, more, count=13) == ()
    assert number_held([FIRST, more]) == 13


def test_whoever_repeats_the_sum_of_a_case_that_nobody_saw_adds_nobody() -> None:
    passage = "Trois autres suspects ont été arrêtés, ce qui porte leur nombre à six."
    late = told(kind="update", count=3, passage=passage)
    assert changes(late, kind="update", count=3, passage=passage, outlet="Two") == ()
    assert number_held([late, late]) == 3


def test_a_follow_up_of_people_of_other_ages_comes_on_top() -> None:
    one = told(count=1, ages=(45, 45))
    another = told(kind="update", count=1, ages=(38, 38))
    assert changes(one, kind="update", count=1, ages=(38, 38)) == change("count", "1", "2", True)
    assert changes(one, another, kind="update", count=1, ages=(38, 38)) == ()
    assert changes(one, another, kind="update", count=2) == ()
    assert changes(one, kind="update", count=1, ages=(45, 45)) == ()
    four = told(count=4, ages=(20, 33))
    assert changes(four, told(kind="update", count=1), kind="update", count=1, ages=(28, 28)) == ()


def test_a_number_moves_from_what_an_official_source_put_right() -> None:
    right = told(count=4, official=True)
    assert changes(FIRST, right, count=9) == change("count", "4", "9", True)


def test_an_official_source_decides_between_numbers_that_outlets_tell() -> None:
    both = (told(count=4), FIRST)
    assert changes(*both, count=4, official=True)[0] == change("count", "6", "4", True)[0]
    assert changes(*both, told(count=4, official=True), count=6, outlet="Late") == ()
    grown = (told(count=4, official=True), told(count=6, official=True))
    assert changes(*grown, count=4, official=True) == (), "it quotes the first communique"


def test_an_article_that_takes_its_number_back_puts_it_right() -> None:
    """As far as no other report holds to it."""
    now = told(count=4)
    assert changes_in(now, (FIRST,), FIRST) == change("count", "6", "4", True)
    assert changes_in(now, (told(count=4), FIRST), FIRST) == change("count", "6", "4", True)
    assert changes_in(now, (told(count=5), FIRST), FIRST) == change("count", "6", "5", True)
    assert changes_in(now, (told(count=6, outlet="Two"), FIRST), FIRST) == ()
    assert changes_in(told(), (FIRST,), FIRST) == ()


def test_the_operations_number_is_not_compared_with_a_followups() -> None:
    assert changes(told(kind="update", count=1), count=6) == ()


@pytest.mark.parametrize(("kind", "important"), [("operation", False), ("update", True)])
def test_a_new_place_matters_where_something_new_happened(kind: str, important: bool) -> None:
    found = changes(kind=kind, places=(OUJDA, TANGER), place_names=("Oujda", "Tanger"))
    assert found == change("places", "Oujda", "Tanger", important)


def test_a_town_of_the_region_is_news_in_a_followup_only() -> None:
    near: dict[str, Any] = {"places": (OUJDA, NADOR), "place_names": ("Oujda", "Nador")}
    assert changes(**near) == ()
    assert changes(kind="update", **near) == change("places", "Oujda", "Nador", True)


def test_a_followups_place_in_a_province_that_was_named_is_no_news() -> None:
    """One outlet names the village where arms were found, the next its province."""
    village, province = "08.201.01.03", "08.201"
    find = told(kind="update", places=(village,), place_names=("Boudnib",))
    again: dict[str, Any] = {"places": (province,), "place_names": ("Errachidia",)}
    assert changes(FIRST, find, kind="update", **again) == ()
    assert [c.what for c in changes(FIRST, kind="update", **again)] == ["places"]


def test_the_services_seats_are_news_in_a_followup_only() -> None:
    seat: dict[str, Any] = {"places": (SALE,), "place_names": ("Salé",)}
    assert changes(**seat) == ()
    assert [c.what for c in changes(kind="update", **seat)] == ["places"]


def test_a_place_that_a_title_named_is_no_news() -> None:
    titled = told(kind="update", places=(OUJDA,), title="Une cache d'armes découverte à Nador")
    assert changes(titled, kind="update", places=(NADOR,)) == ()
    found = changes(told(kind="update", places=(OUJDA,)), kind="update", places=(NADOR,))
    assert [c.what for c in found] == ["places"]


def test_a_place_that_is_only_near_is_no_news_in_a_region_that_was_named() -> None:
    known = told(places=("06.117.01.09",), place_names=("Had Soualem",))
    near: dict[str, Any] = {"places": (CASABLANCA,), "place_names": ("Casablanca",)}
    assert changes(known, kind="update", near=(CASABLANCA,), **near) == ()
    assert [c.what for c in changes(known, kind="update", **near)] == ["places"]
    afar = changes(FIRST, kind="update", near=(CASABLANCA,), **near)
    assert afar == change("places", "Oujda", "Casablanca", True)


def test_a_place_abroad_that_was_told_is_no_news() -> None:
    known = told(places=(OUJDA, "Lyon"), place_names=("Oujda", "Lyon"))
    assert changes(known, kind="update", places=("Lyon",), place_names=("Lyon",)) == ()
    lille: dict[str, Any] = {"places": ("Lille",), "place_names": ("Lille",)}
    assert changes(known, kind="update", **lille) == change("places", "Oujda, Lyon", "Lille", True)


def test_a_port_is_no_news_beside_its_town() -> None:
    known = told(places=(TANGER,), place_names=("Tanger",))
    port: dict[str, Any] = {"places": ("Tanger Med",), "place_names": ("Tanger Med",)}
    assert changes(known, **port) == changes(known, kind="update", **port) == ()
    assert changes(kind="update", **port) == change("places", "Oujda", "Tanger Med", True)


def test_first_seizures_are_a_detail_and_a_followups_find_is_news() -> None:
    assert changes(seizures=("knives",)) == change("seizures", None, "knives", False)
    known = told(count=6, seizures=("knives",))
    assert changes(known, seizures=("أسلحة بيضاء",)) == ()
    search: dict[str, Any] = {"kind": "update", "seizures": ("rifles", "knives")}
    assert changes(known, **search) == change("seizures", "knives", "rifles", True)
    assert changes(known, told(**search), kind="update", seizures=("fusils",)) == ()


def test_a_group_is_told_when_it_is_first_named() -> None:
    assert changes(group="IS") == change("group", None, "IS", True)
    assert changes(told(group="IS"), group="AQIM") == ()


@pytest.mark.parametrize("official", [{"official": True}, {"tier": "official"}])
def test_the_first_official_word_is_told_once(official: dict[str, Any]) -> None:
    assert changes(outlet="Agency", **official) == change("official", None, "Agency", True)
    assert changes(told(**official), outlet="Agency", **official) == ()


REFERRALS = [
    "El juez envió este miércoles a prisión a los tres detenidos",
    "تقديم أفراد الخلية أمام الوكيل العام للملك",
    "إحالة المشتبه فيهم على النيابة العامة",
    "Les suspects déférés devant le parquet",
    "Suspects referred to the public prosecutor",
    "Los detenidos pasan a disposición judicial",
    "أحيلوا على أنظار النيابة العامة",
    "البسيج يحيل أربعة متطرفين على الوكيل العام",
    "تم تقديمهم أمام قاضي التحقيق",
    "إيداع أفراد الخلية السجن",
    "داوهم قدام الوكيل فالرباط",
    "أحيل الموقوفون الأربعة على محكمة الاستئناف",
    "Les quatre suspects ont été présentés vendredi devant le procureur",
    "Quatre partisans de Daech écroués",
    "The four were handed over to prosecutors",
    "Suspects remanded in custody",
    "Los cuatro, presentados ante el fiscal",
    "Ingresan en prisión los cuatro detenidos",
]
DENIALS = [
    "البسيج ينفي إصابة أحد الموقوفين",
    "Le bureau dément toute blessure du suspect",
    "The bureau denies that the suspect was hurt",
    "El buró desmiente que hubiera heridos",
    "البسيج يفند خبر الإصابة",
    "الديستي كذبات الخبر",
    "البوليس كيكذبو خبر القرطاس",
    "واحد المسؤول كذب الهضرة ديال الجرحى",
    "Le bureau infirme toute blessure",
    "Our report corrects the number held",
    "Rectificación: eran cuatro",
]


@pytest.mark.parametrize(
    ("title", "what", "important"),
    [(t, "referral", False) for t in REFERRALS] + [(t, "denial", True) for t in DENIALS],
)
def test_referrals_and_denials_are_read_from_a_followup(
    title: str, what: str, important: bool
) -> None:
    assert changes(kind="update", title=title) == change(what, None, title, important)


def test_a_referral_is_told_once_and_every_communique_ends_on_one_to_come() -> None:
    referral = told(kind="update", title=REFERRALS[2])
    assert changes(FIRST, referral, kind="update", title=REFERRALS[0]) == ()
    assert changes(title="Arrêtés, ils seront déférés devant le parquet") == ()


def test_those_brought_before_a_court_are_of_those_held() -> None:
    stated: dict[str, Any] = {"count": 2, "places": (TANGER,), "place_names": ("Tanger",)}
    assert [c.what for c in changes(kind="update", title=REFERRALS[2], **stated)] == ["referral"]
    assert [c.what for c in changes(kind="update", **stated)] == ["count", "places"]


@pytest.mark.parametrize(
    "opening",
    [
        "Les suspects seront déférés devant le parquet à l'issue de l'enquête.",
        "سيتم تقديم المشتبه فيهم أمام النيابة العامة فور انتهاء البحث.",
        "The suspects will be brought before the prosecutor next week.",
        "Los detenidos serán puestos a disposición judicial.",
        "أحيلت المحجوزات على مختبر الشرطة العلمية.",
        "وضع الموقوفون تحت الحراسة النظرية قبل تقديمهم أمام النيابة العامة.",
    ],
)
def test_a_referral_to_come_or_of_things_is_none(opening: str) -> None:
    assert changes(kind="update", passage=opening) == ()
    assert changes(kind="update", title=opening) == ()


def test_a_referral_counts_for_twelve_days_and_a_denial_always() -> None:
    late = {"kind": "update", "arrived": MORNING + timedelta(days=12)}
    for days, found in ((12, ["referral"]), (13, [])):
        late["published"] = MORNING + timedelta(days=days)
        assert [c.what for c in changes(title=REFERRALS[1], **late)] == found
    assert [c.what for c in changes(title=DENIALS[0], **late)] == ["denial"]


OFFICIAL_DENIALS = [
    "نفى مصدر أمني أن يكون أحد الموقوفين قد أصيب.",
    "لا أساس من الصحة لما راج، بل لا أساس له من الصحة إطلاقا.",
    "Contrairement à ce qui a été publié, deux personnes sont recherchées.",
    "Une source sécuritaire a démenti toute blessure.",
    "Officials have denied that anyone was hurt.",
    "Fuentes policiales desmintieron que hubiera heridos.",
    "مصدر أمني نفا بلي تضرب القرطاس.",
]


@pytest.mark.parametrize("sentence", OFFICIAL_DENIALS)
def test_a_denial_that_says_who_denies_is_read_anywhere(sentence: str) -> None:
    passage = f"{'Rien de nouveau. ' * 40}{sentence}"
    for kind in ("operation", "update"):
        assert [c.what for c in changes(kind=kind, passage=passage)] == ["denial"]
    assert changes(FIRST, told(passage=passage), passage=passage) == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "L'avocat dit que son client dément les faits.",
        "The suspect denied all charges.",
        "ونفى المتهم",
    ],
)
def test_a_suspects_denial_is_none(sentence: str) -> None:
    assert changes(passage=f"{'Rien de nouveau. ' * 40}{sentence}") == ()


def test_a_denial_is_read_from_the_title_of_any_report() -> None:
    assert changes(title=DENIALS[1]) == change("denial", None, DENIALS[1], True)
    assert changes(FIRST, told(title=DENIALS[0]), title=DENIALS[1]) == ()
