"""Reference articles: what each contributes to its watchlist, and how it moves a score.

A seed is a .txt or .md file; seeds.toml beside them says what is known of each. A seed that can't
be used costs only itself.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from typing import Any

from core.clock import MOROCCO, parse_instant
from core.errors import SeedError

NOTES = "seeds.toml"
MOST_BYTES = 1_000_000
_KNOWN = frozenset(("outlet", "published", "language", "note", "announces", "mentions"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Seed:
    """A reference article: `name` is its file's stem; `published` is aware or None.

    `announces` and `mentions` are the user's own marks: a passage that holds such a text announces,
    or only mentions, whatever the assessor finds.
    """

    name: str
    path: Path
    text: str
    outlet: str
    published: datetime | None
    language: str | None
    announces: tuple[str, ...]
    mentions: tuple[str, ...]


def load_seeds(folder: Path) -> tuple[list[Seed], list[str]]:
    """Return the usable seeds by name, and a line for each that can't be used.

    Raises SeedError where the folder or its seeds.toml can't be read.
    """
    if not folder.is_dir():
        raise SeedError(folder, "there is no such folder of seeds")
    notes = _notes(folder / NOTES)
    seeds: list[Seed] = []
    problems: list[str] = []
    paths = sorted(
        p for p in folder.iterdir() if p.suffix in (".txt", ".md") and p.stem != "README"
    )
    for path in paths:
        try:
            seeds.append(_load(path, notes.get(path.stem, {})))
        except SeedError as error:
            problems.append(str(error))
    known = {path.stem for path in paths}
    problems += [
        f"{folder / NOTES}: {name}: there is no such seed" for name in notes if name not in known
    ]
    return seeds, problems


def _notes(path: Path) -> Mapping[str, Mapping[str, Any]]:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SeedError(path, f"can't be read: {error}") from None
    for name, note in data.items():
        if not isinstance(note, dict):
            raise SeedError(path, f"{name}: a table [{name}] is needed")
    return data


def _load(path: Path, note: Mapping[str, Any]) -> Seed:
    unknown = set(note) - _KNOWN
    if unknown:
        raise SeedError(path, f"seeds.toml: no such option: {', '.join(sorted(unknown))}")
    try:
        raw = path.read_bytes()[: MOST_BYTES + 1]
        text = raw.decode("utf-8-sig")
    except OSError as error:
        raise SeedError(path, f"can't be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise SeedError(path, "is not UTF-8 text; convert it") from None
    if len(raw) > MOST_BYTES:
        raise SeedError(path, f"is larger than {MOST_BYTES} bytes; keep the article only")
    if "\0" in text or not any(c.isalpha() for c in text):
        raise SeedError(path, "holds no text")
    return Seed(
        name=path.stem,
        path=path,
        text=text,
        outlet=str(note.get("outlet", "")),
        published=_instant(path, note.get("published")),
        language=note.get("language"),
        announces=tuple(note.get("announces", ())),
        mentions=tuple(note.get("mentions", ())),
    )


def _instant(path: Path, value: Any) -> datetime | None:
    """A date of seeds.toml, noon in Morocco where it is a bare day."""
    if value is None:
        return None
    try:
        return (
            parse_instant(value)
            if isinstance(value, str)
            else datetime.combine(value, time(12), MOROCCO)
        )
    except (TypeError, ValueError):
        raise SeedError(path, f"seeds.toml: published: {value!r} is no date") from None
