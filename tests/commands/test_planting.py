"""A text is planted once, under a name that says where it came from."""

from __future__ import annotations

from pathlib import Path

import pytest

from commands.planting import seedling_of
from core.errors import UsageError
from crawler.extraction import PageText


def test_a_page_becomes_a_text_file(tmp_path: Path) -> None:
    page = PageText(title="Titre", text="Un texte.")
    seedling = seedling_of(tmp_path / "seeds", "https://example.org/une-cellule/", page)
    assert not seedling.path.exists()
    seedling.plant()
    assert seedling.path.read_text(encoding="utf-8") == "Titre\n\nUn texte.\n"
    assert seedling.path.name.startswith("une-cellule_")


def test_the_same_text_is_planted_once_whatever_its_name(tmp_path: Path) -> None:
    (tmp_path / "by-hand.txt").write_text("Un  texte.\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"a seed already: .*by-hand\.txt"):
        seedling_of(tmp_path, "-", PageText(title="", text="Un texte."))


def test_no_text_is_no_seed(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no text was found"):
        seedling_of(tmp_path, "x.html", PageText(title="", text=" 12 "))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_can_not_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(UsageError, match="can't be written"):
        seedling_of(tmp_path / "file", "a.txt", PageText(title="", text="Un texte.")).plant()
