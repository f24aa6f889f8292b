"""Reads the articles of a backtest, plain or labelled, from JSON lines; called by the verb."""

from __future__ import annotations

import csv
import gzip
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from core.articles import Article
from core.clock import parse_instant
from core.errors import UsageError

PLACES = "places.csv"

_DAY = len("2024-01-30")


@dataclass(frozen=True, slots=True, kw_only=True)
class BacktestRow:
    """An article of a file; `arrived` of the article is its place in the replay."""

    article: Article
    label: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenRow:
    """A row that can't be used; `where` is file:line."""

    where: str
    problem: str


def read_rows(paths: Sequence[Path], now: datetime) -> tuple[list[BacktestRow], list[BrokenRow]]:
    """Read articles in the order of their arrival, ties as in the files.

    `now` is when articles of a file without any date arrive. Raises UsageError for a file that
    can't be read.
    """
    rows: list[BacktestRow] = []
    broken: list[BrokenRow] = []
    taken: set[str] = set()
    for path in paths:
        parsed: list[tuple[str, dict[str, Any]]] = []
        for where, line in _lines(path):
            try:
                parsed.append((where, _checked(line, taken)))
            except ValueError as error:
                broken.append(BrokenRow(where=where, problem=str(error)))
        rows += _timed(parsed, now)
    return sorted(rows, key=lambda row: row.article.arrived), broken


def _lines(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield (file:line, line), blank lines left out."""
    opened = gzip.open if path.suffix == ".gz" else open
    try:
        with opened(path, "rb") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield f"{path}:{number}", line
    except FileNotFoundError:
        raise UsageError(f"{path}: there is no such file") from None
    except (OSError, EOFError, zlib.error) as error:
        raise UsageError(f"{path}: can't be read: {error}") from None


def _checked(line: bytes, taken: set[str]) -> dict[str, Any]:
    """Return a row whose id, title, text and date can be used.

    Raises ValueError, with what is wrong.
    """
    try:
        data = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"is no JSON: {error}") from None
    if not isinstance(data, dict):
        raise ValueError("is no JSON object")
    for field in ("id", "title", "text"):
        if not isinstance(data.get(field), str):
            raise ValueError(f"{field} is missing or no text")
    for field in ("published", "arrived"):
        _instant(data, field)
    if data["id"] in taken:
        raise ValueError(f"the id {data['id']!r} is taken by an earlier row")
    taken.add(data["id"])
    return data


def _instant(data: Mapping[str, Any], field: str) -> datetime | None:
    """A mere month or year is unknown. Raises ValueError."""
    value = data.get(field) or ""
    if not isinstance(value, str):
        raise ValueError(f"{field} is no text")
    try:
        return parse_instant(value) if len(value) >= _DAY else None
    except (ValueError, OverflowError):
        raise ValueError(f"{field} is no ISO date: {value!r}") from None


def _timed(parsed: Sequence[tuple[str, dict[str, Any]]], now: datetime) -> Iterator[BacktestRow]:
    """A row arrives when it says so, else when it was published.

    An undated one arrives with the row before it, at the top with the first dated one.
    """
    dates = [_instant(data, "published") for _, data in parsed]
    arrived = next((date for date in dates if date), now)
    for (where, data), published in zip(parsed, dates, strict=True):
        arrived = _instant(data, "arrived") or published or arrived
        yield BacktestRow(article=_article(where, data, published, arrived), label=data)


def _article(
    where: str, data: Mapping[str, Any], published: datetime | None, arrived: datetime
) -> Article:
    """Known by its place in the file: two rows with one URL are two articles here."""
    url = str(data.get("url") or "")
    language = data.get("language") or data.get("lang")
    return Article(
        id=data["id"],
        url=where,
        title=data["title"],
        text=data["text"],
        language=str(language) if language else None,
        published=published,
        arrived=arrived,
        outlet=str(data.get("source") or urlsplit(url).hostname or ""),
        text_source="file",
    )


def read_places(folder: Path) -> dict[str, str | None]:
    """Read a corpus's places.csv: label to HCP code (or name without one), None = not scored.

    Empty where there is no such file. Raises UsageError for one that can't be used.
    """
    path = folder / PLACES
    if not path.is_file():
        return {}
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return {
                row["label"]: (row["code"] or row["name"]) if row["scored"] == "yes" else None
                for row in csv.DictReader(file)
            }
    except (OSError, UnicodeDecodeError, csv.Error, KeyError) as error:
        raise UsageError(f"{path}: needs the columns label, name, code, scored: {error}") from None
