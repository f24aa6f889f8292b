"""What the pages name is there: commands that parse, make targets, files; and TOML that loads."""

from __future__ import annotations

import argparse
import re
import shlex
import tomllib
from pathlib import Path

import pytest

from core.settings import Settings
from tests.docs.test_commands_documented import VERBS

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
TEXTS = {str(page.relative_to(ROOT)): page.read_text(encoding="utf-8") for page in PAGES}
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.M | re.S)
NAMED = re.compile(
    r"(?<![\w/.])((?:docs|core|matching|store|alerts|crawler|dashboard|newsroom|commands|seeds|tests|bench)"
    r"/[\w./-]*[\w/])"
)
PATTERN = "NNNN"
"""Stands in names that are patterns."""


def commands() -> list[str]:
    """Return every scrapy command of every page's code blocks and of the verbs' examples."""
    lines = [
        line.partition("#")[0].strip()
        for text in TEXTS.values()
        for kind, block in BLOCK.findall(text)
        if kind in ("", "sh", "console")
        for line in block.splitlines()
    ]
    examples = [example for verb in VERBS.values() for example in verb.examples]
    found = re.findall(
        r"(?:^|\| |&& )(?:\S+=\S+ )?(?:\.venv/bin/)?(scrapy .+)$", "\n".join(lines + examples), re.M
    )
    return sorted(set(found))


@pytest.mark.parametrize("command", commands())
def test_every_command_shown_would_be_accepted(command: str) -> None:
    _, verb, *words = shlex.split(command)
    parser = argparse.ArgumentParser()
    VERBS[verb].add_arguments(parser)
    assert parser.parse_args(words) is not None  # argparse exits on what it does not know


def test_every_make_target_named_exists() -> None:
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    named = {t for text in TEXTS.values() for t in re.findall(r"(?:^|`)make (\w+)", text, re.M)}
    assert named
    assert named <= targets


@pytest.mark.parametrize("page", TEXTS)
def test_every_file_named_exists(page: str) -> None:
    named = {name for name in NAMED.findall(TEXTS[page]) if PATTERN not in name}
    missing = [name for name in sorted(named) if not (ROOT / name).exists()]
    assert missing == []


@pytest.mark.parametrize("page", TEXTS)
def test_every_piece_of_settings_shown_is_valid(page: str) -> None:
    for kind, block in BLOCK.findall(TEXTS[page]):
        if kind == "toml":
            assert Settings.model_validate(tomllib.loads(block))
