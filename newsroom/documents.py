"""The documents in which the outlets list their stories, in every format that a feed may have."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from newsroom.faults import Answer
from newsroom.outlets import Outlet
from newsroom.pages import Item, Pages

FEED_LENGTH = 30
SITEMAP_PATH = "/sitemap-news.xml"
POSTS_PATH = "/wp-json/wp/v2/posts"

_TYPES = {"atom": "application/atom+xml", "json": "application/feed+json", "listing": "text/html"}


class Documents:
    """Answers for the paths under which an outlet lists stories; `items` are its own, newest first.

    WordPress has more doors than its feed: older pages, a search, and a list of posts.
    """

    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    def at(
        self, path: str, outlet: Outlet, base: str, items: Sequence[Item], changed: datetime
    ) -> Answer | None:
        """Return what stands at a path ("/feed/?paged=2"); None where no list does."""
        if path == outlet.feed_path:
            return self._feed(outlet, base, items[:FEED_LENGTH], changed)
        if outlet.style == "sitemap" and path == SITEMAP_PATH:
            body = self._pages.listed("sitemap.xml", outlet, base, items[:FEED_LENGTH], changed)
            return _typed(body, "application/xml", outlet)
        if outlet.cms == "wordpress":
            return self._wordpress(path, outlet, base, items, changed)
        return None

    def _feed(self, outlet: Outlet, base: str, items: Sequence[Item], changed: datetime) -> Answer:
        if outlet.style == "json":
            return _typed(_json_feed(outlet, base, items), _TYPES["json"], outlet)
        template = {
            "atom": "atom.xml",
            "sitemap": "sitemap-index.xml",
            "listing": "listing.html",
        }.get(outlet.style, "rss.xml")
        body = self._pages.listed(template, outlet, base, items, changed, path=SITEMAP_PATH)
        kind = _TYPES.get(outlet.style, "application/rss+xml")
        return _typed(body, "application/xml" if outlet.style == "sitemap" else kind, outlet)

    def _wordpress(
        self, path: str, outlet: Outlet, base: str, items: Sequence[Item], changed: datetime
    ) -> Answer | None:
        parts = urlsplit(path)
        query = dict(parse_qsl(parts.query))
        if parts.path == POSTS_PATH:
            return _posts(outlet, items, query)
        if parts.path == outlet.feed_path and "paged" in query:
            first = (int(query["paged"]) - 1) * FEED_LENGTH
            found = items[first : first + FEED_LENGTH]
        elif parts.path == "/" and query.get("feed") == "rss2":
            words = query.get("s", "").strip('"')
            found = [item for item in items if words in f"{item.story.title} {item.story.text}"]
        else:
            return None
        return self._feed(outlet, base, found, changed) if found else Answer(status=404)


def _typed(body: bytes, kind: str, outlet: Outlet) -> Answer:
    return Answer(headers={"Content-Type": f"{kind}; charset={outlet.encoding}"}, body=body)


def _json_feed(outlet: Outlet, base: str, items: Sequence[Item]) -> bytes:
    told = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": outlet.name,
        "home_page_url": f"{base}/",
        "items": [
            {
                "id": item.url,
                "url": item.url,
                "title": item.story.title,
                "content_text": item.story.text,
                "date_published": item.story.published.isoformat(timespec="seconds"),
            }
            for item in items
        ],
    }
    return json.dumps(told, ensure_ascii=False).encode()


def _posts(outlet: Outlet, items: Sequence[Item], query: dict[str, str]) -> Answer:
    """List posts of a time, as /wp-json/wp/v2/posts does: behind the last page it answers 400."""
    since, until = (datetime.fromisoformat(query[name]) for name in ("after", "before"))
    found = [item for item in items if since < item.story.published < until]
    size, page = int(query.get("per_page", 10)), int(query.get("page", 1))
    shown = found[(page - 1) * size : page * size]
    if not shown and page > 1:
        return Answer(status=400, body=b'{"code": "rest_post_invalid_page_number"}')
    body = json.dumps([_post(item) for item in shown], ensure_ascii=False).encode()
    return _typed(body, "application/json", outlet)


def _post(item: Item) -> dict[str, Any]:
    at = item.story.published.astimezone(UTC).replace(tzinfo=None)
    text = "".join(f"<p>{paragraph}</p>" for paragraph in item.story.paragraphs)
    return {
        "guid": {"rendered": f"{item.base}/?p={item.number}"},
        "link": item.url,
        "title": {"rendered": item.story.title},
        "excerpt": {"rendered": f"<p>{item.story.paragraphs[0]}</p>"},
        "content": {"rendered": text},
        "date_gmt": at.isoformat(timespec="seconds"),
    }
