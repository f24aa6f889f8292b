"""Adds a seed: one text file in a watchlist's folder."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from core.errors import UsageError
from crawler.extraction import PageText

_NOT_IN_NAMES = re.compile(r"[^\w-]+")
NAME_LENGTH = 60


def _texts(folder: Path) -> list[Path]:
    return [*folder.glob("*.txt"), *folder.glob("*.md")]


def _words(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8", errors="replace").split()


def plant(folder: Path, source: str, page: PageText) -> Path:
    """Write a text into the folder and return its path.

    The name says where it came from, with a digest of what it holds. Raises UsageError for a text
    that is there already, or is none.
    """
    text = f"{page.title}\n\n{page.text}".strip() + "\n"
    if not any(character.isalpha() for character in text):
        raise UsageError(f"{source}: no text was found in it")
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    known = next((path for path in _texts(folder) if _words(path) == text.split()), None)
    if known is not None:
        raise UsageError(f"{source}: this text is a seed already: {known}")
    stem = "seed" if source == "-" else Path(source.rstrip("/")).stem or "seed"
    path = folder / f"{_NOT_IN_NAMES.sub('-', stem)[:NAME_LENGTH].strip('-')}_{digest}.txt"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path}: can't be written: {error.strerror}") from None
    return path
