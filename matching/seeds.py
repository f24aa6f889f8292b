"""Reference articles: what each contributes to its watchlist, and how it moves a score.

A seed is a .txt or .md file; seeds.toml beside them says what is known of each. A seed that can't
be used costs only itself.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from core.clock import MOROCCO, YEARS
from core.errors import SeedError

NOTES = "seeds.toml"
MOST_BYTES = 1_000_000


class Note(BaseModel):
    """What seeds.toml says of one seed; all of it may be left out."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    outlet: str = ""
    published: datetime | date | None = None
    language: Literal["ar", "ary", "fr", "en", "es"] | None = None
    note: str = ""
    announces: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()


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

    Where seeds.toml can't be read, or says something wrong of a seed, the seed is used without it.
    """
    if not folder.is_dir():
        return [], [f"{folder}: there is no such folder; the watchlist goes without seeds"]
    problems: list[str] = []
    tables = _tables(folder / NOTES, problems)
    paths = sorted(
        p for p in folder.iterdir() if p.suffix in (".txt", ".md") and p.stem != "README"
    )
    seeds: list[Seed] = []
    for path in paths:
        note = _note(folder / NOTES, path.stem, tables.get(path.stem, {}), problems)
        try:
            seeds.append(_load(path, note))
        except SeedError as error:
            problems.append(str(error))
    known = {path.stem for path in paths}
    unknown = [name for name in tables if name not in known]
    problems += [f"{folder / NOTES}: {name}: there is no such seed" for name in unknown]
    return seeds, problems


def _tables(path: Path, problems: list[str]) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        problems.append(f"{path}: can't be read, so the seeds go without it: {error}")
        return {}


def _note(path: Path, name: str, table: Any, problems: list[str]) -> Note:
    """Read a table of seeds.toml; what is wrong with it is named, and then nothing is known."""
    try:
        return Note.model_validate(_as_tuples(table))
    except ValidationError as error:
        for item in error.errors(include_url=False):
            where = ".".join(map(str, (name, *item["loc"])))
            problems.append(f"{path}: {where}: {item['msg']}")
        return Note()


def _as_tuples(table: Any) -> Any:
    """TOML has lists where a Note has tuples."""
    if not isinstance(table, dict):
        return table
    return {k: tuple(v) if isinstance(v, list) else v for k, v in table.items()}


def _load(path: Path, note: Note) -> Seed:
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
        outlet=note.outlet,
        published=_instant(path, note.published),
        language=note.language,
        announces=note.announces,
        mentions=note.mentions,
    )


def _instant(path: Path, value: datetime | date | None) -> datetime | None:
    """Return an instant; a bare day stands for its noon in Morocco, a naive time is Moroccan."""
    if value is None:
        return None
    if not YEARS[0] <= value.year <= YEARS[1]:
        raise SeedError(path, f"seeds.toml: published: the year {value.year} can't be meant")
    if not isinstance(value, datetime):
        return datetime.combine(value, time(12), MOROCCO)
    return value if value.tzinfo else value.replace(tzinfo=MOROCCO)
