"""Feed documents: bytes in, entries out. Every document is hostile until shown otherwise."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

import feedparser

from core.articles import Entry
from core.errors import FeedError
from core.printable import without_controls
from crawler.dates import entry_date
from crawler.markup import plain_text

FORMATS = ("rss", "atom", "search")
"""The formats of feeds that can be read; the others are accepted and say so when they are due."""

MAX_TAG = 65_536
"""feedparser and lxml take seconds for one endless tag; real ones stay far below."""

MAX_ENTRIES = 5_000
MAX_TITLE = 1_000
MAX_SUMMARY = 10_000
MAX_CONTENT = 200_000
MAX_NAME = 2_000

_ENDLESS_TAG = re.compile(rb"<[^<>]{%d}" % MAX_TAG)
_INVENTED = re.compile(r"#[0-9a-f]{32}\Z")
_DATES = ("published", "updated", "created")

# What WordPress puts below a summary, in the languages of the outlets.
_TRAILER = re.compile(
    r"\s*(?:\[(?:…|\.\.\.)\]|…)?\s*"
    r"(?:The post .{1,400}? (?:appeared first on|first appeared on) .{1,200}"
    r"|L[’']article .{1,400}? est apparu en premier sur .{1,200}"
    r"|La entrada .{1,400}? (?:se publicó primero en|apareció primero en) .{1,200}"
    r"|ظهرت المقالة .{1,400}? أولاً? على .{1,200}"
    r"|The post .{1,400}? ظهرت أولاً? على .{1,200}"
    r"|(?:Read more|Lire la suite|Leer más|اقرأ المزيد)\W*)\Z",
    re.DOTALL,
)
_ELLIPSIS = re.compile(r"\s*\[(?:…|\.\.\.)\]\s*\Z")


def body_hash(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def has_endless_tag(body: bytes) -> bool:
    """Say whether a tag is longer than any honest one."""
    return _ENDLESS_TAG.search(body) is not None


def has_page(entry: Entry) -> bool:
    """Say whether the entry's address is its own; without a link it is the feed's with a mark."""
    return _INVENTED.search(entry.url) is None


def read_document(
    body: bytes, *, feed: str, url: str, content_type: str, now: datetime
) -> tuple[Entry, ...]:
    """Read RSS, Atom or RDF, as broken as it comes.

    `feed` is the feed's name, `url` where it was found, `now` the aware time of the poll.
    Raises FeedError ("parse" or "too large").
    """
    if not body.strip():
        raise FeedError(feed, "parse", "the document is empty")
    if has_endless_tag(body):
        raise FeedError(feed, "too large", f"a tag of the document is longer than {MAX_TAG} bytes")
    parsed = feedparser.parse(
        io.BytesIO(body),
        response_headers={"content-type": _true_type(body, content_type)},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    if not parsed.version and not parsed.entries:
        raise FeedError(feed, "parse", f"this is no feed: {_what_else(body)}")
    entries = tuple(_entries(parsed.entries[:MAX_ENTRIES], url, now))
    if parsed.bozo and not entries:
        raise FeedError(feed, "parse", "the document is broken and no entry of it can be read")
    return entries


def _true_type(body: bytes, declared: str) -> str:
    """Declare UTF-8 where the bytes are: servers that say otherwise are wrong, and are believed."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return declared
    return "application/xml; charset=utf-8"


def _what_else(body: bytes) -> str:
    start = body[:4000].lower()
    if b"<html" in start or b"<!doctype html" in start:
        return "the server answers with a web page"
    return "neither RSS nor Atom was found"


def _entries(items: list[Any], url: str, now: datetime) -> Iterator[Entry]:
    seen: set[str] = set()
    for item in items:
        entry = _entry(item, url, now)
        if entry is not None and entry.identity not in seen:
            seen.add(entry.identity)
            yield entry


def _entry(item: Any, url: str, now: datetime) -> Entry | None:
    outlet = _source(item)
    title = _title(item, outlet)
    content = _content(item)
    summary = _summary(item, content)
    if not (title or summary or content):
        return None
    link = _link(item, url)
    identity = _bounded(str(item.get("id") or "").strip() or link or title or summary)
    return Entry(
        identity=identity,
        url=link or f"{url}#{_digest(identity)}",
        title=title,
        summary=summary,
        content=content,
        published=_published(item, now),
        outlet=outlet,
        content_hash=_digest(title, summary, content),
    )


def _source(item: Any) -> str | None:
    name = plain_text(str((item.get("source") or {}).get("title") or ""))
    return name[:200] or None


def _title(item: Any, outlet: str | None) -> str:
    title = " ".join(plain_text(str(item.get("title") or "")).split())
    if outlet:  # aggregators write "headline - outlet"
        title = title.removesuffix(f" - {outlet}")
    return title[:MAX_TITLE]


def _content(item: Any) -> str:
    values = [str(part.get("value") or "") for part in item.get("content") or ()]
    return max(values, key=len, default="")[:MAX_CONTENT]


def _summary(item: Any, content: str) -> str:
    """Return the cleaned summary; feedparser repeats the content there when there is none."""
    raw = str(item.get("summary") or "")
    if raw == content and len(raw) > MAX_SUMMARY:
        raw = ""
    text = plain_text(raw[: 4 * MAX_SUMMARY])
    return _ELLIPSIS.sub("", _TRAILER.sub("", text))[:MAX_SUMMARY]


def _link(item: Any, url: str) -> str:
    """Return the entry's absolute web address, "" where it has none."""
    raw = without_controls(str(item.get("link") or "")).strip()
    if not raw:
        return ""
    try:
        link = urljoin(url, raw)
        parts = urlsplit(link)
    except ValueError:
        return ""
    fits = parts.scheme in ("http", "https") and parts.hostname and len(link) <= MAX_NAME
    return link if fits else ""


def _published(item: Any, now: datetime) -> datetime | None:
    texts = (str(item[key] or "") for key in _DATES if key in item)
    return next((d for text in texts if text and (d := entry_date(text, now))), None)


def _bounded(identity: str) -> str:
    return identity if len(identity) <= MAX_NAME else _digest(identity)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()[:32]
