"""JSON Feed 1.0 and 1.1, and the posts that WordPress lists under /wp-json/wp/v2/posts."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from html import escape
from typing import Any

from core.errors import FeedError
from crawler.encodings import decode
from crawler.formats.items import (
    Contents,
    Hints,
    Item,
    Source,
    both_ends,
    left_out,
    web_address,
)

_Objects = Sequence[dict[str, Any]]

NO_HINTS = Hints()
_VERSION = "jsonfeed.org/version/"


def read_json(source: Source) -> Contents:
    """Raise FeedError ("parse") for anything else."""
    data = _load(source)
    if isinstance(data, dict) and _VERSION in _text(data.get("version")):
        older = web_address(source.url, _text(data.get("next_url")))
        items = _objects(data.get("items"))
        if items is None:
            raise FeedError(source.feed.name, "parse", "this JSON Feed has no list of items")
        return _contents(items, _item, Hints(older=older))
    posts = _objects(data)
    if posts is not None and all("link" in post and "title" in post for post in posts):
        return _contents(posts, _post)
    raise FeedError(
        source.feed.name, "parse", "this JSON is no feed: no jsonfeed.org version in it"
    )


def _contents(
    objects: _Objects, read: Callable[[dict[str, Any]], Item], hints: Hints = NO_HINTS
) -> Contents:
    return Contents(items=map(read, both_ends(objects)), hints=hints, unread=left_out(objects))


def _load(source: Source) -> Any:
    try:
        # Not strictly: line breaks within a text are the commonest slip of those who write JSON.
        return json.loads(decode(source.body, source.content_type), strict=False)
    except (ValueError, RecursionError) as error:
        problem = f"the JSON is broken: {str(error)[:200]}"
        raise FeedError(source.feed.name, "parse", problem) from None


def _objects(value: object) -> _Objects | None:
    """Return the objects of a list; PHP writes one that it has sifted as an object with numbers."""
    if isinstance(value, dict) and value and all(key.isdecimal() for key in value):
        value = list(value.values())
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else None


def _item(item: dict[str, Any]) -> Item:
    return Item(
        identity=_text(item.get("id")),
        link=_text(item.get("url")) or _text(item.get("external_url")),
        title=_text(item.get("title")),
        summary=_text(item.get("summary")),
        content=_text(item.get("content_html")) or _paragraphs(_text(item.get("content_text"))),
        dates=(_text(item.get("date_published")), _text(item.get("date_modified"))),
    )


def _post(post: dict[str, Any]) -> Item:
    """A date_gmt of WordPress is UTC and says no zone."""
    gmt = _text(post.get("date_gmt"))
    return Item(
        identity=_rendered(post.get("guid")),
        link=_text(post.get("link")),
        title=_rendered(post.get("title")),
        summary=_rendered(post.get("excerpt")),
        content=_rendered(post.get("content")),
        dates=(f"{gmt}Z" if gmt else "", _text(post.get("date"))),
    )


def _rendered(value: object) -> str:
    return _text(value.get("rendered") if isinstance(value, dict) else value)


def _text(value: object) -> str:
    """Ids are numbers in some feeds; whatever else is no text is none."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value) if abs(value) < 1 << 64 else ""
    return value if isinstance(value, str) else ""


def _paragraphs(text: str) -> str:
    return escape(text, quote=False).replace("\n", "<br>")
