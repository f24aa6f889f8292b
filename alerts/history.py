"""Past operations as a table of facts: read, checked, and made into reports that raise nothing.

What is imported is found by retellings, and by reports of the operation that come late.
"""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import chain
from pathlib import Path
from typing import TypeVar, get_args

from alerts.backtest_rows import BrokenRow
from core.articles import Article
from core.assessments import Act, Assessment, Judgement, Place, Slot, Slots, Span, Topic
from core.clock import MOROCCO, local_day, parse_instant
from core.errors import UsageError
from matching.resolving.named import place_called

COLUMNS = frozenset(
    {"date", "places", "count", "ages", "group", "topic", "act", "title", "source", "published"}
)
NEEDED = frozenset({"date", "source"})
IDENTITY = ("date", "places", "act", "source")
"""What a row keeps when its numbers are put right."""
ACTS: tuple[Act, ...] = ("operation", "support")
TOPICS: tuple[Topic, ...] = get_args(Topic)

SEPARATOR = ";"
DELIMITERS = ",;\t"
"""Spreadsheets separate cells by what their country does."""

T = TypeVar("T")
S = TypeVar("S", bound=str)


@dataclass(frozen=True, slots=True, kw_only=True)
class PastOperation:
    """One row, as an article that states its facts and as the judgement on it.

    `apart` are the URLs of the rows before it that are other operations of its day, place and
    source.
    """

    article: Article
    judgement: Judgement
    apart: tuple[str, ...] = ()


def read_history(
    path: Path, watchlist: str, today: date
) -> tuple[list[PastOperation], list[BrokenRow]]:
    """Read a CSV file of UTF-8 with the columns of docs/commands.md, in order of the operations.

    A row that can't be used costs only itself. Two rows of one day, place, act and source are two
    operations, told apart by their order. Raises UsageError for a file that can't be used.
    """
    found: list[PastOperation] = []
    broken: list[BrokenRow] = []
    told: Counter[tuple[str, ...]] = Counter()
    for line, row in _rows(path):
        identity = tuple(row.get(name, "") for name in IDENTITY)
        told[identity] += 1
        try:
            found.append(_operation(row, watchlist, today, told[identity]))
        except ValueError as error:
            broken.append(BrokenRow(where=f"{path}:{line}", problem=str(error)))
    return sorted(found, key=lambda one: one.article.arrived), broken


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            heads = file.readline()
            delimiter = max(DELIMITERS, key=heads.count)
            reader = csv.DictReader(chain([heads], file), delimiter=delimiter)
            names = _columns(path, reader.fieldnames or ())
            for row in reader:
                cells = {name: (row[name] or "").strip() for name in names}
                if any(cells.values()):
                    yield reader.line_num, cells | {"": "too many"} if None in row else cells
    except FileNotFoundError:
        raise UsageError(f"{path}: there is no such file") from None
    except UnicodeDecodeError:
        raise UsageError(f"{path}: can't be read: save it as CSV in UTF-8") from None
    except (OSError, csv.Error) as error:
        raise UsageError(f"{path}: can't be read: {error}") from None


def _columns(path: Path, names: Sequence[str]) -> Sequence[str]:
    if len(set(names)) == len(names) and NEEDED <= set(names) <= COLUMNS:
        return names
    wanted, here = ", ".join(sorted(COLUMNS)), ", ".join(names)
    raise UsageError(
        f"{path}: the first line names the columns, each once, of {wanted}; not {here}"
    )


def _operation(row: Mapping[str, str], watchlist: str, today: date, number: int) -> PastOperation:
    """`number` counts the rows of its identity so far. Raises ValueError, with what is wrong."""
    if "" in row:
        raise ValueError("has more cells than the first line")
    day = _day(row, today)
    if not row["source"]:
        raise ValueError("names no source")
    text = " · ".join(value for name, value in sorted(row.items()) if value and name != "source")
    slots = _slots(row, day)
    act = _one_of(ACTS, row, "act") or "operation"
    published = _published(row, day, today)
    urls = [_url(row, watchlist, n) for n in range(1, number + 1)]
    article = Article(
        id=text,
        url=urls[-1],
        title=row.get("title") or text,
        text=text,
        language=None,
        published=published,
        arrived=published,
        outlet=row["source"],
        text_source="file",
    )
    judgement = _judgement(watchlist, act, slots, text)
    return PastOperation(article=article, judgement=judgement, apart=tuple(urls[:-1]))


def _judgement(watchlist: str, act: Act, slots: Slots, text: str) -> Judgement:
    assessment = Assessment(
        watchlist=watchlist,
        kind="support" if act == "support" else "operation",
        act=act,
        aspect="new",
        score=0,
        threshold=0,
        rules=("imported",),
        evidence=(),
        slots=slots,
        nearest_seed=None,
        counterfactual="",
        span=Span(field="text", start=0, end=len(text)),
    )
    return Judgement(assessments=(assessment,))


def _url(row: Mapping[str, str], watchlist: str, number: int) -> str:
    """A row whose numbers are put right is the same article then."""
    kept = (watchlist, *(row.get(name, "") for name in IDENTITY))
    identity = hashlib.sha256("\n".join(kept).encode()).hexdigest()[:32]
    return f"history:{identity}{f'-{number}' if number > 1 else ''}"


def _slots(row: Mapping[str, str], day: date) -> Slots:
    count, ages = _number(row, "count"), _ages(row)
    group, topic = row.get("group"), _one_of(TOPICS, row, "topic")
    return Slots(
        date=_slot(day),
        count=None if count is None else _slot(count),
        ages=None if ages is None else _slot(ages),
        group=_slot(group) if group else None,
        topic=_slot(topic) if topic else None,
        places=tuple(_places(row)),
    )


_HERE = Span(field="text", start=0, end=0)


def _slot(value: T) -> Slot[T]:
    return Slot(value=value, text="", span=_HERE)


def _day(row: Mapping[str, str], today: date) -> date:
    try:
        day = local_day(parse_instant(row["date"]))
    except (ValueError, OverflowError):
        raise ValueError(f"has no ISO date: {row['date']!r}") from None
    if day > today:
        raise ValueError(f"is dated ahead: {day}")
    return day


def _published(row: Mapping[str, str], day: date, today: date) -> datetime:
    text = row.get("published")
    if not text:
        return datetime.combine(day, time(12), MOROCCO)
    try:
        published = parse_instant(text)
    except (ValueError, OverflowError):
        raise ValueError(f"published is no ISO date: {text!r}") from None
    if local_day(published) < day:
        raise ValueError(f"was published ({text}) before its date ({day})")
    if local_day(published) > today:
        raise ValueError(f"was published ahead: {text}")
    return published


def _number(row: Mapping[str, str], name: str) -> int | None:
    text = row.get(name)
    if not text:
        return None
    if not text.isascii() or not text.isdecimal() or not 0 < int(text) < 10_000:
        raise ValueError(f"{name} is no number: {text!r}")
    return int(text)


def _ages(row: Mapping[str, str]) -> tuple[int, int] | None:
    text = row.get("ages")
    if not text:
        return None
    ends = [_number({"ages": part.strip()}, "ages") or 0 for part in text.split("-")]
    if len(ends) > 2 or not 10 <= ends[0] <= ends[-1] <= 110:
        raise ValueError(f"ages are like 24-28 or 24: {text!r}")
    return ends[0], ends[-1]


def _places(row: Mapping[str, str]) -> Iterator[Place]:
    for name in filter(None, map(str.strip, row.get("places", "").split(SEPARATOR))):
        found = place_called(name)
        if found is None:
            raise ValueError(f"names a place that is not known: {name!r}")
        yield Place(name=found.name, code=found.code, text=name, span=_HERE)


def _one_of(allowed: tuple[S, ...], row: Mapping[str, str], name: str) -> S | None:
    text = row.get(name)
    found = next((value for value in allowed if value == text), None)
    if text and found is None:
        raise ValueError(f"{name} is one of {', '.join(allowed)}, not {text!r}")
    return found
