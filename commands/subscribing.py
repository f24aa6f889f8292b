"""Edits the subscribers in settings.toml and their secret files; comments and order stay."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from commands.rewriting import (
    append_tables,
    read_settings_file,
    replace_settings_file,
    write_file,
)
from core.errors import UsageError
from core.secrets import new_webhook_key, webhook_keys
from core.settings import Settings
from core.subscribers import SubscriberSettings

PRIVATE = 0o600


def add_subscriber(settings: Settings, root: Path, values: Mapping[str, Any]) -> None:
    """Append a [[subscriber]] to the settings file, if the whole is valid with it.

    Raises SettingsError or UsageError, with the file left as it was.
    """
    document = read_settings_file(settings.path)
    append_tables(document, "subscriber", [values])
    replace_settings_file(settings.path, root, document)


def new_secret_file(path: Path) -> None:
    """Make a secret of its own for a webhook. Raises UsageError where a file stands there."""
    if path.exists():
        raise UsageError(f"{path} is there already; move it away, or name another --secret-file")
    _write_keys(path, [new_webhook_key()])


def begin_rotation(subscriber: SubscriberSettings) -> Path:
    """Put a new secret before the one in force; both sign from now on. Returns their file."""
    path, keys = _kept_keys(subscriber)
    if len(keys) > 1:
        raise UsageError(f"{subscriber.name}: two secrets are live already; --finish drops the old")
    _write_keys(path, [new_webhook_key(), *keys])
    return path


def finish_rotation(subscriber: SubscriberSettings) -> Path:
    """Drop the older of two secrets; returns their file."""
    path, keys = _kept_keys(subscriber)
    if len(keys) < 2:
        raise UsageError(f"{subscriber.name}: there is one secret only; nothing to finish")
    _write_keys(path, keys[:1])
    return path


def _kept_keys(subscriber: SubscriberSettings) -> tuple[Path, tuple[str, ...]]:
    """Raises UsageError where the secret is not in a file."""
    path = subscriber.secret_file
    if path is None:
        kept = f"in the variable {subscriber.secret_env}" if subscriber.secret_env else "nowhere"
        raise UsageError(f"{subscriber.name}: its secret is kept {kept}, not in a secret_file")
    return path, webhook_keys(path.read_text(encoding="utf-8"))


def _write_keys(path: Path, keys: Sequence[str]) -> None:
    try:
        write_file(path, "".join(f"{key}\n" for key in keys), PRIVATE)
    except OSError as error:
        raise UsageError(f"{path} can't be written: {error.strerror}") from None


def read_choices(given: Sequence[str]) -> dict[str, Any]:
    """Read KEY=VALUE pairs; a value is TOML, or a text where it is none. Raises UsageError."""
    choices: dict[str, Any] = {}
    for item in given:
        key, equals, value = item.partition("=")
        if not equals or not key.isidentifier():
            raise UsageError(f"--set {item}: write KEY=VALUE, such as language=ar")
        try:
            choices[key] = tomllib.loads(f"x = {value}")["x"]
        except tomllib.TOMLDecodeError:
            choices[key] = value
    return choices
