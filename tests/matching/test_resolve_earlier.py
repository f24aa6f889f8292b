"""How many were held before, as later news says itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.articles import Article
from core.events import Facts, NewEvent
from matching.facts import facts_of
from matching.resolving.earlier import held_earlier
from tests.matching.archive import (
    CASABLANCA,
    MORNING,
    NADOR,
    OUJDA,
    TANGER,
    Archive,
    supported,
    told,
)
from tests.matching.readings import matcher

SAID = [
    ("Un sixième homme a été interpellé hier à Berkane.", 1, 5),
    ("Deux complices sont tombés, ce qui porte à sept le nombre des suspects.", 2, 5),
    ("Le total des personnes arrêtées s'élève désormais à onze.", 3, 8),
    ("Le bilan des arrestations est passé de six à neuf.", 3, 6),
    ("Ils étaient huit, et non sept, précise la DGSN.", 8, 7),
    ("A fourth suspect was picked up in Taza.", 1, 3),
    ("Il rejoint les trois suspects arrêtés lundi à Taza.", 1, 3),
    ("Aux treize interpellés de Fès sont venus s'ajouter deux commerçants.", 2, 13),
    ("He joins the five men held last week.", 1, 5),
    ("El detenido se suma a los cuatro arrestados el lunes.", 1, 4),
    ("وينضاف الموقوف إلى ستة أشخاص أوقفوا الاثنين.", 1, 6),
    ("The arrests bring the number of those held to 14.", 4, 10),
    ("The tally rose from 8 to 12 overnight.", 12, 8),
    ("There were six men, not five.", 6, 5),
    ("Cae en Lucena un cuarto implicado.", 1, 3),
    ("Con estas detenciones asciende a nueve el número de arrestados.", 2, 7),
    ("Son cinco y no cuatro los detenidos.", 5, 4),
    ("توقيف شخص خامس بمدينة تازة", 1, 4),
    ("وبذلك يرتفع عدد الموقوفين إلى تسعة أشخاص.", 2, 7),
    ("عدد الموقوفين سبعة وليس ستة.", 7, 6),
    ("شدو واحد رابع فالناظور.", 1, 3),
    ("العدد ديال لي تشدو طلع من 7 حتى ل9.", 9, 7),
]

UNSAID = [
    ("Cinq hommes ont été arrêtés; le cinquième suspect est mineur.", 5),
    ("Trois hommes de 20 à 26 ans, et un certain nombre de téléphones.", 3),
    ("Le troisième jour, la police a arrêté un homme.", 1),
    ("The police seized a total of 12 kilos.", 2),
    ("Porte à 45 kilos le total des saisies.", 3),
    ("They drove from Fez to Taza.", 2),
    ("يتراوح عمر الموقوفين من 20 إلى 25 سنة.", 3),
    ("La DGST participe à la lutte contre le terrorisme.", None),
]


@pytest.mark.parametrize(("text", "added", "before"), SAID)
def test_what_was_held_before_is_read_in_every_language(text: str, added: int, before: int) -> None:
    assert held_earlier(text, added) == (before,)


@pytest.mark.parametrize(("text", "added"), UNSAID)
def test_other_numbers_are_nobody_held_before(text: str, added: int | None) -> None:
    assert held_earlier(text, added) == ()


@pytest.mark.parametrize("earlier", [(), (11,)])
def test_who_is_counted_up_follows_the_case_of_the_others(earlier: tuple[int, ...]) -> None:
    """In another town, of a daily case: only the number says that it is the same."""
    archive = Archive()
    archive.admit(supported(places=(CASABLANCA,), count=11, goods=("cocaine",)))
    later = {"kind": "update", "places": (NADOR,), "goods": ("cocaine",)}
    decision = archive.admit(supported(hours=24, count=2, earlier=earlier, **later))
    assert isinstance(decision, NewEvent) == (not earlier)


def test_who_is_counted_up_may_be_taken_elsewhere() -> None:
    gang = supported(topic="violence", places=(OUJDA,), count=4, motifs=("kidnap", "ransom"))
    one_more = supported(
        topic="violence", kind="update", hours=60, places=(NADOR,), count=1, motifs=("kidnap",)
    )
    assert not _joins(one_more, gang)
    assert _joins(replace(one_more, earlier=(4,)), gang)


def _joins(report: Facts, earlier: Facts) -> bool:
    archive = Archive()
    archive.admit(earlier)
    return not isinstance(archive.admit(report), NewEvent)


def test_the_five_of_one_town_are_not_those_of_another() -> None:
    archive = Archive()
    archive.admit(told(places=(TANGER,), count=5))
    later = {"kind": "update", "places": (NADOR,), "count": 1, "earlier": (5,)}
    elsewhere = archive.admit(told(hours=120, named=(OUJDA,), **later))
    assert isinstance(elsewhere, NewEvent)
    assert not isinstance(archive.admit(told(hours=121, named=(TANGER,), **later)), NewEvent)


def test_of_two_cases_the_one_with_so_many_is_followed() -> None:
    archive = Archive()
    for count in (4, 6):
        archive.admit(supported(places=(CASABLANCA,), count=count, figures=(f"{count}1",)))
    later = {"kind": "update", "places": (CASABLANCA,), "count": 1, "earlier": (6,)}
    decision = archive.admit(supported(hours=24, **later))
    assert not isinstance(decision, NewEvent)
    assert decision.event == "evt_1"
    reason = next(reason for reason in decision.reasons if reason.name == "count")
    assert reason.detail == "6 told before"


@pytest.mark.parametrize(("before", "joins"), [(6, False), (4, True), (3, True)])
def test_a_seventh_is_none_of_three(before: int, joins: bool) -> None:
    """Near in time, rare, and still another cell's; a fifth may be, since numbers move."""
    archive = Archive()
    archive.admit(told(places=(NADOR,), count=3))
    later = {"kind": "update", "places": (OUJDA,), "count": None, "earlier": (before,)}
    assert isinstance(archive.admit(told(hours=24, **later)), NewEvent) != joins


def test_who_were_held_since_count_too() -> None:
    archive = Archive()
    archive.admit(told(places=(NADOR,), count=3))
    archive.admit(told(hours=24, kind="update", places=(NADOR,), count=4, earlier=(3,)))
    later = {"kind": "update", "places": (NADOR,), "count": 1, "earlier": (7,)}
    decision = archive.admit(told(hours=48, **later))
    assert "others-before" in {reason.name for reason in decision.reasons}
    decision = archive.admit(told(hours=72, **(later | {"earlier": (4,)})))
    assert "others-before" not in {reason.name for reason in decision.reasons}


def test_an_articles_report_says_what_was_held_before() -> None:
    text = (
        "Le BCIJ a interpellé mardi à Nador un sixième membre présumé de la cellule démantelée"
        " dimanche. Il a été placé en garde à vue."
    )
    article = Article(
        id="1",
        url="",
        title="Un sixième suspect arrêté à Nador",
        text=text,
        language="fr",
        published=MORNING,
        arrived=MORNING,
    )
    (assessment, *_) = matcher().judge(article).assessments
    assert facts_of(article, assessment).earlier == (5,)
