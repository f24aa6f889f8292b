"""Counts of what other news writes: made of articles, written, read again, and no text in them."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

import matching.background
from core.errors import LexiconError
from matching.background import (
    FOLDER,
    LEAST_DOCUMENTS,
    Background,
    count_runs,
    load_background,
    main,
    runs,
    write_background,
)

COUNTED = [path.stem for path in FOLDER.glob("*.tsv")]


def test_stems_are_counted_alone_and_in_a_row_once_an_article() -> None:
    counted = count_runs(["Le port de Safi. Le port de Nador."] * 6)
    assert counted.documents == 6
    assert counted.counts["port"] == counted.counts["le port de"] == 6
    assert "le port de safi" not in counted.counts
    assert counted.totals[0] == 6 * 5


def test_what_few_articles_hold_is_left_out() -> None:
    texts = ["Le port"] * LEAST_DOCUMENTS + ["Le marché"] * (LEAST_DOCUMENTS - 1)
    assert set(count_runs(texts).counts) == {"le", "port", "le port"}
    assert count_runs(texts).frequency("marche") == LEAST_DOCUMENTS / 2


def test_the_floor_rises_with_the_articles() -> None:
    many = count_runs(["Le port"] * 10_000)
    assert many.floor == 20


def test_counts_are_read_as_they_were_written(tmp_path: Path) -> None:
    counted = count_runs(["Le port de Safi."] * 6)
    write_background(tmp_path / "xx.tsv", counted)
    assert load_background("xx", tmp_path) == counted


def test_a_language_without_counts_has_none(tmp_path: Path) -> None:
    assert load_background("en", tmp_path) is None


@pytest.mark.parametrize("text", ["", "5\n", "5\t5\nport\n", "5\t5\nport\tmany\n"])
def test_a_broken_file_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "xx.tsv").write_text(text, encoding="utf-8")
    with pytest.raises(LexiconError, match="can't be read"):
        load_background("xx", tmp_path)


def test_the_command_writes_a_file_a_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [("ar", "خبر"), ("ary", "خبر"), ("fr", "nouvelle"), ("en", "news")]
    with gzip.open(tmp_path / "articles.jsonl.gz", "wt", encoding="utf-8") as file:
        for language, text in rows * 6:
            file.write(json.dumps({"lang": language, "title": "", "text": text}) + "\n")
    monkeypatch.setattr(matching.background, "FOLDER", tmp_path)
    monkeypatch.setattr(matching.background, "FEWEST_ARTICLES", 6)
    main([str(tmp_path / "articles.jsonl.gz")])
    written = {path.stem: load_background(path.stem, tmp_path) for path in tmp_path.glob("*.tsv")}
    assert {name: b.documents for name, b in written.items() if b} == {"ar": 12, "fr": 6, "en": 6}


@pytest.mark.parametrize("language", COUNTED)
def test_no_text_can_be_put_together_from_the_shipped_counts(language: str) -> None:
    """Nothing longer than three stems, nothing that fewer than five articles have in common."""
    background = load_background(language)
    assert background is not None
    assert max(run.count(" ") for run in background.counts) == 2
    assert min(background.counts.values()) >= background.floor >= LEAST_DOCUMENTS
    assert sum(path.stat().st_size for path in FOLDER.glob("*.tsv")) < 1_000_000


def test_arabic_and_french_are_counted() -> None:
    assert {"ar", "fr"} <= set(COUNTED)


def test_runs_are_up_to_three_in_a_row() -> None:
    assert list(runs(["a", "b", "c", "d"])) == [
        *("a", "a b", "a b c", "b", "b c", "b c d", "c", "c d", "d")
    ]


def test_shares_are_of_the_documents() -> None:
    background = Background(10, 2, {"port": 5}, (5, 0, 0))
    assert (background.share("port"), background.share("mer")) == (0.5, 0)
