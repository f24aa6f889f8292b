"""OPML 2.0: lists of feeds as other readers write and read them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from urllib.parse import parse_qs, urlsplit

from lxml import etree

from core.articles import Feed, FeedFormat
from crawler.formats.search import is_opaque

MOST_BYTES = 4_000_000
MOST_OUTLINES = 5_000

READABLE: tuple[FeedFormat, ...] = ("rss", "atom", "json", "search")
"""What other readers can poll."""


_SCHEME = re.compile(r"\Afeed:(?://)?(https?://)?", re.IGNORECASE)
"""What browsers used to hand a feed over with, in either of its forms."""


_TYPES: dict[str, FeedFormat] = {"json": "json", "jsonfeed": "json", "sitemap": "sitemap"}
"""Types that readers write where they mean it; "rss" stands for Atom, JSON and all the rest too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A feed that an OPML file lists, nothing of it checked yet.

    `format` is what its type or its address tells; RSS where neither does, as in most lists.
    """

    name: str
    url: str
    format: FeedFormat
    home: str
    language: str
    note: str


def read_opml(body: bytes) -> list[Outline]:
    """Return the feeds of a file, however deep its folders; nothing outside it is read.

    Raises ValueError for what is no OPML.
    """
    if len(body) > MOST_BYTES:
        raise ValueError(f"is larger than {MOST_BYTES} bytes")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
    )
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(f"can't be read: {str(error)[:200]}") from None
    if root.tag != "opml":
        raise ValueError(f"is no OPML: it begins with <{str(root.tag)[:40]}>")
    told = (_lowered(found) for found in root.iter("outline"))
    outlines = [_outline(outline) for outline in told if outline.get("xmlurl")]
    if len(outlines) > MOST_OUTLINES:
        raise ValueError(f"lists more than {MOST_OUTLINES} feeds")
    return outlines


def write_opml(feeds: Iterable[Feed], now: datetime) -> bytes:
    """Return the file that lists these feeds."""
    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = "Balagh"
    etree.SubElement(head, "dateCreated").text = format_datetime(now)
    body = etree.SubElement(root, "body")
    for feed in feeds:
        told = {
            "text": feed.name,
            "title": feed.name,
            "type": "json" if feed.format == "json" else "rss",
            "xmlUrl": feed.url,
            "htmlUrl": feed.home,
            "language": feed.language,
            "description": feed.note,
            "category": feed.tier,
        }
        etree.SubElement(body, "outline", {name: value for name, value in told.items() if value})
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return written


def _lowered(outline: etree._Element) -> dict[str, str]:
    """Return what an outline says; some readers write "xmlurl"."""
    return {str(name).lower(): str(value) for name, value in outline.items()}


def _outline(found: Mapping[str, str]) -> Outline:
    def text(*names: str) -> str:
        return next((" ".join(value.split()) for n in names if (value := found.get(n))), "")

    url = _SCHEME.sub(_web_scheme, text("xmlurl"))
    return Outline(
        name=text("title", "text"),
        url=url,
        format=_TYPES.get(text("type").lower()) or _told_by(url),
        home=text("htmlurl"),
        language=text("language").lower()[:3].strip("-_"),
        note=text("description"),
    )


def _told_by(url: str) -> FeedFormat:
    """Return the format that the usual systems write into their addresses."""
    try:
        parts = urlsplit(url.lower())
    except ValueError:
        return "rss"
    path = parts.path.rstrip("/")
    if is_opaque(url) or {"s", "feed"} <= parse_qs(parts.query).keys():
        return "search"
    if path.endswith((".json", "/feed/json", "/wp-json/wp/v2/posts")):
        return "json"
    return "sitemap" if "sitemap" in path.rpartition("/")[2] else "rss"


def _web_scheme(scheme: re.Match[str]) -> str:
    return scheme[1] or "http://"
