"""Files that commands rewrite: whole or not at all, and settings only into what can be read."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import tomlkit
from tomlkit import TOMLDocument
from tomlkit.exceptions import TOMLKitError

from core.errors import SettingsError
from core.loading import SETTINGS_VARIABLE, load_settings


def read_settings_file(path: Path) -> TOMLDocument:
    """Return the settings with their comments and order. Raises SettingsError."""
    try:
        text = path.read_text(encoding="utf-8")
        # Without the end of its last line, what is appended would stand in it.
        return tomlkit.parse(f"{text.rstrip()}\n")
    except (OSError, UnicodeDecodeError, TOMLKitError) as error:
        raise SettingsError(path, [f"can't be read: {error}"]) from None


def replace_settings_file(path: Path, root: Path, document: TOMLDocument) -> None:
    """Write beside the file, read that as settings, and only then put it in its place.

    Raises SettingsError, with the file left as it was.
    """
    text = f"{tomlkit.dumps(document).rstrip()}\n"
    draft = path.with_name(f".{path.name}.draft")
    try:
        mode = path.stat().st_mode & 0o777
        write_file(draft, text, mode, owner=path)
        load_settings(root, {**os.environ, SETTINGS_VARIABLE: str(draft)})
        write_file(path.resolve(), text, mode, owner=path)
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
