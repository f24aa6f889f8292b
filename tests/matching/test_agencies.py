"""Names of agencies: misspelt, in five languages, and told apart from their rivals."""

from __future__ import annotations

import pytest

from core.settings import AgencySettings, WatchlistDefinition
from matching.agencies import AgencyFinder, Found
from matching.matcher import definition_of
from matching.normalise import fold_word
from matching.tokens import tokenise
from tests.matching.readings import lexicon, watchlist


def find(text: str, definition: WatchlistDefinition | None = None) -> list[Found]:
    finder = AgencyFinder(definition or definition_of(watchlist()), lexicon().names)
    return finder.find(tokenise(fold_word(text)))


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("المكتب المركزي للأبحاث القضائية", "BCIJ"),
        ("عناصر البسيج", "BCIJ"),
        ('الـ"BCIJ"', "BCIJ"),
        ("le Bureau central d'investigation judiciaire", "BCIJ"),
        ("le Bureau Central des Enquêtes Judiciaires", "BCIJ"),
        ("the Central Bureau for Judicial Investigations", "BCIJ"),
        ("la Oficina Central de Investigación Judicial", "BCIJ"),
        ("المديرية العامة لمراقبة التراب الوطني", "DGST"),
        ("مصالح مديرية مراقبة التراب الوطني", "DGST"),
        ("ومراقبة التراب الوطني", "DGST"),
        ("الديستي", "DGST"),
        ("Direction générale de la surveillance du territoire national", "DGST"),
        ("General Directorate for Territorial Surveillance", "DGST"),
        ("Dirección General de Vigilancia del Territorio", "DGST"),
    ],
)
def test_names_are_found_in_every_language(text: str, agency: str) -> None:
    assert [(f.agency, f.rival) for f in find(text)] == [(agency, False)]


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("المديرية العامة لمرقبة التراب الوطني", "DGST"),
        ("المكتب المركزي للأبحات القضائية", "BCIJ"),
        ("Bureau central d'investigatons judicaires", "BCIJ"),
        ("Direction général de la survellance du territoire", "DGST"),
    ],
)
def test_misspelt_names_are_found_with_less_similarity(text: str, agency: str) -> None:
    (found,) = find(text)
    assert found.agency == agency
    assert 80 <= found.similarity <= 100


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("Central Bureau of Judicial Inquiries", "BCIJ"),
        ("Bureau central des enquêtes de justice", "BCIJ"),
        ("Oficina Central de Indagaciones Judiciales", "BCIJ"),
        ("المكتب المركزي للتحريات القضائية", "BCIJ"),
        ("General Directorate for the Protection of the Territory", "DGST"),
        ("Direction générale de la protection du territoire", "DGST"),
        ("المديرية العامة لحراسة التراب الوطني", "DGST"),
    ],
)
def test_a_translator_may_choose_another_word(text: str, agency: str) -> None:
    (found,) = find(text)
    assert (found.agency, found.rival) == (agency, False)
    assert found.similarity < 100


@pytest.mark.parametrize(
    "text",
    [
        "le contrôle du territoire",
        "la protección del territorio",
        "territorial control",
        "الحراسة والأراضي",
        "General Directorate of Public Research",
    ],
)
def test_chosen_words_make_no_name_of_a_plain_phrase(text: str) -> None:
    assert find(text) == []


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("a tip from the domestic intelligence agency", "DGST"),
        ("Moroccan intelligence", "DGST"),
        ("Moroccan Intelligence Services", "DGST"),
        ("le renseignement marocain", "DGST"),
        ("los servicios secretos marroquíes", "DGST"),
        ("المخابرات المغربية", "DGST"),
        ("la police antiterroriste marocaine", "BCIJ"),
        ("la policía antiterrorista de Marruecos", "BCIJ"),
    ],
)
def test_an_agency_may_be_described(text: str, agency: str) -> None:
    assert [(f.agency, f.rival) for f in find(text)] == [(agency, False)]


@pytest.mark.parametrize(
    "text",
    [
        "the German domestic intelligence agency",
        "Germany's domestic intelligence agency",
        "Germany’s domestic intelligence service",
        "المخابرات الداخلية الفرنسية",
        "المخابرات الخارجية المغربية",
    ],
)
def test_a_service_of_another_country_or_kind_is_a_rival(text: str) -> None:
    assert [f.rival for f in find(text)] == [True]


def test_whom_an_agency_tells_makes_it_no_foreign_one() -> None:
    (found,) = find("معلومات قدمتها للشرطة الإسبانية المديرية العامة لمراقبة التراب الوطني")
    assert not found.rival


@pytest.mark.parametrize(
    ("text", "rival"),
    [
        ("المديرية العامة للأمن الوطني", "DGSN"),
        ("Direction générale de la sûreté nationale", "DGSN"),
        ("Brigade nationale de la police judiciaire", "BNPJ"),
        ("Central Bureau of Investigation", "CBI (India)"),
        ("المكتب المركزي الوطني", "Interpol BCN"),
    ],
)
def test_rivals_are_rivals(text: str, rival: str) -> None:
    assert [(f.agency, f.rival) for f in find(text)] == [(rival, True)]


def test_a_namesake_abroad_is_a_rival() -> None:
    (found,) = find("la Direction de la surveillance du territoire ivoirienne")
    assert found.rival


@pytest.mark.parametrize(
    "text",
    [
        "نسيج جمعوي",
        "الديستينيشن",
        "على امتداد التراب الوطني",
        "الأبحاث القضائية متواصلة",
        "la police judiciaire a ouvert une enquête",
        "XGSX",
    ],
)
def test_plain_words_are_no_names(text: str) -> None:
    assert [f for f in find(text) if not f.rival] == []


@pytest.mark.parametrize(
    "word", ["BCCIJ", "DGSTT", "DGTS", "BCJI", "الديسستي", "الديتسي", "ديست", "الديسطي", "الذيستي"]
)
def test_a_slip_in_a_single_word_is_forgiven(word: str) -> None:
    (found,) = find(word)
    assert not found.rival
    assert 70 < found.similarity < 100


@pytest.mark.parametrize("word", ["DGSN", "DGSP", "DGT", "CIJ", "BCI", "نسيج", "بسيط"])
def test_another_word_is_no_slip(word: str) -> None:
    assert [f for f in find(word) if not f.rival and not f.guessed] == []


@pytest.mark.parametrize("word", ["DGT", "DGSX", "CIJ", "BCIL"])
def test_an_acronym_may_be_guessed(word: str) -> None:
    (found,) = find(word)
    assert found.guessed
    assert found.similarity == 75


@pytest.mark.parametrize("word", ["DGSN", "DGSI", "DGED", "BNPJ"])
def test_a_rival_s_acronym_is_no_guess(word: str) -> None:
    (found,) = find(word)
    assert found.rival


def test_both_names_of_an_apposition_are_found() -> None:
    names = find(
        "Le BCIJ, relevant de la Direction générale de la surveillance du territoire (DGST)"
    )
    assert [f.agency for f in names] == ["BCIJ", "DGST", "DGST"]


def test_other_organisations_need_no_code() -> None:
    definition = WatchlistDefinition(
        agency=(AgencySettings(name="Douane", aliases=("Administration des douanes", "ADII")),)
    )
    assert [f.agency for f in find("L'administration des douanes (ADII)", definition)] == [
        "Douane",
        "Douane",
    ]
