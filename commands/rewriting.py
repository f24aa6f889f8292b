"""Files that commands rewrite: whole or not at all, and settings only into what can be read."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

import tomlkit
from tomlkit import TOMLDocument
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT

from core.errors import SettingsError, UsageError
from core.loading import SETTINGS_VARIABLE, load_settings


def read_settings_file(path: Path) -> TOMLDocument:
    """Return the settings with their comments and order. Raises SettingsError."""
    try:
        text = path.read_text(encoding="utf-8")
        # Without the end of its last line, what is appended would stand in it.
        return tomlkit.parse(f"{text.rstrip()}\n")
    except (OSError, UnicodeDecodeError, TOMLKitError) as error:
        raise SettingsError(path, [f"can't be read: {error}"]) from None


def append_tables(
    document: TOMLDocument, name: str, tables: Iterable[Mapping[str, object]]
) -> None:
    """Append [[name]] tables behind those that stand there, an empty line before each.

    Raises UsageError where the settings hold them in another way.
    """
    known = document.get(name)
    amid_others = known is not None
    if known is None:
        document.add(tomlkit.nl())
        document.append(name, known := tomlkit.aot())
    if not isinstance(known, AoT):
        raise UsageError(
            f"{name} stands in the settings as one value; write it as [[{name}]] tables"
        )
    if amid_others and not known[-1].as_string().endswith("\n\n"):
        known[-1].add(tomlkit.nl())
    for values in tables:
        table = tomlkit.table()
        table.update(values)
        if amid_others:  # tomlkit sets blank lines between tables that are all its own
            table.add(tomlkit.nl())
        known.append(table)


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
