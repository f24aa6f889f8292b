"""The data files: all load, and a broken one is named."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from core.errors import LexiconError
from matching.lexicon import FOLDER, load_lexicon


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "lexicon"))


def test_the_shipped_lexicon_loads() -> None:
    lexicon = load_lexicon()
    assert lexicon.weights.threshold > 0
    assert lexicon.weights.points["agency acts"] > lexicon.weights.points["agency informs"] > 0


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("cues.fr.toml", "dance = ['valse']", "'dance' is no cue"),
        ("cues.fr.toml", "act = 'saisi'", "a list of texts"),
        ("cues.fr.toml", "act = ['..']", "is no phrase"),
        ("forms.toml", "[[forms]]\nconcept = 'act'", "missing or wrong: 'parts'"),
        ("forms.toml", "[[forms]]\nconcept = 'act'\nparts = [[1], ['x']]", "missing or wrong"),
        ("forms.toml", "[[forms]]\nconcept = 'dance'\nparts = [['a']]", "'dance' is no cue"),
        ("topics.toml", "sport = ['but']", "'sport' is no topic"),
        ("weights.toml", "threshold = 3", "missing"),
        ("agencies.toml", "generic = []", "missing"),
        ("affixes.toml", "dual = ['ين']", "missing or wrong: 'definite'"),
        ("places.toml", "= 3", "can't be read"),
    ],
)
def test_a_broken_file_is_named(folder: Path, name: str, text: str, says: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(LexiconError, match=says) as caught:
        load_lexicon(folder)
    assert caught.value.path == str(folder / name)


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "groups.toml").unlink()
    with pytest.raises(LexiconError, match=r"groups\.toml: there is no such file"):
        load_lexicon(folder)
