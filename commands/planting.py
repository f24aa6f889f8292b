"""Adds a seed: one text file in a watchlist's folder."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from core.errors import UsageError
from crawler.extraction import PageText
from matching.seeds import Seed

_NOT_IN_NAMES = re.compile(r"[^\w-]+")
NAME_LENGTH = 60


def _texts(folder: Path) -> list[Path]:
    return [*folder.glob("*.txt"), *folder.glob("*.md")]


def _words(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8", errors="replace").split()


@dataclass(frozen=True, slots=True, kw_only=True)
class Seedling:
    """A text that may become a seed, and the file that it would be kept in."""

    path: Path
    text: str

    def as_seed(self) -> Seed:
        """Return it as it would be loaded: nothing is known of it yet."""
        return Seed(
            name=self.path.stem,
            path=self.path,
            text=self.text,
            outlet="",
            published=None,
            language=None,
            announces=(),
            mentions=(),
        )

    def plant(self) -> None:
        """Write the file. Raises UsageError."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.path.write_text(self.text, encoding="utf-8")
        except OSError as error:
            raise UsageError(f"{self.path}: can't be written: {error.strerror}") from None


def seedling_of(folder: Path, source: str, page: PageText) -> Seedling:
    """Return a text for the folder; the file's name says where it came from, with its digest.

    Raises UsageError for a text that is there already, or is none.
    """
    text = f"{page.title}\n\n{page.text}".strip() + "\n"
    if not any(character.isalpha() for character in text):
        raise UsageError(f"{source}: no text was found in it")
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    known = next((path for path in _texts(folder) if _words(path) == text.split()), None)
    if known is not None:
        raise UsageError(f"{source}: this text is a seed already: {known}")
    stem = "seed" if source == "-" else Path(source.rstrip("/")).stem or "seed"
    name = f"{_NOT_IN_NAMES.sub('-', stem)[:NAME_LENGTH].strip('-')}_{digest}.txt"
    return Seedling(path=folder / name, text=text)
