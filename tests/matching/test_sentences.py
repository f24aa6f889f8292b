"""Tokens and sentences: stems, stops with and without spaces, endless lines."""

from __future__ import annotations

import pytest

from matching.normalise import fold
from matching.sentences import MOST_TOKENS, split_sentences
from matching.tokens import noun, short_stem, stem, tokenise


def sentences(raw: str) -> list[str]:
    folded = fold(raw).text
    return [folded[s.start : s.end] for s in split_sentences(folded, tokenise(folded))]


@pytest.mark.parametrize(
    ("word", "stemmed"),
    [
        ("والبسيج", "بسيج"),
        ("بسيج", "بسيج"),
        ("للابحاث", "ابحاث"),
        ("لمراقبه", "مراقبه"),
        ("وجده", "وجده"),
        ("بوجده", "وجده"),
        ("police", "police"),
    ],
)
def test_particles_are_taken_off_whole_words_only(word: str, stemmed: str) -> None:
    assert stem(word) == stemmed


def test_a_noun_keeps_its_article() -> None:
    assert noun("والشرطه") == "الشرطه"
    assert noun("للشرطه") == "الشرطه"
    assert noun("شرطه") == "شرطه"


def test_a_short_town_shows_behind_its_particle() -> None:
    assert short_stem("بفاس") == "فاس"


def test_stops_end_sentences_with_or_without_a_space() -> None:
    assert sentences("انتهى البحث القضائي.وأضاف المصدر. شكرا") == [
        "انتهي البحث القضايي",
        "واضاف المصدر",
        "شكرا",
    ]


@pytest.mark.parametrize(
    "text",
    ["معلومات من الديستي.وجاء توقيفه", "أوقف بمدينة فاس.وحسب مصدر", "أحيل رجل.كما حجزت الشيرا"],
)
def test_a_short_word_beside_a_stop_is_no_stump_of_the_other(text: str) -> None:
    assert len(sentences(text)) == 2


def test_abbreviations_and_numbers_do_not() -> None:
    assert sentences("M. Untel a saisi 8.000 comprimés.") == ["m. untel a saisi 8.000 comprimes"]


def test_a_ticker_falls_apart_into_its_headlines() -> None:
    assert sentences("طقس الغد    نتائج المباراة    أسعار السوق") == [
        "طقس الغد",
        "نتايج المباراه",
        "اسعار السوق",
    ]


def test_an_endless_line_is_cut() -> None:
    assert len(sentences("mot " * (3 * MOST_TOKENS))) == 3


@pytest.mark.parametrize("mark", ["|", "•", "+", "/"])
def test_a_mark_between_spaces_parts_the_headlines_of_a_ticker(mark: str) -> None:
    assert sentences(f"Un réseau tombe à Safi {mark} Météo : pluie à Ifrane") == [
        "un reseau tombe a safi",
        "meteo : pluie a ifrane",
    ]
