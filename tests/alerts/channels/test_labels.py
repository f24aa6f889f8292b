from __future__ import annotations

import string
from typing import get_args

import pytest

from alerts.channels.labels import Labels, load_labels
from core.alerts import AlertType
from core.articles import TIERS
from core.assessments import Topic
from core.subscribers import SubscriberSettings

LABELS = load_labels()


def test_every_language_of_the_settings_has_labels() -> None:
    languages = get_args(SubscriberSettings.model_fields["language"].annotation)
    assert set(LABELS) == set(languages)


@pytest.mark.parametrize("labels", LABELS.values(), ids=LABELS)
def test_every_language_has_the_same_words_with_the_same_places_to_fill(labels: Labels) -> None:
    english = LABELS["en"].words
    assert shape(labels.words) == shape(english)


@pytest.mark.parametrize("labels", LABELS.values(), ids=LABELS)
def test_every_name_of_a_payload_has_a_word(labels: Labels) -> None:
    assert set(labels.words["topic"]) == set(get_args(Topic))
    assert set(labels.words["type"]) == set(get_args(AlertType))
    assert set(labels.words["tier"]) == set(TIERS)
    assert len(labels.words["months"]) == 12


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
