"""Every verb has a section in docs/commands.md, and every option of it is named there."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import pytest
from scrapy.cmdline import _get_commands_from_module

from commands.command import BalaghCommand

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/commands.md").read_text(encoding="utf-8")
VERBS: dict[str, BalaghCommand] = _get_commands_from_module("commands.verbs", True)  # type: ignore[assignment]


def section(verb: str) -> str:
    found = re.search(rf"^## `scrapy {verb}\b.*?(?=^## |\Z)", PAGE, re.M | re.S)
    assert found, f"docs/commands.md has no section on {verb}"
    return found[0]


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_every_verb_and_option_is_documented(verb: str) -> None:
    parser = argparse.ArgumentParser()
    VERBS[verb].add_arguments(parser)
    text = section(verb)
    options = [o for a in parser._actions for o in a.option_strings if o not in ("-h", "--help")]
    missing = [o for o in options if o not in text and o != "--json"]
    assert not missing
    assert "--json" not in options or "--json" in text


def test_every_documented_verb_exists() -> None:
    assert set(re.findall(r"^## `scrapy (\w+)", PAGE, re.M)) == set(VERBS)


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_every_verb_shows_an_example_of_itself(verb: str) -> None:
    assert VERBS[verb].summary
    assert any(f"scrapy {verb}" in example for example in VERBS[verb].examples)
