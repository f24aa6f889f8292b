"""Words as the search knows them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.search_terms import WINDOW, is_prefix, marks_of, search_words, snippet_of


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("خلية", "والخليةُ"),
        ("الدار البيضاء", "بالدار البيضاء"),
        ("démantèlement", "DEMANTELEMENT"),
        ("أكادير", "اكادير"),
    ],
)
def test_one_word_in_two_spellings_is_one(asked: str, written: str) -> None:
    assert set(search_words(asked)) <= set(search_words(written))


def test_marks_lie_on_the_original_words() -> None:
    text = "تفكيك الخليّة بمدينة وجدة"
    assert [text[a:b] for a, b in marks_of(text, search_words("خلية وجده"))] == ["الخليّة", "وجدة"]


def test_a_long_word_marks_those_that_begin_with_it_and_a_short_one_does_not() -> None:
    assert is_prefix("demantel")
    assert not is_prefix("2024")
    assert marks_of("Démantèlement d'une cellule", ["demantel"]) == [(0, 13)]
    assert marks_of("Rabatteur", ["rab"]) == []


def test_a_snippet_holds_the_words_looked_for() -> None:
    text = "avant " * 200 + "une cellule à Oujda " + "après " * 200
    start, end = snippet_of(text, search_words("cellule Oujda"))
    assert "cellule à Oujda" in text[start:end]
    assert len(text[start:end].split()) <= WINDOW


def test_without_a_find_the_beginning_is_shown() -> None:
    text = "un " * 100
    start, end = snippet_of(text, ["absent"])
    assert (start, text[start:end].count("un")) == (0, WINDOW)
    assert snippet_of("", ["absent"]) == (0, 0)


@given(st.text(max_size=200), st.text(max_size=40))
def test_marks_and_snippet_lie_within_any_text(text: str, asked: str) -> None:
    words = search_words(asked)
    start, end = snippet_of(text, words)
    assert 0 <= start <= end <= len(text)
    assert all(0 <= a < b <= len(text) for a, b in marks_of(text, words))
