"""JSON Feed 1.0 and 1.1, and the posts that WordPress lists under /wp-json/wp/v2/posts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from typing import Any

from core.errors import FeedError
from crawler.encodings import decode
from crawler.formats.items import MAX_ENTRIES, Contents, Hints, Item, Source, web_address

_VERSION = "jsonfeed.org/version/"


def read_json(source: Source) -> Contents:
    """Raise FeedError ("parse") for anything else."""
    data = _load(source)
    if isinstance(data, dict) and _VERSION in _text(data.get("version")):
        older = web_address(source.url, _text(data.get("next_url")))
        return Contents(items=map(_item, _objects(data.get("items"))), hints=Hints(older=older))
    posts = list(_objects(data))
    if isinstance(data, list) and all("link" in post and "title" in post for post in posts):
        return Contents(items=map(_post, posts))
    raise FeedError(
        source.feed.name, "parse", "this JSON is no feed: no jsonfeed.org version in it"
    )


def _load(source: Source) -> Any:
    try:
        return json.loads(decode(source.body, source.content_type))
    except (ValueError, RecursionError) as error:
        problem = f"the JSON is broken: {str(error)[:200]}"
        raise FeedError(source.feed.name, "parse", problem) from None


def _objects(value: object) -> Iterator[dict[str, Any]]:
    items = value[:MAX_ENTRIES] if isinstance(value, list) else []
    return (item for item in items if isinstance(item, dict))


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
