"""Acts that lie behind the news of an article: each test stands for one way to tell them."""

from __future__ import annotations

import pytest

from matching.evaluation import FOUND
from tests.matching.readings import judge, kind


@pytest.mark.parametrize(
    "text",
    [
        "A day after the BCIJ announced the arrest of three men, the town council of Taza met on "
        "Monday to speak of its schools.",
        "Au lendemain de l'arrestation de trois hommes par le BCIJ, le conseil de Taza s'est réuni "
        "lundi pour parler de l'école.",
        "اجتمع مجلس تازة أمس الاثنين لمناقشة وضع المدارس، بعد إعلان البسيج اعتقال ثلاثة أشخاص.",
    ],
)
def test_what_an_after_clause_tells_came_before_the_news(text: str) -> None:
    strongest = judge(text).strongest
    assert strongest is not None
    assert strongest.kind == "mention"
    assert "told behind" in [reason.reason for reason in strongest.evidence]


@pytest.mark.parametrize(
    "text",
    [
        "The town council of Taza met, after the BCIJ arrested three men on Monday in the town.",
        "Two days after the arrest of a man in Fez, the BCIJ on Monday arrested two more in Taza.",
    ],
)
def test_an_after_clause_with_a_day_or_before_an_act_is_news(text: str) -> None:
    assert kind(text) in FOUND


def test_a_title_that_looks_back_tells_no_act() -> None:
    text = "القوات الخاصة التابعة للديستي لقيت تحية من سيدة بالحي بسلا."
    assert kind(text, "بعد المداهمة.. سكان الحي يحتفلون") == "mention"


def test_an_act_of_an_earlier_case_is_old() -> None:
    told = (
        "A new scanner came to Nador on Tuesday. An officer cited {} in which customs seized 90 kg"
    )
    told += " of cocaine and arrested two drivers on a tip from the DGST."
    assert kind(told.format("an earlier case")) not in FOUND
    assert kind(told.format("a case")) in FOUND


@pytest.mark.parametrize(("time", "old"), [("qu'en 2016, ", True), ("qu'", False)])
def test_a_tip_of_another_year_is_another_case_s(time: str, old: bool) -> None:
    text = "Deux frères de 19 et 23 ans ont été arrêtés lundi à Lille par la DGSI. On n'oublie pas "
    text += f"{time}une information de la DGST avait aiguillé la police vers un appartement."
    assert (kind(text) in FOUND) is not old


def test_a_year_s_report_is_a_balance() -> None:
    told = (
        "The police published {} on Monday. Tips from the DGST led to the arrest of 61 smugglers."
    )
    assert kind(told.format("their annual report")) == "mention"
    assert kind(told.format("their findings")) in FOUND


def test_who_was_sentenced_in_another_year_may_be_arrested_again() -> None:
    text = "Un homme de 44 ans a été interpellé lundi à Taza par le BCIJ."
    assert kind(text, "Condamné en 2012 pour terrorisme, il est de nouveau arrêté") == "operation"


@pytest.mark.parametrize(
    "text",
    [
        "قال الرجل، الذي قضى سبع سنوات خلف القضبان، إن رجال البسيج طرقوا بابه. ونظم اللقاء أمس.",
        "After seven years behind bars he tells on Monday how he met the men of the BCIJ.",
        "Passé par la DGST, il parlait à visage découvert. Ses obsèques ont eu lieu lundi à Taza.",
    ],
)
def test_years_behind_bars_and_a_face_that_is_shown_are_no_act(text: str) -> None:
    strongest = judge(text).strongest
    assert strongest is not None
    assert "act" not in [reason.reason for reason in strongest.evidence]


@pytest.mark.parametrize(
    "text",
    [
        "انتهى مسلسل الهروب: حاصرت عناصر البسيج المشتبه فيه أمس الاثنين بفاس.",
        "أوقف البسيج أمس الاثنين بفاس شخصين يرسلان آلاف الرسائل التي تنتحل صفة بنك.",
    ],
)
def test_a_run_of_escapes_and_false_messages_are_what_was_ended(text: str) -> None:
    assert kind(text) in FOUND


@pytest.mark.parametrize(
    "text",
    [
        "البسيج حصّل ربعة فأكادير البارح.",
        "البسيج جمعهم فأكادير البارح.",
        "ها الخلية اللي فكّها البسيج فأكادير البارح.",
    ],
)
def test_darija_has_more_verbs_for_an_arrest(text: str) -> None:
    strongest = judge(text).strongest
    assert strongest is not None
    assert "act" in [reason.reason.split()[0] for reason in strongest.evidence]
