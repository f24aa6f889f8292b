"""The fast path: strictly well-formed RSS 2.0 and Atom, read by fastfeedparser.

feedparser is the reference. Whatever the two might read differently is sent to feedparser: the gate
lets documents through that hold nothing but what is listed here. tests/crawler/test_fast.py
compares the two over every document at hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import fastfeedparser
from lxml import etree

from crawler.encodings import is_utf8
from crawler.formats.hints import read_hints
from crawler.formats.items import Contents, Item, Source, both_ends, left_out
from crawler.formats.syndication import read_syndication

_ATOM = "{http://www.w3.org/2005/Atom}"
_ATOM_LINK = _ATOM + "link"
_ENCODED = "{http://purl.org/rss/1.0/modules/content/}encoded"

# Children of an item by name, with the attributes that change nothing; each stands at most once.
_RSS: dict[str, frozenset[str]] = {
    "title": frozenset(),
    "link": frozenset(),
    "guid": frozenset(("isPermaLink",)),
    "pubDate": frozenset(),
    "description": frozenset(),
    _ENCODED: frozenset(),
}
_TYPED = frozenset(("type",))
_ATOM_ENTRY: dict[str, frozenset[str]] = {
    _ATOM + "title": _TYPED,
    _ATOM_LINK: frozenset(("rel", "href", "type", "title", "length", "hreflang")),
    _ATOM + "id": frozenset(),
    _ATOM + "published": frozenset(),
    _ATOM + "updated": frozenset(),
    _ATOM + "summary": _TYPED,
    _ATOM + "content": _TYPED,
}
_IGNORED = frozenset(
    (
        *("author", "category", "comments", "enclosure"),
        "{http://purl.org/dc/elements/1.1/}creator",
        "{http://wellformedweb.org/CommentAPI/}commentRss",
        "{http://purl.org/rss/1.0/modules/slash/}comments",
        "{com-wordpress:feed-additions:1}post-id",
        *(f"{{http://search.yahoo.com/mrss/}}{name}" for name in ("content", "thumbnail")),
        *(_ATOM + name for name in ("author", "category", "contributor", "rights")),
    )
)
_PERSON = frozenset(_ATOM + name for name in ("name", "uri", "email"))
_TEXT_TYPES = (None, "text", "html")
_PAGE_TYPES = (None, "text/html")

# Each is read differently, or means that something may be: entities of a document type, other
# bases, exotic ends of lines, C1 controls (feedparser takes them for windows-1252).
_DIFFERS = tuple(
    map(
        re.compile,
        (
            rb"<!(?:DOCTYPE|ENTITY)",
            rb"xml:base",
            rb"\xe2\x80[\xa8\xa9]",
            rb"\xc2[\x80-\x9f]",
            rb"&#(?:x0*[89][0-9A-Fa-f];|0*1[2-5][0-9];)",
        ),
    )
)
_DECLARED = re.compile(rb"(?:\xef\xbb\xbf)?<\?xml [^>]*?encoding=[\"']([\w-]+)[\"']")
_START = re.compile(rb"(?:\xef\xbb\xbf)?<")
_PARSER_OPTIONS: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "recover": False,
    "huge_tree": False,
}


def read_fast_or_fully(source: Source) -> Contents:
    """Read RSS, RDF or Atom the fast way where that is as good, else by feedparser.

    Raises FeedError.
    """
    found = read_fast(source)
    return read_syndication(source) if found is None else found


def read_fast(source: Source) -> Contents | None:
    """Return what a strictly well-formed document holds; None where feedparser is to read it."""
    body = source.body
    if not _START.match(body) or not _says_utf8(body) or _may_differ(body):
        return None
    try:
        root = etree.fromstring(body, etree.XMLParser(**_PARSER_OPTIONS))
    except etree.XMLSyntaxError:
        return None
    plain = _plain_items(root)
    if not plain:
        return None
    parsed = fastfeedparser.parse(
        body, include_tags=False, include_media=False, include_enclosures=False
    )
    if len(parsed.entries) != len(plain):
        return None
    return Contents(
        items=_items(both_ends(parsed.entries), both_ends(plain)),
        unread=left_out(plain),
        hints=read_hints(body, source.url),
    )


def _says_utf8(body: bytes) -> bool:
    declared = _DECLARED.match(body)
    return (declared is None or declared[1].lower() in (b"utf-8", b"utf8")) and is_utf8(body)


def _may_differ(body: bytes) -> bool:
    return any(mark.search(body) for mark in _DIFFERS)


def _plain_items(root: etree._Element) -> list[dict[str, etree._Element]] | None:
    """Return the children of each item by name; None where one holds what is not listed."""
    if root.tag == "rss" and len(root) == 1 and root[0].tag == "channel":
        tag, items, names = "item", root[0].iterchildren("item"), _RSS
    elif root.tag == _ATOM + "feed":
        tag, items, names = _ATOM + "entry", root.iterchildren(_ATOM + "entry"), _ATOM_ENTRY
    else:
        return None
    found: list[dict[str, etree._Element]] = []
    for item in items:
        children = None if item.keys() else _plain_children(item, names)
        if children is None or not _is_whole(children):
            return None
        found.append(children)
    return found if len(found) == sum(1 for _ in root.iter(tag)) else None


def _plain_children(
    item: etree._Element, names: dict[str, frozenset[str]]
) -> dict[str, etree._Element] | None:
    found: dict[str, etree._Element] = {}
    for child in item:
        tag = child.tag
        allowed = names.get(tag)
        if allowed is None:
            if tag not in _IGNORED or any(part.tag not in _PERSON for part in child):
                return None
        elif not _is_plain(child, allowed, _PAGE_TYPES if tag == _ATOM_LINK else _TEXT_TYPES):
            return None
        elif tag != _ATOM_LINK or child.get("rel", "alternate") == "alternate":
            if tag in found:
                return None
            found[tag] = child
    return found


def _is_plain(
    child: etree._Element, allowed: frozenset[str], types: tuple[str | None, ...]
) -> bool:
    """Say whether a child is a text and nothing else."""
    stated, text = child.keys(), child.text or ""
    if len(child) or _is_twice_encoded(text) or (child.tag == _ATOM_LINK and text.strip()):
        return False
    return not stated or (allowed.issuperset(stated) and child.get("type") in types)


def _is_twice_encoded(text: str) -> bool:
    """Say whether a text is UTF-8 taken for Latin-1 and encoded again; feedparser repairs those."""
    if text.isascii():
        return False
    try:
        text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return False
    return True


def _is_whole(children: dict[str, etree._Element]) -> bool:
    """Say whether an item has a title and an address, which fastfeedparser takes for the link."""
    title = children.get("title", children.get(_ATOM + "title"))
    if title is None or not (title.text or "").strip():
        return False
    link = children.get(_ATOM_LINK)
    if link is not None:
        is_first = next(link.getparent().iterchildren(_ATOM_LINK)) is link
        return bool(link.get("href", "").strip()) and (is_first or "rel" in link.attrib)
    link = children.get("link")
    return link is not None and bool((link.text or "").strip())


def _items(entries: Sequence[Any], plain: Sequence[dict[str, etree._Element]]) -> Iterator[Item]:
    """Yield the items. Dates are taken as they stand, since it gives all of them a zone."""
    for entry, children in zip(entries, plain, strict=False):
        encoded = _ENCODED in children or _ATOM + "content" in children
        described = "description" in children or _ATOM + "summary" in children
        content = entry["content"][0]["value"].strip() if encoded else ""
        summary = entry["description"].strip() if described else ""
        yield Item(
            identity=entry["id"] if _identifies(children) else "",
            link=entry["link"],
            title=entry["title"],
            summary="" if summary == content else summary,
            content=content,
            dates=tuple(_dates(children)),
        )


def _identifies(children: dict[str, etree._Element]) -> bool:
    """Say whether the item has an identity; fastfeedparser gives the link as one where not."""
    stated = children.get("guid", children.get(_ATOM + "id"))
    return stated is not None and bool((stated.text or "").strip())


def _dates(children: dict[str, etree._Element]) -> Iterator[str]:
    for name in ("pubDate", _ATOM + "published", _ATOM + "updated"):
        if name in children:
            yield (children[name].text or "").strip()
