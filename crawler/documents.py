"""Feed documents: bytes in, entries out. Every document is hostile until shown otherwise."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from core.addresses import number_key, page_key
from core.articles import Entry, Feed, FeedFormat
from core.errors import FeedError
from crawler.dates import Dated, read_dates
from crawler.days import writes_month_first
from crawler.drift import find_drift
from crawler.formats.fast import read_fast_or_fully
from crawler.formats.items import MAX_NAME, Contents, Hints, Item, Source, web_address
from crawler.formats.json import read_json
from crawler.formats.listing import read_listing
from crawler.formats.search import read_search
from crawler.formats.shapes import apparent_format, unpacked
from crawler.formats.sitemap import read_sitemap
from crawler.markup import plain_text
from crawler.mojibake import repaired

FORMATS: dict[FeedFormat, Callable[[Source], Contents]] = {
    "rss": read_fast_or_fully,
    "atom": read_fast_or_fully,
    "json": read_json,
    "sitemap": read_sitemap,
    "search": read_search,
    "listing": read_listing,
}

_FAMILY: frozenset[FeedFormat | None] = frozenset(("rss", "atom", "search"))
"""These are told apart by nothing that a reader needs."""

MAX_TAG = 65_536
"""feedparser and lxml take seconds for one endless tag; real ones stay far below."""

MAX_TITLE = 1_000
MAX_SUMMARY = 10_000
MAX_CONTENT = 200_000

# A "<!" begins a text that may well be long: the whole article of an entry, without markup.
_ENDLESS_TAG = re.compile(rb"<(?!!)[^<>]{%d}" % MAX_TAG)
_INLINE = re.compile(rb"data:[\w.+/-]{1,60};base64,[A-Za-z0-9+/=%\s]{2000,}")
"""A picture in the middle of a document: one of them makes a tag as long as a hostile one."""

_INVENTED = re.compile(r"#[0-9a-f]{32}\Z")

# What WordPress puts below a summary, in the languages of the outlets.
_TRAILER = re.compile(
    r"\s*(?:\[(?:…|\.\.\.)\]|…)?\s*"
    r"(?:The post .{1,400}? (?:appeared first on|first appeared on) .{1,200}"
    r"|L[’']article .{1,400}? est apparu en premier sur .{1,200}"
    r"|La entrada .{1,400}? (?:se publicó primero en|apareció primero en) .{1,200}"
    r"|ظهرت المقالة .{1,400}? أولاً? على .{1,200}"
    r"|The post .{1,400}? ظهرت أولاً? على .{1,200}"
    r"|(?:Read more|Lire la suite|Leer más|اقرأ المزيد)\W*)\Z",
    re.DOTALL,
)
_BEFORE_TRAILER = (
    *("The post ", "article ", "La entrada ", "ظهرت ", "Read more", "Lire la suite"),
    *("Leer más", "اقرأ المزيد"),
)
_ELLIPSIS = re.compile(r"\s*\[(?:…|\.\.\.)\]\s*\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What was read: entries in the document's order, or the sitemaps that an index leads to, the
    newest first; what it says of itself, and how it has changed its nature, if it has.

    `unread` items are left out: of too many the middle, and those that break the parser.
    """

    entries: tuple[Entry, ...] = ()
    leads: tuple[str, ...] = ()
    hints: Hints = field(default_factory=Hints)
    drift: str | None = None
    unread: int = 0


def body_hash(*bodies: bytes) -> str:
    """Return what tells whether an answer, with what it led to, was seen before."""
    found = hashlib.sha256(bodies[0])
    for body in bodies[1:]:
        found.update(hashlib.sha256(body).digest())
    return found.hexdigest()


def has_endless_tag(body: bytes) -> bool:
    """Say whether a tag is longer than any honest one."""
    return _ENDLESS_TAG.search(body) is not None


def without_pictures(body: bytes) -> bytes:
    """Drop the pictures that stand in a document itself: none of them is read."""
    return _INLINE.sub(b"data:,", body)


def has_page(entry: Entry) -> bool:
    """Say whether the entry's address leads to an article.

    Some lead to the home page; without a link it is the feed's with a mark.
    """
    return _INVENTED.search(entry.url) is None and page_key(entry.url) != ""


def read_document(
    body: bytes, *, feed: Feed, url: str, content_type: str, now: datetime
) -> Document:
    """Read a document in the feed's format, as broken as it comes.

    `url` is where it was found, `now` the aware time of the poll. Raises FeedError ("parse",
    "too large", "format").
    """
    body = without_pictures(unpacked(body, feed.name))
    if not body.strip():
        raise FeedError(feed.name, "parse", "the document is empty")
    if has_endless_tag(body):
        problem = f"a tag of the document is longer than {MAX_TAG} bytes"
        raise FeedError(feed.name, "too large", problem)
    source = Source(body=body, url=url, content_type=content_type, feed=feed)
    contents = _contents(source)
    items = list(contents.items)
    entries = tuple(_entries(items, url, now))
    if contents.broken and not entries:
        problem = "the document is broken and no entry of it can be read"
        raise FeedError(feed.name, "parse", problem)
    silent = sum(_says_nothing(entry) for entry in entries)
    if 2 * silent > len(entries):
        problem = f"{silent} of its {len(entries)} entries have links, and neither titles nor texts"
        raise FeedError(feed.name, "parse", problem)
    return Document(
        entries=entries,
        leads=contents.leads,
        hints=contents.hints,
        drift=find_drift(feed, entries),
        unread=contents.unread,
    )


def _says_nothing(entry: Entry) -> bool:
    """Say whether only an entry's page can tell what it is about."""
    return not (entry.title or entry.summary or entry.content)


def _contents(source: Source) -> Contents:
    try:
        return FORMATS[source.feed.format](source)
    except FeedError as error:
        wanted, apparent = source.feed.format, apparent_format(source.body)
        if apparent in (None, wanted) or {wanted, apparent} <= _FAMILY:
            raise
        problem = f'it is no {wanted}, but looks like {apparent}: say format = "{apparent}"'
        raise FeedError(source.feed.name, "format", problem) from error


def _entries(items: Sequence[Item], url: str, now: datetime) -> list[Entry]:
    """Return the entries, each identity once; a page that several share is none of theirs."""
    found: dict[str, Entry] = {}
    month_first = writes_month_first(date for item in items for date in item.dates)
    dated = ((item, read_dates(item.dates, now, month_first=month_first)) for item in items)
    read = [entry for item, at in dated if (entry := _entry(item, url, at)) is not None]
    for entry in _identified(read):
        found.setdefault(_told_apart(entry, found), entry)
    shared = Counter(entry.page for entry in found.values() if entry.page)
    for identity, entry in found.items():
        page = "" if shared[entry.page] > 1 else entry.page
        if (identity, page) != (entry.identity, entry.page):
            found[identity] = replace(entry, identity=identity, page=page)
    return list(found.values())


def _identified(entries: Sequence[Entry]) -> Sequence[Entry]:
    """Name entries by their addresses and titles where one identity stands for several.

    Some feeds write the same GUID, or the home page's link, into every item. Two titles of one page
    are an article and its correction; three are a page on which one follows the other.
    """
    pages: dict[str, set[str]] = defaultdict(set)
    titles: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        pages[entry.identity].add(entry.page)
        titles[entry.identity].add(entry.title)
    shared = {
        name
        for name in pages
        if len(titles[name]) > (1 if len(pages[name]) > 1 or "" in pages[name] else 2)
    }
    urls = Counter(entry.url for entry in entries if entry.identity in shared)
    return [
        replace(entry, identity=_own_name(entry, alone=urls[entry.url] == 1))
        if entry.identity in shared
        else entry
        for entry in entries
    ]


def _own_name(entry: Entry, *, alone: bool) -> str:
    return _bounded(entry.url if alone else f"{entry.url}#{_digest(entry.title)}")


def _told_apart(entry: Entry, found: Mapping[str, Entry]) -> str:
    """Return the identity of an entry: the number of an address that its headline is part of.

    Two entries of one document that end in the same number are two all the same.
    """
    number = number_key(entry.identity)
    if number is None or (number in found and found[number].identity != entry.identity):
        return entry.identity
    return number


def _entry(item: Item, url: str, dated: Dated) -> Entry | None:
    outlet = plain_text(repaired(item.outlet))[:200] or None
    title = _title(item, outlet)
    content = repaired(item.content[:MAX_CONTENT])
    summary = _summary(item)
    link = web_address(url, repaired(item.link))
    page = page_key(link)
    if not (title or summary or content or page):
        return None
    own = link if page else title or summary or content  # a home page's link is no one's name
    identity = _bounded(repaired(item.identity).strip() or own)
    return Entry(
        identity=identity,
        url=link or f"{url}#{_digest(identity)}",
        title=title,
        summary=summary,
        content=content,
        published=dated.published,
        dated=dated.how,
        outlet=outlet,
        content_hash=_digest(title, summary, content),
        page=page,
    )


def _title(item: Item, outlet: str | None) -> str:
    title = " ".join(plain_text(repaired(item.title[: 4 * MAX_TITLE])).split())
    if outlet:  # aggregators write "headline - outlet"
        title = title.removesuffix(f" - {outlet}")
    return title[:MAX_TITLE]


def _summary(item: Item) -> str:
    text = plain_text(repaired(item.summary[: 4 * MAX_SUMMARY]))
    if any(words in text for words in _BEFORE_TRAILER):
        text = _TRAILER.sub("", text)
    if text.endswith("]"):
        text = _ELLIPSIS.sub("", text)
    return text[:MAX_SUMMARY]


def _bounded(identity: str) -> str:
    return identity if len(identity) <= MAX_NAME else _digest(identity)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()[:32]
