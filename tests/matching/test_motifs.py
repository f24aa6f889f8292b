"""What sets a case apart beside its facts is found in five languages, and not in words like it."""

from __future__ import annotations

import pytest

from core.events import JoinEvent, NewEvent
from matching.resolving.motifs import motifs_named, words_of_motifs
from matching.resolving.weights import load_weights
from tests.matching.archive import CASABLANCA, Archive, supported


@pytest.mark.parametrize(
    ("motif", "texts"),
    [
        (
            "nurse",
            (
                "une infirmière de Rabat",
                "two nurses were held",
                "el enfermero detenido",
                "توقيف ممرض بالمستشفى",
                "شدو الفرملي",
            ),
        ),
        (
            "bus",
            (
                "à bord d'un autocar",
                "on a coach bound for Rabat",
                "en un autobús",
                "على متن حافلة للمسافرين",
                "لقاوها فالكار",
            ),
        ),
        (
            "ransom",
            (
                "contre une rançon",
                "a ransom of two million",
                "طلبو فدية",
                "مقابل فدية مالية",
            ),
        ),
        (
            "gas_cylinder",
            (
                "six bonbonnes de gaz",
                "gas cylinders",
                "bombonas de butano",
                "قنينات غاز صغيرة",
                "جوج بوطات",
            ),
        ),
        ("tyre", ("sous la roue de secours", "in the spare wheel", "داخل العجلة الاحتياطية")),
        ("bananas", ("une cargaison de bananes", "banana boxes", "entre plátanos", "شحنة الموز")),
        ("brazilian", ("une Brésilienne", "a Brazilian woman", "una brasileña", "مواطنة برازيلية")),
    ],
)
def test_a_motif_is_one_in_every_language(motif: str, texts: tuple[str, ...]) -> None:
    assert [text for text in texts if motif not in motifs_named(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "the police judiciaire opened an inquiry",
        "des perquisitions visant quatre personnes au village, hay Riad",
        "en el marco de la investigación judicial de la policía",
        "في إطار البحث وبناء على معلومات دقيقة",
        "la voiture et les téléphones ont été saisis dans la maison",
    ],
)
def test_what_stands_in_every_case_is_no_motif(text: str) -> None:
    assert motifs_named(text) == ()


def test_the_points_are_of_motifs_that_have_words() -> None:
    points = load_weights().motifs
    assert set(points.weights) <= set(words_of_motifs())
    assert all(0 < worth < points.common for worth in points.weights.values())


def test_two_terse_reports_of_a_city_are_one_by_what_sets_the_case_apart() -> None:
    terse = {"places": (CASABLANCA,), "hours": 20, "topic": "drugs"}
    for motifs, same in ((("bananas",), True), (("trawler",), False), ((), False)):
        archive = Archive()
        archive.admit(supported(places=(CASABLANCA,), topic="drugs", motifs=("bananas", "bus")))
        decision = archive.admit(supported(**terse, motifs=motifs))
        assert isinstance(decision, JoinEvent) is same
        assert isinstance(decision, NewEvent) is not same


def test_of_much_that_is_told_something_fits_any_report() -> None:
    told = tuple(sorted(words_of_motifs()))
    archive = Archive()
    archive.admit(supported(places=(CASABLANCA,), topic="drugs", motifs=told[:40]))
    later = supported(places=(CASABLANCA,), hours=20, topic="drugs", motifs=told[:1])
    assert isinstance(archive.admit(later), NewEvent)
