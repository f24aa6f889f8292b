"""The resolver's data file and its page: complete, in step with the code, strict."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import matching.resolve
from core.errors import LexiconError
from matching.lexicon import load_lexicon
from matching.resolving.named import place_called
from matching.resolving.places import is_coded
from matching.resolving.weights import PATH, load_weights

ROOT = Path(matching.resolve.__file__).parent.parent
PAGE = (ROOT / "docs" / "resolving.md").read_text(encoding="utf-8")
SOURCES = [ROOT / "matching" / "resolve.py", *(ROOT / "matching" / "resolving").glob("*.py")]


def written() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)


def test_every_reason_and_change_stands_on_the_page() -> None:
    given = r'(?:name=|Clue\(\s*|(?:_apart|difference)\(\s*)"([a-z-]+)"'
    named = set(re.findall(given, written()))
    assert {"date", "published", "topic-differs", "places", "nearest"} <= named
    assert [name for name in sorted(named) if f"`{name}`" not in PAGE] == []
    assert [what for what in load_weights().important if f"| {what} |" not in PAGE] == []


def test_every_place_that_counts_otherwise_is_a_place() -> None:
    points = load_weights().places
    named = [place for place in (*points.weights, *points.provinces) if not is_coded(place)]
    found = [place_called(name) for name in named]
    assert [place and (place.name, place.code) for place in found] == [(n, None) for n in named]


def test_of_every_place_at_home_without_a_code_it_is_said_where_it_lies() -> None:
    assert set(load_weights().places.provinces) == load_lexicon().uncoded | {"Sebta", "Melilla"}


def test_every_change_has_its_importance() -> None:
    changes = set(re.findall(r'_change\("([a-z]+)"', written())) | {"referral", "denial"}
    assert changes == set(load_weights().important)


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        ("[threshold]", "[threshold]\nsurprise = 1", "threshold.surprise"),
        ("mention = ", "# ", "threshold.mention"),
        ("mention = ", "mention = 'much' # ", "threshold.mention"),
        ("[threshold]", "[threshold", "resolving.toml"),
    ],
)
def test_a_wrong_data_file_is_named_with_what_is_wrong(
    tmp_path: Path, before: str, after: str, problem: str
) -> None:
    path = tmp_path / "resolving.toml"
    path.write_text(PATH.read_text(encoding="utf-8").replace(before, after, 1), encoding="utf-8")
    with pytest.raises(LexiconError, match=re.escape(problem)):
        load_weights(path)
