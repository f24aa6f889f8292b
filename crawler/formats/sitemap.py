"""News sitemaps, plain ones, and the indexes that lead to them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from lxml import etree

from core.errors import FeedError
from crawler.encodings import decode
from crawler.formats.items import MAX_ENTRIES, Contents, Item, Source, web_address

LEADS_MOST = 100
"""So many sitemaps of an index are named; older ones are of interest to nobody."""

# An index names what lists no articles too, as the plug-ins of WordPress write it.
_NO_ARTICLES = re.compile(
    r"categor|[-_/]tags?\b|post_tag|author|page[-_]sitemap|image|video|taxonom", re.IGNORECASE
)
_NEWS = re.compile(r"news|actualit|akhbar", re.IGNORECASE)
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,200}\?>")
_BARE_AMPERSAND = re.compile(r"&(?!#?\w{1,32};)")
_NUMBER = re.compile(r"\d+")
_WORDS = re.compile(r"[^\W\d_]{2,}")
_ANY_PREFIX = "{*}"


def read_sitemap(source: Source) -> Contents:
    """Raise FeedError ("parse") for what is no sitemap."""
    root = _root(source)
    name = str(root.tag).rpartition("}")[2].lower()
    if name == "sitemapindex":
        return Contents(leads=tuple(_newest_sitemaps(root, source.url)))
    if name == "urlset":
        return Contents(items=_items(root, source.url))
    raise FeedError(source.feed.name, "parse", f"this is no sitemap: it begins with <{name[:40]}>")


def _root(source: Source) -> etree._Element:
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    text = decode(source.body, source.content_type)
    mended = _BARE_AMPERSAND.sub("&amp;", _DECLARATION.sub("", text))
    try:
        root = etree.fromstring(mended.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        problem = f"the sitemap is broken: {str(error)[:200]}"
        raise FeedError(source.feed.name, "parse", problem) from None
    if root is None:
        raise FeedError(source.feed.name, "parse", "this is no sitemap: no XML is in it")
    return root


def _newest_sitemaps(root: etree._Element, base: str) -> list[str]:
    """Return the sitemaps of articles: news before others, then by date, then by number."""
    found = {
        url: _text(child, "lastmod")
        for child in root.iterfind(f"{_ANY_PREFIX}sitemap")
        if (url := web_address(base, _text(child, "loc")))
    }
    articles = [url for url in found if not _NO_ARTICLES.search(urlsplit(url).path)] or list(found)

    def newness(url: str) -> tuple[bool, str, list[int]]:
        path = urlsplit(url).path
        numbers = [int(n[-9:]) for n in _NUMBER.findall(path)]
        return _NEWS.search(path) is not None, found[url], numbers

    return sorted(articles, key=newness, reverse=True)[:LEADS_MOST]


def _items(root: etree._Element, base: str) -> Iterator[Item]:
    """Yield the newest; a plain sitemap lists the oldest first, and has no end."""
    urls = list(root.iterfind(f"{_ANY_PREFIX}url"))
    if len(urls) > MAX_ENTRIES:
        urls = sorted(urls, key=lambda url: _text(url, "lastmod"), reverse=True)
    for url in urls[:MAX_ENTRIES]:
        title = _text(url, "news", "title")
        if link := web_address(base, _text(url, "loc")):
            yield Item(
                link=link,
                title=title,
                summary="" if title else _slug_words(link),
                dates=(_text(url, "news", "publication_date"), _text(url, "lastmod")),
            )


def _text(element: etree._Element, *path: str) -> str:
    found = element.find("/".join(_ANY_PREFIX + name for name in path))
    return "" if found is None else (found.text or "").strip()


def _slug_words(url: str) -> str:
    """Return the words of an address: all that a plain sitemap says of an article."""
    slug = unquote(url).rstrip("/").rpartition("/")[2]
    return " ".join(_WORDS.findall(slug))
