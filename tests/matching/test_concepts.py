"""Passages as sequences of concepts: the same story is the same sequence in every language."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import LexiconError
from matching.assess import judge_passages
from matching.concepts import likeness
from matching.cue_names import CUES
from matching.matcher import load_matcher
from matching.reading import outline_article, read_around
from matching.roles import assign_roles
from matching.teaching import PATH, load_teaching
from tests.matching.readings import article, lexicon, matcher, watchlist

FRENCH = "Le BCIJ a arrêté mardi à Safi quatre hommes âgés de 20 à 30 ans. Ils sont en garde à vue."
SAME = {
    "en": "The BCIJ arrested on Tuesday in Safi four men aged 20 to 30. They are in custody.",
    "es": "El BCIJ detuvo el martes en Safi a cuatro hombres de 20 a 30 años. Están bajo custodia.",
    "ar": "البسيج أوقف الثلاثاء بآسفي أربعة رجال تتراوح أعمارهم بين 20 و30 سنة. وضعوا تحت"
    " الحراسة النظرية.",
}
OTHER = "Le directeur du BCIJ a reçu une médaille lors de sa visite au siège de la police."


def concepts(text: str) -> str:
    asked = matcher()._watchlists[0]
    outline = outline_article(article(text))
    names = asked.finder.find(outline.tokens)
    reading = read_around(outline, (name.first for name in names), lexicon())
    judged = judge_passages(reading, asked, assign_roles(reading, names), lexicon())
    return judged[0].portrait.concepts


@pytest.mark.parametrize("language", SAME)
def test_one_story_is_nearly_one_sequence_in_every_language(language: str) -> None:
    same = concepts(SAME[language])
    assert likeness(same, [concepts(FRENCH)]) >= 0.8
    assert likeness(same, [concepts(OTHER)]) < 0.5


def test_the_order_of_the_text_is_kept_and_a_repeated_concept_told_once() -> None:
    first = concepts("Le BCIJ a arrêté un homme à Safi.")
    assert first != concepts("À Safi, un homme a été arrêté par le BCIJ.")
    assert concepts("Le BCIJ a arrêté et interpellé un homme à Safi.") == first


def test_likeness_is_of_the_nearer_half() -> None:
    assert likeness("abc", ["abc", "xyz"]) == 1
    assert likeness("abc", ["abc", "abd", "xyz"]) == pytest.approx((1 + 2 / 3) / 2)
    assert likeness("abc", []) == 0


@given(st.text("abcd", max_size=8), st.lists(st.text("abcd", max_size=8), max_size=6))
def test_likeness_is_between_none_and_all(sequence: str, others: list[str]) -> None:
    assert 0 <= likeness(sequence, others) <= 1
    assert likeness(sequence, [sequence]) == 1


def test_a_seed_in_one_language_speaks_for_an_article_in_another(tmp_path: Path) -> None:
    (tmp_path / "arabic.txt").write_text(SAME["ar"], encoding="utf-8")
    (tmp_path / "seeds.toml").write_text("[arabic]\npublished = 2024-01-30\n", encoding="utf-8")
    taught = load_matcher([watchlist(seeds=tmp_path)])
    reasons = {
        text: {e.reason: e.points for a in taught.judge(article(text)).assessments[:1]
               for e in a.evidence}
        for text in (FRENCH, OTHER)
    }  # fmt: skip
    assert reasons[FRENCH]["told like a seed that announces"] > 0
    assert reasons[OTHER]["told unlike any seed that announces"] < 0


def test_every_cue_of_a_concept_is_the_lexicon_s() -> None:
    known = CUES | {"group", "topic", "cells", "month", "weekday", "relative", "place"}
    named = {cue for cues in load_teaching().concepts.cues.values() for cue in cues}
    assert named <= known


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("most = 20", "most = 0", r"phrases\.most: .*greater than 0"),
        ("steep = 3", "stepp = 3", r"concepts\.steep: Field required"),
        ("[phrases]", "[phrases", "can't be read"),
    ],
)
def test_a_broken_file_is_named(tmp_path: Path, old: str, new: str, says: str) -> None:
    text = PATH.read_text(encoding="utf-8")
    assert tomllib.loads(text)
    (tmp_path / "seeds.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(LexiconError, match=says):
        load_teaching(tmp_path / "seeds.toml")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="there is no such file"):
        load_teaching(tmp_path / "seeds.toml")
