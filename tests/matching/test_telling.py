"""Phrases that seeds teach: which are kept, what they weigh, and where they are found again."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.background import Background
from matching.teaching import load_teaching
from matching.telling import contained, phrases_of, telling, weigh_phrases
from tests.matching.readings import everything, lexicon, matcher, read

RULES = load_teaching().phrases
WORDS = "ils ont depose les armes au port et le juge attend"
BACKGROUND = Background(
    1000,
    5,
    dict.fromkeys(WORDS.split(), 50) | {"le": 900, "et": 950, "les": 800, "les armes": 8},
    (5000, 3000, 2000),
)


def found(text: str) -> frozenset[str]:
    reading = read(text)
    return phrases_of(reading, everything(reading), [], BACKGROUND, RULES)


def test_words_alone_and_in_a_row_are_phrases() -> None:
    assert {"depose", "armes", "depose les armes", "au port"} <= found(
        "Ils ont déposé les armes au port."
    )


def test_a_phrase_neither_begins_nor_ends_with_a_function_word() -> None:
    assert "les" not in found("Ils ont déposé les armes.")
    assert "depose les" not in found("Ils ont déposé les armes.")


@pytest.mark.parametrize(
    "text",
    [
        "Ils ont déposé 22 armes",
        "Ils ont déposé quatre armes",
        "Ils ont déposé Safi armes",
        "Ils ont déposé Daech armes",
        "Ils ont déposé Xyzzyx armes",
        "Ils ont déposé زكرويط armes",
        "Ils ont déposé Juge armes",
        "Ils ont déposé janvier armes",
        "Ils ont déposé mardi armes",
        "Ils ont déposé Mohamed armes",
    ],
)
def test_numbers_places_groups_days_and_names_are_in_no_phrase(text: str) -> None:
    phrases = found(text)
    assert phrases == {"ils", "ont", "depose", "ils ont", "ont depose", "ils ont depose", "armes"}


def test_a_rare_word_without_a_capital_is_no_name() -> None:
    assert "armes xyzzyx" in found("Ils ont déposé les armes xyzzyx.")
    assert "xyzzyx" not in found("Xyzzyx ont déposé les armes.")


def test_phrases_end_with_their_sentence() -> None:
    assert "armes juge" in found("Ils ont déposé armes juge.")
    assert "armes juge" not in found("Ils ont déposé les armes. juge attend.")


def test_agency_names_are_in_no_phrase() -> None:
    lessons = matcher().lessons["dgst-bcij"]
    words = {word for x in lessons for p in x.phrases for word in p.phrase.split()}
    assert words
    assert words.isdisjoint({"بسيج", "ديستي", "bcij", "dgst"})
    assert not any(word.isdigit() for word in words)


def weighed(
    own: list[set[str]], others: list[set[str]], background: Background = BACKGROUND
) -> dict[str, float]:
    return weigh_phrases(own, others, background, RULES)


def test_weights_are_the_z_scores_of_the_log_odds_with_the_background_as_prior() -> None:
    background = Background(100, 5, {"armes": 10}, (500, 0, 0))
    prior = RULES.prior * 10 / 500
    odds = (2 + prior) / (2 + RULES.prior - 2 - prior)
    usual = (10 + prior) / (500 + RULES.prior - 10 - prior)
    deviation = math.sqrt(1 / (2 + prior) + 1 / (10 + prior))
    expected = round((math.log(odds) - math.log(usual)) / deviation, 2)
    assert weighed([{"armes"}, {"armes"}], [], background) == {"armes": expected}


def test_what_most_seed_passages_have_weighs_more() -> None:
    weights = weighed([{"armes", "juge"}, {"armes"}, {"armes"}], [])
    assert weights["armes"] > weights["juge"] > 0


def test_what_other_news_has_as_often_is_no_phrase() -> None:
    everywhere = Background(10, 2, {"armes": 10, "juge": 2}, (12, 0, 0))
    assert set(weighed([{"armes", "juge"}] * 2, [], everywhere)) == {"juge"}


def test_what_the_other_side_has_as_often_is_no_phrase() -> None:
    assert set(weighed([{"armes", "juge"}], [{"armes"}])) == {"juge"}


def test_of_phrases_that_hold_one_another_one_is_kept() -> None:
    weights = weighed([{"depose", "armes", "depose les armes"}] * 3, [])
    assert len({"depose les armes", "armes"} & weights.keys()) == 1


def test_so_many_are_kept() -> None:
    letters = [chr(ord("a") + n) * 3 for n in range(26)]
    assert len(weighed([set(letters)] * 2, [])) == RULES.most


def test_phrases_are_found_again_with_how_much_they_are() -> None:
    reading = read("Hier, ils ont déposé les armes.")
    result = contained(
        reading, everything(reading), telling({"depose les armes": 6, "hier": 3, "juge": 9}), 18
    )
    assert result is not None
    assert result.share == 0.5
    assert reading.quote(result.first, result.last)[0] == "déposé les armes"


def test_nothing_is_found_where_nothing_stands() -> None:
    reading = read("Le juge attend.")
    assert contained(reading, everything(reading), telling({"soir": 9}), 18) is None


@settings(deadline=None)  # the first example loads the lexicon
@given(st.lists(st.sampled_from(["armes", "juge", "soir", "le"]), max_size=40))
def test_a_share_is_at_most_one_and_grows_with_the_text(words: list[str]) -> None:
    weights = telling({"armes": 8, "juge soir": 5, "soir": 4})
    shares = []
    for end in range(len(words) + 1):
        reading = read(" ".join(words[:end]) + " .")
        result = contained(reading, everything(reading), weights, 12)
        shares.append(result.share if result else 0.0)
    assert shares == sorted(shares)
    assert shares[-1] <= 1


def test_every_meaning_that_is_left_out_is_one_of_the_lexicon() -> None:
    text = "Mardi 3 janvier, deux hommes de Daech, quatre Marocains à Safi, premier, la BNPJ, hier"
    known = set(read(text).hits)
    assert lexicon()
    assert {"digits", "number", "month", "weekday", "group", "place", "relative"} <= known
    assert RULES.never >= {"digits", "number", "month", "weekday", "group", "place", "relative"}
