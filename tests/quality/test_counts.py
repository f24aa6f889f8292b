"""The counts of other news: made anew from a corpus, they are the shipped ones."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import matching.background
from matching.background import FOLDER, main


@pytest.mark.quality
def test_the_shipped_counts_are_those_of_the_corpus(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not os.environ.get("CORPUS"):
        pytest.skip("CORPUS names no folder")
    corpus = Path(__file__).parents[2] / os.environ["CORPUS"] / "background.jsonl.gz"
    shipped = {path.name: path.read_bytes() for path in FOLDER.glob("*.tsv")}
    monkeypatch.setattr(matching.background, "FOLDER", tmp_path)
    main([str(corpus)])
    assert {path.name: path.read_bytes() for path in tmp_path.glob("*.tsv")} == shipped
