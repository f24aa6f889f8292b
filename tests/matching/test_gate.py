"""The gate and the prefilter: what is fetched, and what is read at all."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.agencies import AgencyFinder, Found
from matching.matcher import definition_of
from matching.normalise import fold_word
from matching.prefilter import Prefilter
from matching.spelling import slips_of
from matching.tokens import Token, tokenise
from tests.matching.readings import lexicon, matcher, watchlist

FINDER = AgencyFinder(definition_of(watchlist()), lexicon().names)
PREFILTER = Prefilter([FINDER])
NAMES = [alias for agency in definition_of(watchlist()).agency for alias in agency.aliases]


@pytest.mark.parametrize(
    ("title", "lead"),
    [
        ("تفكيك خلية إرهابية بطنجة", ""),
        ("", "Le BCIJ annonce un communiqué"),
        ("Coup de filet antiterroriste à Oujda", "Quatre personnes ont été arrêtées."),
        ("Saisie de deux tonnes de chira à Agadir", "La police a interpellé trois individus."),
        ("Detenidos dos yihadistas en Tánger", ""),
        ("Police arrest four over migrant smuggling", ""),
        ("شدو مول القرقوبي فكازا", ""),
        ("Faux visas : huit personnes arrêtées mardi à Khouribga", ""),
        ("Trois hommes interpellés", "Ils ont été placés en garde à vue."),
        ("Une valise trop lourde", "Mardi, la police a compté 11.000 comprimés à la gare de Safi."),
        ("حقيبة ثقيلة بمحطة آسفي", "وجدت الشرطة يوم الثلاثاء 12 كيلوغراما من الشيرا."),
        (
            "La larga noche de un camión",
            "Dos toneladas de hachís bajo la lona, a la vista de todos.",
        ),
        ("Un tuyau pour la gendarmerie", "Informés, les gendarmes ont arrêté mardi un passeur."),
    ],
)
def test_announcements_are_let_through(title: str, lead: str) -> None:
    assert matcher().lets_through(title, lead)


@pytest.mark.parametrize(
    ("title", "lead"),
    [
        ("Le Raja l'emporte à Fès", "Trois buts en deuxième période."),
        ("أسعار الخضر تتراجع", "عرفت أسواق الجملة انخفاضا."),
        ("Rain expected in the north", "Showers until Friday."),
        ("Faux visas : des personnes arrêtées à Khouribga", ""),
        ("Huit personnes à la fête mardi", ""),
        ("Une plainte à l'encontre d'un promoteur pour escroquerie", ""),
        ("", ""),
    ],
)
def test_other_news_stays_out(title: str, lead: str) -> None:
    assert not matcher().lets_through(title, lead)


def test_only_the_first_300_characters_of_the_lead_are_read() -> None:
    assert not matcher().lets_through("", "mot " * 75 + "Le BCIJ démantèle une cellule")


@pytest.mark.parametrize("name", NAMES)
def test_every_name_is_seen_in_a_long_text(name: str) -> None:
    words = "كلمات كثيرة قبل الخبر " if name > "\u0600" else "beaucoup de mots avant "
    assert PREFILTER.may_name_agency("", f"{words * 40}{name} {words * 40}")


@pytest.mark.parametrize("name", [name for name in NAMES if name < "\u0600"])
def test_names_in_capitals_are_seen(name: str) -> None:
    assert PREFILTER.may_name_agency(name.upper(), "TEXTE EN CAPITALES")


@pytest.mark.parametrize(
    "text",
    [
        "الب\u0640سيج",
        "الدِيستِي",
        "الد\u200cيستي",
        "البسیج",
        "مراقبة التراب الوط.ني",
        "D\u00adGST",
        "Direction\u00a0générale de la surveillance du territoire",
    ],
)
def test_noise_hides_no_name(text: str) -> None:
    assert PREFILTER.may_name_agency("", text)


@pytest.mark.parametrize("name", [n for n in NAMES if n.isalpha() and len(fold_word(n)) > 3])
def test_a_name_with_one_slip_is_seen(name: str) -> None:
    (token,) = tokenise(fold_word(name))
    slips = [slip for slip in slips_of(token.stem) if _names_agency(slip)]
    assert slips
    for slip in slips:
        assert PREFILTER.may_name_agency("", f"x {slip} x")
        assert PREFILTER.may_name_agency("", f"x {slip.upper()} x")


def test_noise_in_one_place_hides_no_name_in_another() -> None:
    assert PREFILTER.may_name_agency("", "على امتداد التراب، " + "كلمة " * 60 + "الدي\u0640ستي")


def test_a_watchlist_without_agencies_reads_nothing() -> None:
    assert not Prefilter([]).may_name_agency("DGST", "DGST")


def test_plain_news_is_not_read() -> None:
    assert not PREFILTER.may_name_agency("", "على امتداد التراب الوطني " * 50)
    assert not PREFILTER.may_name_agency("", "la police judiciaire enquête " * 50)


class Untouched(AgencyFinder):
    """Knows the words of all names, and compares none."""

    def find(self, tokens: Sequence[Token]) -> list[Found]:
        raise AssertionError(f"compared with names: {[token.text for token in tokens]}")


@pytest.mark.parametrize(
    "text",
    [
        "لقاء حول الدين والديمقراطية في الأحياء، بحضور رجال التعليم وعناصر الوقاية.",
        "وقالت مصالح البلدية إن لجنة عبد القادر ستدرس الحق في الماء، وإن الديون القديمة ستؤدى.",
        "Des hommes et des femmes de la commune demandent le droit à l'eau.",
    ],
)
def test_words_of_plain_news_are_not_even_compared(text: str) -> None:
    """What this costs decides the speed: nineteen of twenty articles are plain news."""
    untouched = Untouched(definition_of(watchlist()), lexicon().names)
    assert not Prefilter([untouched]).may_name_agency("", text)


def test_a_nickname_alone_lets_no_entry_through() -> None:
    """It counts beside its topic, which tells an operation by itself."""
    assert not matcher().lets_through("Les hommes de Hammouchi et la courtoisie", "")
    assert matcher().lets_through("Les hommes de Hammouchi arrêtent trois terroristes", "")


@given(st.text(st.sampled_from("ابج دDGSTBCIJ.é\u0640\n "), max_size=200))
@settings(max_examples=200)
def test_what_the_prefilter_drops_names_no_agency(text: str) -> None:
    if not PREFILTER.may_name_agency("", text):
        assert not _names_agency(text)


def _names_agency(text: str) -> bool:
    """A misspelt acronym is looked for without accents: "DéST" is none."""
    return any(
        not found.rival and (text.isascii() or not found.guessed)
        for found in FINDER.find(tokenise(fold_word(text)))
    )
