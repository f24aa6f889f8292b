"""What was seized is compared by thing and amount, in any language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.resolving.goods import amounts, new_goods, one_of_each, read_goods


@pytest.mark.parametrize(
    ("text", "thing", "amount"),
    [
        ("410 kg de chira", "cannabis", 410),
        ("410 كيلوغرامات من الحشيش", "cannabis", 410),
        ("tres toneladas de hachís", "cannabis", 3000),
        ("ثلاثة أطنان من الشيرا", "cannabis", 3000),
        ("6,4 tonnes de haschich", "cannabis", 6400),
        ("1.890 kilos de chira", "cannabis", 1890),
        ("300 grams of cocaine", "cocaine", 0.3),
        ("8.000 comprimés d’ecstasy", "pills", 8000),
        ("76 ألف قرص مهلوس", "pills", 76_000),
        ("362,000 pills", "pills", 362_000),
        ("جوج مسدسات", "firearm", 2),
        ("أسلحة بيضاء", "blade", None),
        ("armes", "weapon", None),
        ("ومبلغ مالي", "money", None),
        ("700 كيلوغرام", None, 700),
        ("ست رزم", None, 6),
        ("30 كيلومتراً", None, 30),
        ("une tonne et 300 kilos de chira", "cannabis", 1300),
        ("طن و300 كيلوغرام من الشيرا", "cannabis", 1300),
        ("طنين وثلاثمائة كيلوغرام", None, 2300),
        ("1 tonne 306 kilogrammes de cocaïne", "cocaine", 1306),
        ("una tonelada y quinientos kilos de hachís", "cannabis", 1500),
        ("deux tonnes et demie de chira", "cannabis", 2500),
        ("طن ونصف من الشيرا", "cannabis", 1500),
        ("half a ton of hashish", "cannabis", 500),
        ("طونة و40 كيلو ديال الكيف", "cannabis", 1040),
        ("1860 حبة من الريفوتريل", "pills", 1860),
        ("كيف حجزوها", None, None),
        ("deux mille cinq cents comprimés", "pills", 2500),
        ("ألفين وخمسمائة قرص", "pills", 2500),
        ("خمسة وعشرون كيلوغراما", None, 25),
        ("3 tonnes de chira et 300 kilos de cocaïne", "cannabis", 3000),
        ("1,362 tonne de cocaïne", "cocaine", 1362),
        ("1.488 طن من الكوكايين", "cocaine", 1488),
        ("5,325 toneladas de hachís", "cannabis", 5325),
        ("5.325 tonnes of hashish", "cannabis", 5325),
        ("between two and three tonnes of hashish", "cannabis", 3000),
        ("entre dos y tres toneladas de hachís", "cannabis", 3000),
        ("entre deux et trois tonnes de chira", "cannabis", 3000),
        ("بين طنين وثلاثة أطنان من الشيرا", "cannabis", 2000),
        ("treinta y dos kilos", None, 32),
        ("soixante et onze kilos", None, 71),
        ("مائة وخمسة وعشرون كيلوغراما", None, 125),
        ("five hundred and twenty kilos", None, 520),
        ("34 ألفا و500 قرص", "pills", 34_500),
    ],
)
def test_a_seizure_is_a_thing_and_an_amount(
    text: str, thing: str | None, amount: float | None
) -> None:
    goods = read_goods(text)
    assert (goods.thing, goods.amount) == (thing, pytest.approx(amount) if amount else amount)


TONNES = ("3 tonnes de chira",)


@pytest.mark.parametrize(
    ("texts", "known", "followup", "new"),
    [
        (TONNES, (), False, TONNES),
        (("ثلاثة أطنان من الحشيش",), TONNES, False, ()),
        (("2.900 kilos de hachís",), TONNES, False, ()),
        (("5 tonnes de chira",), TONNES, False, ("5 tonnes de chira",)),
        (("500 kg de chira",), TONNES, False, ()),
        (("500 kg de chira",), TONNES, True, ("500 kg de chira",)),
        (("3000 كيلوغرام",), TONNES, True, ()),
        (("chira",), TONNES, True, ()),
        (TONNES, ("3 أطنان من مخدر",), False, ()),
        (("640 kg de cocaïne",), TONNES, False, ("640 kg de cocaïne",)),
        (("trois véhicules", "300.000 dirhams"), TONNES, True, ()),
        (("six rifles",), ("armes",), False, ()),
        (("1300 kg de chira",), ("1 tonne de chira", "300 kg de chira"), False, ()),
        (("300.000 dirhams",), (), False, ()),
        (("300.000 dirhams",), (), True, ("300.000 dirhams",)),
        (("six rifles",), ("armes blanches",), False, ("six rifles",)),
        (("armes blanches",), ("six rifles",), False, ("armes blanches",)),
        (("25,740 kg de cocaïne",), ("26 kilos de cocaïne",), False, ()),
    ],
)
def test_new_is_what_no_text_told(
    texts: tuple[str, ...], known: tuple[str, ...], followup: bool, new: tuple[str, ...]
) -> None:
    assert new_goods(texts, known, followup=followup) == new


def test_of_texts_that_say_the_same_the_first_is_shown() -> None:
    texts = ("410 kg de chira", "410 كيلوغرامات من الحشيش", "400 kilos", "armes", "x", "x", "y")
    assert one_of_each(texts) == ("410 kg de chira", "armes", "x", "y")
    assert one_of_each(["26 kilos of cocaine", "25,740 kg de coca"]) == ("26 kilos of cocaine",)


def test_whole_amounts_are_the_same_number_in_every_language() -> None:
    assert amounts(["trois tonnes de chira"]) == amounts(["ثلاثة أطنان"]) == {3000}
    assert amounts(["6,4 tonnes", "1 pistolet", "armes"]) == {6400}


def test_an_endless_run_of_digits_is_no_amount() -> None:
    assert amounts(["9" * 400 + " kg de chira"]) == set()


@given(st.lists(st.sampled_from([*TONNES, "armes", "12 pistolets", "قرص", "عبوة", "1 kg"])))
def test_what_is_known_is_never_new(texts: list[str]) -> None:
    for followup in (False, True):
        assert new_goods(texts, texts, followup=followup) == ()


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    goods = read_goods(text)
    assert goods.amount is None or goods.amount >= 0
