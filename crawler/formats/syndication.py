"""RSS 0.9 to 2.0, RDF and Atom, as broken as they come: feedparser, the reference."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

import feedparser

from core.errors import FeedError
from crawler.encodings import decode, is_utf8, with_whole_letters
from crawler.formats.hints import read_hints
from crawler.formats.items import Contents, Item, Source, both_ends, left_out

_NO_TEXT = re.compile(rb"[\x01-\x08\x0e-\x1a]")
"""What stands in pictures and packed files, and in no text; a zero is half a letter of UTF-16."""

_BREAKS = (LookupError, ValueError, AttributeError, TypeError)
"""How feedparser itself was seen to end, on elements that nobody needs here (gml:, textinput)."""

_ITEM = re.compile(rb"<(item|entry)[\s>].*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_AROUND = {
    b"item": b"<rss version='2.0'><channel>%s</channel></rss>",
    b"entry": b"<feed xmlns='http://www.w3.org/2005/Atom'>%s</feed>",
}
MOST_ALONE = 500

_DATES = ("published", "updated", "created")


def read_syndication(source: Source) -> Contents:
    """Read any of the family. Raises FeedError ("parse") for what is none of it."""
    body = with_whole_letters(_as_utf8(source))
    try:
        parsed = _parsed(body)
    except _BREAKS:
        return _one_by_one(body, source)
    if not parsed.get("version") and not parsed.entries:
        raise FeedError(source.feed.name, "parse", f"this is no feed: {_what_else(source.body)}")
    return Contents(
        items=_items(both_ends(parsed.entries)),
        unread=left_out(parsed.entries),
        broken=bool(parsed.bozo),
        hints=read_hints(source.body, source.url),
    )


def _parsed(body: bytes) -> Any:
    return feedparser.parse(
        io.BytesIO(body),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )


def _one_by_one(body: bytes, source: Source) -> Contents:
    """Read each item by itself: one that feedparser breaks on costs only itself."""
    entries: list[Any] = []
    unread = 0
    for item in islice(_ITEM.finditer(body), MOST_ALONE):
        try:
            entries += _parsed(_AROUND[item[1].lower()] % item[0]).entries
        except _BREAKS:
            unread += 1
    hints = read_hints(source.body, source.url)
    return Contents(items=_items(entries), unread=unread, broken=True, hints=hints)


def _as_utf8(source: Source) -> bytes:
    """Return the document in UTF-8: feedparser would believe what servers declare."""
    if is_utf8(source.body):
        return source.body
    return decode(source.body, source.content_type).encode("utf-8", "replace")


def _what_else(body: bytes) -> str:
    start = body[:4000].lower()
    if _NO_TEXT.search(start):
        return "its bytes are no text"
    if b"<html" in start or b"<!doctype html" in start:
        return "the server answers with a web page"
    return "neither RSS nor Atom was found"


def _items(entries: Sequence[Any]) -> Iterator[Item]:
    for entry in entries:
        content = _content(entry)
        yield Item(
            identity=str(entry.get("id") or ""),
            link=str(entry.get("link") or ""),
            title=str(entry.get("title") or ""),
            summary=_summary(entry, content),
            content=content,
            dates=tuple(str(entry[key] or "") for key in _DATES if key in entry),
            outlet=str((entry.get("source") or {}).get("title") or ""),
        )


def _content(entry: Any) -> str:
    values = [str(part.get("value") or "") for part in entry.get("content") or ()]
    return max(values, key=len, default="")


def _summary(entry: Any, content: str) -> str:
    """Return the summary; feedparser repeats the content there when there is none."""
    summary = str(entry.get("summary") or "")
    return "" if summary == content else summary
