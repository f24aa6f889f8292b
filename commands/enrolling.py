"""Adds feeds to the settings' file; its comments and its order stay."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import tomlkit
from tomlkit import TOMLDocument
from tomlkit.items import AoT

from commands.command import project_root
from commands.rewriting import read_settings_file, replace_settings_file
from core.errors import UsageError
from core.settings import FeedSettings, Settings


def enrol(settings: Settings, feeds: Sequence[FeedSettings]) -> Path:
    """Append [[feed]] tables to the file that was read, and return its path.

    The file is replaced in one go, if the whole is valid with them. Raises SettingsError.
    """
    document = read_settings_file(settings.path)
    _append(document, feeds)
    replace_settings_file(settings.path, project_root(), document)
    return settings.path


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
