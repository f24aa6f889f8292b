from __future__ import annotations

import re
import string
import tomllib
from pathlib import Path
from typing import get_args

import pytest

from alerts.channels.labels import Labels, load_labels
from alerts.channels.phrases import because
from core.alerts import AlertType
from core.articles import TIERS
from core.assessments import Topic
from core.subscribers import SubscriberSettings

LABELS = load_labels()
ROOT = Path(__file__).parents[3]


def test_every_language_of_the_settings_has_labels() -> None:
    languages = get_args(SubscriberSettings.model_fields["language"].annotation)
    assert set(LABELS) == set(languages)


@pytest.mark.parametrize("labels", LABELS.values(), ids=LABELS)
def test_every_language_has_the_same_words_with_the_same_places_to_fill(labels: Labels) -> None:
    english = LABELS["en"].words
    assert shape(labels.words) == shape(english)


@pytest.mark.parametrize("labels", LABELS.values(), ids=LABELS)
def test_every_name_of_a_payload_has_a_word(labels: Labels) -> None:
    assert set(labels.words["topic"]) == {*get_args(Topic), "topic unknown"}
    assert set(labels.words["type"]) == set(get_args(AlertType))
    assert set(labels.words["tier"]) == set(TIERS)
    assert len(labels.words["months"]) == 12


@pytest.mark.parametrize("labels", LABELS.values(), ids=LABELS)
def test_every_reason_of_the_matcher_has_a_name(labels: Labels) -> None:
    weights = tomllib.loads((ROOT / "matching/lexicon/weights.toml").read_text(encoding="utf-8"))
    assert set(weights["points"]) <= set(labels.words["reason"])


def test_everything_that_the_matcher_names_has_a_name_in_every_language() -> None:
    """A place that the file lacks is one of the HCP's, with its Arabic name."""
    lexicon = ROOT / "matching/lexicon"
    read = [tomllib.loads((lexicon / f"{f}.toml").read_text()) for f in ("partners", "groups")]
    partners = {partner["name"] for partner in read[0]["partner"]}
    listed = tomllib.loads((lexicon / "places.toml").read_text(encoding="utf-8"))["name"]
    places = {place["french"] for place in listed if "french" in place}
    assert partners <= set(LABELS["ar"].words["partner"])
    assert set(read[1]["groups"]) == set(LABELS["ar"].words["organisation"])
    assert {name for name in places if name not in LABELS["ar"].places} == set()


SAYING = ("alerts/raising.py", "alerts/regrouping.py", "matching/resolve.py")


@pytest.mark.parametrize("english", LABELS["en"].words["because"])
def test_every_sentence_about_what_is_new_is_one_that_is_said(english: str) -> None:
    said = "".join((ROOT / path).read_text(encoding="utf-8") for path in SAYING)
    pieces = [piece for piece in re.split(r"\{\w+\}", english) if piece.strip(" ,:")]
    assert all(piece.strip() in said for piece in pieces)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("no known event shares its facts", "aucun événement connu n’a les mêmes faits"),
        ("new in a known event: count, places", "un événement connu : Interpellés, Lieux"),
        (
            "it is known as operation, drugs, only now",
            "opération du service, Stupéfiants",
        ),
        (
            "no known event shares its facts; the report was found 2h after it was published",
            "l’article a été trouvé 2\xa0heures après sa publication",
        ),
        ("a sentence that nobody translated", "a sentence that nobody translated"),
    ],
)
def test_what_is_new_is_said_in_the_readers_language(said: str, expected: str) -> None:
    clauses = because(said, LABELS["fr"])
    assert expected in " · ".join(clause.text for clause in clauses)


def test_instants_are_told_in_moroccan_time() -> None:
    assert LABELS["en"].instant("2024-01-30T23:30:00Z") == "31 January 2024, 00:30 (Morocco)"
    assert LABELS["ar"].instant("2024-08-01T06:00:00Z") == "1 غشت 2024، 07:00 (بتوقيت المغرب)"


def shape(words: dict[str, object]) -> dict[str, object]:
    """Return the keys with the names that their texts fill in."""
    return {
        key: shape(value) if isinstance(value, dict) else fields(value)
        for key, value in words.items()
    }


def fields(value: object) -> list[str]:
    if not isinstance(value, str):
        return []
    return sorted(name for _, name, _, _ in string.Formatter().parse(value) if name)
