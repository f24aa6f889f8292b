"""People whom a report tells of but who are not held: their numbers and ages are nobody's held."""

from __future__ import annotations

import pytest

from tests.matching.readings import ages, count


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("أوقف رجل بآسفي بعد التغرير بطفلة قاصر تبلغ من العمر 12 سنة", None),
        ("أوقف بآسفي سائق عمره 41 سنة بعد اختطاف تاجر يبلغ من العمر 30 سنة", (41, 41)),
        ("تم توقيف رجل قتل زوجته أمام أطفاله المتراوحة أعمارهم بين 11 و14 سنة", None),
        ("un homme de 45 ans, arrêté pour le viol d'une fille de 15 ans", (45, 45)),
        ("trois hommes arrêtés pour le meurtre d'un épicier de 62 ans", None),
        ("trois frères de 20 à 31 ans arrêtés pour l'enlèvement d'un enfant de 11 ans", (20, 31)),
        ("three men were arrested over the kidnapping of a trader, 44", None),
        ("tres detenidos por el secuestro de un comerciante de 38 años", None),
        ("بعد الاعتداء على بائع، أوقف المشتبه فيه البالغ من العمر 33 سنة", (33, 33)),
    ],
)
def test_the_age_of_a_victim_is_not_that_of_the_held(text: str, age: object) -> None:
    assert ages(text) == age


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("أوقف رجل بآسفي للاشتباه في اختطاف سائق", 1),
        ("أوقف رجل بعد شكايات تقدمت بها خمس نساء", 1),
        ("هتك عرض قاصر يقود إلى توقيف ثلاثة أشخاص", 3),
        ("deux frères arrêtés pour le meurtre d'un voisin", 2),
        ("un homme arrêté après les plaintes de six commerçants", 1),
        ("tres detenidos por el secuestro de dos comerciantes", 3),
        ("three men were arrested over the kidnapping of two traders", 3),
        ("أوقف حارس كان في حالة سكر وهدد سلامة المواطنين", 1),
    ],
)
def test_victims_are_not_held(text: str, number: int) -> None:
    assert count(text) == number


def test_whoever_did_it_is_not_held_for_that() -> None:
    assert count("أوقف رجل بتيفلت بعد هتك عرض سيدة من قبل ثلاثة أشخاص") == 1


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("أوقف شخصان يشتبه في تورطهما، رفقة أربعة آخرين، في سرقة محلات", 2),
        ("un chauffeur arrêté, impliqué avec l'aide de trois autres personnes dans des vols", 1),
        ("أوقف رجل رفقة زوجته بعد ضبطهما متلبسين ببيع الشيرا", 2),
        ("تم ضبط حارس برفقة شخص آخر على متن سيارة", 2),
    ],
)
def test_company_in_a_deed_is_not_held_and_company_in_an_arrest_is(text: str, number: int) -> None:
    assert count(text) == number


def test_a_member_of_a_ring_is_not_the_ring() -> None:
    assert count("أوقف مروج وهو عضو في شبكة مكونة من 9 أفراد") == 1
    assert count("تفكيك شبكة مكونة من 9 أفراد") == 9


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("أوقفت الشرطة ثلاثة مروجين. وتتواصل الأبحاث لتوقيف المتورط الرابع", 3),
        (
            "trois hommes arrêtés, les recherches se poursuivent pour l'arrestation de deux autres",
            3,
        ),
        ("توقيف مروج. ولا تزال التحريات جارية قصد توقيف شخصين آخرين", 1),
    ],
)
def test_who_is_still_sought_is_not_held(text: str, number: int) -> None:
    assert count(text) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("أوقفت الشرطة سائقا، فيما لاذ خمسة آخرون بالفرار", 1),
        ("أوقفت الشرطة ثلاثة مروجين بعد محاولتهم الفرار", 3),
        ("four men were arrested in Safi while two others fled", 4),
        ("quatre hommes arrêtés alors qu'ils étaient en fuite", 4),
        ("حجز طن من الشيرا. مالك الشحنة، البالغ من العمر 45 سنة، تمكن من الفرار", None),
    ],
)
def test_who_got_away_is_not_held(text: str, number: int | None) -> None:
    assert count(text) == number


def test_the_age_of_who_got_away_is_nobodys_held() -> None:
    assert ages("حجز طن من الشيرا. مالك الشحنة، البالغ من العمر 45 سنة، تمكن من الفرار") is None


@pytest.mark.parametrize(
    "text",
    [
        "أوقفت الشرطة عاملتين بوكالة للاشتباه في تورطهما في النصب",
        "جرى إيقاف مسيري مقهى وتقديمهما أمام النيابة العامة",
    ],
)
def test_the_dual_of_a_pronoun_tells_two(text: str) -> None:
    assert count(text) == 2


def test_in_front_of_is_no_imam() -> None:
    assert count("توقيف أربعيني متلبس بترويج الشيرا أمام مدرسة") == 1
    assert count("تفكيك ورشة أمام مدرسة") is None


def test_a_decade_of_life_counts_nobody() -> None:
    assert count("توقيف مروجين اثنين، أحدهما في عقده الثالث") == 2


def test_whom_the_court_is_shown_is_held() -> None:
    assert count("حجز طن من الشيرا. وأحيل سائق الشاحنة على النيابة العامة") == 1


@pytest.mark.parametrize(
    "text",
    [
        "Trois personnes ont trouvé la mort à Fès. La police a arrêté un homme à Taza.",
        "Three people were killed in Fez. Police arrested a man in Taza.",
        "Tres personas murieron en Fez. La policía detuvo a un hombre en Taza.",
        "لقي ثلاثة أشخاص مصرعهم بفاس. وأوقفت الشرطة رجلا بتازة.",
        "ثلاثة ديال الناس ماتو ف فاس. والبوليس شد راجل ف تازة.",
    ],
)
def test_those_who_died_are_not_held(text: str) -> None:
    assert count(text) == 1


def test_whoever_waits_for_his_trial_is_not_newly_held() -> None:
    assert count("أوقفت الشرطة رجلا، حيث يتابع في حالة اعتقال الحداد وابناه.") == 1


@pytest.mark.parametrize(
    "text",
    [
        "Le bureau a arrêté à Fès quatre hommes dont les complices sont morts en Syrie.",
        "The bureau arrested in Fez four men whose accomplices died in Syria.",
        "El bureau detuvo en Fez a cuatro hombres cuyos cómplices murieron en Siria.",
    ],
)
def test_whose_accomplices_died_is_alive(text: str) -> None:
    assert count(text) == 4


@pytest.mark.parametrize(
    "text",
    [
        "Four suspects were on the run for weeks before the bureau arrested them in Fez.",
        "Four suspects were on the run until Tuesday, when the bureau arrested them in Fez.",
    ],
)
def test_whoever_was_wanted_until_he_was_caught_is_held(text: str) -> None:
    assert count(text) == 4
