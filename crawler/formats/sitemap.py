"""News sitemaps, plain ones, and the indexes that lead to them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from html import escape, unescape
from urllib.parse import unquote, urlsplit

from lxml import etree

from core.errors import FeedError
from crawler.dates import EARLIEST, read_dates
from crawler.encodings import decode
from crawler.formats.items import (
    MAX_ENTRIES,
    Contents,
    Item,
    Source,
    both_ends,
    left_out,
    web_address,
)

LEADS_MOST = 100
"""So many sitemaps of an index are named; older ones are of interest to nobody."""

# An index names what lists no articles too, as the plug-ins of WordPress write it.
_NO_ARTICLES = re.compile(
    r"categor|[-_/]tags?\b|post_tag|author|page[-_]sitemap|image|video|taxonom", re.IGNORECASE
)
_NEWS = re.compile(r"news|actualit|akhbar", re.IGNORECASE)
_BEGINNING = re.compile(r"<(?:\w{1,20}:)?(?:urlset|sitemapindex)[\s>]", re.IGNORECASE)
_UNKNOWN_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)(?:#?\w{1,32};)?")
"""All but XML's own: a bare "&", the names that HTML gives to letters, and numbers, among which are
halves of letters that lxml breaks on."""

_NUMBER = re.compile(r"\d+")
_LATEST = datetime.max.replace(tzinfo=UTC) - timedelta(days=365)
_WORDS = re.compile(r"[^\W\d_]{2,}")
_ADDRESS_ENDS = re.compile(r"\.(?:html?|php|aspx?)\Z")


def read_sitemap(source: Source) -> Contents:
    """Raise FeedError ("parse") for what is no sitemap."""
    root = _root(source)
    name = _name(root)
    if name == "sitemapindex":
        return Contents(leads=tuple(_newest_sitemaps(root, source.url)))
    if name == "urlset":
        urls = list(_children(root, "url"))
        return Contents(items=_items(urls, source.url), unread=left_out(urls))
    raise FeedError(source.feed.name, "parse", f"this is no sitemap: it begins with <{name[:40]}>")


def _root(source: Source) -> etree._Element:
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    text = decode(source.body, source.content_type)
    begun = _BEGINNING.search(text)  # behind a declaration, or what PHP complains of
    mended = _UNKNOWN_ENTITY.sub(_letter, text[begun.start() :] if begun else text)
    try:
        root = etree.fromstring(mended.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        problem = f"the sitemap is broken: {str(error)[:200]}"
        raise FeedError(source.feed.name, "parse", problem) from None
    if root is None:
        raise FeedError(source.feed.name, "parse", "this is no sitemap: no XML is in it")
    return root


def _letter(match: re.Match[str]) -> str:
    return escape(unescape(match[0]))


def _newest_sitemaps(root: etree._Element, base: str) -> list[str]:
    """Return the sitemaps of articles: news before others, then by date, then by number."""
    found = {
        url: _instant(_text(child, "lastmod"))
        for child in _children(root, "sitemap")
        if (url := web_address(base, _text(child, "loc")))
    }
    articles = [url for url in found if not _NO_ARTICLES.search(urlsplit(url).path)] or list(found)

    def newness(url: str) -> tuple[bool, datetime, list[int]]:
        parts = urlsplit(url)
        numbers = [int(n[-9:]) for n in _NUMBER.findall(f"{parts.path}?{parts.query}")]
        return _NEWS.search(parts.path) is not None, found[url], numbers

    return sorted(articles, key=newness, reverse=True)[:LEADS_MOST]


def _instant(text: str) -> datetime:
    """Return an instant to sort by; the oldest where none is told."""
    return read_dates([text], _LATEST).published or EARLIEST


def _items(urls: Sequence[etree._Element], base: str) -> Iterator[Item]:
    for url in _newest(urls):
        title = _text(url, "news", "title")
        link = web_address(base, _text(url, "loc"))
        yield Item(
            link=link,
            title=title,
            summary="" if title else _slug_words(link),
            dates=(_text(url, "news", "publication_date"), _text(url, "lastmod")),
        )


def _newest(urls: Sequence[etree._Element]) -> Sequence[etree._Element]:
    """Return so many as are read; a plain sitemap lists the oldest first, and has no end."""
    if len(urls) > MAX_ENTRIES:
        urls = sorted(urls, key=lambda url: _instant(_text(url, "lastmod")), reverse=True)
    return both_ends(urls)


def _name(element: etree._Element) -> str:
    """Return a name without its prefix: some use one that they declare nowhere."""
    return str(element.tag).rpartition("}")[2].rpartition(":")[2].lower()


def _children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    return (child for child in element if _name(child) == name)


def _text(element: etree._Element, *path: str) -> str:
    found: etree._Element | None = element
    for name in path:
        found = None if found is None else next(_children(found, name), None)
    return "" if found is None else (found.text or "").strip()


def _slug_words(url: str) -> str:
    """Return the words of an address: all that a plain sitemap says of an article."""
    slug = _ADDRESS_ENDS.sub("", unquote(url).rstrip("/").rpartition("/")[2])
    return " ".join(_WORDS.findall(slug))
