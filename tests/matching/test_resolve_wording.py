"""What a report says of its own news: each phrase of the data is read."""

from __future__ import annotations

import pytest

from matching.resolving.weights import load_weights
from matching.resolving.wording import denies, refers
from tests.matching.archive import told

CUES = load_weights().cues


def spelt(phrase: str) -> str:
    """A phrase as a text may hold it."""
    return phrase.replace("*", "").replace(" .. ", " ")


@pytest.mark.parametrize("phrase", CUES.denial)
def test_a_title_denies(phrase: str) -> None:
    assert denies(told(title=f"10: {spelt(phrase)}"))


@pytest.mark.parametrize("phrase", CUES.official_denial)
def test_a_passage_says_who_denies(phrase: str) -> None:
    assert denies(told(passage=f"10: {spelt(phrase)}."))


@pytest.mark.parametrize("phrase", CUES.referral)
def test_a_followup_refers(phrase: str) -> None:
    assert refers(told(kind="update", passage=f"10: {spelt(phrase)}."))


@pytest.mark.parametrize("phrase", CUES.to_come)
def test_a_referral_is_to_come(phrase: str) -> None:
    text = f"10: {spelt(phrase)} devant le parquet, امام المحكمه."
    assert not refers(told(kind="update", passage=text))


def test_what_holds_no_phrase_says_nothing() -> None:
    report = told(title="Cinq arrestations", passage="Le communiqué de la direction le précise.")
    assert not denies(report)
