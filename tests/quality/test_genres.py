"""Reports and mentions in the genres of the press, each in few words: what is found is pinned."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from matching.evaluation import FOUND
from tests.matching.readings import judge

DAY = datetime(2025, 3, 13, 9, tzinfo=UTC)
"""A Thursday."""

GENRES = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
LEAST = 0.95
MOST = 0.05


def acts(language: str, label: str) -> list[tuple[str, str]]:
    """Return what each text of a label is read as, with the text."""
    read = []
    for title, text in GENRES[language][label]:
        strongest = judge(text, title, published=DAY).strongest
        found = strongest is not None and strongest.kind in FOUND
        read.append((strongest.act if strongest and found else "none", f"{title} | {text}"))
    return read


@pytest.mark.parametrize("language", list(GENRES))
@pytest.mark.parametrize("label", ["operation", "support"])
def test_a_report_is_found_whatever_its_genre(language: str, label: str) -> None:
    read = acts(language, label)
    wrong = [(act, text) for act, text in read if act != label]
    allowed = max(1, (1 - LEAST) * len(read))
    assert len(wrong) <= allowed, f"{len(wrong)} of {len(read)}: {wrong}"


@pytest.mark.parametrize("language", list(GENRES))
def test_a_mention_is_no_news_whatever_its_genre(language: str) -> None:
    read = acts(language, "mention")
    wrong = [text for act, text in read if act != "none"]
    assert len(wrong) <= max(1, MOST * len(read)), f"{len(wrong)} of {len(read)}: {wrong}"
