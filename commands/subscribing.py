"""Edits the subscribers in settings.toml and their secret files; comments and order stay."""

from __future__ import annotations

import contextlib
import os
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from core.errors import SettingsError, UsageError
from core.loading import SETTINGS_VARIABLE, load_settings
from core.secrets import new_webhook_key, webhook_keys
from core.settings import Settings
from core.subscribers import SubscriberSettings

PRIVATE = 0o600


def add_subscriber(settings: Settings, root: Path, values: Mapping[str, Any]) -> None:
    """Append a [[subscriber]] to the settings file, if the whole is valid with it.

    Raises SettingsError, with the file left as it was.
    """
    path = settings.path
    try:
        document = tomlkit.parse(path.read_text(encoding="utf-8"))
    except (OSError, TOMLKitError) as error:
        raise SettingsError(path, [f"can't be read: {error}"]) from None
    tables = document.get("subscriber")
    if tables is None:
        tables = tomlkit.aot()
        document.append("subscriber", tables)
    table = tomlkit.table()
    table.update(values)
    tables.append(table)
    _replace_valid(path, root, tomlkit.dumps(document))


def _replace_valid(path: Path, root: Path, text: str) -> None:
    """Write beside the file, read that as settings, and only then put it in its place."""
    draft = path.with_name(f".{path.name}.draft")
    try:
        write_file(draft, text, path.stat().st_mode & 0o777, owner=path)
        load_settings(root, {**os.environ, SETTINGS_VARIABLE: str(draft)})
        draft.replace(path)
    except SettingsError as error:
        raise SettingsError(path, error.problems) from None
    except OSError as error:
        raise SettingsError(path, [f"can't be written: {error.strerror}"]) from None
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)


def write_file(path: Path, text: str, mode: int, *, owner: Path | None = None) -> None:
    """Write a file that nobody finds half-written or with other rights. Raises OSError.

    It belongs to whom the file belonged that it replaces (or `owner`), a new one to whom its folder
    does: what root writes the daemon's user reads.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = (owner or (path if path.exists() else path.parent)).stat()
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w") as file:
        file.write(text)
        file.flush()
        if os.geteuid() == 0:
            os.fchown(file.fileno(), kept.st_uid, kept.st_gid)
        os.fchmod(file.fileno(), mode)
        os.fsync(file.fileno())
    fresh.replace(path)


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
