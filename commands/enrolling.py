"""Adds feeds to the settings' file; its comments and its order stay."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

import tomlkit
from tomlkit import TOMLDocument
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT

from core.errors import SettingsError, UsageError
from core.settings import FeedSettings, Settings


def enrol(settings: Settings, feeds: Sequence[FeedSettings]) -> Path:
    """Append [[feed]] tables to the file that was read, and return its path.

    The file is replaced in one go. Raises SettingsError where it can't be.
    """
    path = settings.path.resolve()
    try:
        document = tomlkit.parse(path.read_text(encoding="utf-8"))
        _append(document, feeds)
        _replace(path, tomlkit.dumps(document).rstrip() + "\n")
    except (OSError, UnicodeDecodeError, TOMLKitError) as error:
        raise SettingsError(path, [f"can't be changed: {error}"]) from None
    return path


def _append(document: TOMLDocument, feeds: Sequence[FeedSettings]) -> None:
    tables = document.get("feed", None)
    amid_others = tables is not None
    if tables is None:
        document.add(tomlkit.nl())
        document.append("feed", tables := tomlkit.aot())
    if not isinstance(tables, AoT):
        raise UsageError("feed stands in the settings as one value; write it as [[feed]] tables")
    for feed in feeds:
        table = tomlkit.table()
        for name, value in feed.model_dump(exclude_defaults=True).items():
            table.add(name, value)
        if amid_others:  # tomlkit sets blank lines between tables that are all its own
            table.add(tomlkit.nl())
        tables.append(table)


def _replace(path: Path, text: str) -> None:
    """Write beside the file first: a full disk must not cost the settings."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    beside = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        beside.chmod(path.stat().st_mode)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
