"""Finds the feeds of a site: what its page and its robots.txt name, then the usual addresses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import get_args
from urllib.parse import urljoin, urlsplit

from lxml import etree, html
from protego import Protego
from trafilatura.feeds import FEED_TYPES, FeedParameters, determine_feed

from core.articles import Entry, Feed, FeedFormat
from core.clock import Clock
from core.errors import FeedError, PageError
from core.fields import Language
from crawler.documents import read_document
from crawler.encodings import decode
from crawler.fetching import Fetch, FetchedPage
from crawler.formats.items import web_address
from crawler.formats.shapes import GZIP, apparent_format
from crawler.worker import Reader, ReadingFailed
from matching.language import language_of

USUAL = (
    "/feed/",
    "/rss",
    "/rss.xml",
    "/feed.xml",
    "/atom.xml",
    "/feed.json",
    "/index.xml",
    "/arc/outboundfeeds/rss/?outputType=xml",
    "/news-sitemap.xml",
)
"""Where the systems that the outlets run put their feeds: WordPress, Drupal, Arc and others."""

NAMED_MOST = 8
SITEMAPS_MOST = 3
"""So many of what a site names are asked; a page may name hundreds."""

WORDPRESS = (b"api.w.org", b"/wp-content/", b'content="WordPress')
LANGUAGE_SHARE = 0.7
_OTHER = re.compile(r"\bcomments\b|/wp-json/|oembed", re.IGNORECASE)
_PARSER = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFeed:
    """A feed that answers. `where` says what led to it; `entries` is 0 for an index of sitemaps."""

    url: str
    format: FeedFormat
    where: str
    entries: int
    newest: datetime | None
    language: Language | None
    home: str
    wordpress: bool


@dataclass(frozen=True, slots=True)
class _Lead:
    url: str
    where: str


@dataclass(frozen=True, slots=True)
class _Site:
    home: str
    wordpress: bool
    named: tuple[str, ...]


class Discovery:
    """One search; `fetch` asks for a page under the crawl's rules."""

    def __init__(self, fetch: Fetch, reader: Reader, clock: Clock) -> None:
        self._fetch = fetch
        self._reader = reader
        self._clock = clock
        self._seen: set[frozenset[str]] = set()

    async def search(self, url: str) -> list[FoundFeed]:
        """Return the feeds of the site, the likeliest first; [] where none answers.

        An address that is a feed itself is the only one. Raises PageError where it can't be had.
        """
        page = await self._fetch(url)
        site = _Site(urljoin(page.url, "/"), _is_wordpress(page.body), ())
        itself = await self._read(page, "the address itself", site)
        if itself is not None:
            return [itself]
        named = await self._named(page)
        site = _Site(page.url, _is_wordpress(page.body), named)
        found = [feed async for feed in self._try(_leads(site), site)]
        if not found:
            usual = [_Lead(urljoin(page.url, path), "a usual address") for path in USUAL]
            found = [feed async for feed in self._try(usual, site)]
        sitemaps = await self._sitemaps(page.url, news_only=bool(found))
        found += [feed async for feed in self._try(sitemaps, site)]
        if not found:
            listing = await self._read(page, "the page itself, as a listing", site, "listing")
            found = [listing] if listing is not None else []
        return found

    async def _try(self, leads: Iterable[_Lead], site: _Site) -> AsyncIterator[FoundFeed]:
        for lead in leads:
            try:
                page = await self._fetch(lead.url)
            except PageError:
                continue
            found = await self._read(page, lead.where, site)
            if found is not None:
                yield found

    async def _named(self, page: FetchedPage) -> tuple[str, ...]:
        try:
            return await self._reader.read(named_feeds, page.body, page.url, page.content_type)
        except ReadingFailed:
            return ()

    async def _sitemaps(self, url: str, *, news_only: bool) -> list[_Lead]:
        try:
            robots = await self._fetch(urljoin(url, "/robots.txt"))
        except PageError:
            return []
        rules = Protego.parse(robots.body.decode("utf-8", "replace"))
        named = [address for link in rules.sitemaps if (address := web_address(url, link))]
        news = [link for link in named if "news" in urlsplit(link).path.lower()]
        chosen = news if news or news_only else named
        return [_Lead(link, "robots.txt") for link in chosen[:SITEMAPS_MOST]]

    async def _read(
        self, page: FetchedPage, where: str, site: _Site, format: FeedFormat | None = None
    ) -> FoundFeed | None:
        """Return what a page is as a feed; None where it is none, or one that is found already."""
        feed = Feed(name=page.url, url=page.url, outlet="", format=format or _sniffed(page.body))
        try:
            document = await self._reader.read(
                read_document,
                page.body,
                feed=feed,
                url=page.url,
                content_type=page.content_type,
                now=self._clock(),
            )
        except (FeedError, ReadingFailed):
            return None
        identities = frozenset(entry.url for entry in document.entries) or frozenset(document.leads)
        if not identities or identities in self._seen:
            return None
        self._seen.add(identities)
        dates = [entry.published for entry in document.entries if entry.published is not None]
        return FoundFeed(
            url=page.url,
            format=feed.format,
            where=where,
            entries=len(document.entries),
            newest=max(dates, default=None),
            language=_language(document.entries),
            home=site.home,
            wordpress=site.wordpress,
        )


def named_feeds(body: bytes, url: str, content_type: str) -> tuple[str, ...]:
    """Return the addresses that a page names as its feeds, those that it declares first.

    trafilatura knows the links that only look like feeds; of those that are declared it passes over
    some (a base, other letter case, short hosts).
    """
    host = urlsplit(url).hostname or ""
    text = decode(body, content_type)
    guessed = determine_feed(text, FeedParameters(urljoin(url, "/"), host, url))
    return tuple(dict.fromkeys((*_declared(text, url), *guessed)))[:NAMED_MOST]


def _declared(text: str, url: str) -> Iterator[str]:
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=_PARSER)
    except (etree.ParserError, ValueError):
        return
    base = web_address(url, next(iter(root.xpath("//base/@href")), "")) or url
    for link in root.iter("link"):
        relations = str(link.get("rel") or "").lower().split()
        kind = str(link.get("type") or "").partition(";")[0].strip().lower()
        address = web_address(base, str(link.get("href") or ""))
        if (
            address
            and "alternate" in relations
            and kind in FEED_TYPES
            and not _OTHER.search(address)
        ):
            yield address


def _sniffed(body: bytes) -> FeedFormat:
    """Guess the format of what may be a feed; what is packed is a sitemap nearly always."""
    return "sitemap" if body.startswith(GZIP) else apparent_format(body) or "rss"


def _leads(site: _Site) -> Iterator[_Lead]:
    for url in site.named:
        yield _Lead(url, "named by the page")
    if site.wordpress:
        yield _Lead(urljoin(site.home, "/feed/"), "where WordPress has it")


def _is_wordpress(body: bytes) -> bool:
    return any(mark in body for mark in WORDPRESS)


def _language(entries: Sequence[Entry]) -> Language | None:
    """Return the language of nearly all titles, None where several mix."""
    found = Counter(language_of(entry.title) for entry in entries[:50] if entry.title)
    if not found:
        return None
    [(language, count)] = found.most_common(1)
    known: tuple[Language, ...] = get_args(Language)
    same = next((name for name in known if name == language), None)
    return same if count >= LANGUAGE_SHARE * found.total() else None
