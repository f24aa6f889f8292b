"""Search feeds: WordPress's are feeds like any other, Google News's list headlines of others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from html import escape
from urllib.parse import urlsplit

from lxml import etree, html

from crawler.formats.fast import read_fast_or_fully
from crawler.formats.items import Contents, Item, Source

OPAQUE = ("news.google.com",)
"""Hosts whose links stand for articles of others; resolving them would be a bypass."""


def read_search(source: Source) -> Contents:
    """Read the feed; of an item behind an opaque link the text is the list of headlines."""
    found = read_fast_or_fully(source)
    return replace(found, items=map(_judged_by_titles, found.items))


def _judged_by_titles(item: Item) -> Item:
    if not is_opaque(item.link):
        return item
    return replace(item, summary="<br>".join(_headlines(item.summary)), content="")


def is_opaque(link: str) -> bool:
    try:
        return urlsplit(link).hostname in OPAQUE
    except ValueError:
        return False


def _headlines(summary: str) -> Iterator[str]:
    """Yield the headlines that a cluster lists, without the names of their outlets, as markup."""
    try:
        root = html.fromstring(f"<div>{summary}</div>")
    except (etree.ParserError, ValueError):
        return
    for link in root.iter("a"):
        if text := " ".join(link.text_content().split()):
            yield escape(text, quote=False)
