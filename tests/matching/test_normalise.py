"""Folding: variants become one spelling, and every character knows where it came from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.normalise import fold, fold_text, fold_word, read_entities, readable, searchable

LETTERS = st.text(
    st.sampled_from("أإآٱابتةىيكگڭپچ ءئؤ،.؟«»éÉàœßABC'’-0٣۴\u064b\u0651\u0640\u200f\u00a0\ufefb\n"),
    max_size=60,
)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("الإرْهَاب", "الارهاب"),
        ("الـبـسـيـج", "البسيج"),
        ("القضائيّة", "القضاييه"),
        ("کلمة", "كلمه"),
        ("ڭلميم", "كلميم"),
        ("٢٩ و۳۰", "29 و30"),
        ("\u200fDGST\u200e", "dgst"),
        ("Démantèlement", "demantelement"),
        ("De\u0301mante\u0300lement", "demantelement"),
        ("cœur", "coeur"),
        ("ﻻ", "لا"),
        ("«\u00a0ici\u00a0»", '" ici "'),
        ("ارها.بي", "ارهابي"),
    ],
)
def test_variants_fold_to_one_spelling(written: str, folded: str) -> None:
    assert fold_word(written) == folded


@pytest.mark.parametrize("written", ["القضائية.وذكر", "المملكة.وفي", "انتهى.ثم"])
def test_a_stop_without_a_space_stays(written: str) -> None:
    assert "." in fold_word(written)


@given(LETTERS)
def test_offsets_lead_back_to_the_original(raw: str) -> None:
    folded = fold(raw)
    origins = [folded.origin(at) for at in range(len(folded.text) + 1)]
    assert origins == sorted(origins)
    assert not origins[0] or fold_word(raw[: origins[0]]) == ""
    assert fold_word(raw[origins[-1] :]) == ""
    for at in range(len(folded.text)):
        start, end = folded.original(at, at + 1)
        assert folded.text[at] in f"{fold_word(raw[start:end])} "  # or a space that was lost


@given(LETTERS)
def test_without_the_way_back_a_text_folds_alike(raw: str) -> None:
    assert fold_text(raw) == fold(raw).text


@pytest.mark.parametrize("rare", ["۳", "ğ", "漢"])
def test_a_rare_character_changes_nothing_around_it(rare: str) -> None:
    assert fold_word(f"Élève {rare} أسرة") == f"eleve {fold_word(rare)} اسره"


@given(LETTERS)
def test_folding_twice_changes_nothing_more(raw: str) -> None:
    once = fold_word(raw)
    assert fold_word(once) in (once, once.replace(".", ""))


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("plain words", "plain words"),
        ("«Sûreté» ´ò", "«Sûreté» ´o"),
        ("الب\u0640سِيج", "البسيج"),
        ("الديستى", "الديستي"),
        ("الإرها.بي", "الارهابي"),
        ("القضائية.وذكر", "القضاييه.وذكر"),
        ("الجمعةتم", "الجمعه تم"),
        ("\u202bالتراب\u202c", "التراب"),
        ("D\u00adGST", "DGST"),
        ("DG\ud800ST", "DGST"),
        ("\ufefbم", "لام"),
        ("secret\u00a0service", "secret service"),
        ("secret  \u00a0service", "secret service"),
        ("secret\nservice", "secret service"),
        ("Teşkilat œuvre 漢", "Teskilat oeuvre ?"),
    ],
)
def test_a_plain_search_sees_through_noise(written: str, plain: str) -> None:
    assert readable(searchable(written)) == plain


@given(st.text(st.characters(), max_size=60))
def test_whatever_comes_in_can_be_encoded_in_the_end(raw: str) -> None:
    folded = fold_word(raw)
    assert folded.encode().decode() == folded
    assert searchable(readable(searchable(raw))) == searchable(raw)


def test_a_word_keeps_the_mark_that_ends_it() -> None:
    folded = fold("أسلحة بيضاء!")
    assert folded.text == "اسلحه بيضا!"
    start, end = folded.original(folded.text.index("بيضا"), len(folded.text) - 1)
    assert "أسلحة بيضاء!"[start:end] == "بيضاء"


@pytest.mark.parametrize(
    ("raw", "read"),
    [("Fès.&nbsp;Un", "Fès.\u00a0Un"), ("l&#39;un", "l'un"), ("R&D; a", "R&D; a"), ("&amp;", "&")],
)
def test_entities_that_arrive_literally_are_read_in_place(raw: str, read: str) -> None:
    entities = read_entities(raw)
    assert len(entities) == len(raw)
    assert fold(entities).text == fold(read).text
