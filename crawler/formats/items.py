"""What every format is read into: items as their document states them, and the way there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar
from urllib.parse import urljoin, urlsplit

from core.articles import Feed
from core.printable import without_controls

MAX_NAME = 2_000
"""Characters of an address or an identity; a longer address leads nowhere."""

_WHOLE = ("http://", "https://")

MAX_ENTRIES = 5_000
"""More than any feed lists; of a longer one the middle is not read."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A document to be read: its bytes, where they were found, and what declares them.

    `content_type` is the server's header, or "".
    """

    body: bytes
    url: str
    content_type: str
    feed: Feed


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item, nothing of it checked or bounded yet.

    `title`, `summary` and `content` may be markup; `dates` are tried in their order; `link` may be
    relative; `outlet` is the publisher where the document names one for each item.
    """

    identity: str = ""
    link: str = ""
    title: str = ""
    summary: str = ""
    content: str = ""
    dates: tuple[str, ...] = ()
    outlet: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """`fresh`: how long it stays the same; `skip_hours`: hours, UTC, without news; `older`: the
    address of the document with the entries before these, "" where none is named."""

    fresh: timedelta = timedelta()
    skip_hours: frozenset[int] = frozenset()
    older: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a document holds: items, or the documents that it leads to, the newest first.

    `broken`: something of it could not be read, so that no items may mean none were understood.
    `unread` items are left out: in the middle of too many, or since reading them breaks the parser.
    """

    items: Iterable[Item] = ()
    leads: tuple[str, ...] = ()
    broken: bool = False
    hints: Hints = Hints()
    unread: int = 0


def both_ends(items: Sequence[T]) -> Sequence[T]:
    """Return so many of the items as are read: the newest stand first in most documents, last in
    others."""
    half = MAX_ENTRIES // 2
    return items if len(items) <= MAX_ENTRIES else [*items[:half], *items[-half:]]


def left_out(items: Sequence[T]) -> int:
    """Return how many items both_ends() leaves out."""
    return max(len(items) - MAX_ENTRIES, 0)


def web_address(base: str, link: str) -> str:
    """Return the absolute address that a link means on the page `base`, "" where it means none."""
    raw = without_controls(link).strip()
    if not raw:
        return ""
    try:
        url = raw if raw.startswith(_WHOLE) else urljoin(base, raw)
        parts = urlsplit(url)
    except ValueError:
        return ""
    fits = parts.scheme in ("http", "https") and parts.hostname and len(url) <= MAX_NAME
    return url if fits else ""
