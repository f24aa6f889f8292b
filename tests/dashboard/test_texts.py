"""The words of the pages, in every language."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from alerts.placing import DECIDED
from dashboard.texts import LANGUAGES, load_texts
from matching.rules import ACT_RULES, ASPECT_RULES

ROOT = Path(__file__).parents[2]

NOON = datetime(2024, 1, 30, 12, tzinfo=UTC)


def plain(words: str) -> str:
    """Some spaces don't break."""
    return " ".join(words.split())


def gaps(words: str) -> set[str]:
    return set(re.findall(r"{\w+}", words))


def test_every_language_has_the_same_words_and_gaps() -> None:
    texts = load_texts()
    for key, word in texts["en"].words.items():
        for language in LANGUAGES:
            other = texts[language].words[key]
            if key == "counted":
                assert other.keys() == word.keys()
            elif isinstance(word, dict):
                assert other.keys() == word.keys()
                for name in word:
                    assert gaps(other[name]) == gaps(word[name]), name
            else:
                assert gaps(other) == gaps(word), key
    assert {len(t.words) for t in texts.values()} == {len(texts["en"].words)}


def test_numbers_stand_with_their_noun_as_the_language_has_it() -> None:
    texts = load_texts()
    numbers = (0, 1, 2, 5, 11, 100)
    assert [texts["en"].count("found", n) for n in numbers[:3]] == [
        "0 events",
        "1 event",
        "2 events",
    ]
    assert [texts["fr"].count("found", n) for n in numbers[:3]] == [
        "0 événement",
        "1 événement",
        "2 événements",
    ]
    assert [texts["ar"].count("found", n) for n in numbers] == [
        "لا أحداث",
        "حدث واحد",
        "حدثان",
        "5 أحداث",
        "11 حدثا",
        "100 حدث",
    ]
    for text in texts.values():
        forms = {*text.locale.plural_form.tags, "other"}
        for name, words in text.words["counted"].items():
            assert set(words) <= forms, name
            assert "other" in words


@pytest.mark.parametrize(
    ("language", "spans", "ago"),
    [
        ("en", ["9 seconds", "3 minutes", "5 hours", "2 days"], "in 2 hours"),
        ("fr", ["9 secondes", "3 minutes", "5 heures", "2 jours"], "dans 2 heures"),
        ("ar", ["9 ثوان", "3 دقائق", "5 ساعات", "يومان"], "خلال ساعتين"),
    ],
)
def test_durations_are_told_by_their_largest_unit(
    language: str, spans: list[str], ago: str
) -> None:
    texts = load_texts()[language]
    lengths = (timedelta(seconds=9), timedelta(minutes=3), timedelta(hours=5), timedelta(days=2))
    assert [plain(texts.span(length)) for length in lengths] == spans
    assert plain(texts.ago(NOON + timedelta(hours=2), NOON)) == ago
    assert texts.ago(None, NOON) == texts["never"]


def test_this_very_second_is_past() -> None:
    assert load_texts()["en"].ago(NOON, NOON) == "1 second ago"


def test_an_hour_and_a_half_are_not_two() -> None:
    assert load_texts()["en"].ago(NOON - timedelta(minutes=90), NOON) == "90 minutes ago"


def test_everything_that_the_matcher_says_has_words() -> None:
    texts = load_texts()["fr"].words
    assert {rule.name for rule in (*ACT_RULES, *ASPECT_RULES)} == set(texts["rule"])
    said = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "matching").rglob("*.py"))
    assert set(re.findall(r'Reason\(\s*name="([\w-]+)"', said)) <= set(texts["resolver"])
    assert set(DECIDED.values()) <= set(texts["decision"])


def test_every_health_word_has_words() -> None:
    """As the crawler says them; those of statuses are put together."""
    said = {
        reason
        for pattern in (r'FeedError\([\w.]+, "([\w ]+)"', r'Finding\(\s*"(\w+)"')
        for path in (ROOT / "crawler").rglob("*.py")
        for reason in re.findall(pattern, path.read_text(encoding="utf-8"))
    }
    assert said >= {"ok", "parse", "slow"}
    for texts in load_texts().values():
        assert said <= set(texts.labels.words["health"])


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("2.4 more points", "2,4 points de plus"),
        ("an operation at most 12 days old", "une opération vieille de 12 jours au plus"),
    ],
)
def test_what_would_have_changed_a_verdict_is_said_in_the_page_s_language(
    english: str, french: str
) -> None:
    assert load_texts()["fr"].put("counterfactual", english).text == french


def test_a_sentence_that_nobody_translated_is_still_told() -> None:
    told = load_texts()["ar"].put("detail", "something new")
    assert (told.text, told.lang) == ("something new", "en")


def test_instants_are_moroccan() -> None:
    assert load_texts()["fr"].instant(NOON) == "30 janvier 2024, 13:00"
