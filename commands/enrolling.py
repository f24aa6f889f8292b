"""Adds feeds to the settings' file; its comments and its order stay."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from commands.command import project_root
from commands.rewriting import append_tables, read_settings_file, replace_settings_file
from core.settings import FeedSettings, Settings


def enrol(settings: Settings, feeds: Sequence[FeedSettings]) -> Path:
    """Append [[feed]] tables to the file that was read, and return its path.

    The file is replaced in one go, if the whole is valid with them.

    Raises SettingsError or UsageError, with the file left as it was.
    """
    document = read_settings_file(settings.path)
    append_tables(document, "feed", [feed.model_dump(exclude_defaults=True) for feed in feeds])
    replace_settings_file(settings.path, project_root(), document)
    return settings.path
