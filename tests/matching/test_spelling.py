"""Words of names, misspelt: what still counts as the same word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from matching.spelling import (
    NameWord,
    NameWords,
    article_slips,
    likeness,
    slips_of,
    typos_of,
)
from tests.matching.readings import kind, read

WORDS = st.text(st.sampled_from("abcd"), min_size=1, max_size=9)


@pytest.mark.parametrize(
    ("a", "b", "near"),
    [
        ("abc", "abd", False),
        ("abcd", "abcx", True),
        ("abcdef", "abcdxx", False),
        ("abcdefg", "abcdexx", True),
        ("abcdefgh", "abcdexxx", False),
        ("abcdefg", "abcdfeg", True),
        ("مراقبه", "مرقبه", True),
        ("امن", "امر", False),
    ],
)
def test_the_longer_a_word_the_more_edits_it_bears(a: str, b: str, near: bool) -> None:
    assert (likeness(a, b) > 0) is near


def test_a_short_name_is_doubled_or_swapped_and_a_longer_one_cut_too() -> None:
    assert slips_of("abc") == frozenset()
    assert slips_of("abcd") == {"bacd", "acbd", "abdc", "aabcd", "abbcd", "abccd", "abcdd"}
    assert {"acdef", "abcde", "abdcef"} <= slips_of("abcdef")
    assert "bcdef" not in slips_of("abcdef")
    assert "abcdex" not in slips_of("abcdef")


@given(WORDS)
def test_a_slip_is_one_edit_away(name: str) -> None:
    assert all(OSA.distance(name, slip) == 1 for slip in slips_of(name))


@given(st.lists(WORDS, max_size=8), WORDS)
def test_every_word_that_is_near_is_found(known: list[str], word: str) -> None:
    near = NameWords([NameWord(text, text) for text in known]).near(word, word)
    assert near == {n: value for n, text in enumerate(known) if (value := likeness(text, word))}


def test_an_article_may_be_what_is_misspelt() -> None:
    words = NameWords([NameWord("abc", "alabc")])
    assert words.near("aalabc", "aalabc") == {0: pytest.approx(0.8)}
    assert words.near("xxalabc", "xxalabc") == {}


def test_a_long_word_alone_is_cut() -> None:
    assert {"maardi", "madri"} <= typos_of("mardi")
    assert "mari" not in typos_of("mardi")
    assert {"mecredi", "merccredi"} <= typos_of("mercredi")
    assert {"marcredi", "ercredi"} <= typos_of("mercredi")
    assert "ardi" not in typos_of("mardi")


def test_the_article_of_a_name_is_swapped_and_doubled() -> None:
    assert article_slips("ديستي") == {"لاديستي", "ادليستي", "االديستي", "اللديستي"}
    assert article_slips("dgst") == frozenset()


@pytest.mark.parametrize(
    "text",
    [
        "Six narcos arrêtés lundi à Tanger : la GST avait transmis les informations à la police.",
        "La polcía detuov el lunes a tres hombres en Tánger con datos de la DGST.",
        "Police arrseted three men in Tangier on Monday after a tip from the DGST.",
        "يقوف البسيج أمس الاثنين شخصين بطنجة.",
        "شدات ادليستي البارحح تلاتة د الناس فطنجة.",
    ],
)
def test_misspelt_acts_days_and_names_are_read(text: str) -> None:
    assert kind(text) in ("operation", "support")


def test_a_weekday_misspelt_is_no_ordinal() -> None:
    assert not read("أوقف المشتبه فيه الرابع").hits.get("weekday")
